/** String and template literals, escapes resolved. */
import type { Range } from "../../facts/places.js";
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import type { NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";

/** Content of a quoted string. */
export function stringText(file: FileLowering, node: NodeId): string {
  return resolveEscapes(file.table.text.slice(file.table.start(node) + 1, Math.max(file.table.start(node) + 1, file.table.end(node) - 1)));
}

const SINGLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "", "\r\n": "" };
const ESCAPE = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g;

function resolveEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, braced?: string, long?: string, short?: string, single?: string) => {
    if (single !== undefined) return SINGLE[single] ?? single;
    const code = Number.parseInt((braced ?? long ?? short) as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** A template literal; `range` is wider than the literal when it has a tag. One without substitutions is an ordinary string, unless a tag sees it. */
export function lowerTemplate(file: FileLowering, node: NodeId, tag: ValueId = NONE, range: Range = file.range(node)): ValueId {
  const { table, builder } = file;
  const parts: ValueId[] = [];
  let at = table.start(node) + 1;
  const textUntil = (end: number) => {
    if (end > at) parts.push(builder.literal(resolveEscapes(table.text.slice(at, end)), LiteralKind.String, { start: at, end }));
  };
  for (const child of table.namedChildren(node)) {
    if (table.kind(child) !== "template_substitution") continue;
    textUntil(table.start(child));
    const inner = file.firstNamed(child);
    if (inner >= 0) parts.push(file.lowerExpression(inner));
    at = table.end(child);
  }
  if (at === table.start(node) + 1 && tag === NONE)
    return builder.string(resolveEscapes(table.text.slice(at, Math.max(at, table.end(node) - 1))), file.range(node));
  textUntil(table.end(node) - 1);
  return builder.template(parts, tag, range);
}
