/** String literals, text blocks and characters. */
import { LiteralKind, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";

function string(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const written = table.textOf(node);
  const isBlock = written.startsWith('"""');
  if (table.childOfKind(node, "string_interpolation") !== NO_NODE) return interpolated(lowering, node);
  const inner = isBlock ? written.slice(3, written.endsWith('"""') && written.length >= 6 ? -3 : undefined) : written.slice(1, -1);
  return builder.string(resolveEscapes(isBlock ? stripIndent(inner) : inner), lowering.range(node));
}

/** `STR."Hello \{name}"`. */
function interpolated(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const parts: ValueId[] = [];
  for (const child of lowering.children(node)) {
    if (table.kind(child) === "string_interpolation") parts.push(lowering.onlyValue(child));
    else parts.push(builder.string(resolveEscapes(table.textOf(child)), lowering.range(child)));
  }
  return builder.template(parts, -1, lowering.range(node));
}

/** The text after the first line break, without the blanks that all of its lines begin with. */
function stripIndent(block: string): string {
  const lines = block.replace(/\r\n?/g, "\n").split("\n");
  lines.shift();
  const last = lines.length - 1;
  const counted = lines.filter((line, index) => line.trim() !== "" || index === last);
  const indent = Math.min(...counted.map((line) => line.length - line.trimStart().length));
  return lines.map((line, index) => (index === last && line.trim() === "" ? "" : line.slice(indent).trimEnd())).join("\n");
}

const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", s: " ", "\n": "" };

function resolveEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|[\s\S])/g, (_, code: string) => {
    if (code.length > 1 && code[0] === "u") return String.fromCharCode(Number.parseInt(code.replace(/^u+/, ""), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return SIMPLE[code] ?? code;
  });
}

const character: ExpressionHandler = (lowering, node) =>
  lowering.builder.literal(resolveEscapes(lowering.table.textOf(node).slice(1, -1)), LiteralKind.String, lowering.range(node));

export const stringExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["string_literal", string],
  ["character_literal", character],
  ["template_expression", (lowering, node) => lowering.childValue(node, "template_argument")],
];
