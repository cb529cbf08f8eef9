/** Chats that take instructions and are given none: once per call, and once per model that is made without and that nobody is seen to call. */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { Operation } from "../../knowledge/schema.js";
import { answererOf, leastConfident } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const missingSystemPrompt: Rule = {
  meta,
  evaluate({ calls, setups }) {
    return [...calls.filter(isWithout), ...setups.filter(({ inputs }) => inputs.length === 0)].map(finding);
  },
  silence(call) {
    if (!call.takesInstructions || !CONVERSATIONS.has(call.operation))
      return "The call has no place for a system message, hands on what it was given, or asks only whether somebody answers.";
    if (call.inputs.some(({ role }) => role === "system")) return "It is given a system message.";
    if (isInstructed(call)) return "The prompt around the data says the task.";
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
    call.inputs.every(({ role, kind }) => role !== "system" && kind !== "caller-parameter") &&
    !isInstructed(call)
  );
}

/** Shorter texts beside data are labels and separators; an excerpt is never much longer. */
const INSTRUCTION_LENGTH = 60;

/** A prompt of one's own around the data, sent as the user's: the task is told, only not apart. */
function isInstructed({ inputs }: AnalysedCall): boolean {
  const told = inputs.some(({ role, kind, text }) => role === "user" && kind === "constant" && text.length >= INSTRUCTION_LENGTH);
  return told && inputs.some(({ role, kind }) => role === "user" && kind !== "constant" && kind !== "model-output");
}

function finding(call: AnalysedCall): FindingDraft {
  return {
    severity: meta.severity,
    confidence: leastConfident(call.confidence, call.resolution),
    message: call.isSetup
      ? `This ${call.provider === "unknown" ? "" : `${call.provider} `}model is set up without a system instruction, so nothing tells it its task and its limits but what it is sent. Give it one.`
      : `${answererOf(call.provider)} is sent a conversation without a system message, so nothing but the prompt itself tells the model its task and its limits. ` +
        "Add a constant system message that does.",
    location: call.location,
    call,
    path: [],
    anchor: [call.id],
  };
}
