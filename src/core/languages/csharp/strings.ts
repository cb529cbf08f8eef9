/** String literals: regular, verbatim, raw and interpolated ones. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";

/** Content of a string without interpolations, null when the node is something else. */
export function plainString(lowering: Lowering, node: NodeId): string | null {
  if (node === NO_NODE) return null;
  const { table } = lowering;
  switch (table.kind(node)) {
    case "string_literal":
    case "character_literal":
      return regularText(lowering, node);
    case "verbatim_string_literal":
      return table
        .textOf(node)
        .replace(/^@"|"(?:[uU]8)?$/g, "")
        .replaceAll('""', '"');
    case "raw_string_literal": {
      const content = table.childOfKind(node, "raw_string_content");
      return content === NO_NODE ? "" : withoutIndent(table.textOf(content));
    }
    default:
      return null;
  }
}

function regularText(lowering: Lowering, node: NodeId): string {
  const { table } = lowering;
  let text = "";
  for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
    const kind = table.kind(child);
    if (kind === "escape_sequence") text += resolveEscape(table.textOf(child));
    else if (kind === "string_literal_content" || kind === "character_literal_content") text += table.textOf(child);
  }
  return text;
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\x1b",
  "0": "\0",
};

function resolveEscape(sequence: string): string {
  const letter = sequence[1] ?? "";
  if (letter === "x" || letter === "u" || letter === "U") {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : sequence;
  }
  return SIMPLE[letter] ?? letter;
}

/** Lines of a raw string lose the indent of its last line, and the first and last line breaks. */
function withoutIndent(content: string): string {
  if (!content.includes("\n")) return content;
  const lines = content.replace(/\r/g, "").split("\n");
  const indent = lines[lines.length - 1] as string;
  if (indent.trim() !== "" || (lines[0] as string).trim() !== "") return content;
  return lines
    .slice(1, -1)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join("\n");
}

const literal: ExpressionHandler = (lowering, node) => {
  const text = plainString(lowering, node);
  return text === null ? lowering.unknown(node) : lowering.builder.string(text, lowering.range(node));
};

const interpolated: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const parts: ValueId[] = [];
  const isVerbatim = /^[$@]*@/.test(table.text.slice(table.start(node), table.start(node) + 3));
  let text = "";
  let start = -1;
  let end = -1;
  const flush = (): void => {
    if (start >= 0) parts.push(builder.string(text, { start, end }));
    text = "";
    start = -1;
  };
  for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
    const kind = table.kind(child);
    if (kind === "string_content" || kind === "escape_sequence") {
      if (start < 0) start = table.start(child);
      end = table.end(child);
      const written = table.textOf(child);
      text += kind === "escape_sequence" ? resolveEscape(written) : unbraced(isVerbatim ? written.replaceAll('""', '"') : written);
    } else if (kind === "interpolation") {
      flush();
      const value = lowering.expression(expressionOf(lowering, child));
      if (value !== NONE) parts.push(value);
    }
  }
  flush();
  const range = lowering.range(node);
  if (parts.length === 0) return builder.string("", range);
  return builder.template(parts, NONE, range);
};

function unbraced(text: string): string {
  return text.replaceAll("{{", "{").replaceAll("}}", "}");
}

/** What is inside of the braces, without alignment and format. */
function expressionOf(lowering: Lowering, interpolation: NodeId): NodeId {
  for (const child of lowering.children(interpolation)) {
    if (!/^interpolation_/.test(lowering.table.kind(child))) return child;
  }
  return NO_NODE;
}

export const stringExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["string_literal", literal],
  ["verbatim_string_literal", literal],
  ["raw_string_literal", literal],
  ["character_literal", literal],
  ["interpolated_string_expression", interpolated],
];
