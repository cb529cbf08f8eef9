/** Elements of containers, and single results of calls that give several. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { MAXIMUM_SPREADS } from "./memberValues.js";
import { objectEntries } from "./objectEntries.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "./program.js";
import { ValueSet } from "./valueSet.js";

export class ElementValues {
  constructor(private readonly pointsTo: PointsTo) {}

  element(file: LoadedFile, base: ValueId, key: ValueId, spreads = 0): ValueSet {
    const result = new ValueSet();
    const set = this.pointsTo.of(file, base);
    const name = key === NONE || file.view.op(key) !== Op.Literal ? null : file.view.string(file.view.a(key));
    for (const origin of file.copies(base)) {
      if (file.view.op(origin) === Op.StoreElement) result.addAll(this.pointsTo.of(file, file.view.c(origin)));
      else if (file.view.op(origin) === Op.AfterCall) result.addAll(this.pushedInto(file, origin));
    }
    result.addStates(this.pointsTo.automaton(file).step(set.stateList, "element"));
    if (name !== null) result.addAll(this.pointsTo.members.member(file, set, name));
    for (const node of set.arrays) {
      const owner = this.pointsTo.program.file(fileOf(node));
      for (const item of owner.view.list(owner.view.a(rowOf(node)))) {
        if (owner.view.op(item) === Op.Spread) {
          if (spreads < MAXIMUM_SPREADS) result.addAll(this.element(owner, owner.view.a(item), NONE, spreads + 1));
        } else result.addAll(this.pointsTo.of(owner, item));
      }
    }
    if (name === null) {
      for (const node of set.objects) {
        const owner = this.pointsTo.program.file(fileOf(node));
        for (const value of objectEntries(owner, rowOf(node), null)) result.addAll(this.pointsTo.of(owner, value));
      }
    }
    for (const { file: number, type, results } of set.containers.values())
      if (!results) result.addAll(this.pointsTo.types.typed(this.pointsTo.program.file(number), type));
    return result;
  }

  /** `clients.push(client)`: what a call on a list put into it. */
  private pushedInto(file: LoadedFile, after: ValueId): ValueSet {
    const result = new ValueSet();
    if (file.view.c(after) !== NONE) return result;
    for (const argument of file.arguments(file.view.b(after))) result.addAll(this.pointsTo.of(file, argument.value));
    return result;
  }

  /** One result of a call that gives several. What a library call gives is its first one; knowledge names the others by number. */
  oneResult(file: LoadedFile, call: ValueId, index: number, isOutcome: boolean): ValueSet {
    const set = this.pointsTo.of(file, call);
    const result = new ValueSet();
    for (const node of set.arrays) {
      const owner = this.pointsTo.program.file(fileOf(node));
      const item = owner.view.list(owner.view.a(rowOf(node)))[index];
      if (item !== undefined) result.addAll(this.pointsTo.of(owner, item));
    }
    for (const { file: number, results } of set.containers.values()) {
      const type = results?.[index];
      if (type !== undefined) result.addAll(this.pointsTo.types.typed(this.pointsTo.program.file(number), type));
    }
    if (index === 0) {
      result.addStates(set.states);
      for (const ref of set.instances) result.addInstance(ref);
      for (const ref of set.functions) result.addFunction(ref);
      for (const node of set.objects) result.addObject(node);
    } else if (!isOutcome) result.addStates(this.pointsTo.automaton(file).member(set.stateList, String(index)));
    return result;
  }

  /** What functions of the workspace return as that one of several results. */
  resultsOf(file: LoadedFile, element: ValueId): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const { view } = file;
    const call = view.a(element);
    if (view.op(call) !== Op.Call) return [];
    return [...this.pointsTo.of(file, view.a(call)).functions].flatMap((ref) => {
      const owner = this.pointsTo.program.file(fileOf(ref));
      return (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns.flatMap((value) => {
        if (owner.view.op(value) !== Op.Array) return [];
        const item = owner.view.list(owner.view.a(value))[resultIndex(file, element)];
        return item === undefined ? [] : [{ file: owner, value: item }];
      });
    });
  }
}

/** Which result of its call an element is. */
export function resultIndex(file: LoadedFile, element: ValueId): number {
  return Number(file.view.string(file.view.a(file.view.b(element))));
}
