/** Content of string literals. */
import type { NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

export function resolveEscape(sequence: string): string {
  const letter = sequence[1] ?? "";
  if (letter >= "0" && letter <= "7") return String.fromCharCode(Number.parseInt(sequence.slice(1), 8));
  if (letter === "x" || letter === "u" || letter === "U") {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : sequence;
  }
  return SIMPLE[letter] ?? sequence.slice(1);
}

/** Content of a string literal, escapes resolved. */
export function stringContent(lowering: Lowering, node: NodeId): string {
  const { table } = lowering;
  const children = lowering.children(node);
  if (children.length === 0) return table.textOf(node).slice(1, -1);
  return children
    .map((child) => (table.kind(child) === "escape_sequence" ? resolveEscape(table.textOf(child)) : table.textOf(child)))
    .join("");
}
