/**
 * How grave untrusted input in a prompt is, without any policy: by who wrote it, which role it takes and what the model can do.
 * A chat is made to receive its user's text; an instruction channel and an agent with tools are not.
 */
import type { Role, SourceKind } from "../../knowledge/schema.js";
import type { Severity } from "../../report/scanResult.js";

/** Written by somebody outside who can send it at will. */
const OUTSIDERS: ReadonlySet<SourceKind> = new Set(["http-request", "chat-platform", "email", "message-queue", "ui-input"]);

/** Typed by the person who runs the program: they can only fool themselves. */
const OPERATORS: ReadonlySet<SourceKind> = new Set(["cli-argument", "stdin"]);

export function severityOf(kind: SourceKind, role: Role, hasTools: boolean): Severity {
  if (OPERATORS.has(kind)) return "hint";
  const hostile = OUTSIDERS.has(kind) || kind === "web-content";
  if (role === "system") return hostile || kind === "tool-result" ? "warning" : "info";
  if (role === "tool") return "hint";
  if (hasTools) return hostile ? "warning" : "info";
  return kind === "web-content" ? "info" : "hint";
}
