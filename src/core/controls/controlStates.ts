/**
 * State of the controls that the code itself can show for one call, by their ids in the catalogue of controls. What only people, contracts or
 * infrastructure can show is not named here: it is attested in the register.
 */
import type { AnalysedCall } from "../flow/analysedCall.js";
import type { CallOutput, ControlState } from "../report/scanResult.js";

/** Effects that must not be had by a model's text as it comes. */
const DANGEROUS: ReadonlySet<CallOutput["kind"]> = new Set(["code-execution", "shell", "sql", "html", "deserialisation", "template"]);

type Judged = Pick<AnalysedCall, "phase" | "operation" | "inputs" | "outputs" | "audit" | "model" | "takesInstructions">;

export function controlStates(call: Judged): Readonly<Record<string, ControlState>> {
  const asks = call.phase === "inference";
  return {
    "ais-model-version-unpinned": call.model === null ? "unknown" : call.model.pinned ? "present" : "absent",
    "ais-output-to-dangerous-sink": asks ? outputs(call) : "not-applicable",
    "ais-untrusted-in-system-prompt": asks && call.takesInstructions ? instructions(call) : "not-applicable",
    "dg-classification-framework": classes(call),
    "fin-inf-prediction-audit-trail": asks ? audit(call) : "not-applicable",
    "sec-inf-input-validation": asks ? validation(call) : "not-applicable",
  };
}

function audit({ audit: { status } }: Judged): ControlState {
  if (status === "unknown") return "unknown";
  return status === "always" || status === "external" ? "present" : "absent";
}

/** Absent when a model's text has such an effect without a guard; unknown when nothing is seen to become of it. */
function outputs(call: Judged): ControlState {
  const dangerous = call.outputs.filter(({ kind }) => DANGEROUS.has(kind));
  if (dangerous.some(({ guard }) => guard === null)) return "absent";
  return call.outputs.length === 0 ? "unknown" : "present";
}

/** Present when no part of the instructions comes from somebody else. */
function instructions({ inputs }: Judged): ControlState {
  if (inputs.length === 0) return "unknown";
  const told = inputs.filter(({ role }) => role === "system");
  if (told.some(({ trusted, sanitizers }) => trusted === false && sanitizers.length === 0)) return "absent";
  return told.some(({ trusted }) => trusted === null) ? "unknown" : "present";
}

function validation({ inputs }: Judged): ControlState {
  if (inputs.length === 0) return "unknown";
  const untrusted = inputs.filter(({ trusted }) => trusted === false);
  if (untrusted.length === 0) return inputs.some(({ trusted }) => trusted === null) ? "unknown" : "not-applicable";
  return untrusted.every(({ sanitizers }) => sanitizers.some(({ tier }) => tier === "removes" || tier === "narrows"))
    ? "present"
    : "absent";
}

function classes({ inputs }: Judged): ControlState {
  const data = inputs.filter(({ kind }) => kind !== "constant" && kind !== "configuration" && kind !== "environment");
  if (data.length === 0) return inputs.length === 0 ? "unknown" : "not-applicable";
  return data.every(({ classification }) => classification.basis === "declared") ? "present" : "absent";
}
