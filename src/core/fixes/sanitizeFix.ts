/** Wraps what is on its way to a model in a sanitiser of the team's own: at the place where the data is used next. */
import { NONE, Op } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Finding } from "../report/scanResult.js";
import type { Fix, FixEdit } from "./fix.js";
import { type FixFiles, functionAt, offsetOf, valueAt } from "./fixFiles.js";
import { importOwn } from "./imports.js";
import { isAsync, type OwnFunctionSite, ownSanitizers } from "./ownFunctions.js";
import { statementEnd, statementLine } from "./statements.js";

/** More than a few of them make a menu, not a remedy. */
const MOST_OFFERED = 3;

export async function sanitize(finding: Finding, files: FixFiles): Promise<readonly Fix[]> {
  const [source] = finding.path;
  const file = source && !source.external ? await files.at(finding.root, source.file) : null;
  if (!file) return [];
  const place = placeToWrap(file, finding);
  if (!place) return [];
  const against = finding.rule === "classification-exceeds-clearance" ? "personal-data" : "prompt-injection";
  const fixes: Fix[] = [];
  for (const site of (await ownSanitizers(files, file, against)).slice(0, MOST_OFFERED)) {
    const fix = await fixWith(site, file, place, files);
    if (fix) fixes.push({ ...fix, preferred: fixes.length === 0 });
  }
  return fixes;
}

interface Expression {
  readonly start: number;
  readonly end: number;
  /** `{ tone }` in an object must say its key when it gets a value. */
  readonly key: string | null;
}

async function fixWith(site: OwnFunctionSite, file: LoadedFile, place: Expression, files: FixFiles): Promise<Fix | null> {
  if (!takesOneText(site)) return null;
  const enclosing = file.facts.functions[functionAt(file, place.start)];
  const around = site.facts;
  // A sanitiser does not sanitise its own argument.
  if (site.file === file && around.start <= place.start && place.end <= around.end) return null;
  if (isAsync(around) && !(enclosing && isAsync(enclosing))) return null;
  const imported = await importOwn(file, site.file, site.name, files);
  if (!imported) return null;
  const wait = isAsync(around) ? "await " : "";
  const key = place.key === null ? "" : `${place.key}: `;
  const written = file.text.slice(place.start, place.end);
  const edit: FixEdit = {
    root: file.source.root,
    file: file.source.path,
    start: place.start,
    end: place.end,
    text: `${key}${wait}${imported.local}(${written})`,
  };
  return {
    kind: "sanitize",
    title: `Pass \`${written}\` through \`${imported.local}\``,
    edits: [...imported.edits, edit],
    preferred: false,
  };
}

function takesOneText({ file, facts }: OwnFunctionSite): boolean {
  const [first, ...others] = facts.parameters;
  if (first?.kind !== "plain") return false;
  const type = file.view.string(first.type);
  const takesText =
    type === "" || /^(?:string|str|any|unknown|String|T|Optional\[str\]|str \| None|string \| (?:null|undefined))$/.test(type);
  return takesText && others.every((one) => one.default !== NONE || one.kind === "rest" || one.kind === "keyword-rest");
}

/** The expression at the source itself when it is used in place; else the first use of the name that it was given. */
function placeToWrap(file: LoadedFile, finding: Finding): Expression | null {
  const [source, ...steps] = finding.path;
  if (!source) return null;
  const at = offsetOf(file, source.line, source.column);
  const value = valueAt(file, at, [Op.Field, Op.Element, Op.Call]);
  const names = new Set<string>();
  if (value !== NONE) {
    const inPlace = expressionInPlace(file, file.view.start(value), file.view.end(value));
    if (inPlace) return inPlace;
    for (const name of namesAssigned(file, file.view.start(value), file.view.end(value))) names.add(name);
  } else {
    const name = /^[A-Za-z_$][\w$]*/.exec(file.text.slice(at))?.[0];
    if (name !== undefined) names.add(name);
  }
  if (names.size === 0) return null;
  for (const step of steps) {
    if (step.file !== file.source.path || step.kind === "missing") continue;
    const used = valueAt(file, offsetOf(file, step.line, step.column), [Op.Template, Op.Call, Op.Binary, Op.Object]);
    if (used === NONE) continue;
    const { view } = file;
    const from = view.op(used) === Op.Call ? startOfArguments(file, used) : view.start(used);
    const uses = [...names].flatMap((name) => usesOf(file, name, from, view.end(used)));
    // Data that goes on by another way as well is not sanitised by what stands on this one.
    if (uses.length > 1 || (uses.length === 1 && [...names].some((name) => isReadByMethod(file, name, at)))) return null;
    if (uses.length === 1) return uses[0] as Expression;
  }
  return null;
}

