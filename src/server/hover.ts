/** What is known about a model call, for a hover: who receives what, in which class, and which controls stand around it. */
import type { CallInput, ControlState } from "../core/report/scanResult.js";
import { rulePage, titleOf } from "./diagnostics.js";
import type { LocatedCall, LocatedFinding } from "./protocol.js";

const MOST_INPUTS = 8;

const ROLES: Readonly<Record<string, string>> = {
  system: "system",
  user: "user",
  assistant: "assistant",
  context: "context",
  tool: "tools",
  "training-data": "training data",
};

export function hoverOf({ call }: LocatedCall, findings: readonly LocatedFinding[]): string {
  const model = call.model === null ? "model not known here" : `\`${call.model.value}\`${call.model.pinned ? "" : " (not pinned)"}`;
  const lines = [
    `**Model call** · ${escaped(call.provider)} · ${model} · ${call.phase}${call.operation === call.phase ? "" : ` (${call.operation})`}`,
  ];
  if (call.host !== null) lines.push(`Sent to ${escaped(call.host)}`);
  if (call.confidence !== "high") lines.push(`Recognised with ${call.confidence} confidence`);
  if (call.inputs.length > 0) {
    const rows = call.inputs
      .slice(0, MOST_INPUTS)
      .map((input) => `| ${[roleOf(input), sourceOf(input), classOf(input), clearanceOf(input), cleanedOf(input)].join(" | ")} |`);
    const more = call.inputs.length - rows.length;
    lines.push(["| Role | Input | Class | May receive | Sanitised by |", "| --- | --- | --- | --- | --- |", ...rows].join("\n"));
    if (more > 0) lines.push(`… and ${more} more`);
  }
  lines.push(controlsOf(call));
  const open = findings.filter((one) => one.finding.suppressed === null);
  const ids = [...new Set(open.map((one) => one.finding.rule))];
  if (ids.length > 0) lines.push(ids.map((rule) => `[${escaped(titleOf(rule))}](${rulePage(rule)})`).join(" · "));
  return lines.join("\n\n");
}

function roleOf(input: CallInput): string {
  return ROLES[input.role] ?? input.role;
}

function sourceOf(input: CallInput): string {
  const trust = input.trusted === false ? ", untrusted" : "";
  return `${code(input.text)} (${input.kind.replace(/-/g, " ")}${trust})`;
}

function classOf({ classification: { level, basis, types } }: CallInput): string {
  if (level === null) return "unclassified";
  return `${level}, ${basis}${types.length > 0 ? `: ${types.join(", ")}` : ""}`;
}

function clearanceOf({ classification: { clearance } }: CallInput): string {
  return clearance ?? "no policy";
}

function cleanedOf(input: CallInput): string {
  return input.sanitizers.length === 0 ? "nothing" : input.sanitizers.map((one) => code(one.name)).join(", ");
}

const AUDIT: Readonly<Record<LocatedCall["call"]["audit"]["status"], string>> = {
  always: "Audit record on every way out",
  sometimes: "Audit record **missing on some ways out**",
  never: "Audit record **missing**",
  external: "Audit record kept by the platform",
  unknown: "Audit record not known",
};

function controlsOf(call: LocatedCall["call"]): string {
  const by = call.audit.by.map((one) => code(one.name));
  const lines = [`${AUDIT[call.audit.status]}${by.length > 0 ? ` (${[...new Set(by)].join(", ")})` : ""}`];
  for (const state of ["present", "attested", "absent"] as const) {
    const ids = controlsIn(call.controls, state);
    if (ids.length > 0) lines.push(`Controls ${state === "absent" ? "missing" : state}: ${ids.join(", ")}`);
  }
  return lines.join("  \n");
}

function controlsIn(controls: Readonly<Record<string, ControlState>>, state: ControlState): string[] {
  return Object.keys(controls).filter((id) => controls[id] === state);
}

/** Code of the workspace inside a table cell: it must neither end the cell nor become a link. */
function code(text: string): string {
  const short = text.replace(/\s+/g, " ").slice(0, 60);
  return `\`${short.replace(/`/g, "'").replace(/\|/g, "\\|")}\``;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#!|]/g, "\\$&");
}
