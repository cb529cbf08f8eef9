/**
 * What a value may be: followed through assignments, fields, factories, containers, imports and declared types, over
 * files, until it is a library value (states of the automaton), a function, a class or an instance of the workspace.
 *
 * Demand-driven and context-insensitive; circles are solved exactly (solver.ts).
 */
import { B, BlockKind, ElementKind, type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { type Automaton, NO_STATES, type State } from "../knowledge/automaton.js";
import { parseSummaryFlow } from "../knowledge/paths.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import { fieldRead } from "./accessors.js";
import { builtLink, builtWith } from "./builders.js";
import type { CallGraph } from "./callGraph.js";
import { callsFunction } from "./callingMembers.js";
import { Classes } from "./classes.js";
import { declaredType } from "./declaredTypes.js";
import { FieldWrites } from "./fieldWrites.js";
import { Implementers } from "./implementers.js";
import { type ModuleTarget, keyOfTarget } from "./modules.js";
import { fitting } from "./overloads.js";
import { type LoadedFile, type Node, type Program, fileOf, nodeOf, rowOf } from "./program.js";
import { Services } from "./services.js";
import { Memo, NodeMemo, Solver } from "./solver.js";
import { type ClassRef, EMPTY, type FunctionRef, ValueSet } from "./valueSet.js";

/** Nested questions before an answer is given up as unknown: deep enough for real code, safe for the stack. */
const MAXIMUM_DEPTH = 400;

/** Spreads inside spreads that are followed. */
const MAXIMUM_SPREADS = 3;

const newSet = (): ValueSet => new ValueSet();
const grow = (old: ValueSet, next: ValueSet): boolean => old.addAll(next);

export class PointsTo {
  readonly classes: Classes;
  /** Shared by everything that asks in circles: values, members, callers. */
  readonly solver: Solver;
  private readonly values: NodeMemo<ValueSet>;
  private readonly members: Memo<string, ValueSet>;
  readonly fieldWrites: FieldWrites;
  private readonly implementers: Implementers;
  private depth = 0;
  callGraph!: CallGraph;
  private readonly services: Services;
  /** States of several namespaces together, by the list that a scope has of them. */
  private readonly namespaceStates = new WeakMap<readonly string[], readonly State[]>();

  constructor(
    readonly program: Program,
    private readonly automatonOf: (language: KnowledgeLanguage) => Automaton,
  ) {
    this.classes = new Classes(program);
    this.solver = new Solver(program.missing);
    const rows = (file: number): number => program.file(file).view.valueCount;
    this.values = new NodeMemo(this.solver, newSet, grow, rows, (node) => this.evaluateNode(node));
    this.members = new Memo(this.solver, newSet, grow);
    this.services = new Services(this);
    this.fieldWrites = new FieldWrites(program, this);
    this.implementers = new Implementers(program, this);
  }

  automaton(file: LoadedFile): Automaton {
    return this.automatonOf(file.language);
  }

  /** States of a value, for look-ups in the knowledge base. */
  states(file: LoadedFile, value: ValueId): readonly State[] {
    return this.of(file, value).stateList;
  }

  /**
   * States that begin at a value itself: what a framework or a library gives there. What only passes through (an argument
   * of a caller, a return of a workspace function) is left out: its place is where it began.
   */
  introduced(file: LoadedFile, value: ValueId): readonly State[] {
    const { view } = file;
    const automaton = this.automaton(file);
    switch (view.op(value)) {
      case Op.Call:
        return automaton.step(this.states(file, view.a(value)), "call");
      case Op.Field: {
        const name = view.string(view.b(value));
        const base = this.of(file, view.a(value));
        return [...automaton.member(base.stateList, name), ...[...base.instances].flatMap((ref) => this.annotatedMember(ref, name))];
      }
      case Op.Element: {
        const key = view.b(value);
        const base = this.states(file, view.a(value));
        if (view.c(value) !== NONE)
          return view.c(value) === ElementKind.Outcome || resultIndex(file, value) === 0
            ? []
            : automaton.member(base, String(resultIndex(file, value)));
        const named = key !== NONE && view.op(key) === Op.Literal ? automaton.member(base, view.string(view.a(key))) : [];
        return [...automaton.step(base, "element"), ...named];
      }
      case Op.Parameter: {
        const set = new ValueSet();
        this.givenToParameter(set, file, value);
        return set.stateList;
      }
      case Op.Import:
      case Op.Global:
        return this.states(file, value);
      default:
        return [];
    }
  }

  /** What annotations on a field of a class say that it is. */
  private annotatedMember(ref: ClassRef, name: string): readonly State[] {
    const states: State[] = [];
    for (const member of this.classes.own(ref, name)) {
      if (member.kind !== "annotation") continue;
      states.push(...this.automaton(member.file).step(this.states(member.file, member.value), "annotated"));
    }
    return states;
  }

  of(file: LoadedFile, value: ValueId): ValueSet {
    if (value === NONE) return EMPTY;
    if (this.depth > MAXIMUM_DEPTH) {
      this.program.missing.count++;
      return EMPTY;
    }
    return this.values.get(nodeOf(file.number, value));
  }

  private evaluateNode(node: Node): ValueSet {
    this.depth++;
    const result = this.evaluate(this.program.file(fileOf(node)), rowOf(node));
    this.depth--;
    return result;
  }

  private evaluate(file: LoadedFile, value: ValueId): ValueSet {
    const { view, facts } = file;
    const result = new ValueSet();
    for (const origin of file.copies(value)) {
      switch (view.op(origin)) {
        case Op.Capture: {
          const variable = facts.variables[view.a(origin)];
          if (variable && variable.type !== NONE) result.addAll(this.typed(file, view.string(variable.type)));
          break;
        }
        case Op.Global:
          result.addAll(this.global(file, view.string(view.a(origin))));
          break;
        case Op.Function:
          result.addFunction(nodeOf(file.number, view.a(origin)));
          break;
        case Op.Class:
          result.addClass(this.classRef(file, view.a(origin)));
          break;
        case Op.Object:
          result.addObject(nodeOf(file.number, origin));
          break;
        case Op.Array:
          result.addArray(nodeOf(file.number, origin));
          break;
        case Op.Import:
          result.addAll(this.imported(file, view.a(origin)));
          break;
        case Op.This: {
          const owner = this.enclosingClass(file, view.a(origin));
          if (owner !== NONE) this.addInstance(result, this.classRef(file, owner));
          break;
        }
        case Op.Super:
          if (view.a(origin) !== NONE) {
            for (const base of this.classes.bases(nodeOf(file.number, view.a(origin))))
              this.addInstancesOf(result, base.file, this.of(base.file, base.value));
          }
          break;
        case Op.Parameter:
          result.addAll(this.parameter(file, origin));
          break;
        case Op.Field:
          result.addAll(this.called(file, origin, this.field(file, view.a(origin), view.string(view.b(origin)))));
          break;
        case Op.Element:
          result.addAll(
            view.c(origin) === NONE
              ? this.element(file, view.a(origin), view.b(origin))
              : this.oneResult(file, view.a(origin), resultIndex(file, origin), view.c(origin) === ElementKind.Outcome),
          );
          break;
        case Op.Call:
          result.addAll(this.call(file, origin));
          break;
        case Op.Cast:
          result.addAll(this.typed(file, view.string(view.b(origin))));
          break;
        case Op.Binary:
          // `prompt | model`: what pipe() gives.
          if (file.language === "python" && view.string(view.c(origin)) === "|") {
            for (const side of [view.a(origin), view.b(origin)]) {
              if (side !== NONE)
                result.addStates(this.automaton(file).step(this.automaton(file).member(this.states(file, side), "pipe"), "call"));
            }
          }
          break;
        default:
      }
      this.addDeclaredVariableType(result, file, origin);
    }
    return result;
  }

  /** Of several methods of one name, those that the call at hand can mean. */
  private called(file: LoadedFile, callee: ValueId, set: ValueSet): ValueSet {
    if (set.functions.size < 2) return set;
    const call = file.callOfCallee.get(callee);
    const meant = call === undefined ? [] : fitting(this.program, file, call, set.functions);
    return call === undefined || meant.length === set.functions.size ? set : set.withFunctions(meant);
  }

  /** `client: OpenAI = make()`: the declaration holds when the value itself says nothing. */
  private addDeclaredVariableType(result: ValueSet, file: LoadedFile, value: ValueId): void {
    const variable = file.variableOf.get(value);
    if (variable === undefined || result.size > 0) return;
    const type = (file.facts.variables[variable] as LoadedFile["facts"]["variables"][number]).type;
    if (type !== NONE) result.addAll(this.typed(file, file.view.string(type)));
  }

  /** A class of a file; of a type in several parts the one that stands for all. */
  classRef(file: LoadedFile, id: number): ClassRef {
    return this.classes.whole(nodeOf(file.number, id));
  }

  private enclosingClass(file: LoadedFile, id: number): number {
    for (let at = id; at !== NONE; at = (file.facts.functions[at] as FunctionFacts).parent) {
      const owner = (file.facts.functions[at] as FunctionFacts).owner;
      if (owner !== NONE) return owner;
    }
    return NONE;
  }

  addInstance(result: ValueSet, ref: ClassRef, seen: Set<ClassRef> = new Set()): void {
    if (seen.has(ref)) return;
    seen.add(ref);
    if (seen.size === 1) result.addInstance(ref);
    result.addStates(this.frameworkStates(ref));
    for (const { file, value } of this.classes.bases(ref)) {
      const bases = this.of(file, value);
      result.addStates(this.automaton(file).step(bases.stateList, "call"));
      for (const one of bases.classes) this.addInstance(result, one, seen);
    }
  }

  /**
   * What a framework makes of an interface that it implements: states of the decorators on it and of the calls that it is
   * given to (`AiServices.create(Assistant.class, …)`).
   */
  frameworkStates(ref: ClassRef): readonly State[] {
    const facts = this.classes.facts(ref);
    const file = this.classes.file(ref);
    if (facts.kind !== "interface" || !this.automaton(file).knowsImplementations) return NO_STATES;
    return this.members.get(`${ref}?`, () => {
      const automaton = this.automaton(file);
      const result = new ValueSet();
      for (const part of this.classes.parts(ref)) {
        const owner = this.classes.file(part);
        for (const decorator of this.classes.facts(part).decorators)
          result.addStates(automaton.step(this.states(owner, decorator), "decorated"));
      }
      for (const other of facts.name === "" ? [] : this.program.filesWith(facts.name)) {
        for (const { call, index, name, value } of other.argumentsByName.get(facts.name) ?? []) {
          const given = automaton.argument(this.states(other, other.view.a(call)), index, name);
          if (given.length > 0 && this.of(other, value).classes.has(ref)) result.addStates(given);
        }
      }
      return result;
    }).stateList;
  }

  private addInstancesOf(result: ValueSet, file: LoadedFile, set: ValueSet): void {
    for (const ref of set.classes) this.addInstance(result, ref);
    result.addStates(this.automaton(file).step(set.stateList, "call"));
  }

  /** Instances of a declared type. */
  typed(file: LoadedFile, text: string): ValueSet {
    return this.members.get(`${file.number}: ${text}`, () => this.readType(file, text));
  }

  private readType(file: LoadedFile, text: string): ValueSet {
    const result = new ValueSet();
    for (const type of declaredType(text)) {
      if (type.kind === "element-of") result.addContainer(`${file.number}:${type.inner}`, { file: file.number, type: type.inner });
      else if (type.kind === "results")
        result.addContainer(`${file.number}:${type.parts.join()}`, { file: file.number, type: "", results: type.parts });
      else this.addInstancesOf(result, file, this.named(file, type.name));
    }
    return result;
  }

  /** What a dotted name means at the top of a file. */
  named(file: LoadedFile, name: string): ValueSet {
    const [first, ...rest] = name.split(".");
    const variable = file.facts.moduleVariables.get(first as string);
    let set = new ValueSet();
    if (variable === undefined) {
      file.facts.classes.forEach((one, id) => {
        if (one.name === first) set.addClass(this.classRef(file, id));
      });
      set.addAll(this.global(file, first as string));
    } else {
      for (const definition of (file.facts.variables[variable] as LoadedFile["facts"]["variables"][number]).definitions)
        set.addAll(this.of(file, definition));
    }
    for (const part of rest) set = this.member(file, set, part);
    return set;
  }

  // ---- imports and exports ----------------------------------------------------------------------------------------

  /** A name that nobody in the file declares: of the language, out of `from module import *`, or of the same package or namespace. */
  private global(file: LoadedFile, name: string): ValueSet {
    const result = new ValueSet();
    result.addStates(this.automaton(file).global(name));
    for (const { module } of file.starImports) {
      for (const target of this.program.modules.resolve(file.source, module, name)) result.addAll(this.exported(file, target, name));
    }
    for (const target of this.program.modules.ambient(file.source, file.facts, name)) result.addAll(this.exported(file, target, name));
    return result;
  }

  private imported(file: LoadedFile, id: number): ValueSet {
    const imported = file.facts.imports[id] as LoadedFile["facts"]["imports"][number];
    const result = new ValueSet();
    for (const target of this.program.modules.resolve(file.source, imported.module, imported.name)) {
      if (imported.name === "*") {
        this.addModule(result, file, target);
        // `module.exports = …`: what is required is the value itself.
        if (imported.kind === "require" && target.kind === "file") result.addAll(this.exported(file, target, "default"));
      } else result.addAll(this.exported(file, target, imported.name));
    }
    return result;
  }

  private addModule(result: ValueSet, file: LoadedFile, target: ModuleTarget): void {
    result.addModule(`${file.number}:${keyOfTarget(target)}`, { target, file: file.number });
    if (target.kind !== "library") return;
    const module = this.automaton(file).module(target.name);
    result.addStates(module);
    // `const OpenAI = require("openai")`: the module is its default export as well.
    if (file.language === "javascript") result.addStates(this.automaton(file).member(module, "default"));
  }

  /** Member of a module, seen from a file that imports it. */
  private exported(from: LoadedFile, target: ModuleTarget, name: string): ValueSet {
    const result = new ValueSet();
    const automaton = this.automaton(from);
    if (target.kind === "library") {
      const module = automaton.module(target.name);
      result.addStates(automaton.member(module, name));
      if (name === "default") result.addStates(module);
    } else if (target.kind === "package") {
      for (const { file, value } of this.exportsAt(from, target, name)) result.addAll(this.of(file, value));
    } else if (target.kind === "namespace") {
      this.addNamed(result, from, target.names, name);
      return result;
    } else if (target.kind === "file") {
      for (const { file, value } of this.exportsOf(target.key, name)) result.addAll(this.of(file, value));
      // `export * as name from …`
      const file = this.program.need(target.key, name);
      for (const one of file?.facts.exports ?? []) {
        if (one.name !== name || one.fromName !== "*" || !file) continue;
        for (const inner of this.program.modules.resolve(file.source, one.fromModule)) this.addModule(result, file, inner);
      }
    }
    if (result.size === 0 || target.kind === "library") {
      for (const inner of this.program.modules.member(from.source, target, name)) this.addModule(result, from, inner);
    }
    return result;
  }

  /** Values that a module or package of the workspace exports under a name, seen from a file that imports it. */
  exportsAt(from: LoadedFile, target: ModuleTarget, name: string): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const keys = this.program.modules.declaring(from.source, target, name);
    if (target.kind !== "namespace") return keys.flatMap((key) => this.exportsOf(key, name));
    return keys.flatMap((key) => {
      const packages = this.program.need(key, name)?.facts.packages ?? [];
      return packages.some((one) => target.names.includes(one)) ? this.exportsOf(key, name) : [];
    });
  }

  /** What a name means in one of several namespaces: a type, or a namespace inside of them. */
  private addNamed(result: ValueSet, from: LoadedFile, namespaces: readonly string[], name: string): void {
    const automaton = this.automaton(from);
    let modules = this.namespaceStates.get(namespaces);
    if (!modules) {
      modules = [...new Set(namespaces.flatMap((namespace) => (namespace === "" ? [] : automaton.module(namespace))))];
      this.namespaceStates.set(namespaces, modules);
    }
    result.addStates(automaton.member(modules, name));
    for (const { file, value } of this.exportsAt(from, { kind: "namespace", names: namespaces }, name)) result.addAll(this.of(file, value));
    if (result.size > 0) return;
    if (namespaces.length > 1 && !this.program.isNamespacePart(name) && !automaton.isModulePart(name)) return;
    for (const namespace of namespaces) {
      const full = namespace === "" ? name : `${namespace}.${name}`;
      const states = automaton.module(full);
      if (states.length === 0 && !this.program.declaresNamespace(full)) {
        // `using static A.B.C`: members of a type.
        const dot = namespace.lastIndexOf(".");
        if (dot > 0 && namespaces.length === 1 && !this.program.declaresNamespace(namespace))
          this.addStatic(result, from, namespace, dot, name);
        continue;
      }
      result.addStates(states);
      result.addModule(`${from.number}:${full}`, { target: { kind: "namespace", names: [full] }, file: from.number });
    }
  }

  private addStatic(result: ValueSet, from: LoadedFile, path: string, dot: number, name: string): void {
    const type = new ValueSet();
    this.addNamed(type, from, [path.slice(0, dot)], path.slice(dot + 1));
    for (const ref of type.classes) result.addAll(this.classMember(ref, name, false));
  }

  /** Values that a workspace file exports under a name, barrels followed. */
  exportsOf(key: string, name: string, seen: Set<string> = new Set()): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const id = `${key}#${name}`;
    if (seen.has(id)) return [];
    seen.add(id);
    const file = this.program.need(key, name);
    if (!file) return [];
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const one of file.facts.exports) {
      if (one.name !== name && one.name !== "*") continue;
      if (one.fromModule !== "") {
        for (const target of this.program.modules.resolve(file.source, one.fromModule)) {
          if (target.kind !== "file") continue;
          if (one.name === name && one.fromName === "*") continue;
          found.push(...this.exportsOf(target.key, one.name === "*" ? name : one.fromName, seen));
        }
      } else if (one.name === name) {
        if (one.variable !== NONE)
          for (const value of (file.facts.variables[one.variable] as LoadedFile["facts"]["variables"][number]).definitions)
            found.push({ file, value });
        else if (one.value !== NONE) found.push({ file, value: one.value });
      }
    }
    if (found.length === 0 && file.language === "python") {
      const variable = file.facts.moduleVariables.get(name);
      if (variable !== undefined)
        for (const value of (file.facts.variables[variable] as LoadedFile["facts"]["variables"][number]).definitions)
          found.push({ file, value });
      else {
        for (const star of file.starImports) {
          for (const target of this.program.modules.resolve(file.source, star.module))
            if (target.kind === "file") found.push(...this.exportsOf(target.key, name, seen));
        }
      }
    }
    return found;
  }

  // ---- members ------------------------------------------------------------------------------------------------------

  private field(file: LoadedFile, base: ValueId, name: string): ValueSet {
    const result = new ValueSet();
    for (const origin of file.copies(base)) {
      // Written on the way: `service.client = new OpenAI()`.
      if (file.view.op(origin) === Op.Store && file.view.string(file.view.b(origin)) === name)
        result.addAll(this.of(file, file.view.c(origin)));
    }
    if (file.view.op(base) === Op.Super) {
      // `super().run()` is a base class's, never a sibling's.
      const set = this.of(file, base);
      for (const ref of set.instances) result.addAll(this.classMember(ref, name, false));
      result.addStates(this.automaton(file).member(set.stateList, name));
    } else {
      const set = this.of(file, base);
      result.addAll(this.member(file, set, name));
      if (result.size === 0 && file.language === "csharp") {
        // What holds a value hands it out: `options.Value`, `lazy.Value`, `nullable.Value`.
        if (name === "Value" || name === "CurrentValue") result.addAll(set);
        else result.addAll(this.extension(file, set, name));
      }
    }
    return result;
  }

  /** Methods that the workspace declares for other types: `static Reply Ask(this IChatClient client)`. */
  private extension(file: LoadedFile, receiver: ValueSet, name: string): ValueSet {
    const result = new ValueSet();
    for (const other of this.program.filesDeclaring(name)) {
      if (other.language !== file.language) continue;
      for (const id of other.extensions.get(name) ?? []) {
        const facts = other.facts.functions[id] as FunctionFacts;
        if (this.mayExtend(other, facts, receiver)) result.addFunction(nodeOf(other.number, id));
      }
    }
    return result;
  }

  private mayExtend(file: LoadedFile, facts: FunctionFacts, receiver: ValueSet): boolean {
    const type = facts.parameters[0]?.type ?? NONE;
    if (type === NONE || receiver.size === 0) return true;
    const written = file.view.string(type);
    const wanted = this.typed(file, written);
    if (wanted.size === 0) return !/^(?:string|int|bool|double|DateTime)\??$/.test(written);
    if (wanted.containers.size > 0) return receiver.containers.size > 0 || receiver.arrays.size > 0;
    for (const state of wanted.states) if (receiver.states.has(state)) return true;
    for (const ref of receiver.instances) if (this.isKindOf(ref, wanted)) return true;
    return false;
  }

  /** True when a class is, or derives from, one of the instances in a set. */
  private isKindOf(ref: ClassRef, wanted: ValueSet, seen: Set<ClassRef> = new Set()): boolean {
    if (wanted.instances.has(ref)) return true;
    if (seen.has(ref)) return false;
    seen.add(ref);
    return this.classes
      .bases(ref)
      .some(({ file, value }) => [...this.of(file, value).classes].some((one) => this.isKindOf(one, wanted, seen)));
  }

  /** Member of everything in a set. */
  member(file: LoadedFile, set: ValueSet, name: string, spreads = 0): ValueSet {
    const automaton = this.automaton(file);
    const result = new ValueSet();
    result.addStates(automaton.member(set.stateList, name));
    for (const { target, file: from } of set.modules.values()) result.addAll(this.exported(this.program.file(from), target, name));
    if (callsFunction(file.source.language, name)) for (const ref of set.functions) result.addFunction(ref);
    for (const ref of set.instances) result.addAll(this.classMember(ref, name, true));
    for (const ref of set.classes) result.addAll(this.classMember(ref, name, false));
    for (const node of set.objects) {
      const owner = this.program.file(fileOf(node));
      for (const value of objectEntries(owner, rowOf(node), name)) result.addAll(this.of(owner, value));
      if (spreads < MAXIMUM_SPREADS)
        for (const spread of objectSpreads(owner, rowOf(node)))
          result.addAll(this.member(owner, this.of(owner, spread), name, spreads + 1));
    }
    return result;
  }

  /** Values that a value's field may hold, where they are written out: stores, object literals, members, exports. */
  entriesOf(file: LoadedFile, value: ValueId, name: string, spreads = 0): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const built = builtLink(name);
    if (built) return builtWith(this, file, value, built).filter((one) => one.fields.length === 0);
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const origin of file.copies(value)) {
      if (file.view.op(origin) === Op.Store && file.view.string(file.view.b(origin)) === name)
        found.push({ file, value: file.view.c(origin) });
      found.push(...this.madeByLibrary(file, origin, name));
    }
    const set = this.of(file, value);
    for (const node of set.objects) {
      const owner = this.program.file(fileOf(node));
      for (const entry of objectEntries(owner, rowOf(node), name)) found.push({ file: owner, value: entry });
      if (spreads < MAXIMUM_SPREADS)
        for (const spread of objectSpreads(owner, rowOf(node))) found.push(...this.entriesOf(owner, spread, name, spreads + 1));
    }
    for (const ref of [...set.instances, ...set.classes]) {
      for (const member of this.classes.own(ref, name)) if (member.kind === "value") found.push({ file: member.file, value: member.value });
      if (this.classes.file(ref).language === "go") found.push(...this.fieldWrites.of(ref, name));
    }
    for (const { target, file: from } of set.modules.values()) found.push(...this.exportsAt(this.program.file(from), target, name));
    return found;
  }

  /** `http.NewRequest(method, url, body)`: a field of what a library call makes, by what is known of the call. */
  private madeByLibrary(file: LoadedFile, value: ValueId, name: string): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const { view } = file;
    const isFirst = view.op(value) === Op.Element && view.c(value) === ElementKind.Result && resultIndex(file, value) === 0;
    const call = isFirst ? view.a(value) : value;
    if (view.op(call) !== Op.Call) return [];
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const state of this.of(file, view.a(call)).states) {
      for (const row of this.automaton(file).accepted(state).summaries) {
        for (const written of row.flows) {
          const { from, to } = parseSummaryFlow(written);
          const [field, ...deeper] = to.locator.fields;
          if (to.locator.root.kind !== "result" || field === undefined || field === "element" || deeper.length > 0) continue;
          if (!("name" in field) || field.name !== name || from.callback || from.locator.fields.length > 0) continue;
          for (const one of this.callGraph.located(file, call, from.locator)) found.push({ file: one.file, value: one.value });
        }
      }
    }
    return found;
  }

  private classMember(ref: ClassRef, name: string, overridable: boolean): ValueSet {
    return this.members.get(`${ref}.${name}.${overridable}`, () => this.findMember(ref, name, overridable));
  }

  private findMember(ref: ClassRef, name: string, overridable: boolean): ValueSet {
    const result = new ValueSet();
    const facts = this.classes.facts(ref);
    let concrete = false;
    let declared: { file: LoadedFile; type: string } | null = null;
    for (const member of this.classes.own(ref, name)) {
      switch (member.kind) {
        case "method":
          result.addFunction(member.function);
          concrete ||= facts.kind === "class" && !this.isLeftToSubclasses(member.function);
          break;
        case "getter":
          result.addAll(this.returned(member.function));
          concrete = true;
          break;
        case "value":
          result.addAll(this.of(member.file, member.value));
          concrete = true;
          break;
        case "type":
          declared = member;
          break;
      }
    }
    if (declared && result.size === 0) result.addAll(this.declaredMember(ref, name, declared));
    if (result.size === 0) {
      for (const { file, value } of this.classes.bases(ref)) {
        const bases = this.of(file, value);
        for (const one of bases.classes) result.addAll(this.classMember(one, name, false));
        const states = this.automaton(file);
        result.addStates(states.member(states.step(bases.stateList, "call"), name));
      }
    }
    if (facts.kind === "interface" && this.hasAbstract(result)) result.addStates(this.implementedBy(ref, result));
    if (overridable && !concrete) {
      for (const sub of this.callGraph.subclassesOf(ref)) result.addAll(this.classMember(sub, name, true));
      if (this.classes.file(ref).language === "go" && facts.kind === "interface")
        for (const one of this.implementers.of(ref, name)) result.addAll(this.classMember(one, name, false));
    }
    return result;
  }

  /** What a framework makes of methods without a body: by the interface, or by annotations on the method. */
  private implementedBy(ref: ClassRef, set: ValueSet): readonly State[] {
    const automaton = this.automaton(this.classes.file(ref));
    if (!automaton.knowsImplementations) return NO_STATES;
    const states = new Set(automaton.step(this.frameworkStates(ref), "implemented"));
    for (const method of set.functions) {
      const file = this.program.file(fileOf(method));
      for (const decorator of (file.facts.functions[rowOf(method)] as FunctionFacts).decorators)
        for (const state of automaton.step(automaton.step(this.states(file, decorator), "decorated"), "implemented")) states.add(state);
    }
    return [...states];
  }

  private hasAbstract(set: ValueSet): boolean {
    for (const ref of set.functions) {
      if ((this.program.file(fileOf(ref)).facts.functions[rowOf(ref)] as FunctionFacts).flags & FunctionFlag.Abstract) return true;
    }
    return false;
  }

  /** What a field is that says its type: a concrete type alone; of an interface, what is written to it. */
  private declaredMember(ref: ClassRef, name: string, declared: { readonly file: LoadedFile; readonly type: string }): ValueSet {
    const typed = this.typed(declared.file, declared.type);
    if (declared.file.language !== "go" || /^(?:string|bool|byte|u?int\d*|float\d+|error|time\.\w+)$/.test(declared.type)) return typed;
    const isConcrete = [...typed.instances].some((one) => this.classes.facts(one).kind !== "interface");
    if (isConcrete || typed.states.size > 0 || typed.containers.size > 0) return typed;
    const written = new ValueSet();
    for (const one of this.fieldWrites.of(ref, name)) written.addAll(this.of(one.file, one.value));
    return written.size > 0 ? written : typed;
  }

  private isLeftToSubclasses(method: FunctionRef): boolean {
    const file = this.program.file(fileOf(method));
    return isLeftToSubclasses(file, file.facts.functions[rowOf(method)] as FunctionFacts);
  }

  /** One result of a call that gives several. What a library call gives is its first one; knowledge names the others by number. */
  private oneResult(file: LoadedFile, call: ValueId, index: number, isOutcome: boolean): ValueSet {
    const set = this.of(file, call);
    const result = new ValueSet();
    for (const node of set.arrays) {
      const owner = this.program.file(fileOf(node));
      const item = owner.view.list(owner.view.a(rowOf(node)))[index];
      if (item !== undefined) result.addAll(this.of(owner, item));
    }
    for (const { file: number, results } of set.containers.values()) {
      const type = results?.[index];
      if (type !== undefined) result.addAll(this.typed(this.program.file(number), type));
    }
    if (index === 0) {
      result.addStates(set.states);
      for (const ref of set.instances) result.addInstance(ref);
      for (const ref of set.functions) result.addFunction(ref);
      for (const node of set.objects) result.addObject(node);
    } else if (!isOutcome) result.addStates(this.automaton(file).member(set.stateList, String(index)));
    return result;
  }

  /** What functions of the workspace return as that one of several results. */
  resultsOf(file: LoadedFile, element: ValueId): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const { view } = file;
    const call = view.a(element);
    if (view.op(call) !== Op.Call) return [];
    return [...this.of(file, view.a(call)).functions].flatMap((ref) => {
      const owner = this.program.file(fileOf(ref));
      return (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns.flatMap((value) => {
        if (owner.view.op(value) !== Op.Array) return [];
        const item = owner.view.list(owner.view.a(value))[resultIndex(file, element)];
        return item === undefined ? [] : [{ file: owner, value: item }];
      });
    });
  }

  private element(file: LoadedFile, base: ValueId, key: ValueId, spreads = 0): ValueSet {
    const result = new ValueSet();
    const set = this.of(file, base);
    const name = key === NONE || file.view.op(key) !== Op.Literal ? null : file.view.string(file.view.a(key));
    for (const origin of file.copies(base)) {
      if (file.view.op(origin) === Op.StoreElement) result.addAll(this.of(file, file.view.c(origin)));
      else if (file.view.op(origin) === Op.AfterCall) result.addAll(this.pushedInto(file, origin));
    }
    result.addStates(this.automaton(file).step(set.stateList, "element"));
    if (name !== null) result.addAll(this.member(file, set, name));
    for (const node of set.arrays) {
      const owner = this.program.file(fileOf(node));
      for (const item of owner.view.list(owner.view.a(rowOf(node)))) {
        if (owner.view.op(item) === Op.Spread) {
          if (spreads < MAXIMUM_SPREADS) result.addAll(this.element(owner, owner.view.a(item), NONE, spreads + 1));
        } else result.addAll(this.of(owner, item));
      }
    }
    if (name === null) {
      for (const node of set.objects) {
        const owner = this.program.file(fileOf(node));
        for (const value of objectEntries(owner, rowOf(node), null)) result.addAll(this.of(owner, value));
      }
    }
    for (const { file: number, type, results } of set.containers.values())
      if (!results) result.addAll(this.typed(this.program.file(number), type));
    return result;
  }

  /** `clients.push(client)`: what a call on a list put into it. */
  private pushedInto(file: LoadedFile, after: ValueId): ValueSet {
    const result = new ValueSet();
    if (file.view.c(after) !== NONE) return result;
    for (const argument of file.arguments(file.view.b(after))) result.addAll(this.of(file, argument.value));
    return result;
  }

  // ---- calls ------------------------------------------------------------------------------------------------------------

  private call(file: LoadedFile, call: ValueId): ValueSet {
    const result = new ValueSet();
    const automaton = this.automaton(file);
    const callee = this.of(file, file.view.a(call));
    result.addStates(automaton.step(callee.stateList, "call"));
    const isBound = file.language === "javascript" && file.calleeName(call) === "bind";
    for (const ref of callee.functions) {
      if (isBound) result.addFunction(ref);
      else result.addAll(this.returned(ref));
    }
    for (const ref of callee.classes) this.addInstance(result, ref);
    if (callee.size === 0) result.addAll(this.accessed(file, call));
    for (const ref of callee.instances)
      for (const method of this.classMember(ref, "__call__", true).functions) result.addAll(this.returned(method));
    for (const state of callee.states) {
      for (const row of automaton.accepted(state).summaries) {
        for (const written of row.flows) {
          const flow = parseSummaryFlow(written);
          if (flow.to.locator.root.kind !== "result" || flow.to.locator.fields.length > 0 || flow.to.callback) continue;
          for (const { file: at, value } of this.callGraph.located(file, call, flow.from.locator)) {
            if (flow.from.locator.fields.length > 0) continue;
            if (!flow.from.callback) result.addAll(this.of(at, value));
            else if (flow.from.callback.kind === "return")
              for (const ref of this.of(at, value).functions) result.addAll(this.returned(ref));
          }
        }
      }
    }
    if (callee.functions.size === 0 && callee.classes.size === 0) this.addWrapped(result, file, call);
    if (file.view.c(call) & 4) for (const argument of file.arguments(call)) result.addAll(this.of(file, argument.value));
    return result;
  }

  /** `retry(…)(call)`, `debounce(save, 300)`: a library that is given one function mostly gives it back, wrapped. */
  private addWrapped(result: ValueSet, file: LoadedFile, call: ValueId): void {
    const [first, ...rest] = file.arguments(call);
    if (!first || rest.length > 2 || first.name !== null) return;
    const callee = file.view.a(call);
    if (file.view.op(callee) === Op.Field && this.of(file, file.view.a(callee)).size === 0) return;
    for (const ref of this.of(file, first.value).functions) result.addFunction(ref);
  }

  /** Constructors that a construction runs: of several, those that it can mean. */
  makers(file: LoadedFile, call: ValueId, ref: ClassRef): readonly FunctionRef[] {
    return fitting(this.program, file, call, new Set(this.classes.constructorsOf(ref)));
  }

  /** `holder.getModel()` where nobody wrote the method: a generator writes it for the field. */
  private accessed(file: LoadedFile, call: ValueId): ValueSet {
    const callee = file.view.a(call);
    const field = file.view.op(callee) === Op.Field && file.arguments(call).length === 0 ? fieldRead(file.calleeName(call)) : null;
    if (field === null) return EMPTY;
    const result = new ValueSet();
    for (const ref of this.of(file, file.view.a(callee)).instances) result.addAll(this.classMember(ref, field, true));
    return result;
  }

  /** What calling a workspace function gives. */
  returned(ref: FunctionRef): ValueSet {
    const file = this.program.file(fileOf(ref));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    const result = new ValueSet();
    for (const value of facts.returns) result.addAll(this.of(file, value));
    if (result.size === 0 && facts.returnType !== NONE) result.addAll(this.typed(file, file.view.string(facts.returnType)));
    return result;
  }

  // ---- parameters -----------------------------------------------------------------------------------------------------

  private parameter(file: LoadedFile, value: ValueId): ValueSet {
    const result = new ValueSet();
    const id = file.view.a(value);
    const index = file.view.b(value);
    const facts = file.facts.functions[id] as FunctionFacts;
    const parameter = facts.parameters[index];
    if (!parameter) return result;
    if (facts.owner !== NONE && file.language === "python" && index === 0 && !(facts.flags & FunctionFlag.Static)) {
      this.addInstance(result, this.classRef(file, facts.owner));
      return result;
    }
    this.givenToParameter(result, file, value);
    if (parameter.default !== NONE) result.addAll(this.of(file, parameter.default));
    // A declared type settles it, unless it is a library's that says nothing of models: callers may know more.
    if (result.instances.size > 0 || result.stateList.some((state) => file.language !== "csharp" || this.automaton(file).isLive(state)))
      return result;
    for (const site of this.callGraph.callersOf(nodeOf(file.number, id))) {
      for (const argument of this.callGraph.argumentsFor(site, nodeOf(file.number, id), index)) {
        if (argument.fields.length === 0) result.addAll(this.of(site.file, argument.value));
        else if (argument.fields.length === 1 && /^(?:\[\]|\d+)$/.test(argument.fields[0] as string))
          result.addAll(this.element(site.file, argument.value, NONE));
      }
    }
    return result;
  }

  /** What declared types, frameworks and annotations say of a parameter. */
  private givenToParameter(result: ValueSet, file: LoadedFile, value: ValueId): void {
    const id = file.view.a(value);
    const index = file.view.b(value);
    const parameter = (file.facts.functions[id] as FunctionFacts).parameters[index];
    if (!parameter) return;
    if (parameter.type !== NONE) result.addAll(this.typed(file, file.view.string(parameter.type)));
    result.addStates(this.frameworkParameter(file, id, index));
    for (const annotation of parameter.annotations) {
      const set = this.of(file, annotation);
      result.addAll(set);
      result.addStates(this.automaton(file).step(set.stateList, "annotated"));
    }
  }

  /** States that a framework gives a parameter: callbacks, decorated handlers, overridden methods, conventional exports. */
  frameworkParameter(file: LoadedFile, id: number, index: number): readonly State[] {
    const automaton = this.automaton(file);
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
    for (const use of this.callGraph.usesOf(nodeOf(file.number, id))) {
      if (use.file.language === file.language)
        add(automaton.argument(this.states(use.file, use.file.view.a(use.call)), use.index, use.name));
    }
    for (const { file: at, cast, key } of this.callGraph.fieldUsesOf(nodeOf(file.number, id)))
      add(automaton.member(this.typed(at, at.view.string(at.view.b(cast))).stateList, key));
    for (const decorator of facts.decorators) add(automaton.step(this.states(file, decorator), "decorated"));
    if (facts.owner !== NONE) {
      const set = new ValueSet();
      for (const base of this.classes.bases(nodeOf(file.number, facts.owner))) set.addAll(this.of(base.file, base.value));
      add(automaton.member(automaton.step(set.stateList, "subclass"), facts.name));
    }
    for (const one of this.callGraph.exportedNames(file, id)) add(automaton.member(automaton.exportsOf(file.source.path), one));
    return states.size > 0 ? [...states] : this.conventionalParameter(file, id, position);
  }

  /** `function ask(req, res)` that nobody is seen to call: a framework does, by the names of its parameters. */
  private conventionalParameter(file: LoadedFile, id: number, position: number): readonly State[] {
    const { parameters } = file.facts.functions[id] as FunctionFacts;
    if (parameters.some((one) => one.type !== NONE)) return [];
    const names = parameters.map((one) => (one.name === NONE ? "" : file.view.string(one.name)));
    const states = this.automaton(file).conventional(names, position);
    return states.length === 0 || this.callGraph.callersOf(nodeOf(file.number, id)).length > 0 ? [] : states;
  }
}

