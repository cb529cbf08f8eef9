/** JSX: elements with their attributes and children. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";

export function lowerMarkup(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const opening = table.kind(node) === "jsx_element" ? table.child(node, "open_tag") : node;
  const attributes: { name: string | null; value: ValueId }[] = [];
  if (opening === NO_NODE) return builder.unknown([], file.range(node));
  const tagNode = table.child(opening, "name");
  const tagName = tagNode === NO_NODE ? "" : table.textOf(tagNode);
  const isComponent = tagNode !== NO_NODE && (table.kind(tagNode) === "member_expression" || /^[A-Z_$]/.test(tagName));
  const tag = isComponent ? file.lowerExpression(tagNode) : NONE;
  for (const attribute of table.childrenOf(opening, "attribute")) attributes.push(lowerAttribute(file, attribute));
  if (opening !== node) {
    for (const child of table.namedChildren(node)) {
      const value = lowerChild(file, child);
      if (value !== NONE) attributes.push({ name: null, value });
    }
  }
  return builder.markup(tag, tagName, attributes, file.range(node));
}

function lowerAttribute(file: FileLowering, node: NodeId): { name: string | null; value: ValueId } {
  const { table, builder } = file;
  if (table.kind(node) !== "jsx_attribute") return { name: null, value: file.lowerExpression(node) };
  const [name = NO_NODE, value = NO_NODE] = table.namedChildren(node);
  const text = name === NO_NODE ? "" : table.textOf(name);
  if (value === NO_NODE) return { name: text, value: builder.literal("true", LiteralKind.Boolean, file.range(node)) };
  if (table.kind(value) === "string") return { name: text, value: builder.string(table.textOf(value).slice(1, -1), file.range(value)) };
  return { name: text, value: file.lowerExpression(value, name) };
}

function lowerChild(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  switch (table.kind(node)) {
    case "jsx_opening_element":
    case "jsx_closing_element":
      return NONE;
    case "jsx_text":
    case "html_character_reference": {
      const text = table.textOf(node).trim();
      return text === "" ? NONE : builder.string(text, file.range(node));
    }
    case "jsx_expression":
      // `{/* comment */}` has nothing in it.
      return file.firstNamed(node) === NO_NODE ? NONE : file.lowerExpression(node);
    default:
      return file.lowerExpression(node);
  }
}
