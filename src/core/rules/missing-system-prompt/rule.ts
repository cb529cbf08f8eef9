/** Chats that take instructions and are given none: once per call, and once per model that is made without and that nobody is seen to call. */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { Operation } from "../../knowledge/schema.js";
import { leastConfident } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const missingSystemPrompt: Rule = {
  meta,
  evaluate({ calls, setups }) {
    return [...calls.filter(isWithout), ...setups.filter(({ inputs }) => inputs.length === 0)].map(finding);
  },
  silence(call) {
    if (!call.takesInstructions || !CONVERSATIONS.has(call.operation)) return "The call has no place for a system message.";
    if (call.inputs.some(({ role }) => role === "system")) return "It is given a system message.";
    return "Whoever hands the messages in may have put a system message among them.";
  },
};

const CONVERSATIONS: ReadonlySet<Operation> = new Set(["chat"]);

/** What is sent was seen, and no part of it may be an instruction: a list of messages from outside may hold any role. */
function isWithout(call: AnalysedCall): boolean {
  return (
    call.takesInstructions &&
    CONVERSATIONS.has(call.operation) &&
    call.phase === "inference" &&
    call.inputs.some(({ role }) => role === "user") &&
    call.inputs.every(({ role, kind }) => role !== "system" && kind !== "caller-parameter")
  );
}

function finding(call: AnalysedCall): FindingDraft {
  return {
    severity: meta.severity,
    confidence: leastConfident(call.confidence, call.resolution),
    message: call.isSetup
      ? `This ${call.provider} model is set up without a system instruction, so whatever it is sent is the only instruction it has. Give it one.`
      : `${call.provider} is sent a conversation without a system message, so the user's text is the only instruction that it has. ` +
        "Add a constant system message that says the task and its limits.",
    location: call.location,
    call,
    path: [],
    anchor: [call.id],
  };
}
