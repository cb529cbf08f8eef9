/** Members of values: of modules, of classes and what they derive from or leave to others, of object literals. */
import { B, BlockKind, type FunctionFacts, FunctionFlag, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { NO_STATES, type State } from "../knowledge/automaton.js";
import { callsFunction } from "./callingMembers.js";
import { Implementers } from "./implementers.js";
import { objectEntries, objectSpreads } from "./objectEntries.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";
import type { Memo } from "./solver.js";
import { valueMemo } from "./valueMemo.js";
import { type ClassRef, type FunctionRef, ValueSet } from "./valueSet.js";

/** Spreads inside spreads that are followed. */
export const MAXIMUM_SPREADS = 3;

export class MemberValues {
  private readonly memo: Memo<string, ValueSet>;
  private readonly implementers: Implementers;

  constructor(private readonly pointsTo: PointsTo) {
    this.memo = valueMemo(pointsTo.solver);
    this.implementers = new Implementers(pointsTo.program, pointsTo);
  }

  field(file: LoadedFile, base: ValueId, name: string): ValueSet {
    const result = new ValueSet();
    for (const origin of file.copies(base)) {
      // Written on the way: `service.client = new OpenAI()`.
      if (file.view.op(origin) === Op.Store && file.view.string(file.view.b(origin)) === name)
        result.addAll(this.pointsTo.of(file, file.view.c(origin)));
    }
    if (file.view.op(base) === Op.Super) {
      // `super().run()` is a base class's, never a sibling's.
      const set = this.pointsTo.of(file, base);
      for (const ref of set.instances) result.addAll(this.classMember(ref, name, false));
      result.addStates(this.pointsTo.automaton(file).member(set.stateList, name));
    } else {
      const set = this.pointsTo.of(file, base);
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
    for (const other of this.pointsTo.program.filesDeclaring(name)) {
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
    const wanted = this.pointsTo.types.typed(file, written);
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
    return this.pointsTo.classes
      .bases(ref)
      .some(({ file, value }) => [...this.pointsTo.of(file, value).classes].some((one) => this.isKindOf(one, wanted, seen)));
  }

  /** Member of everything in a set. */
  member(file: LoadedFile, set: ValueSet, name: string, spreads = 0): ValueSet {
    const automaton = this.pointsTo.automaton(file);
    const result = new ValueSet();
    result.addStates(automaton.member(set.stateList, name));
    for (const { target, file: from } of set.modules.values())
      result.addAll(this.pointsTo.exports.member(this.pointsTo.program.file(from), target, name));
    if (callsFunction(file.source.language, name)) for (const ref of set.functions) result.addFunction(ref);
    for (const ref of set.instances) result.addAll(this.classMember(ref, name, true));
    for (const ref of set.classes) result.addAll(this.classMember(ref, name, false));
    for (const node of set.objects) {
      const owner = this.pointsTo.program.file(fileOf(node));
      for (const value of objectEntries(owner, rowOf(node), name)) result.addAll(this.pointsTo.of(owner, value));
      if (spreads < MAXIMUM_SPREADS)
        for (const spread of objectSpreads(owner, rowOf(node)))
          result.addAll(this.member(owner, this.pointsTo.of(owner, spread), name, spreads + 1));
    }
    return result;
  }

  classMember(ref: ClassRef, name: string, overridable: boolean): ValueSet {
    return this.memo.get(`${ref}.${name}.${overridable}`, () => this.findMember(ref, name, overridable));
  }

  private findMember(ref: ClassRef, name: string, overridable: boolean): ValueSet {
    const result = new ValueSet();
    const facts = this.pointsTo.classes.facts(ref);
    let concrete = false;
    let declared: { file: LoadedFile; type: string } | null = null;
    for (const member of this.pointsTo.classes.own(ref, name)) {
      switch (member.kind) {
        case "method":
          result.addFunction(member.function);
          concrete ||= facts.kind === "class" && !this.isLeftToSubclasses(member.function);
          break;
        case "getter":
          result.addAll(this.pointsTo.calls.returned(member.function));
          concrete = true;
          break;
        case "value":
          result.addAll(this.pointsTo.of(member.file, member.value));
          concrete = true;
          break;
        case "type":
          declared = member;
          break;
      }
    }
    if (declared && result.size === 0) result.addAll(this.declaredMember(ref, name, declared));
    if (result.size === 0) {
      for (const { file, value } of this.pointsTo.classes.bases(ref)) {
        const bases = this.pointsTo.of(file, value);
        for (const one of bases.classes) result.addAll(this.classMember(one, name, false));
        const states = this.pointsTo.automaton(file);
        result.addStates(states.member(states.step(bases.stateList, "call"), name));
      }
    }
    if (facts.kind === "interface" && this.hasAbstract(result)) result.addStates(this.implementedBy(ref, result));
    if (overridable && !concrete) {
      for (const sub of this.pointsTo.callGraph.subclassesOf(ref)) result.addAll(this.classMember(sub, name, true));
      if (this.pointsTo.classes.file(ref).language === "go" && facts.kind === "interface")
        for (const one of this.implementers.of(ref, name)) result.addAll(this.classMember(one, name, false));
    }
    return result;
  }

  /** What a framework makes of methods without a body: by the interface, or by annotations on the method. */
  private implementedBy(ref: ClassRef, set: ValueSet): readonly State[] {
    const automaton = this.pointsTo.automaton(this.pointsTo.classes.file(ref));
    if (!automaton.knowsImplementations) return NO_STATES;
    const states = new Set(automaton.step(this.pointsTo.types.frameworkStates(ref), "implemented"));
    for (const method of set.functions) {
      const file = this.pointsTo.program.file(fileOf(method));
      for (const decorator of (file.facts.functions[rowOf(method)] as FunctionFacts).decorators)
        for (const state of automaton.step(automaton.step(this.pointsTo.states(file, decorator), "decorated"), "implemented"))
          states.add(state);
    }
    return [...states];
  }

  private hasAbstract(set: ValueSet): boolean {
    for (const ref of set.functions) {
      if ((this.pointsTo.program.file(fileOf(ref)).facts.functions[rowOf(ref)] as FunctionFacts).flags & FunctionFlag.Abstract) return true;
    }
    return false;
  }

  /** What a field is that says its type: a concrete type alone; of an interface, what is written to it. */
  private declaredMember(ref: ClassRef, name: string, declared: { readonly file: LoadedFile; readonly type: string }): ValueSet {
    const typed = this.pointsTo.types.typed(declared.file, declared.type);
    if (declared.file.language !== "go" || /^(?:string|bool|byte|u?int\d*|float\d+|error|time\.\w+)$/.test(declared.type)) return typed;
    const isConcrete = [...typed.instances].some((one) => this.pointsTo.classes.facts(one).kind !== "interface");
    if (isConcrete || typed.states.size > 0 || typed.containers.size > 0) return typed;
    const written = new ValueSet();
    for (const one of this.pointsTo.fieldWrites.of(ref, name)) written.addAll(this.pointsTo.of(one.file, one.value));
    return written.size > 0 ? written : typed;
  }

  private isLeftToSubclasses(method: FunctionRef): boolean {
    const file = this.pointsTo.program.file(fileOf(method));
    return isLeftToSubclasses(file, file.facts.functions[rowOf(method)] as FunctionFacts);
  }
}

/** An abstract method, or one that does nothing, only throws or only says no: `raise NotImplementedError`, `return None`. */
function isLeftToSubclasses(file: LoadedFile, facts: FunctionFacts): boolean {
  if (facts.flags & FunctionFlag.Abstract || facts.body === NONE) return true;
  const { view } = file;
  const list = view.blockColumn(facts.body, B.Items);
  const items = list === 0 ? [] : [...view.list(list)];
  const kindIs = (item: number, kind: BlockKind): boolean => item < 0 && view.blockColumn(~item, B.Kind) === kind;
  if (items.length > 0 && items.every((item) => kindIs(item, BlockKind.Return))) return facts.returns.every((one) => isNothing(file, one));
  return facts.returns.length === 0 && (items.length === 0 || items.some((item) => kindIs(item, BlockKind.Throw)));
}

function isNothing({ view }: LoadedFile, value: ValueId): boolean {
  return view.op(value) === Op.Literal && view.b(value) === LiteralKind.Null;
}
