/**
 * Fixtures: code under `test/fixtures/<rule-id>/<lang>/` with the expectations in its comments. A file is a case of its
 * own; a sub-folder is one case of several files, with its own `.ai-risk/policy.yaml` when it needs one.
 *
 * About the next line of code, or the same line when the comment follows code:
 *
 *     // ! rule-id [severity] [flow]   must be flagged here; `flow` is a letter when the case has several
 *     // = rule-id                     must stay silent here
 *     // ? rule-id                     should be flagged and is not yet; fails once it is, so that it becomes a `!`
 *     // > call provider operation     a model call; a case that writes one writes all
 *
 * About the last line of code before, carets under the place, numbered along the path of the finding (`a1` for flow a):
 *
 *     //        ^^^^ 1 source: text    the step's kind, and text that its label contains
 *     // ∅ audit                       the missing step at the end, and text that its label contains
 *
 * In a notebook they stand in its cells, in the markup of a component in HTML comments.
 *
 * Whatever is found and not written down fails: findings of the folder's rule and of every rule that the case names,
 * and the whole path of these findings once the case writes any step of it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSource, openDocument } from "../../src/core/documents/document.js";
import { lineStartsOf } from "../../src/core/text/lines.js";
import type { Finding, ModelCall, Step } from "../../src/core/report/scanResult.js";

export interface Fixture {
  /** Name of the rule's folder; `calls` for cases that are about calls alone. */
  readonly rule: string;
  /** `python/one-file.py`, `typescript/several-files`. */
  readonly name: string;
  /** Path in the case -> text. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Expected {
  readonly kind: "flagged" | "silent" | "missed" | "call";
  readonly file: string;
  readonly line: number;
  /** Rule id; provider for calls. */
  readonly subject: string;
  /** Severity; operation for calls; "" when not said. */
  readonly detail: string;
  readonly flow: string;
}

export interface ExpectedStep {
  readonly flow: string;
  /** Missing steps come last. */
  readonly number: number;
  readonly kind: Step["kind"];
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** Columns from 1, end exclusive; any when both are 0. */
  readonly from: number;
  readonly to: number;
}

export interface Expectations {
  readonly expected: readonly Expected[];
  readonly steps: readonly ExpectedStep[];
}

const RULE_MARK = /^([a-z][a-z0-9-]*)(?:\s+(error|warning|info|hint))?(?:\s+([a-z]))?\s*$/;
const CALL_MARK = /^call\s+(\S+)\s+([a-z-]+)\s*$/;

/** What comments look like; `#` begins a private member in JavaScript and a comment in Python. */
function patternsFor(marker: string) {
  return {
    comment: new RegExp(`^\\s*${marker}`),
    mark: new RegExp(`${marker}\\s*([!=?>])\\s+(.*)$`),
    step: new RegExp(`^\\s*${marker}\\s*(\\^+)\\s+([a-z]?)(\\d+)\\s+(source|step|sanitizer|guard|sink):\\s*(.*?)\\s*$`),
    missing: new RegExp(`^\\s*${marker}\\s*([a-z]?)∅\\s*(.*?)\\s*$`),
  };
}
const PYTHON = patternsFor("#");
const ECMASCRIPT = patternsFor("//");
const COMPONENT = patternsFor("(?://|<!--)");

const KINDS = { "!": "flagged", "=": "silent", "?": "missed" } as const;

export function parseExpectations(file: string, text: string): Expectations {
  return file.endsWith(".ipynb")
    ? inNotebook(file, text)
    : inLines(file, text, /\.(?:vue|svelte)$/.test(file) ? COMPONENT : patternOf(file));
}

/** Read from the code of the cells, then told by where that stands in the file. */
function inNotebook(file: string, text: string): Expectations {
  const { code, codePath, map } = openDocument(file, text);
  if (!map) throw new Error(`${file} is no notebook`);
  const starts = lineStartsOf(code);
  const at = (line: number, column: number) => map.position((starts[line - 1] as number) + column - 1);
  const { expected, steps } = inLines(file, code, patternOf(codePath));
  return {
    expected: expected.map((one) => ({ ...one, line: at(one.line, 1).line })),
    steps: steps.map((one) => {
      const { line, column } = at(one.line, Math.max(1, one.from));
      return one.to === 0 ? { ...one, line } : { ...one, line, from: column, to: at(one.line, one.to).column };
    }),
  };
}