/** Which result of its call an element is. */
export function resultIndex(file: LoadedFile, element: ValueId): number {
  return Number(file.view.string(file.view.a(file.view.b(element))));
}

/** An abstract method, or one that does nothing or only throws: `raise NotImplementedError`. */
function isLeftToSubclasses(file: LoadedFile, facts: FunctionFacts): boolean {
  if (facts.flags & FunctionFlag.Abstract || facts.body === NONE) return true;
  const { view } = file;
  const list = view.blockColumn(facts.body, B.Items);
  const items = list === 0 ? [] : [...view.list(list)];
  return (
    facts.returns.length === 0 &&
    (items.length === 0 || items.some((item) => item < 0 && view.blockColumn(~item, B.Kind) === BlockKind.Throw))
  );
}

/** Values under a key of an object literal, or all of them; spread ones when the key is not written out. */
export function objectEntries(file: LoadedFile, object: ValueId, name: string | null): ValueId[] {
  const { view } = file;
  const entries = view.list(view.a(object));
  const found: ValueId[] = [];
  for (let at = 0; at < entries.length; at += 2) {
    const key = entries[at] as number;
    if (name === null || (key >= 0 ? view.string(key) === name : key === -2)) found.push(entries[at + 1] as ValueId);
  }
  return found;
}

/** Objects spread into an object literal. */
export function objectSpreads(file: LoadedFile, object: ValueId): ValueId[] {
  const entries = file.view.list(file.view.a(object));
  const found: ValueId[] = [];
  for (let at = 0; at < entries.length; at += 2) if (entries[at] === -1) found.push(entries[at + 1] as ValueId);
  return found;
}
