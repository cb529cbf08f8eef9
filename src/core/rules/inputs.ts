/** What rules ask about the inputs of a call: identity of a source, words for people, confidence. */
import type { AnalysedCall, Location } from "../flow/analysedCall.js";
import type { Role, SourceKind } from "../knowledge/schema.js";
import type { CallInput, Confidence, Severity, Step } from "../report/scanResult.js";

/** Set by the team that runs the code: never untrusted, nothing to classify. */
export const OWN_KINDS: ReadonlySet<SourceKind> = new Set(["constant", "configuration", "environment"]);

const CONFIDENCE: readonly Confidence[] = ["low", "medium", "high"];
const SEVERITY: readonly Severity[] = ["hint", "info", "warning", "error"];

export function leastConfident(...all: readonly Confidence[]): Confidence {
  return CONFIDENCE[Math.min(...all.map((one) => CONFIDENCE.indexOf(one)))] ?? "low";
}

export function atMost(severity: Severity, limit: Severity): Severity {
  return isGraver(severity, limit) ? limit : severity;
}

export function isGraver(left: Severity, right: Severity): boolean {
  return SEVERITY.indexOf(left) > SEVERITY.indexOf(right);
}

/** Key of the place where the data enters; several inputs share it when one source reaches several roles or calls. */
export function sourceKey(call: AnalysedCall, input: CallInput): string {
  return `${call.root}\0${input.file}\0${input.line}\0${input.column}`;
}

/** Where the data enters, as a location; the call itself when that is outside every root. */
export function sourceLocation(call: AnalysedCall, input: CallInput): Location {
  if (input.path[0]?.external) return call.location;
  const width = input.text.includes("\n") ? 1 : Math.max(1, input.text.length);
  return {
    root: call.root,
    file: input.file,
    line: input.line,
    column: input.column,
    endLine: input.line,
    endColumn: input.column + width,
    ...(input.cell ? { cell: input.cell } : {}),
  };
}

/** `HTTP request data "req.body.question" (src/api.ts:12)` */
export function describeSource(input: CallInput): string {
  const text = input.text.replace(/\s+/g, " ").trim();
  const excerpt = text.length > 48 ? `${text.slice(0, 47)}…` : text;
  return `${KIND_WORDS[input.kind]}${excerpt === "" ? "" : ` \`${excerpt}\``} (${input.file}:${input.line})`;
}

/** `openai (chat)` */
export function describeReceiver(call: AnalysedCall): string {
  return `${call.provider === "unknown" ? "an unknown provider" : call.provider} (${call.operation})`;
}

/** The path with the place that says of which class the data is. */
export function pathWithClass(input: CallInput): readonly Step[] {
  const [deciding] = input.classification.evidence ?? [];
  if (!deciding) return input.path;
  const { level: _level, ...place } = deciding;
  const path = [...input.path];
  const at = path.map((one) => one.kind !== "sink" && one.file === place.file && one.line === place.line).lastIndexOf(true);
  path.splice(Math.max(1, at + 1), 0, { ...place, kind: "step" });
  return path;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  system: "the system prompt",
  user: "the prompt",
  assistant: "the conversation history",
  context: "the context",
  tool: "a tool message",
  "training-data": "the training data",
  other: "the request",
};

const KIND_WORDS: Readonly<Record<SourceKind, string>> = {
  "http-request": "HTTP request data",
  "cli-argument": "command-line input",
  stdin: "terminal input",
  file: "file content",
  "repository-file": "a file of the repository",
  configuration: "configuration",
  database: "database content",
  "web-content": "web content",
  retrieval: "retrieved content",
  "tool-result": "a tool's result",
  "message-queue": "a queue message",
  "chat-platform": "a chat message",
  email: "e-mail content",
  "ui-input": "user interface input",
  environment: "an environment variable",
  infrastructure: "infrastructure data",
  "version-control": "version control content",
  "model-output": "model output",
  "caller-parameter": "a caller's argument",
  unresolved: "data of unknown origin",
  constant: "a constant",
};

/** Who answers, as the subject of a sentence. */
export function answererOf(provider: string): string {
  return provider === "unknown" ? "A model of an unknown provider" : provider;
}