/** In a template, an argument, a property or a list: whoever reads it there sees the wrapped value alone. */
function expressionInPlace(file: LoadedFile, start: number, end: number): Expression | null {
  let stop = end;
  // What is read of it at once belongs to it: `request.body` in `request.body.question`.
  const tail = /^(?:(?:\?\.|\.)[A-Za-z_$][\w$]*|\[(?:"[^"\]]*"|'[^'\]]*'|\d+)\])+/.exec(file.text.slice(end));
  if (tail) stop += tail[0].length;
  const before = file.text.slice(Math.max(0, start - 40), start);
  const after = file.text.slice(stop, stop + 40);
  if (/\bawait\s*$/.test(before)) return null;
  const opened = /(?:\$\{|\{|[(,[:+])\s*$|(?:^|[^=!<>])=\s*$/.test(before);
  const closed = /^\s*(?:[,)}\]+;]|\r?\n|$)/.test(after);
  // The right side of an assignment is in place when one plain name gets it.
  if (
    /=\s*$/.test(before) &&
    !/(?:^|\n|;)\s*(?:(?:const|let|var)\s+)?[A-Za-z_$][\w$]*(?:\s*:\s*\w+)?\s*=\s*$/.test(file.text.slice(Math.max(0, start - 200), start))
  )
    return null;
  return opened && closed ? { start, end: stop, key: null } : null;
}

/** Names that the statement around a source gives it: `const { tone } = request.body`. */
function namesAssigned(file: LoadedFile, start: number, end: number): readonly string[] {
  const from = statementLine(file, start);
  const to = from === null ? null : statementEnd(file, from);
  if (from === null || to === null || to < end) return [];
  const head =
    /^\s*(?:const|let|var)?\s*(\{[^}]*\}|[A-Za-z_$][\w$]*(?:\s*,\s*[A-Za-z_$][\w$]*)*)(?:\s*:\s*[^=]+)?\s*=\s*(?:await\s+)?$/.exec(
      file.text.slice(from, start),
    );
  if (!head) return [];
  return (head[1] ?? "")
    .replace(/[{}]/g, "")
    .split(",")
    .map((part) => /([A-Za-z_$][\w$]*)\s*(?:=.*)?$/.exec(part.trim())?.[1] ?? "")
    .filter((name) => name !== "");
}

function startOfArguments(file: LoadedFile, call: number): number {
  return file.view.end(file.view.a(call));
}

/** The name, and what is read of it, as a whole operand. */
function usesOf(file: LoadedFile, name: string, from: number, to: number): Expression[] {
  const code = file.text.slice(from, to);
  const escaped = name.replaceAll("$", "\\$");
  const found: Expression[] = [];
  const pattern = new RegExp(
    `(?<![\\w$.])${escaped}(?:(?:\\?\\.|\\.)[A-Za-z_$][\\w$]*|\\[(?:"[^"\\]]*"|'[^'\\]]*'|\\d+)\\])*(?![\\w$(.\\[])`,
    "g",
  );
  for (const match of code.matchAll(pattern)) {
    const before = code.slice(0, match.index).trimEnd();
    const after = code.slice(match.index + match[0].length).trimStart();
    const opened = /(?:\$\{|[{(,[:+=])$/.test(before);
    const closed = /^[,)}\]+]/.test(after) || after === "";
    if (!opened || !closed || /^[:=]/.test(after)) continue;
    const isShorthand =
      file.language !== "python" &&
      /[{,]$/.test(before) &&
      !/\$\{$/.test(before) &&
      isObjectAt(file, from + match.index) &&
      match[0] === name;
    found.push({ start: from + match.index, end: from + match.index + match[0].length, key: isShorthand ? name : null });
  }
  return found;
}

/** What a method of it gives has a name too, or is given back: `data = await response.json()`. */
function isReadByMethod(file: LoadedFile, name: string, from: number): boolean {
  const around = file.facts.functions[functionAt(file, from)];
  const escaped = name.replaceAll("$", "\\$");
  return new RegExp(`(?:(?:^|[^=!<>])=|\\breturn)\\s*(?:await\\s+)?${escaped}\\??\\.[\\w$]+\\(`).test(
    file.text.slice(from, around?.end ?? file.text.length),
  );
}

/** The innermost literal or call around an offset is an object. */
function isObjectAt(file: LoadedFile, at: number): boolean {
  const { view } = file;
  let best = NONE;
  for (let value = 0; value < view.valueCount; value++) {
    const op = view.op(value);
    if (op !== Op.Object && op !== Op.Array && op !== Op.Call && op !== Op.Template) continue;
    if (!(view.start(value) < at && at < view.end(value))) continue;
    if (best === NONE || view.end(value) - view.start(value) < view.end(best) - view.start(best)) best = value;
  }
  return best !== NONE && view.op(best) === Op.Object;
}
