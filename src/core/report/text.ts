/** `--format text`: for people at a terminal. Findings by file with the path that proves them, then what was seen and what not. */
import { neutralise } from "./neutralise.js";
import { inOrder } from "./order.js";
import { PLAIN, type Palette } from "./palette.js";
import type { Finding, ScanResult, Severity, Step } from "./scanResult.js";
import { summaryLines } from "./summary.js";
import { columns, wrap } from "./wrap.js";

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly palette?: Palette;
  /** Hints are counted and not listed, unless asked for. */
  readonly hints?: boolean;
}

/** Text under a finding's first line starts here. */
const INDENT = "    ";
/** Narrower terminals break lines themselves. */
const MINIMUM_WIDTH = 60;

export function renderText(unordered: ScanResult, options: TextOptions): string {
  const result = inOrder(unordered);
  const palette = options.palette ?? PLAIN;
  const width = Math.max(MINIMUM_WIDTH, options.width);
  const several = result.roots.length > 1;
  const lines: string[] = [];
  let file = "";
  for (const finding of result.findings) {
    if (finding.suppressed || finding.baselineState === "absent" || (finding.severity === "hint" && !options.hints)) continue;
    const heading = neutralise(several ? `${finding.root}:${finding.file}` : finding.file);
    if (heading !== file) {
      file = heading;
      lines.push(palette.bold(heading), "");
    }
    lines.push(...findingLines(finding, width, palette), "");
  }
  lines.push(...summaryLines(result, width, palette, options.hints === true));
  return `${lines.join("\n")}\n`;
}

function findingLines(finding: Finding, width: number, palette: Palette): string[] {
  const place = `${finding.line}:${finding.column}`;
  const notes = [
    ...(finding.cell ? [`cell ${finding.cell.number}, line ${finding.cell.line}`] : []),
    ...(finding.confidence === "high" ? [] : [`${finding.confidence} confidence`]),
    ...(finding.scope === "product" ? [] : [`${finding.scope} code`]),
  ].join(", ");
  const head = `  ${place} ${paint(finding.severity, palette)} ${palette.bold(finding.rule)}`;
  const room = width - columns(`  ${place} ${finding.severity} ${finding.rule}  ()`);
  const noted =
    notes === "" ? [head] : columns(notes) <= room ? [`${head} ${palette.dim(`(${notes})`)}`] : [head, INDENT + palette.dim(`(${notes})`)];
  const message = finding.message.split("\n").flatMap((paragraph) => wrap(neutralise(paragraph), width - INDENT.length));
  return [...noted, ...message.map((line) => INDENT + line), ...pathLines(finding.path, width, palette)];
}

/** Numbered steps in two columns, place and label; a missing step has no number, because nothing happens there. */
function pathLines(path: readonly Step[], width: number, palette: Palette): string[] {
  const rows = path.map((step) => ({ step, place: neutralise(`${step.file}:${step.line}`) }));
  const numberWidth = String(path.length).length;
  // Long paths of files would leave no room for the labels: then the label goes below its place.
  const placeWidth = Math.max(0, ...rows.map(({ place }) => columns(place)));
  const start = INDENT.length + numberWidth + 1;
  const beside = start + placeWidth + 2 + 24 <= width;
  const labelIndent = beside ? start + placeWidth + 2 : start + 2;
  const lines: string[] = [];
  let number = 0;
  for (const { step, place } of rows) {
    const missing = step.kind === "missing";
    const mark = missing ? palette.red("∅".padStart(numberWidth)) : palette.dim(String(++number).padStart(numberWidth));
    const label = wrap(`${KIND_PREFIX[step.kind]}${neutralise(step.label)}`, width - labelIndent).map((line) =>
      missing ? palette.red(line) : line,
    );
    const first = `${INDENT}${mark} ${palette.dim(place)}`;
    if (beside) lines.push(`${first}${" ".repeat(placeWidth - columns(place) + 2)}${label[0] ?? ""}`);
    else lines.push(first, ...(label[0] === undefined ? [] : [`${" ".repeat(labelIndent)}${label[0]}`]));
    lines.push(...label.slice(1).map((line) => " ".repeat(labelIndent) + line));
  }
  return lines;
}

const KIND_PREFIX: Readonly<Record<Step["kind"], string>> = {
  source: "source: ",
  step: "",
  sanitizer: "sanitizer: ",
  guard: "guard: ",
  sink: "sink: ",
  missing: "missing: ",
};

function paint(severity: Severity, palette: Palette): string {
  switch (severity) {
    case "error":
      return palette.red(severity);
    case "warning":
      return palette.yellow(severity);
    case "info":
      return palette.blue(severity);
    case "hint":
      return palette.dim(severity);
  }
}
