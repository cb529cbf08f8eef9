/** An explanation as Markdown: what a terminal shows as it is and an editor renders. */
import { neutralise } from "../report/neutralise.js";
import type { CallInput, ModelCall } from "../report/scanResult.js";
import type { CallExplanation, LineExplanation, RuleExplanation } from "./explanation.js";

export function renderExplanation({ file, line, calls, others, unread }: LineExplanation): string {
  const lines = [`# ${file}:${line}`, ""];
  if (unread !== null) lines.push(`Nothing is known of this line: ${unread}.`, "");
  for (const call of calls) lines.push(...callLines(call));
  if (calls.length === 0 && unread === null) {
    lines.push("No model call stands here.", "");
    for (const { callee, reason } of others) lines.push(`- \`${callee}\`: ${reason}`);
    if (others.length === 0) lines.push("The line makes no call at all.");
    lines.push("");
  }
  return `${lines.map(withIndent).join("\n").trimEnd()}\n`;
}

/** Lists inside of lists are told by the white space in front, which is ours; the rest holds text of the workspace. */
function withIndent(line: string): string {
  const text = line.trimStart();
  return line.slice(0, line.length - text.length) + neutralise(text);
}

function callLines({ call, receiver, cuts, rules }: CallExplanation): string[] {
  const lines = [`## \`${call.callee}\``, "", `${call.provider}, ${call.operation} (${call.phase}), ${call.confidence} confidence.`, ""];
  lines.push("### How it is known", "");
  for (const name of receiver.knownAs) lines.push(`- known as ${name} (${call.api})`);
  if (receiver.knownAs.length === 0)
    lines.push(`- by the names of its members, its declaration or the address that it sends to (${call.api})`);
  for (const made of receiver.madeAt) lines.push(`- client made at ${made.file}:${made.line}: \`${made.text}\``);
  if (call.host !== null) lines.push(`- host ${call.host}`);
  lines.push(
    `- model ${call.model === null ? "not written out" : `${call.model.value}${call.model.pinned ? ", pinned" : ", not pinned"}`}`,
    "",
  );
  lines.push("### What it is given", "");
  for (const input of call.inputs) lines.push(...inputLines(input));
  if (call.inputs.length === 0) lines.push("- nothing that the analysis could follow");
  for (const cut of cuts) lines.push(`- ${cut.role}: not followed beyond ${cut.file}:${cut.line}, \`${cut.text}\``);
  lines.push("", "### Audit record", "", `- ${auditWords(call)}`);
  for (const { name, file, line, records } of call.audit.by)
    lines.push(`- ${name} at ${file}:${line}${records.length === 0 ? "" : `, keeps ${records.join(", ")}`}`);
  const states = Object.entries(call.controls).sort(([left], [right]) => (left < right ? -1 : 1));
  if (states.length > 0) lines.push("", "### Controls", "", ...states.map(([control, state]) => `- ${control}: ${state}`));
  lines.push("", "### Rules", "", ...rules.map((rule) => `- ${rule.rule}: ${ruleWords(rule)}`), "");
  return lines;
}

function inputLines({ role, kind, file, line, text, trusted, classification, sanitizers, path, confidence }: CallInput): string[] {
  const trust = trusted === null ? "nobody knows who controls it" : trusted ? "trusted" : "untrusted";
  const level = classification.level === null ? "no class" : `${classification.level} (${classification.basis})`;
  const clearance = classification.clearance === null ? "no clearance set" : `cleared up to ${classification.clearance}`;
  return [
    `- ${role}: ${kind} \`${text}\` at ${file}:${line}, ${trust}, ${level}, ${clearance}, ${confidence} confidence`,
    ...(classification.evidence ?? []).map((one) => `  - class: ${one.label} (${one.file}:${one.line})`),
    ...sanitizers.map((one) => `  - credited: ${one.name} (${one.tier}) at ${one.file}:${one.line}`),
    ...path.map((step) => `  - ${step.file}:${step.line} ${step.label}`),
  ];
}

function auditWords({ audit }: ModelCall): string {
  switch (audit.status) {
    case "always":
      return "every way out leaves a record";
    case "sometimes":
      return "some ways leave a record, others do not";
    case "never":
      return "no way leaves a record";
    case "external":
      return "something outside of this code keeps the record";
    case "unknown":
      return "not known";
  }
}

function ruleWords(rule: RuleExplanation): string {
  switch (rule.outcome) {
    case "found":
      return `**${rule.severity}**. ${rule.reason}`;
    case "suppressed":
      return `suppressed. ${rule.reason}`;
    case "off":
    case "out-of-scope":
      return `not asked. ${rule.reason}`;
    case "silent":
      return `nothing. ${rule.reason}`;
  }
}
