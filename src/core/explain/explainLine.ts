/** Collects what is known about the calls on a line. Nothing is decided here: rules and flow have done that. */
import type { DetectedCall } from "../calls/modelCalls.js";
import type { AnalysedCall } from "../flow/analysedCall.js";
import { type Inputs, unresolved } from "../flow/inputs.js";
import { excerpt, pointOf, positionOf } from "../flow/steps.js";
import type { ValueId } from "../facts/fileFacts.js";
import { Op } from "../facts/fileFacts.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Policies } from "../policy/policies.js";
import type { Finding, ModelCall } from "../report/scanResult.js";
import { explainRules } from "./explainRules.js";
import type { CallExplanation, CutExplanation, LineExplanation, OtherCallExplanation, ReceiverExplanation } from "./explanation.js";

/** Makers that are named: more of them say that the client can come from anywhere. */
const MAXIMUM_MAKERS = 5;

export interface Explained {
  readonly detected: DetectedCall;
  readonly analysed: AnalysedCall;
  readonly shown: ModelCall;
}

export class LineExplainer {
  constructor(
    private readonly pointsTo: PointsTo,
    private readonly inputs: Inputs,
    private readonly policies: Policies,
  ) {}

  /** @param line from 1; calls that begin on it or reach over it are meant. */
  line(file: LoadedFile, line: number, calls: readonly Explained[], findings: readonly Finding[]): LineExplanation {
    const here = calls.filter(({ detected, analysed }) => detected.file === file && analysed.line <= line && analysed.endLine >= line);
    const nearest = Math.max(0, ...here.map(({ analysed }) => analysed.line));
    const meant = here.filter(({ analysed }) => analysed.line === nearest);
    return {
      file: file.source.path,
      line,
      calls: meant.map((one) => this.call(one, findings)),
      others: meant.length > 0 ? [] : this.others(file, line),
      unread: null,
    };
  }

  private call({ detected, analysed, shown }: Explained, findings: readonly Finding[]): CallExplanation {
    return {
      call: shown,
      receiver: this.receiver(detected),
      cuts: this.cuts(detected),
      rules: explainRules(analysed, this.policies, findings),
    };
  }

  private receiver({ file, call }: DetectedCall): ReceiverExplanation {
    const automaton = this.pointsTo.automaton(file);
    const states = this.pointsTo.states(file, file.view.a(call));
    const makers = this.pointsTo.callGraph.locators.makersOf(file, call).slice(0, MAXIMUM_MAKERS);
    return {
      knownAs: [
        ...new Set(states.filter((state) => automaton.accepted(state).calls.length > 0).map((state) => automaton.label(state))),
      ].sort(),
      madeAt: makers.map((one) => ({
        file: one.file.source.path,
        line: positionOf(one.file, pointOf(one.file, one.call)).line,
        text: excerpt(one.file, one.call),
      })),
    };
  }

  private cuts(detected: DetectedCall): CutExplanation[] {
    return unresolved(this.inputs.follow(detected).ends).map(({ role, task }) => ({
      role,
      file: task.file.source.path,
      line: positionOf(task.file, task.file.view.start(task.value)).line,
      text: excerpt(task.file, task.value),
    }));
  }

  private others(file: LoadedFile, line: number): OtherCallExplanation[] {
    const found: OtherCallExplanation[] = [];
    for (const call of file.calls) {
      if (positionOf(file, pointOf(file, call)).line !== line) continue;
      found.push({ callee: excerpt(file, file.view.a(call)), reason: this.whyNone(file, call) });
    }
    return found;
  }

  private whyNone(file: LoadedFile, call: ValueId): string {
    const automaton = this.pointsTo.automaton(file);
    const callee = file.view.a(call);
    const set = this.pointsTo.of(file, callee);
    const known = [...new Set(set.stateList.map((state) => automaton.label(state)))].sort();
    if (known.length > 0) return `It is known as ${known.slice(0, 3).join(", ")}, which calls no model.`;
    if (set.functions.size > 0 || set.classes.size > 0)
      return "It is a function of this workspace; model calls inside of it are listed where they stand.";
    if (file.view.op(callee) === Op.Field && this.pointsTo.of(file, file.view.a(callee)).size === 0)
      return "What it is called on is not known, and its name alone is no model call: declare the type of the receiver, or check where it comes from.";
    return "The knowledge base names nothing like it.";
  }
}
