/** Names, fields and array elements: as values, and as places that calls and assignments write back to. */
import type { Place } from "../../facts/places.js";
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Located, Lowering } from "./lowering.js";
import { readName, receiverOf } from "./names.js";
import { namedType } from "./types.js";

/** Names in the longest path that is written back (`a.b.c`): longer ones cost more than they tell. */
const LONGEST_PATH = 3;

/** Lowers an expression once and says where its value lives, when it lives somewhere. */
export function located(lowering: Lowering, node: NodeId, names = LONGEST_PATH): Located {
  const { table, builder } = lowering;
  if (node === NO_NODE) return { value: builder.unknown([], { start: 0, end: 0 }), place: null };
  switch (names > 0 ? table.kind(node) : "") {
    case "identifier":
      return readName(lowering, table.textOf(node), lowering.range(node));
    case "this":
      return { value: builder.readThis(lowering.range(node)), place: builder.thisPlace() };
    case "super":
      return { value: superOf(lowering, node), place: builder.thisPlace() };
    case "parenthesized_expression":
      return lowering.deeper(
        () => located(lowering, lowering.firstOf(node), names),
        () => ({ value: lowering.unknown(node), place: null }),
      );
    case "field_access":
      return field(lowering, node, names);
    case "array_access": {
      const array = located(lowering, table.child(node, "array"), names - 1);
      const key = lowering.childValue(node, "index");
      const place: Place | null = array.place && { kind: "element", object: array.place, base: array.value, key };
      return { value: builder.element(array.value, key, lowering.range(node)), place };
    }
    case "method_invocation":
      return entryCall(lowering, node, names);
    default:
      return { value: lowering.expression(node), place: null };
  }
}

function field(lowering: Lowering, node: NodeId, names: number): Located {
  const { table, builder } = lowering;
  const nameNode = table.child(node, "field");
  const objectNode = table.child(node, "object");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  const range = lowering.range(node);
  if (name === "this") return outerThis(lowering, objectNode, range);
  const packaged = packagedName(lowering, node);
  if (packaged !== null) return { value: namedType(lowering, packaged, range), place: null };
  const object = located(lowering, objectNode, names - 1);
  const place: Place | null = object.place && { kind: "field", object: object.place, base: object.value, name };
  return { value: builder.field(object.value, name, range), place };
}

/** `a.b.C` written out where nothing is called `a`. */
function packagedName(lowering: Lowering, node: NodeId): string | null {
  if (lowering.table.end(node) - lowering.table.start(node) > 200) return null;
  const text = lowering.table.textOf(node).replace(/\s+/g, "");
  const match = /^([a-z_]\w*)(?:\.[a-z_]\w*)*\.[A-Z]\w*$/.exec(text);
  return match && lowering.builder.resolve(match[1] as string) === null ? text : null;
}

/** `Outer.this`. */
function outerThis(lowering: Lowering, objectNode: NodeId, range: { start: number; end: number }): Located {
  const { builder, table } = lowering;
  const variable = objectNode === NO_NODE ? null : builder.resolve(table.textOf(objectNode));
  for (let open = lowering.owner; open; open = open.outer) {
    if (open.variable !== null && open.variable === variable) return receiverOf(lowering, open, range);
  }
  return { value: builder.readThis(range), place: null };
}

/** `groups.computeIfAbsent(key, …).add(x)`: what is given back is an entry, and changes to it are changes to the map. */
function entryCall(lowering: Lowering, node: NodeId, names: number): Located {
  const { table } = lowering;
  const value = lowering.expression(node);
  const name = table.child(node, "name");
  const owner = table.child(node, "object");
  const isEntry = name !== NO_NODE && /^(?:get|computeIfAbsent|getOrDefault|putIfAbsent)$/.test(table.textOf(name));
  if (!isEntry || owner === NO_NODE || table.kind(owner) !== "identifier") return { value, place: null };
  const object = located(lowering, owner, names - 1);
  return { value, place: object.place && { kind: "element", object: object.place, base: object.value, key: NONE } };
}

function superOf(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.superValue(lowering.owner?.id ?? NONE, lowering.range(node));
}

const read: ExpressionHandler = (lowering, node) => located(lowering, node).value;

export const placeExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["identifier", read],
  ["this", read],
  ["super", read],
  ["field_access", read],
  ["array_access", read],
  ["parenthesized_expression", (lowering, node) => lowering.onlyValue(node)],
];
