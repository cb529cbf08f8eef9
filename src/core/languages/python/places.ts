/** Names, attributes and subscripts: as values, and as places that calls and assignments write back to. */
import type { Place } from "../../facts/places.js";
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Located, Lowering } from "./lowering.js";

/** Names in the longest path that is written back (`a.b.c`): longer ones cost more than they tell. */
const LONGEST_PATH = 3;

/** Lowers an expression once and says where its value lives, when it lives somewhere. */
export function located(lowering: Lowering, node: NodeId): Located {
  return locatedWithin(lowering, node, LONGEST_PATH);
}

function locatedWithin(lowering: Lowering, node: NodeId, names: number): Located {
  const { builder, table } = lowering;
  switch (names > 0 ? table.kind(node) : "") {
    case "identifier": {
      const variable = builder.resolve(table.textOf(node));
      const value = lowering.expression(node);
      return { value, place: variable === null ? null : { kind: "variable", variable } };
    }
    case "attribute": {
      const object = locatedWithin(lowering, table.child(node, "object"), names - 1);
      const name = attributeName(lowering, node);
      const place: Place | null = object.place && { kind: "field", object: object.place, base: object.value, name };
      return { value: builder.field(object.value, name, lowering.range(node)), place };
    }
    case "subscript": {
      const object = locatedWithin(lowering, table.child(node, "value"), names - 1);
      const subscripts = table.childrenOf(node, "subscript");
      if (hasSlice(lowering, subscripts)) return { value: slice(lowering, node, object.value, subscripts), place: object.place };
      const key = subscriptKey(lowering, node, subscripts);
      const place: Place | null = object.place && { kind: "element", object: object.place, base: object.value, key };
      return { value: builder.element(object.value, key, lowering.range(node)), place };
    }
    case "call":
      return entryCall(lowering, node, names);
    default:
      return { value: lowering.expression(node), place: null };
  }
}

/** `groups.setdefault(key, []).append(x)`: what is given back is an entry, and changes to it are changes to the dictionary. */
function entryCall(lowering: Lowering, node: NodeId, names: number): Located {
  const { table } = lowering;
  const callee = table.child(node, "function");
  const isEntry =
    callee !== NO_NODE && table.kind(callee) === "attribute" && ["setdefault", "get"].includes(attributeName(lowering, callee));
  const value = lowering.expression(node);
  const owner = isEntry ? table.child(callee, "object") : NO_NODE;
  if (owner === NO_NODE || table.kind(owner) !== "identifier") return { value, place: null };
  const object = locatedWithin(lowering, owner, names - 1);
  return { value, place: object.place && { kind: "element", object: object.place, base: object.value, key: NONE } };
}

export function attributeName(lowering: Lowering, attribute: NodeId): string {
  const name = lowering.table.child(attribute, "attribute");
  return name === NO_NODE ? "" : lowering.table.textOf(name);
}

export function literalIndex(lowering: Lowering, index: number, node: NodeId): ValueId {
  return lowering.builder.literal(String(index), LiteralKind.Number, lowering.range(node));
}

export function hasSlice(lowering: Lowering, subscripts: readonly NodeId[]): boolean {
  return subscripts.some((one) => lowering.table.kind(one) === "slice");
}

export function subscriptKey(lowering: Lowering, node: NodeId, subscripts: readonly NodeId[]): ValueId {
  if (subscripts.length === 0) return NONE;
  if (subscripts.length === 1) return lowering.expression(subscripts[0] as NodeId);
  return lowering.builder.array(
    subscripts.map((one) => lowering.expression(one)),
    lowering.range(node),
  );
}

/**
 * `a[1:]` is a new sequence of elements of `a`: `[*a]`, so that elements keep their fields while indexes are forgotten.
 * Slices in several dimensions (`a[:, 0]`) are matrices: whatever is in `a` may be in them.
 */
function slice(lowering: Lowering, node: NodeId, object: ValueId, subscripts: readonly NodeId[]): ValueId {
  const { builder } = lowering;
  for (const one of subscripts) {
    for (const bound of lowering.table.kind(one) === "slice" ? lowering.children(one) : [one]) lowering.expression(bound);
  }
  const range = lowering.range(node);
  return subscripts.length === 1 ? builder.array([builder.spread(object, range)], range) : lowering.unknown(node, [object]);
}

function identifier(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.read(lowering.table.textOf(node), lowering.range(node));
}

function attribute(lowering: Lowering, node: NodeId): ValueId {
  const object = lowering.childValue(node, "object");
  return lowering.builder.field(object, attributeName(lowering, node), lowering.range(node));
}

function subscript(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const object = lowering.childValue(node, "value");
  const subscripts = table.childrenOf(node, "subscript");
  if (hasSlice(lowering, subscripts)) return slice(lowering, node, object, subscripts);
  return builder.element(object, subscriptKey(lowering, node, subscripts), lowering.range(node));
}

export const placeExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["identifier", identifier],
  ["attribute", attribute],
  ["subscript", subscript],
];
