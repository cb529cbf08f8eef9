/** What calls give: of functions and classes of the workspace, and of libraries by what is known of them. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Automaton, State } from "../knowledge/automaton.js";
import { parseSummaryFlow } from "../knowledge/paths.js";
import { fieldRead } from "./accessors.js";
import { fitting } from "./overloads.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "./program.js";
import { type ClassRef, EMPTY, type FunctionRef, ValueSet } from "./valueSet.js";

/** True for what makes a wrapper, and wraps nothing itself: what `functools.wraps(f)` gives is no `f`. */
function makesWrapper(automaton: Automaton, callee: ValueSet): boolean {
  const gives = (states: readonly State[]): boolean =>
    states.some((state) => automaton.accepted(state).summaries.some((row) => row.flows.includes("argument[0] -> result")));
  return gives(automaton.step(callee.stateList, "call")) && !gives(callee.stateList);
}

export class CallValues {
  constructor(private readonly pointsTo: PointsTo) {}

  call(file: LoadedFile, call: ValueId): ValueSet {
    const result = new ValueSet();
    const automaton = this.pointsTo.automaton(file);
    const callee = this.pointsTo.of(file, file.view.a(call));
    result.addStates(automaton.step(callee.stateList, "call"));
    const isBound = file.language === "javascript" && file.calleeName(call) === "bind";
    for (const ref of callee.functions) {
      if (isBound) result.addFunction(ref);
      else result.addAll(this.returned(ref));
    }
    for (const ref of callee.classes) this.pointsTo.types.addInstance(result, ref);
    if (callee.size === 0) result.addAll(this.accessed(file, call));
    for (const ref of callee.instances)
      for (const method of this.pointsTo.members.classMember(ref, "__call__", true).functions) result.addAll(this.returned(method));
    for (const state of callee.states) {
      for (const row of automaton.accepted(state).summaries) {
        for (const written of row.flows) {
          const flow = parseSummaryFlow(written);
          if (flow.to.locator.root.kind !== "result" || flow.to.locator.fields.length > 0 || flow.to.callback) continue;
          for (const { file: at, value } of this.pointsTo.callGraph.locators.located(file, call, flow.from.locator)) {
            if (flow.from.locator.fields.length > 0) continue;
            if (!flow.from.callback) result.addAll(this.pointsTo.of(at, value));
            else if (flow.from.callback.kind === "return")
              for (const ref of this.pointsTo.of(at, value).functions) result.addAll(this.returned(ref));
          }
        }
      }
    }
    if (callee.functions.size === 0 && callee.classes.size === 0 && !makesWrapper(automaton, callee)) this.addWrapped(result, file, call);
    if (file.view.c(call) & 4) for (const argument of file.arguments(call)) result.addAll(this.pointsTo.of(file, argument.value));
    return result;
  }

  /** `retry(…)(call)`, `debounce(save, 300)`: a library that is given one function mostly gives it back, wrapped. */
  private addWrapped(result: ValueSet, file: LoadedFile, call: ValueId): void {
    const [first, ...rest] = file.arguments(call);
    if (!first || rest.length > 2 || first.name !== null) return;
    const callee = file.view.a(call);
    if (file.view.op(callee) === Op.Field && this.pointsTo.of(file, file.view.a(callee)).size === 0) return;
    for (const ref of this.pointsTo.of(file, first.value).functions) result.addFunction(ref);
  }

  /** Constructors that a construction runs: of several, those that it can mean. */
  makers(file: LoadedFile, call: ValueId, ref: ClassRef): readonly FunctionRef[] {
    return fitting(this.pointsTo.program, file, call, new Set(this.pointsTo.classes.constructorsOf(ref)));
  }

  /** `holder.getModel()` where nobody wrote the method: a generator writes it for the field. */
  private accessed(file: LoadedFile, call: ValueId): ValueSet {
    const callee = file.view.a(call);
    const field = file.view.op(callee) === Op.Field && file.arguments(call).length === 0 ? fieldRead(file.calleeName(call)) : null;
    if (field === null) return EMPTY;
    const result = new ValueSet();
    for (const ref of this.pointsTo.of(file, file.view.a(callee)).instances)
      result.addAll(this.pointsTo.members.classMember(ref, field, true));
    return result;
  }

  /** What calling a workspace function gives. */
  returned(ref: FunctionRef): ValueSet {
    const file = this.pointsTo.program.file(fileOf(ref));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    const result = new ValueSet();
    for (const value of facts.returns) result.addAll(this.pointsTo.of(file, value));
    if (result.size === 0 && facts.returnType !== NONE) result.addAll(this.pointsTo.types.typed(file, file.view.string(facts.returnType)));
    return result;
  }
}
