/**
 * What a value may be: followed through assignments, fields, factories, containers, imports and declared types, over
 * files, until it is a library value (states of the automaton), a function, a class or an instance of the workspace.
 *
 * Demand-driven and context-insensitive; circles are solved exactly (solver.ts). Here is one case for each operation;
 * each kind of values has a file of its own beside it.
 */
import { ElementKind, type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Automaton, State } from "../knowledge/automaton.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import type { CallGraph } from "./callGraph.js";
import { CallValues } from "./callValues.js";
import { Classes } from "./classes.js";
import { ElementValues, resultIndex } from "./elementValues.js";
import { ExportedValues } from "./exportedValues.js";
import { FieldEntries } from "./fieldEntries.js";
import { FieldWrites } from "./fieldWrites.js";
import { MemberValues } from "./memberValues.js";
import { fitting } from "./overloads.js";
import { ParameterValues } from "./parameterValues.js";
import { type LoadedFile, type Node, type Program, fileOf, nodeOf, rowOf } from "./program.js";
import { NodeMemo, Solver } from "./solver.js";
import { TypedValues } from "./typedValues.js";
import { type ClassRef, EMPTY, ValueSet, settled } from "./valueSet.js";

/** Nested questions before an answer is given up as unknown: deep enough for real code, safe for the stack. */
const MAXIMUM_DEPTH = 400;

export class PointsTo {
  readonly classes: Classes;
  /** Shared by everything that asks in circles: values, members, callers. */
  readonly solver: Solver;
  readonly exports = new ExportedValues(this);
  readonly types: TypedValues;
  readonly members: MemberValues;
  readonly entries = new FieldEntries(this);
  readonly elements = new ElementValues(this);
  readonly calls = new CallValues(this);
  readonly parameters: ParameterValues;
  readonly fieldWrites: FieldWrites;
  private readonly values: NodeMemo<ValueSet>;
  private depth = 0;
  callGraph!: CallGraph;

  constructor(
    readonly program: Program,
    private readonly automatonOf: (language: KnowledgeLanguage) => Automaton,
  ) {
    this.classes = new Classes(program);
    this.solver = new Solver(program.missing);
    const rows = (file: number): number => program.file(file).view.valueCount;
    this.values = new NodeMemo(
      this.solver,
      () => new ValueSet(),
      (old, next) => old.addAll(next),
      rows,
      (node) => this.evaluateNode(node),
      settled,
    );
    this.types = new TypedValues(this);
    this.members = new MemberValues(this);
    this.parameters = new ParameterValues(this);
    this.fieldWrites = new FieldWrites(program, this);
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
        this.parameters.givenToParameter(set, file, value);
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
    this.program.checkpoint();
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
          if (variable && variable.type !== NONE) result.addAll(this.types.typed(file, view.string(variable.type)));
          break;
        }
        case Op.Global:
          result.addAll(this.exports.global(file, view.string(view.a(origin))));
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
          result.addAll(this.exports.imported(file, view.a(origin)));
          break;
        case Op.This: {
          const owner = this.enclosingClass(file, view.a(origin));
          if (owner !== NONE) this.types.addInstance(result, this.classRef(file, owner));
          break;
        }
        case Op.Super:
          if (view.a(origin) !== NONE) {
            for (const base of this.classes.bases(nodeOf(file.number, view.a(origin))))
              this.types.addInstancesOf(result, base.file, this.of(base.file, base.value));
          }
          break;
        case Op.Parameter:
          result.addAll(this.parameters.parameter(file, origin));
          break;
        case Op.Field:
          result.addAll(this.called(file, origin, this.members.field(file, view.a(origin), view.string(view.b(origin)))));
          break;
        case Op.Element:
          result.addAll(
            view.c(origin) === NONE
              ? this.elements.element(file, view.a(origin), view.b(origin))
              : this.elements.oneResult(file, view.a(origin), resultIndex(file, origin), view.c(origin) === ElementKind.Outcome),
          );
          break;
        case Op.Call:
          result.addAll(this.calls.call(file, origin));
          break;
        case Op.Cast:
          result.addAll(this.types.typed(file, view.string(view.b(origin))));
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
    if (type !== NONE) result.addAll(this.types.typed(file, file.view.string(type)));
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
}
