/** Out of functions of the workspace: by what they return, and by what they have changed of what they were given. */
import type { DetectedCall } from "../../calls/modelCalls.js";
import { type FunctionFacts, FunctionFlag, NONE, Op } from "../../facts/fileFacts.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type Node, nodeOf } from "../../link/program.js";
import { stateSetBy } from "../componentState.js";
import { ELEMENT, type Fields } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import type { Handlers } from "../handlers.js";
import type { Exit } from "../uses.js";
import type { FieldReads } from "./fieldReads.js";
import { SELECTOR } from "./selector.js";
import type { SummaryEnds } from "./summaryEnds.js";
import type { ForwardWalk, Reached } from "./walk.js";

export class Leaving {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly handlers: Handlers,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly ends: SummaryEnds,
    private readonly fieldReads: FieldReads,
  ) {}

  /** The text is returned: to the caller that the walk came from, else to all of them. */
  leave(at: Reached, id: number): void {
    const { file, frame } = at;
    const facts = file.facts.functions[id] as FunctionFacts;
    const ref = nodeOf(file.number, id);
    if (id === 0 || facts.flags & FunctionFlag.Constructor) return;
    if (this.handlers.responds(file, id)) this.walk.effect(["response"], at.value, at);
    const fields = facts.flags & FunctionFlag.Generator ? [ELEMENT, ...at.fields] : at.fields;
    const label = `returned by ${functionLabel(file, id)}`;
    if (frame && frame.ref === ref) {
      this.walk.toFile(at, frame.site.file, frame.site.call, fields, frame.parent, label);
      return;
    }
    for (const site of this.callGraph.callersOf(ref)) {
      if (site.file.view.op(site.call) === Op.Call)
        this.walk.toFile(at, site.file, site.call, fields, this.walk.frameSeenFrom(frame, site.file, site.call), label);
    }
    if (facts.flags & FunctionFlag.Getter && facts.owner !== NONE)
      this.fieldReads.readsOfField(at, this.pointsTo.classRef(file, facts.owner), facts.name, fields);
    this.leaveCallback(at, id, fields);
  }

  /** What a function returns that is handed to a library. */
  private leaveCallback(at: Reached, id: number, fields: Fields): void {
    const { file } = at;
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind !== "argument" || this.pointsTo.of(file, file.view.a(use.call)).functions.size > 0) continue;
      if (this.modelCalls.has(nodeOf(file.number, use.call))) continue;
      for (const state of stateSetBy(file, use.call))
        this.walk.to(at, state, fields, { frame: null, label: "kept in the state of a component" });
      const summaries = this.ends.of(file, use.call);
      for (const { flows } of summaries) {
        for (const flow of flows) {
          const { root } = flow.from.locator;
          if (flow.from.callback?.kind !== "return" || root.kind !== "argument") continue;
          if (!root.argument.all && root.argument.index !== use.index && root.argument.name !== use.name) continue;
          this.ends.toEnd(at, use.call, flow.to, fields);
        }
      }
      if (summaries.length === 0 && !SELECTOR.test(file.calleeName(use.call))) this.walk.to(at, use.call, fields, { doubt: at.doubt + 1 });
    }
  }

  /** A parameter or the receiver holds the text when the function ends: so does what the caller gave. */
  changed(at: Reached, exit: Exit): void {
    const { file, frame, fields } = at;
    const facts = file.facts.functions[exit.function] as FunctionFacts;
    const ref = nodeOf(file.number, exit.function);
    const isReceiver =
      exit.parameter === NONE ||
      (exit.parameter === 0 && file.language === "python" && facts.owner !== NONE && !(facts.flags & FunctionFlag.Static));
    // All of a receiver is too much to say of one that a method was given.
    if (isReceiver && fields.length === 0) return;
    const matched = frame && frame.ref === ref ? frame : null;
    for (const site of matched ? [matched.site] : this.callGraph.callersOf(ref)) {
      if (site.file.view.op(site.call) !== Op.Call) continue;
      const outer = matched ? matched.parent : null;
      if (isReceiver && facts.flags & FunctionFlag.Constructor) {
        this.walk.toFile(at, site.file, site.call, fields, outer, `kept by ${functionLabel(file, exit.function)}`);
        continue;
      }
      if (isReceiver) this.ends.intoChanged(at, site, NONE, fields, outer);
      else {
        const parameter = facts.parameters[exit.parameter]?.value ?? NONE;
        site.file.arguments(site.call).forEach((argument, index) => {
          if (this.callGraph.bindings.parameterFor(site.file, site.call, ref, index, argument.name) === parameter)
            this.ends.intoChanged(at, site, index, fields, outer);
        });
      }
    }
  }
}
