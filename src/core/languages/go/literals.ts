/** Literals: texts, numbers, and composite ones, which are objects and lists that know their type. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { resolveEscape, stringContent } from "./strings.js";
import { fieldNamesOf } from "./types.js";

function string(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.string(stringContent(lowering, node), lowering.range(node));
}

function literal(kind: LiteralKind): ExpressionHandler {
  return (lowering, node) => lowering.builder.literal(lowering.table.textOf(node), kind, lowering.range(node));
}

function rune(lowering: Lowering, node: NodeId): ValueId {
  const text = lowering.table.textOf(node).slice(1, -1);
  return lowering.builder.string(text.startsWith("\\") ? resolveEscape(text) : text, lowering.range(node));
}

function composite(lowering: Lowering, node: NodeId): ValueId {
  const { table } = lowering;
  const body = table.child(node, "body");
  const type = table.child(node, "type");
  if (body === NO_NODE || type === NO_NODE) return lowering.unknown(node);
  return literalOf(lowering, node, body, type);
}

/** A literal value of a type; the type of one inside of another may be left out in the code. */
function literalOf(lowering: Lowering, node: NodeId, body: NodeId, written: NodeId): ValueId {
  const { builder, table } = lowering;
  const type = withoutPointer(lowering, written);
  const range = lowering.range(node);
  switch (table.kind(type)) {
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type":
      return builder.array(
        lowering.children(body).map((item) => {
          const value = table.kind(item) === "keyed_element" ? table.child(item, "value") : item;
          return itemOf(lowering, value, table.child(type, "element"));
        }),
        range,
      );
    case "map_type":
      return builder.object(mapEntries(lowering, body, table.child(type, "value")), range);
    case "struct_type":
      return builder.object(structEntries(lowering, body, []), range);
    default:
      return builder.cast(namedLiteral(lowering, node, body, type), table.textOf(type), range);
  }
}

function withoutPointer(lowering: Lowering, type: NodeId): NodeId {
  return lowering.table.kind(type) === "pointer_type" ? lowering.firstOf(type) : type;
}

/** `T{…}` of a named type: an object unless it has values without names that no fields of the file are known for. */
function namedLiteral(lowering: Lowering, node: NodeId, body: NodeId, type: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const items = lowering.children(body);
  const open = lowering.types.get(table.textOf(type));
  const positional = items.length > 0 && items.every((item) => table.kind(item) !== "keyed_element");
  const fields = open ? fieldNamesOf(lowering, open) : [];
  if (positional && fields.length === 0)
    return builder.array(
      items.map((item) => itemOf(lowering, item, NO_NODE)),
      range,
    );
  const isMap = items.some((item) => table.kind(item) === "keyed_element" && !isFieldKey(lowering, item));
  return builder.object(isMap ? mapEntries(lowering, body, NO_NODE) : structEntries(lowering, body, fields), range);
}

function isFieldKey(lowering: Lowering, item: NodeId): boolean {
  const key = lowering.table.child(item, "key");
  return key !== NO_NODE && lowering.table.kind(lowering.firstOf(key)) === "identifier";
}

type Entry = { readonly key: string | null | ValueId; readonly value: ValueId };

function structEntries(lowering: Lowering, body: NodeId, fields: readonly string[]): Entry[] {
  const { table } = lowering;
  return lowering.children(body).map((item, index) => {
    if (table.kind(item) !== "keyed_element") return { key: fields[index] ?? NONE - 1, value: itemOf(lowering, item, NO_NODE) };
    return { key: lowering.text(table.child(item, "key")), value: itemOf(lowering, table.child(item, "value"), NO_NODE) };
  });
}

function mapEntries(lowering: Lowering, body: NodeId, valueType: NodeId): Entry[] {
  const { table } = lowering;
  return lowering.children(body).map((item) => {
    if (table.kind(item) !== "keyed_element") return { key: NONE - 1, value: itemOf(lowering, item, valueType) };
    const key = lowering.firstOf(table.child(item, "key"));
    const isText = key !== NO_NODE && /_string_literal$/.test(table.kind(key));
    const name = isText ? stringContent(lowering, key) : lowering.expression(key);
    return { key: name, value: itemOf(lowering, table.child(item, "value"), valueType) };
  });
}

function itemOf(lowering: Lowering, element: NodeId, type: NodeId): ValueId {
  if (element === NO_NODE) return NONE;
  const inner = lowering.table.kind(element) === "literal_element" ? lowering.firstOf(element) : element;
  if (inner === NO_NODE) return lowering.unknown(element);
  if (lowering.table.kind(inner) !== "literal_value") return lowering.expression(inner);
  return lowering.deeper(
    () => (type === NO_NODE ? untyped(lowering, inner) : literalOf(lowering, inner, inner, type)),
    () => lowering.unknown(inner),
  );
}

/** `{…}` whose type is that of a field or of a named list, which this file does not know. */
function untyped(lowering: Lowering, body: NodeId): ValueId {
  const { builder, table } = lowering;
  const items = lowering.children(body);
  const range = lowering.range(body);
  if (items.some((item) => table.kind(item) === "keyed_element"))
    return builder.object(
      items.every((item) => isFieldKey(lowering, item)) ? structEntries(lowering, body, []) : mapEntries(lowering, body, NO_NODE),
      range,
    );
  return builder.array(
    items.map((item) => itemOf(lowering, item, NO_NODE)),
    range,
  );
}

export const literalExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["interpreted_string_literal", string],
  ["raw_string_literal", string],
  ["rune_literal", rune],
  ["int_literal", literal(LiteralKind.Number)],
  ["float_literal", literal(LiteralKind.Number)],
  ["imaginary_literal", literal(LiteralKind.Number)],
  ["iota", literal(LiteralKind.Number)],
  ["true", literal(LiteralKind.Boolean)],
  ["false", literal(LiteralKind.Boolean)],
  ["nil", literal(LiteralKind.Null)],
  ["composite_literal", composite],
];