function patternOf(file: string): typeof PYTHON {
  return file.endsWith(".py") ? PYTHON : ECMASCRIPT;
}

function inLines(file: string, text: string, pattern: typeof PYTHON): Expectations {
  const expected: Expected[] = [];
  const steps: ExpectedStep[] = [];
  let waiting: Omit<Expected, "line">[] = [];
  let codeLine = 0;
  text.split(/\r?\n/).forEach((written, index) => {
    const line = pattern === COMPONENT ? written.replace(/\s*-->\s*$/, "") : written;
    const here = `${file}:${index + 1}`;
    if (line.trim() === "") return;
    if (!pattern.comment.test(line)) {
      codeLine = index + 1;
      const trailing = pattern.mark.exec(line);
      if (trailing) waiting.push(parseMark(file, here, trailing));
      for (const mark of waiting) expected.push({ ...mark, line: codeLine });
      waiting = [];
      return;
    }
    const step = pattern.step.exec(line);
    if (step) {
      const [, carets = "", flow = "", number, kind, label = ""] = step;
      const from = line.indexOf("^") + 1;
      const to = from + carets.length;
      steps.push({ flow, number: Number(number), kind: kind as Step["kind"], text: label, file, line: codeLine, from, to });
      return;
    }
    const missing = pattern.missing.exec(line);
    if (missing) {
      const [, flow = "", label = ""] = missing;
      steps.push({ flow, number: Number.POSITIVE_INFINITY, kind: "missing", text: label, file, line: codeLine, from: 0, to: 0 });
      return;
    }
    if (line.includes("^^")) throw new Error(`${here}: carets that are no step: ${line.trim()}`);
    const mark = pattern.mark.exec(line);
    if (mark) waiting.push(parseMark(file, here, mark));
  });
  if (waiting.length > 0) throw new Error(`${file}: an expectation at the end is about no line of code`);
  return { expected, steps };
}

function parseMark(file: string, here: string, [, sign = "", rest = ""]: RegExpExecArray): Omit<Expected, "line"> {
  if (sign === ">") {
    const call = CALL_MARK.exec(rest);
    if (!call) throw new Error(`${here}: "> call provider operation" is what a call looks like, not "${rest}"`);
    return { kind: "call", file, subject: call[1] ?? "", detail: call[2] ?? "", flow: "" };
  }
  const rule = RULE_MARK.exec(rest);
  if (!rule) throw new Error(`${here}: "${sign} rule-id [severity] [flow]" is what an expectation looks like, not "${rest}"`);
  return { kind: KINDS[sign as keyof typeof KINDS], file, subject: rule[1] ?? "", detail: rule[2] ?? "", flow: rule[3] ?? "" };
}

/** Everything in which the result is not what the case says; empty when it is. */
export function differences(
  fixture: Fixture,
  result: { readonly findings: readonly Finding[]; readonly calls: readonly ModelCall[] },
): string[] {
  const parsed = Object.entries(fixture.files).map(([file, text]) => (isCode(file) ? parseExpectations(file, text) : null));
  const expected = parsed.flatMap((one) => one?.expected ?? []);
  const steps = parsed.flatMap((one) => one?.steps ?? []);
  return [...findingDifferences(fixture.rule, expected, steps, result.findings), ...callDifferences(expected, result.calls)];
}

