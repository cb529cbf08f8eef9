/** Through calls that are given the text, or are a method of what holds it. */
import { type DetectedCall, locator } from "../../calls/modelCalls.js";
import { Op, type ValueId } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, type Node, nodeOf } from "../../link/program.js";
import { stateSetBy } from "../componentState.js";
import type { OutputSinks } from "../outputSinks.js";
import { asText, isText } from "../parts.js";
import type { Sanitizers } from "../sanitizers.js";
import { usesOf } from "../uses.js";
import type { Entering } from "./entering.js";
import type { SummaryEnds } from "./summaryEnds.js";
import type { UnknownCalls } from "./unknownCalls.js";
import type { Applied, ForwardWalk, Reached } from "./walk.js";

const DECODER = /^(?:parse|loads?|decode|literal_eval|safe_load|str|String)$/;

export class Calls {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly pointsTo: PointsTo,
    private readonly sanitizers: Sanitizers,
    private readonly sinks: OutputSinks,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly ends: SummaryEnds,
    private readonly entering: Entering,
    private readonly unknown: UnknownCalls,
  ) {}

  visitCall(at: Reached, call: ValueId, isReceiver: boolean): void {
    const { file, value, fields } = at;
    const { view } = file;
    const kinds = this.sinks.atCall(file, call, value, fields);
    this.walk.effect(kinds, call, at);
    if (kinds.includes("log") || kinds.includes("response")) return;
    const node = nodeOf(file.number, call);
    if (node === this.walk.start || (this.modelCalls.has(node) && this.modelCalls.get(node)?.phase !== "safety")) return;
    const applied = this.appliedBy(at, call);
    const current = applied ? { ...at, applied: [...at.applied, applied] } : at;
    for (const state of isReceiver ? [] : stateSetBy(file, call))
      this.walk.to(current, state, fields, { frame: null, label: "kept in the state of a component" });
    const callee = this.pointsTo.of(file, view.a(call));
    const site = { file, call };
    if (!isReceiver && file.calleeName(call) === "get" && file.arguments(call)[0]?.value === value) this.visitDispatch(at, call);
    let entered = false;
    for (const ref of callee.functions) {
      if (isReceiver && file.language === "javascript") this.entering.enterReceiver(current, site, ref);
      this.entering.enter(current, site, ref);
      entered = true;
    }
    for (const ref of callee.classes) {
      this.entering.construct(current, site, ref);
      entered = true;
    }
    for (const ref of callee.instances) {
      for (const member of this.pointsTo.classes.own(ref, "__call__")) {
        if (member.kind !== "method") continue;
        this.entering.enter(current, site, member.function);
        entered = true;
      }
    }
    if (entered) return;
    this.unknown.throughListener(current, call);
    if (isReceiver && this.unknown.readsEntry(current, call)) return;
    const summaries = this.ends.of(file, call);
    if (summaries.length > 0) {
      for (const { flows } of summaries) {
        for (const flow of flows) {
          if (flow.from.callback) continue;
          const part = this.ends.partAt(current, call, flow.from.locator);
          // What is read out of text has none of the answer's bookkeeping.
          if (part) this.ends.toEnd(current, call, flow.to, DECODER.test(file.calleeName(call)) ? asText(part) : part);
        }
      }
      return;
    }
    if (isReceiver) this.unknown.throughReceiver(current, call);
    else this.unknown.throughArgument(current, call);
  }

  /** `TOOLS[name](…)`: the model says which function runs. */
  visitDispatch(at: Reached, selected: ValueId): void {
    const { file } = at;
    if (!isText(at.fields)) return;
    for (const user of usesOf(file).of(selected)) {
      if (file.view.op(user) === Op.Call && file.view.a(user) === selected) this.walk.effect(["tool-invocation"], user, at);
      else if (
        file.view.op(user) === Op.Field &&
        /^(?:run|execute|invoke|call|handler|func|fn)$/.test(file.view.string(file.view.b(user)))
      ) {
        for (const call of usesOf(file).of(user))
          if (file.view.op(call) === Op.Call && file.view.a(call) === user) this.walk.effect(["tool-invocation"], call, at);
      }
    }
  }

  private appliedBy(at: Reached, call: ValueId): Applied | null {
    for (const use of this.sanitizers.at(at.file, call)) {
      if (use.effect !== "result" || !this.ends.partAt(at, call, locator(use.input))) continue;
      return { name: use.name, tier: use.tier, file: at.file, value: call };
    }
    return null;
  }

  /** Of a call into a library the first result is what it gives, whatever the number of its results. */
  isLibraryCall(file: LoadedFile, value: ValueId): boolean {
    return file.view.op(value) === Op.Call && this.pointsTo.of(file, file.view.a(value)).functions.size === 0;
  }
}
