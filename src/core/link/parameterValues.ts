/** What a parameter is given: by its declared type, by frameworks and by callers. */
import { type FunctionFacts, FunctionFlag, NONE, type ValueId } from "../facts/fileFacts.js";
import type { State } from "../knowledge/automaton.js";
import { isPlainType } from "./plainTypes.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, nodeOf } from "./program.js";
import { Services } from "./services.js";
import { ValueSet } from "./valueSet.js";

export class ParameterValues {
  private readonly services: Services;

  constructor(private readonly pointsTo: PointsTo) {
    this.services = new Services(pointsTo);
  }

  parameter(file: LoadedFile, value: ValueId): ValueSet {
    const result = new ValueSet();
    const id = file.view.a(value);
    const index = file.view.b(value);
    const facts = file.facts.functions[id] as FunctionFacts;
    const parameter = facts.parameters[index];
    if (!parameter) return result;
    if (facts.owner !== NONE && file.language === "python" && index === 0 && !(facts.flags & FunctionFlag.Static)) {
      this.pointsTo.types.addInstance(result, this.pointsTo.classRef(file, facts.owner));
      return result;
    }
    const { program } = this.pointsTo;
    const { count } = program.missing;
    this.givenToParameter(result, file, value);
    // Before its callers, the file that declares its type.
    if (parameter.type !== NONE && program.waits(count)) return result;
    if (parameter.default !== NONE) result.addAll(this.pointsTo.of(file, parameter.default));
    // A declared type settles it, unless it is a library's that says nothing of models: callers may know more.
    if (
      result.instances.size > 0 ||
      result.stateList.some((state) => file.language !== "csharp" || this.pointsTo.automaton(file).isLive(state))
    )
      return result;
    // Nothing else comes through a text or a number, and its callers are most of a large workspace.
    if (parameter.type !== NONE && isPlainType(file.view.string(parameter.type))) return result;
    for (const site of this.pointsTo.callGraph.callersOf(nodeOf(file.number, id))) {
      for (const argument of this.pointsTo.callGraph.bindings.argumentsFor(site, nodeOf(file.number, id), index)) {
        if (argument.fields.length === 0) result.addAll(this.pointsTo.of(site.file, argument.value));
        else if (argument.fields.length === 1 && /^(?:\[\]|\d+)$/.test(argument.fields[0] as string))
          result.addAll(this.pointsTo.elements.element(site.file, argument.value, NONE));
      }
    }
    return result;
  }

  /** What declared types, frameworks and annotations say of a parameter. */
  givenToParameter(result: ValueSet, file: LoadedFile, value: ValueId): void {
    const id = file.view.a(value);
    const index = file.view.b(value);
    const parameter = (file.facts.functions[id] as FunctionFacts).parameters[index];
    if (!parameter) return;
    if (parameter.type !== NONE) result.addAll(this.pointsTo.types.typed(file, file.view.string(parameter.type)));
    result.addStates(this.frameworkParameter(file, id, index));
    for (const annotation of parameter.annotations) {
      const set = this.pointsTo.of(file, annotation);
      result.addAll(set);
      result.addStates(this.pointsTo.automaton(file).step(set.stateList, "annotated"));
    }
  }

  /** States that a framework gives a parameter: callbacks, decorated handlers, overridden methods, conventional exports. */
  frameworkParameter(file: LoadedFile, id: number, index: number): readonly State[] {
    const automaton = this.pointsTo.automaton(file);
    const facts = file.facts.functions[id] as FunctionFacts;
    const isMethod = facts.owner !== NONE && file.language === "python" && !(facts.flags & FunctionFlag.Static);
    const position = isMethod ? index - 1 : index;
    const parameter = facts.parameters[index];
    if (file.language === "csharp" && parameter && this.services.isInjected(file, parameter)) return [];
    const name = parameter && parameter.name !== NONE ? file.view.string(parameter.name) : null;
    const states = new Set<State>();
    const add = (from: readonly State[]): void => {
      for (const state of automaton.parameter(from, position, name)) states.add(state);
    };
    const { program } = this.pointsTo;
    const { count } = program.missing;
    for (const decorator of facts.decorators) add(automaton.step(this.pointsTo.states(file, decorator), "decorated"));
    if (facts.owner !== NONE) {
      const bases = this.pointsTo.types.libraryBases(this.pointsTo.classRef(file, facts.owner));
      add(automaton.member(automaton.step(bases, "subclass"), facts.name));
    }
    // Where else it is handed to is looked for in every file with its name, so only when nobody is known to call it.
    if (states.size > 0 || program.waits(count)) return [...states];
    for (const use of this.pointsTo.callGraph.uses.usesOf(nodeOf(file.number, id))) {
      if (use.file.language === file.language)
        add(automaton.argument(this.pointsTo.states(use.file, use.file.view.a(use.call)), use.index, use.name));
    }
    for (const { file: at, cast, key } of this.pointsTo.callGraph.uses.fieldUsesOf(nodeOf(file.number, id)))
      add(automaton.member(this.pointsTo.types.typed(at, at.view.string(at.view.b(cast))).stateList, key));
    for (const one of file.exportedNamesOf(id)) add(automaton.member(automaton.exportsOf(file.source.path), one));
    return states.size > 0 ? [...states] : this.conventionalParameter(file, id, position);
  }

  /** `function ask(req, res)` that nobody is seen to call: a framework does, by the names of its parameters. */
  private conventionalParameter(file: LoadedFile, id: number, position: number): readonly State[] {
    const { parameters } = file.facts.functions[id] as FunctionFacts;
    if (parameters.some((one) => one.type !== NONE)) return [];
    const names = parameters.map((one) => (one.name === NONE ? "" : file.view.string(one.name)));
    const states = this.pointsTo.automaton(file).conventional(names, position);
    return states.length === 0 || this.pointsTo.callGraph.callersOf(nodeOf(file.number, id)).length > 0 ? [] : states;
  }
}
