/**
 * Classified data that reaches a provider without the clearance for it. Where the policy gives no clearance only data that
 * no third party should have by default is reported, and only on strong evidence.
 */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import { exceeds } from "../../policy/levels.js";
import type { CallInput, Classification, Confidence, Severity } from "../../report/scanResult.js";
import { capitalised, describeReceiver, describeSource, isGraver, leastConfident, pathWithClass, sourceKey } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";
import { isThirdParty, sensitiveTypes } from "./sensitiveTypes.js";

export const classificationExceedsClearance: Rule = {
  meta,
  evaluate({ calls }) {
    const findings = new Map<string, FindingDraft>();
    for (const call of calls) {
      for (const input of call.inputs) {
        const draft = judge(call, input);
        if (draft === null) continue;
        const key = `${call.id}\0${sourceKey(call, input)}`;
        const known = findings.get(key);
        if (!known || isGraver(draft.severity, known.severity)) findings.set(key, draft);
      }
    }
    return [...findings.values()];
  },
  silence(call) {
    const classified = call.inputs.filter(({ classification }) => classification.level !== null);
    if (classified.length === 0) return "No class is known of anything that it is given.";
    if (classified.every(removesPersonalData)) return "What is classified is redacted or narrowed on the way.";
    const [first] = classified;
    return first?.classification.clearance === null
      ? `The policy gives ${call.provider} no clearance, and nothing that no third party should have was found with certainty.`
      : `Everything it is given is within the clearance of ${call.provider} (${first?.classification.clearance}).`;
  },
};

function judge(call: AnalysedCall, input: CallInput): FindingDraft | null {
  const { level, clearance } = input.classification;
  if (level === null || removesPersonalData(input)) return null;
  const confidence = leastConfident(call.confidence, call.resolution, input.confidence);
  if (clearance !== null) {
    return exceeds(level, clearance) ? finding(call, input, confidence, severityUnderPolicy(input), clearedFor(call, clearance)) : null;
  }
  if (level !== "Restricted" || confidence !== "high" || !isThirdParty(call) || !isStrong(input)) return null;
  return finding(call, input, confidence, "warning", "a third party for which the policy sets no clearance");
}

/** A class inferred from a name alone is never an error, unless the name leaves no doubt. */
function severityUnderPolicy(input: CallInput): Severity {
  return isStrong(input) ? "error" : "warning";
}

function isStrong({ classification }: CallInput): boolean {
  return classification.basis === "declared" || sensitiveTypes(classification.types).length > 0;
}

/** Redaction cuts; a moderation endpoint, an injection shield or a cast to a number lets classified data through as it is. */
function removesPersonalData(input: CallInput): boolean {
  return input.sanitizers.some(
    ({ tier, protects }) => (tier === "removes" || tier === "narrows") && (protects === undefined || protects.includes("personal-data")),
  );
}

function clearedFor(call: AnalysedCall, clearance: Classification): string {
  return `which the policy clears up to ${clearance} for ${call.phase}`;
}

function finding(call: AnalysedCall, input: CallInput, confidence: Confidence, severity: Severity, why: string): FindingDraft {
  const { level, types, basis, evidence = [] } = input.classification;
  const named = types.length === 0 ? "" : `: ${types.slice(0, 3).join(", ")}${types.length > 3 ? " …" : ""}`;
  const because = basis === "declared" && evidence[0] ? evidence[0].label : `${basis}${named}`;
  return {
    severity,
    confidence,
    message:
      `${capitalised(describeSource(input))} is ${level} (${because}) and goes to ${describeReceiver(call)}, ${why}. ` +
      "Leave these fields out, redact them on the way, or use a provider that is cleared for them.",
    location: call.location,
    call,
    path: pathWithClass(input),
    anchor: [call.id, input.kind, input.text],
  };
}