function findingDifferences(
  rule: string,
  expected: readonly Expected[],
  steps: readonly ExpectedStep[],
  findings: readonly Finding[],
): string[] {
  const problems: string[] = [];
  const rules = new Set([rule, ...expected.filter(({ kind }) => kind !== "call").map(({ subject }) => subject)]);
  const open = findings.filter((finding) => rules.has(finding.rule) && !finding.suppressed);
  const flows = new Set(steps.map(({ flow }) => flow));
  for (const one of expected) {
    const index = open.findIndex((finding) => finding.rule === one.subject && finding.file === one.file && finding.line === one.line);
    const place = `${one.file}:${one.line}: ${one.subject}`;
    const found = open[index];
    if (one.kind === "flagged") {
      if (!found) {
        problems.push(`${place} is not found`);
        continue;
      }
      open.splice(index, 1);
      if (one.detail !== "" && found.severity !== one.detail) problems.push(`${place} is found as ${found.severity}, not ${one.detail}`);
      const asked = flows.delete(one.flow) || (steps.length > 0 && one.subject === rule);
      const path = steps.filter(({ flow }) => flow === one.flow);
      if (asked) problems.push(...pathDifferences(place, path, found.path));
    } else if (one.kind === "silent" && found) {
      open.splice(index, 1);
      problems.push(`${place} must stay silent: ${found.severity}, ${found.message}`);
    } else if (one.kind === "missed" && found) {
      open.splice(index, 1);
      problems.push(`${place} was a known miss and is found now: make it a "!"`);
    }
  }
  for (const finding of open) {
    problems.push(`${finding.file}:${finding.line}: ${finding.rule} ${finding.severity} is not written down: ${finding.message}`);
  }
  for (const flow of flows) problems.push(`the steps of flow "${flow}" belong to no finding`);
  return problems;
}

function pathDifferences(place: string, expected: readonly ExpectedStep[], path: readonly Step[]): string[] {
  const ordered = [...expected].sort((left, right) => left.number - right.number);
  const holds = (want: ExpectedStep | undefined, step: Step | undefined): boolean =>
    want !== undefined &&
    step !== undefined &&
    want.kind === step.kind &&
    want.file === step.file &&
    want.line === step.line &&
    (want.to === 0 || (step.column >= want.from && step.column < want.to)) &&
    step.label.toLowerCase().includes(want.text.toLowerCase());
  const length = Math.max(ordered.length, path.length);
  for (let index = 0; index < length; index++) {
    const want = ordered[index];
    const step = path[index];
    if (holds(want, step)) continue;
    const wanted = want ? `${want.file}:${want.line}:${want.from} ${want.kind}: ${want.text}` : "nothing";
    const whole = path.map((one) => `    ${one.file}:${one.line}:${one.column} ${one.kind}: ${one.label}`).join("\n");
    return [`${place}: step ${index + 1} should be ${wanted}; the path is\n${whole}`];
  }
  return [];
}

function callDifferences(expected: readonly Expected[], calls: readonly ModelCall[]): string[] {
  const wanted = expected.filter(({ kind }) => kind === "call");
  if (wanted.length === 0) return [];
  const open = [...calls];
  const problems: string[] = [];
  for (const one of wanted) {
    const index = open.findIndex(
      (call) => call.file === one.file && call.line === one.line && call.provider === one.subject && call.operation === one.detail,
    );
    if (index < 0) problems.push(`${one.file}:${one.line}: call ${one.subject} ${one.detail} is not found`);
    else open.splice(index, 1);
  }
  for (const call of open) problems.push(`${call.file}:${call.line}: call ${call.provider} ${call.operation} is not written down`);
  return problems;
}

/** All cases of these rules, sorted. */
export function loadFixtures(folder: string, rules: readonly string[]): Fixture[] {
  const fixtures: Fixture[] = [];
  for (const rule of rules) {
    for (const language of foldersIn(join(folder, rule))) {
      const here = join(folder, rule, language);
      for (const entry of readdirSync(here, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1))) {
        const path = join(here, entry.name);
        const files = entry.isDirectory() ? filesUnder(path) : { [entry.name]: readFileSync(path, "utf8") };
        fixtures.push({ rule, name: `${language}/${entry.name}`, files });
      }
    }
  }
  return fixtures;
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function filesUnder(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1).replaceAll("\\", "/")] = readFileSync(path, "utf8");
  }
  return files;
}

function isCode(file: string): boolean {
  return isSource(file);
}
