/** String literals: prefixes, escapes, f-strings and implicit concatenation. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";

/** Content of a string without interpolations (a docstring, a module name), null when it has some or is no string. */
export function plainString(lowering: Lowering, node: NodeId): string | null {
  const pieces = piecesOf(lowering, node);
  if (pieces === null || pieces.some((piece) => piece.text === null)) return null;
  return pieces.map((piece) => piece.text).join("");
}

/** Text between interpolations, or the node of an interpolated expression. */
interface Piece {
  readonly text: string | null;
  readonly node: NodeId;
}

function piecesOf(lowering: Lowering, node: NodeId): Piece[] | null {
  const { table } = lowering;
  const kind = table.kind(node);
  if (kind !== "string" && kind !== "concatenated_string") return null;
  const pieces: Piece[] = [];
  const strings = kind === "string" ? [node] : lowering.children(node);
  for (const string of strings) {
    for (let child = table.firstChild(string); child !== NO_NODE; child = table.nextSibling(child)) {
      const part = table.kind(child);
      if (part === "string_content") pieces.push({ text: content(lowering, child), node: child });
      else if (part === "interpolation") pieces.push({ text: null, node: child });
    }
  }
  return pieces;
}

function lowerString(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const pieces = piecesOf(lowering, node) ?? [];
  if (pieces.every((piece) => piece.text !== null)) {
    return builder.string(pieces.map((piece) => piece.text).join(""), lowering.range(node));
  }
  const parts: ValueId[] = [];
  for (let index = 0; index < pieces.length; ) {
    const first = pieces[index] as Piece;
    if (first.text === null) {
      const value = lowering.expression(table.child(first.node, "expression"));
      if (value !== NONE) parts.push(value);
      index++;
      continue;
    }
    let text = "";
    let last = first.node;
    for (let piece: Piece | undefined = first; piece && piece.text !== null; piece = pieces[++index]) {
      text += piece.text;
      last = piece.node;
    }
    parts.push(builder.string(text, { start: table.start(first.node), end: table.end(last) }));
  }
  return builder.template(parts, NONE, lowering.range(node));
}

function content(lowering: Lowering, node: NodeId): string {
  const { table } = lowering;
  if (table.firstChild(node) === NO_NODE) return table.textOf(node);
  let text = "";
  let at = table.start(node);
  for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
    text += table.text.slice(at, table.start(child)) + resolveEscape(table.textOf(child));
    at = table.end(child);
  }
  return text + table.text.slice(at, table.end(node));
}

const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** One escape sequence, or `{{` and `}}` of an f-string. Named characters (`\N{…}`) stay as they are written. */
function resolveEscape(sequence: string): string {
  if (sequence[0] !== "\\") return sequence === "{{" || sequence === "}}" ? (sequence[0] as string) : sequence;
  const letter = sequence[1] ?? "";
  if (letter === "\n" || letter === "\r") return "";
  if (letter >= "0" && letter <= "7") return String.fromCharCode(Number.parseInt(sequence.slice(1), 8));
  if (letter === "x" || letter === "u" || letter === "U") {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : sequence;
  }
  return letter === "N" ? sequence : (SIMPLE[letter] ?? sequence.slice(1));
}

export const stringExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["string", lowerString],
  ["concatenated_string", lowerString],
];
