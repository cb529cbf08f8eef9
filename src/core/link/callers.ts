/**
 * Which callers of a function come into question on a walk that got into it from further in: those that hand over an object
 * of the class whose method the walk came out of, and those of the function that a decorator wrapped.
 */
import { B, type FunctionFacts, NONE, Op } from "../facts/fileFacts.js";
import type { CallGraph } from "./callGraph.js";
import type { CallSite } from "./callSite.js";
import { mayBeBoth } from "./derivation.js";
import type { PointsTo } from "./pointsTo.js";
import { fileOf, nodeOf, rowOf } from "./program.js";
import type { ClassRef, FunctionRef } from "./valueSet.js";

/** What a walk knows of the callers of one function. */
export interface Calling {
  /** The function that is called. */
  readonly ref: FunctionRef;
  /** The parameter of it whose method the walk came out of, and the class that has the method. */
  readonly receiver: { readonly index: number; readonly owner: ClassRef } | null;
  /** The decorated function that it stands for. */
  readonly decorated: FunctionRef | null;
  readonly key: string;
}

export class Callers {
  constructor(
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  /** True when the workspace calls the function; where it stands for one that a decorator wrapped, when it calls that one. */
  hasAny(ref: FunctionRef, calling: Calling | null): boolean {
    return (calling?.ref === ref && calling.decorated !== null ? this.of(ref, calling) : this.callGraph.callersOf(ref)).length > 0;
  }

  /** Call sites of a function that agree with what the walk knows. */
  of(ref: FunctionRef, calling: Calling | null): readonly CallSite[] {
    if (calling?.ref === ref && calling.decorated !== null)
      return this.callGraph.callersOfReplaced(calling.decorated, this.pointsTo.program.file(fileOf(ref)), rowOf(ref));
    const sites = this.callGraph.callersOf(ref);
    if (calling?.ref !== ref) return sites;
    const { receiver } = calling;
    if (receiver === null) return sites;
    return sites.filter((site) => {
      const given = this.callGraph.bindings.argumentsFor(site, ref, receiver.index);
      return (
        given.length === 0 ||
        given.some(({ value, fields, consume }) => fields.length > 0 || consume !== null || this.mayBe(site, value, receiver.owner))
      );
    });
  }

  /** What is known of the callers of the function around a call site, on the way out of a function that is called there. */
  beyond(site: CallSite, ref: FunctionRef, calling: Calling | null): Calling | null {
    const { file, call } = site;
    const { view } = file;
    const outer = view.blockColumn(view.block(call), B.Function);
    const callee = view.a(call);
    if (view.op(callee) !== Op.Field) return this.wrapped(site, ref, outer) ?? this.handedOn(site, ref, calling, outer);
    const { owner, name } = this.facts(ref);
    if (owner === NONE || this.pointsTo.of(file, callee).functions.size < 2) return this.handedOn(site, ref, calling, outer);
    const method = this.pointsTo.classRef(this.pointsTo.program.file(fileOf(ref)), owner);
    // `self.predict(text)` of a callable that was put into the field: `self` keeps it, and is no object of its class.
    const isKept = view.string(view.b(callee)) !== name || !this.mayBe(site, view.a(callee), method);
    return isKept ? this.handedOn(site, ref, calling, outer) : this.receiver(site, view.a(callee), method, outer);
  }

  /** `def ask(llm, text): return answer(llm, text)`: the object came from further out. */
  private handedOn(site: CallSite, ref: FunctionRef, calling: Calling | null, outer: number): Calling | null {
    if (calling?.ref !== ref || calling.receiver === null) return null;
    for (const { value, fields, consume } of this.callGraph.bindings.argumentsFor(site, ref, calling.receiver.index)) {
      if (fields.length > 0 || consume !== null) continue;
      const known = this.receiver(site, value, calling.receiver.owner, outer);
      if (known) return known;
    }
    return null;
  }

  private receiver({ file }: CallSite, value: number, owner: ClassRef, outer: number): Calling | null {
    const { view } = file;
    const parameter = file.copies(value).find((one) => view.op(one) === Op.Parameter && view.a(one) === outer);
    if (parameter === undefined) return null;
    const index = view.b(parameter);
    const ref = nodeOf(file.number, outer);
    return { ref, receiver: { index, owner }, decorated: null, key: `${ref}.${index}:${owner}` };
  }

  /** `def wrapper(*args): return func(*args)` in a decorator: what calls this wrapper calls the function that it was made for. */
  private wrapped({ file }: CallSite, ref: FunctionRef, outer: number): Calling | null {
    if (outer <= 0 || !this.callGraph.isReplacedBy(ref, file, outer)) return null;
    const wrapper = nodeOf(file.number, outer);
    return { ref: wrapper, receiver: null, decorated: ref, key: `${wrapper}@${ref}` };
  }

  /** False when all that is known of a value is of other classes. */
  private mayBe({ file }: CallSite, value: number, owner: ClassRef): boolean {
    const { instances } = this.pointsTo.of(file, value);
    if (instances.size === 0) return true;
    for (const one of instances) {
      if (this.pointsTo.classes.facts(one).kind === "interface") return true;
      if (mayBeBoth(this.pointsTo, one, owner)) return true;
    }
    return false;
  }

  private facts(ref: FunctionRef): FunctionFacts {
    return this.pointsTo.program.file(fileOf(ref)).facts.functions[rowOf(ref)] as FunctionFacts;
  }
}
