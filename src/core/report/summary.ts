/** The end of the text report: calls by provider and phase, findings by severity, and what could not be seen. */
import { neutralise } from "./neutralise.js";
import { compareText } from "./order.js";
import type { Palette } from "./palette.js";
import type { ScanResult, Severity } from "./scanResult.js";
import { wrap } from "./wrap.js";

const SEVERITIES: readonly Severity[] = ["error", "warning", "info", "hint"];

/** More than these of a kind say no more than their number; `--format json` has all. */
const LISTED = 10;

export function summaryLines(result: ScanResult, width: number, palette: Palette, hints: boolean): string[] {
  return [...callLines(result, width, palette), ...findingCounts(result, width, palette, hints), ...unseenLines(result, width, palette)];
}

function callLines(result: ScanResult, width: number, palette: Palette): string[] {
  if (result.calls.length === 0) return [palette.bold("No model calls found")];
  const files = new Set(result.calls.map((call) => `${call.root}:${call.file}`)).size;
  const providers = [...countBy(result.calls, (call) => call.provider)].sort(([left], [right]) => compareText(left, right));
  const nameWidth = Math.max(...providers.map(([provider]) => provider.length));
  const lines = [palette.bold(`${count(result.calls.length, "model call")} in ${count(files, "file")}`)];
  for (const [provider, calls] of providers) {
    const phases = [...countBy(calls, (call) => call.phase)].sort(([left], [right]) => compareText(left, right));
    const text = phases.map(([phase, inPhase]) => `${inPhase.length} ${phase}`).join(", ");
    lines.push(...hanging(`  ${neutralise(provider).padEnd(nameWidth)}  `, text, width));
  }
  return lines;
}

function findingCounts(result: ScanResult, width: number, palette: Palette, hints: boolean): string[] {
  const open = result.findings.filter((finding) => !finding.suppressed && finding.baselineState !== "absent");
  const suppressed = result.findings.filter((finding) => finding.suppressed).length;
  const note = suppressed > 0 ? ` (${suppressed} more suppressed)` : "";
  if (open.length === 0) return [palette.bold(`No findings${note}`)];
  const bySeverity = SEVERITIES.map((severity) => ({ severity, found: open.filter((finding) => finding.severity === severity) }));
  const lines = [palette.bold(count(open.length, "finding")) + note];
  for (const { severity, found } of bySeverity) {
    if (found.length === 0) continue;
    const rules = [...countBy(found, (finding) => finding.rule)].sort(([left], [right]) => compareText(left, right));
    const text = rules.map(([rule, ofRule]) => `${ofRule.length} ${rule}`).join(", ");
    const note = severity === "hint" && !hints ? " (listed with --hints)" : "";
    lines.push(...hanging(`  ${severity.padEnd(7)}  `, text + note, width));
  }
  return lines;
}

function unseenLines(result: ScanResult, width: number, palette: Palette): string[] {
  const lines: string[] = [];
  if (result.blindSpots.length > 0) {
    lines.push("", palette.bold(`${count(result.blindSpots.length, "blind spot")}: what this result cannot tell`));
    for (const spot of result.blindSpots.slice(0, LISTED)) {
      const place = spot.line === null ? spot.file : `${spot.file}:${spot.line}`;
      lines.push(...hanging(`  ${neutralise(place)} `, neutralise(spot.reason), width));
    }
    lines.push(...rest(result.blindSpots.length));
  }
  if (result.errors.length > 0) {
    lines.push("", palette.red(palette.bold(`${count(result.errors.length, "error")}: this result is incomplete`)));
    for (const error of result.errors.slice(0, LISTED)) {
      const place = error.file === null ? "" : `${error.file}${error.line === undefined ? "" : `:${error.line}`} `;
      lines.push(...hanging(`  ${neutralise(place)}`, `${neutralise(error.message)} ${neutralise(error.remedy)}`, width));
    }
    lines.push(...rest(result.errors.length));
  }
  return lines;
}

function rest(total: number): string[] {
  return total > LISTED ? [`  and ${total - LISTED} more: --format json lists all`] : [];
}

/** `lead` and then the text, further lines under the text; after a long lead the text goes below it. */
function hanging(lead: string, text: string, width: number): string[] {
  const beside = lead.length <= width / 3;
  const indent = beside ? lead.length : 4;
  const lines = wrap(text, width - indent);
  const rest = (beside ? lines.slice(1) : lines).map((line) => " ".repeat(indent) + line);
  return [beside ? lead + (lines[0] ?? "") : lead.trimEnd(), ...rest];
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
