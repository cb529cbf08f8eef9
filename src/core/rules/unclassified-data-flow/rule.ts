/** Data that reaches a model and has no class: once per source, however many calls it reaches. */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { SourceKind } from "../../knowledge/schema.js";
import type { CallInput, Severity } from "../../report/scanResult.js";
import { capitalised, describeReceiver, describeSource, leastConfident, OWN_KINDS, sourceKey, sourceLocation } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const unclassifiedDataFlow: Rule = {
  meta,
  evaluate({ calls, policy }) {
    const sources = new Map<string, Reach>();
    for (const call of calls) {
      for (const input of call.inputs) {
        if (!needsClass(input, policy.declaresClasses)) continue;
        const key = sourceKey(call, input);
        const known = sources.get(key);
        if (known) known.calls.add(call);
        else sources.set(key, { input, call, calls: new Set([call]) });
      }
    }
    return [...sources.values()].map((reach) => finding(reach, policy.declaresClasses));
  },
  silence(call) {
    if (!call.inputs.some((input) => needsClass(input, true)))
      return "All that it is given has a class, is the application's own, or is a model's answer.";
    return "What has no class is reported once, where it enters, or comes from callers that nobody here is.";
  },
};

interface Reach {
  readonly input: CallInput;
  readonly call: AnalysedCall;
  readonly calls: Set<AnalysedCall>;
}

const UNASKED: ReadonlySet<SourceKind> = new Set(["caller-parameter", "repository-file"]);

/**
 * A model's output takes its class from what went into that model, which is reported there. What an unknown caller hands in, and
 * what lies in the repository for all its readers, is asked for once classes are declared at all; what the analysis is not sure of
 * is not asked for.
 */
function needsClass(input: CallInput, declared: boolean): boolean {
  if (input.confidence === "low" || (UNASKED.has(input.kind) && !declared)) return false;
  return input.classification.level === null && !OWN_KINDS.has(input.kind) && input.kind !== "model-output";
}

function finding({ input, call, calls }: Reach, declared: boolean): FindingDraft {
  const others = calls.size === 1 ? "" : ` and ${calls.size - 1} more model call${calls.size === 2 ? "" : "s"}`;
  return {
    severity: severityOf(input, declared),
    confidence: leastConfident(call.confidence, call.resolution, input.confidence),
    message:
      `${capitalised(describeSource(input))} reaches ${describeReceiver(call)}${others} without a classification, so no clearance can be checked for it. ` +
      "Declare its class where it enters (parapet-classify) or name it in the classes of the policy.",
    location: sourceLocation(call, input),
    call,
    path: input.path,
    anchor: [call.id, input.kind, input.text],
  };
}

function severityOf(input: CallInput, declared: boolean): Severity {
  if (!declared) return "hint";
  return input.kind === "caller-parameter" ? "info" : "warning";
}
