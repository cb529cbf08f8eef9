/** What an analysis says that a mutation may change: is a source accused, is a call recorded, what reaches which call. */
import type { Analysis } from "../../src/core/analysis.js";
import type { CallInput, Finding, ModelCall } from "../../src/core/report/scanResult.js";

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Findings of untrusted input that enters at a place. */
export function accusations({ findings }: Pick<Analysis, "findings">, file: string, places: readonly Place[]): readonly Finding[] {
  return findings.filter(({ rule, path: [source] }) => {
    if (rule !== "unsanitized-prompt" || source?.file !== file) return false;
    return places.some(({ line, column }) => source.line === line && source.column === column);
  });
}

/** Places of a file at which accused input enters. */
export function sourcesIn({ findings }: Pick<Analysis, "findings">, file: string): number {
  const sources = findings.filter(({ rule, path: [source] }) => rule === "unsanitized-prompt" && source?.file === file);
  return new Set(sources.map(({ path: [source] }) => `${source?.line}:${source?.column}`)).size;
}

export function callAt({ calls }: Pick<Analysis, "calls">, file: string, { line, column }: Place): ModelCall | null {
  return calls.find((call) => call.file === file && call.line === line && call.column === column) ?? null;
}

/** Calls of some files with what reaches them, and sources that are accused there; without places, each line once for each call. */
export function profileOf({ calls, findings }: Pick<Analysis, "calls" | "findings">, files: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const accused = new Set<string>();
  for (const call of calls.filter(({ file }) => files.includes(file))) {
    const name = `${call.provider} ${call.operation}`;
    lines.push(`${name}: audit ${call.audit.status}`);
    const inputs = call.inputs.map(
      (input) => `${name}: ${input.role} ${nameOf(input)}${input.sanitizers.map(({ tier }) => ` ${tier}`).join("")}`,
    );
    lines.push(...new Set(inputs));
    // One function is accused once for all its calls, so a line stands for the file.
    for (const { rule, severity, path } of findings.filter((one) => one.call === call.id && STABLE.has(one.rule))) {
      const [source] = path;
      const input = call.inputs.find((one) => one.file === source?.file && one.line === source.line && one.column === source.column);
      if (input) accused.add(`${rule} ${severity} ${nameOf(input)}`);
    }
  }
  return [...lines, ...accused].sort();
}

/** A call that is a source itself is written differently once it goes through something else; of several constants one stands for all. */
function nameOf({ kind, text }: CallInput): string {
  return ["model-output", "retrieval", "constant"].includes(kind) ? kind : `${kind} ${text}`;
}

/** Rules about one call at a time; others compare calls or name functions. */
const STABLE = new Set(["unsanitized-prompt", "classification-exceeds-clearance"]);

export function differenceOf(before: readonly string[], after: readonly string[]): string | null {
  const left = [...before];
  const fresh: string[] = [];
  for (const line of after) {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    else fresh.push(line);
  }
  return left.length + fresh.length === 0 ? null : [...left.map((line) => `- ${line}`), ...fresh.map((line) => `+ ${line}`)].join("; ");
}
