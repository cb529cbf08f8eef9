/** Untrusted input in a prompt with no sanitiser or guard between: once per source and calling function, or call that leads to several, at its gravest role. */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { Operation, SourceKind } from "../../knowledge/schema.js";
import type { CallInput, CreditedSanitizer, Severity } from "../../report/scanResult.js";
import { capitalised, describeReceiver, describeSource, isGraver, leastConfident, OWN_KINDS, ROLE_WORDS, sourceKey } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { Forks, type Reach } from "./forks.js";
import { meta } from "./meta.js";
import { severityOf } from "./severity.js";

export const unsanitizedPrompt: Rule = {
  meta,
  evaluate({ calls, setups }) {
    const reached = [...calls, ...setups]
      .filter(({ operation }) => PROMPTED.has(operation))
      .flatMap((call) => call.inputs.map((input): Reach => ({ call, input })))
      .filter(({ call, input }) => isUntrusted(call, input) && !input.sanitizers.some(stopsInstructions));
    const forks = new Forks(reached);
    const groups = new Map<string, Group>();
    for (const reach of reached) {
      const { call, input } = reach;
      // The streaming and the plain call of one function, or a retry, are one decision about one source.
      const where = forks.of(reach) ?? functionOf(call);
      const key = `${sourceKey(call, input)}\0${where}`;
      const known = groups.get(key);
      if (!known) groups.set(key, { gravest: reach, functions: new Set([functionOf(call)]) });
      else {
        known.functions.add(functionOf(call));
        if (isGraver(gravity(reach), gravity(known.gravest))) known.gravest = reach;
      }
    }
    return [...groups.values()].map(finding);
  },
  silence(call) {
    if (!PROMPTED.has(call.operation)) return `A call for ${call.operation} follows no instructions in what it is given.`;
    const untrusted = call.inputs.filter((input) => isUntrusted(call, input));
    if (untrusted.length === 0) return "Nothing that somebody else controls was found among its inputs.";
    const names = [
      ...new Set(untrusted.flatMap(({ sanitizers }) => sanitizers.filter(stopsInstructions).map(({ name }) => `\`${name}\``))),
    ];
    if (untrusted.every(({ sanitizers }) => sanitizers.some(stopsInstructions)))
      return `All that is untrusted passes ${names.join(" or ")} first.`;
    return "The same source is reported at another call of the same function, or of one that is called at the same place.";
  },
};

interface Group {
  gravest: Reach;
  readonly functions: Set<string>;
}

function functionOf(call: AnalysedCall): string {
  return call.functionName === "" ? call.id : `${call.file}\0${call.functionName}`;
}

function gravity({ call, input }: Reach): Severity {
  return severityOf(input.kind, input.role, call.hasTools);
}

/** Embeddings, transcription, moderation and training read text but follow no instructions in it. */
const PROMPTED: ReadonlySet<Operation> = new Set(["chat", "completion", "agent-run", "image", "batch"]);

/** Reviewed with the code, or nobody knows: neither is accused. */
const NOT_ACCUSED: ReadonlySet<SourceKind> = new Set([...OWN_KINDS, "caller-parameter", "repository-file", "unresolved"]);

function isUntrusted(call: AnalysedCall, input: CallInput): boolean {
  if (NOT_ACCUSED.has(input.kind) || input.trusted === true || input.role === "training-data") return false;
  // A model's own words in the next prompt are how every conversation works; who is behind them is a source of its own.
  return input.kind !== "model-output" && input.confidence !== "low" && call.phase === "inference";
}

/** Masking personal data leaves instructions in place, and so does a length limit. */
function stopsInstructions({ tier, protects }: CreditedSanitizer): boolean {
  if (tier === "narrows") return true;
  return tier === "removes" && (protects === undefined || protects.some((threat) => threat !== "personal-data"));
}

function finding({ gravest: { call, input }, functions }: Group): FindingDraft {
  const others = functions.size - 1;
  const more =
    others === 0
      ? ""
      : ` From the same place it gets to ${others} more function${others === 1 ? "" : "s"} that call${others === 1 ? "s" : ""} a model.`;
  const agent = call.hasTools && input.role !== "system" ? " of an agent that holds tools" : "";
  return {
    severity: severityOf(input.kind, input.role, call.hasTools),
    confidence: leastConfident(call.confidence, call.resolution, input.confidence),
    message:
      `${capitalised(describeSource(input))} reaches ${ROLE_WORDS[input.role]}${agent} for ${describeReceiver(call)} with no sanitiser or guard between, ` +
      `so its author can give the model instructions. ${remedy(call, input)}${notCounted(input.sanitizers)}${more}`,
    location: call.location,
    call,
    path: input.path,
    anchor: [call.id, input.role, input.kind, input.text],
  };
}

function remedy(call: AnalysedCall, input: CallInput): string {
  if (input.role === "system")
    return "Keep the system prompt constant and pass this as data in a user message, or narrow it to a closed set of values.";
  if (call.hasTools) return "Check it with a guard before the call, and let tools that change something ask for approval.";
  return "Check it with a guard, or narrow it to what the task needs.";
}

/** Says of each step that looks like a sanitiser why it is not credited, so that nobody relies on it. */
function notCounted(sanitizers: readonly CreditedSanitizer[]): string {
  const names = [...new Set(sanitizers.map(({ name }) => `\`${name}\``))];
  if (names.length === 0) return "";
  return ` ${names.join(" and ")} on the way ${names.length === 1 ? "does" : "do"} not count: instructions pass through.`;
}
