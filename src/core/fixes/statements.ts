/** Where statements begin and end, told from facts and text: a fix may only write between them. */
import { B, NONE, Op } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import { functionAt } from "./fixFiles.js";

/** Lines that one statement may span before the search gives up. */
const LONGEST = 80;

/** Offset of the first character of the line where the statement around `offset` begins; null when that cannot be told. */
export function statementLine(file: LoadedFile, offset: number): number | null {
  const { lineStarts } = file.facts;
  let line = lineNumber(file, offset);
  for (let tries = 0; tries < LONGEST && line >= 0; tries++, line--) {
    if (isBoundary(file, line)) return aboveDecorators(file, line);
  }
  return line < 0 ? (lineStarts[0] ?? 0) : null;
}

/** End of the statement that begins at a line: the offset behind its last character, without the line break. */
export function statementEnd(file: LoadedFile, start: number): number | null {
  const first = lineNumber(file, start);
  const indent = indentAt(file, start);
  for (let line = first + 1; line <= first + LONGEST && line < file.facts.lineStarts.length; line++) {
    const text = lineText(file, line);
    const depth = indentOf(text).length;
    if (text.trim() === "" || depth > indent.length || isInText(file, line)) continue;
    // What closes the statement stands as far in as it; what closes the block around it stands further out.
    if (depth < indent.length || isBoundary(file, line)) return endOfCode(file, line);
  }
  return file.facts.lineStarts.length <= first + LONGEST ? file.text.trimEnd().length : null;
}

export function lineNumber(file: LoadedFile, offset: number): number {
  const { lineStarts } = file.facts;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function lineText(file: LoadedFile, line: number): string {
  const { lineStarts } = file.facts;
  return file.text.slice(lineStarts[line] ?? file.text.length, lineStarts[line + 1] ?? file.text.length).replace(/\r?\n$/, "");
}

/** White space in front of the line that an offset is in. */
export function indentAt(file: LoadedFile, offset: number): string {
  return indentOf(lineText(file, lineNumber(file, offset)));
}

export function lineBreakOf(file: LoadedFile): string {
  return file.text.includes("\r\n") ? "\r\n" : "\n";
}

/** A line that begins inside of a string over several lines. */
export function isInText(file: LoadedFile, line: number): boolean {
  const { view } = file;
  const at = file.facts.lineStarts[line] as number;
  for (let value = 0; value < view.valueCount; value++) {
    const op = view.op(value);
    if ((op !== Op.Template && op !== Op.Literal) || view.start(value) >= at || at >= view.end(value)) continue;
    if (/^[^\n]*(?:`|"""|''')/.test(file.text.slice(view.start(value), view.end(value)))) return true;
  }
  return false;
}

function indentOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? "";
}

function endOfCode(file: LoadedFile, before: number): number {
  let line = before - 1;
  while (line > 0 && lineText(file, line).trim() === "") line--;
  return (file.facts.lineStarts[line] as number) + lineText(file, line).trimEnd().length;
}

const COMPOUND = /^(?:try|if|for|foreach|while|do|switch|match|with|async|select|using|lock)\b/;
const LONGEST_KEYWORD = 10;

/** A line on which a statement begins: nothing of the same function reaches into it from above. */
function isBoundary(file: LoadedFile, line: number): boolean {
  const text = lineText(file, line);
  const trimmed = text.trim();
  if (
    trimmed === "" ||
    /^(?:[.?:)\]},+*/%&|<>=]|&&|\|\||else\b|catch\b|finally\b|elif\b|except\b|case\b|default\b|and\b|or\b|for .* in .*[)\]]$)/.test(trimmed)
  )
    return false;
  if (continues(previousCode(file, line))) return false;
  const at = (file.facts.lineStarts[line] as number) + indentOf(text).length;
  const inside = functionAt(file, at);
  const { view } = file;
  for (let value = 0; value < view.valueCount; value++) {
    const op = view.op(value);
    if (op === Op.Function || op === Op.Class || op === Op.Parameter || !(view.start(value) < at && at < view.end(value))) continue;
    // What branches and loops leave in a variable stands at the whole of them.
    if (op === Op.Choice && COMPOUND.test(file.text.slice(view.start(value), view.start(value) + LONGEST_KEYWORD))) continue;
    const block = view.block(value);
    // A value of an enclosing function is around the whole function, not a part of this statement.
    if (block === NONE || view.blockColumn(block, B.Function) === inside) return false;
  }
  return !inParameters(file, at);
}

function inParameters(file: LoadedFile, at: number): boolean {
  return file.facts.functions.some(
    (one) => one.start < at && at < one.end && one.body !== NONE && at < file.view.blockColumn(one.body, B.Start),
  );
}

function previousCode(file: LoadedFile, line: number): string {
  for (let at = line - 1; at >= 0; at--) {
    const text = lineText(file, at).trim();
    if (text !== "" && !/^(?:\/\/|#|\*|\/\*)/.test(text)) return text;
  }
  return "";
}

/** True when a line asks for more: an operator, an opening bracket of an expression, a head without braces. */
function continues(text: string): boolean {
  const code = text.replace(/\s*(?:\/\/|#).*$/, "");
  return (
    /(?:[=,([+\-*/%&|?<\\]|=>|:\s*\(|\b(?:return|await|in|not|and|or))$/.test(code) ||
    /^(?:if|for|while)\s*\(.*\)$/.test(code) ||
    /^else$/.test(code)
  );
}

function aboveDecorators(file: LoadedFile, line: number): number {
  let at = line;
  while (at > 0 && /^\s*@\w/.test(lineText(file, at - 1))) at--;
  return file.facts.lineStarts[at] as number;
}
