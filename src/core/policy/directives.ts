/**
 * Declarations in comments of any style and in docstrings:
 *
 *     parapet-classify: confidential email-address, person-name because support tickets
 *     @classification restricted
 *     parapet-sanitizer: removes [name]
 *     parapet-audit[: note]
 *     parapet-ignore: unsanitized-prompt[, rule-id] because <reason> [until 2027-01-31]
 *
 * A declaration begins its line of the comment, so that prose may speak of one. A mistake is reported at its line and declares nothing.
 */
import type { DirectiveFacts, FileFacts } from "../facts/fileFacts.js";
import type { ScanError } from "../report/scanResult.js";
import { ruleIds } from "../rules/rules.js";
import { lineOf } from "../text/lines.js";
import { didYouMean, nearest } from "./didYouMean.js";
import type { Directive } from "./directive.js";
import { CLASSIFICATIONS, readLevel } from "./levels.js";

export interface Mistake {
  readonly start: number;
  readonly message: string;
  readonly remedy: string;
}

export interface ParsedDirectives {
  readonly directives: readonly Directive[];
  readonly mistakes: readonly Mistake[];
}

/** Every declaration of a file; mistakes as errors of the scan. */
export function directivesOf(
  file: string,
  facts: Pick<FileFacts, "directives" | "lineStarts">,
  lineAt = (offset: number): number => lineOf(facts.lineStarts, offset),
): { directives: Directive[]; errors: ScanError[] } {
  const parsed = facts.directives.map(parseDirective);
  return {
    directives: parsed.flatMap(({ directives }) => directives),
    errors: parsed.flatMap(({ mistakes }) =>
      mistakes.map(({ start, message, remedy }) => ({ file, line: lineAt(start), message, remedy })),
    ),
  };
}

/** One comment may hold several, one a line. */
export function parseDirective(facts: DirectiveFacts): ParsedDirectives {
  const directives: Directive[] = [];
  const mistakes: Mistake[] = [];
  for (const found of facts.text.matchAll(DIRECTIVE)) {
    const [whole = "", lead = "", keyword = "", rest = ""] = found;
    const start = facts.start + found.index + lead.length;
    const end = facts.start + found.index + whole.trimEnd().length;
    const place = { start, end, targetStart: facts.targetStart, targetEnd: facts.targetEnd };
    const words = rest
      .replace(/\s*(?:\*+\/|"""|'''|-->).*$/, "")
      .replace(/^\s*:?/, "")
      .trim();
    const mistake = (message: string, remedy: string) => void mistakes.push({ start, message, remedy });
    const read = READERS[keyword.toLowerCase().replace("@parapet", "parapet")];
    if (read) {
      const directive = read(words, place, mistake);
      if (directive) directives.push(directive);
    } else if (rest.startsWith(":") || nearest(keyword, KEYWORDS) !== null) {
      mistake(`"${keyword}" is no declaration, so it has no effect.`, `${didYouMean(keyword, KEYWORDS)}Known: ${KEYWORDS.join(", ")}.`);
    }
  }
  return { directives, mistakes };
}

const KEYWORDS: readonly string[] = ["parapet-classify", "parapet-sanitizer", "parapet-audit", "parapet-ignore", "@classification"];

/** At the start of a line of the comment, after its marks, or after a further `#` or `//` on the line. */
const DIRECTIVE =
  /((?:^|[\r\n]|#|\/\/)[ \t]*(?:\/\*+|\*+|\/\/+|#+|"""|'''|[rRbBuU]?"|')?[ \t]*)(@classification\b|@?parapet-[\w-]*)([^\r\n]*)/gi;

type Place = Pick<Directive, "start" | "end" | "targetStart" | "targetEnd">;
type Report = (message: string, remedy: string) => void;

const READERS: Readonly<Record<string, (words: string, place: Place, mistake: Report) => Directive | null>> = {
  "parapet-classify": classify,
  "@classification": classify,
  "parapet-sanitizer": sanitizer,
  "parapet-audit": (words, place) => ({ kind: "audit", note: words === "" ? null : words, ...place }),
  "parapet-ignore": ignore,
};

function classify(words: string, place: Place, mistake: Report): Directive | null {
  const { head, tail } = splitAt(words, "because");
  const [first = "", ...types] = head.split(/[\s,]+/).filter((word) => word !== "");
  const level = readLevel(first.replace(/[.;]$/, ""));
  if (level === null) {
    const found = first === "" ? "No classification is given" : `"${first}" is no classification`;
    mistake(`${found}, so nothing is declared.`, `${didYouMean(first, CLASSIFICATIONS)}Use ${CLASSIFICATIONS.join(", ")}.`);
    return null;
  }
  const wrong = types.filter((type) => !/^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/.test(type));
  if (wrong.length > 0)
    mistake(
      `"${wrong.join(" ")}" is no data type; the class ${level} stands.`,
      'Write data types such as email-address, and a reason after "because".',
    );
  return { kind: "classify", level, types: types.filter((type) => !wrong.includes(type)).sort(), reason: tail, ...place };
}

function sanitizer(words: string, place: Place, mistake: Report): Directive | null {
  const [first = "", ...name] = words.split(/\s+/);
  const tier = TIERS.find((known) => known === first.toLowerCase());
  if (tier === undefined) {
    const found = first === "" ? "A sanitizer must say how strong it is" : `"${first}" is no tier of a sanitizer`;
    mistake(`${found}, so nothing is declared.`, `${didYouMean(first, TIERS)}Use ${TIERS.join(", ")}.`);
    return null;
  }
  return { kind: "sanitizer", tier, name: name.length === 0 ? null : name.join(" "), ...place };
}

const TIERS = ["removes", "narrows", "limits"] as const;

function ignore(words: string, place: Place, mistake: Report): Directive | null {
  const { head, tail } = splitAt(words, "because");
  const given = head.split(/[\s,]+/).filter((word) => word !== "");
  const rules = given.filter((id) => ruleIds.has(id));
  for (const id of given.filter((other) => !ruleIds.has(other))) {
    mistake(`There is no rule "${id}", so nothing is suppressed for it.`, `${didYouMean(id, ruleIds)}Rules: ${[...ruleIds].join(", ")}.`);
  }
  if (given.length === 0)
    mistake("This suppression names no rule, so nothing is suppressed.", "Write parapet-ignore: <rule id> because <reason>.");
  const ending = /(?:^|\s)until\s+(\d\S*)$/i.exec(tail ?? "");
  const reason = (ending ? (tail ?? "").slice(0, ending.index) : (tail ?? "")).trim();
  const until = ending?.[1] ?? null;
  if (given.length > 0 && (reason === "" || /^<.*>$/.test(reason))) {
    mistake("This suppression gives no reason, so nothing is suppressed.", 'Add "because" and the reason, for whoever reads it next.');
    return null;
  }
  if (until !== null && !isDate(until)) {
    mistake(`"${until}" is no date, so nothing is suppressed.`, "Write the last day as YYYY-MM-DD.");
    return null;
  }
  return rules.length === 0 ? null : { kind: "ignore", rules, reason, until, ...place };
}

function splitAt(words: string, separator: string): { head: string; tail: string | null } {
  const found = new RegExp(`(?:^|\\s)${separator}(?:\\s+|$)`, "i").exec(words);
  return found
    ? { head: words.slice(0, found.index), tail: words.slice(found.index + found[0].length).trim() }
    : { head: words, tail: null };
}

function isDate(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}
