/** Names, selectors and elements: as values, and as places that calls and assignments write back to. */
import type { Place } from "../../facts/places.js";
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Located, Lowering } from "./lowering.js";

/** Names in the longest path that is written back (`a.b.c`): longer ones cost more than they tell. */
const LONGEST_PATH = 3;

/** Lowers an expression once and says where its value lives, when it lives somewhere. */
export function located(lowering: Lowering, node: NodeId): Located {
  return within(lowering, node, LONGEST_PATH);
}

function within(lowering: Lowering, node: NodeId, names: number): Located {
  const { builder, table } = lowering;
  switch (node !== NO_NODE && names > 0 ? table.kind(node) : "") {
    case "identifier": {
      const variable = builder.resolve(table.textOf(node));
      const value = lowering.expression(node);
      return { value, place: variable === null || lowering.definitions.has(variable) ? null : { kind: "variable", variable } };
    }
    case "selector_expression": {
      const object = within(lowering, table.child(node, "operand"), names - 1);
      const name = fieldName(lowering, node);
      const place: Place | null = object.place && { kind: "field", object: object.place, base: object.value, name };
      return { value: builder.field(object.value, name, lowering.range(node)), place };
    }
    case "index_expression": {
      const object = within(lowering, table.child(node, "operand"), names - 1);
      const key = lowering.childValue(node, "index");
      const place: Place | null = object.place && { kind: "element", object: object.place, base: object.value, key };
      return { value: builder.element(object.value, key, lowering.range(node)), place };
    }
    case "parenthesized_expression":
      return lowering.deeper(
        () => within(lowering, lowering.firstOf(node), names),
        () => ({ value: lowering.unknown(node), place: null }),
      );
    case "unary_expression": {
      const operator = lowering.text(table.child(node, "operator"));
      if (operator !== "&" && operator !== "*") break;
      const operand = lowering.deeper(
        () => within(lowering, table.child(node, "operand"), names),
        () => ({ value: lowering.unknown(node), place: null }),
      );
      return operator === "&" ? { ...operand, byReference: true } : operand;
    }
    case "call_expression": {
      // `json.NewEncoder(&buffer).Encode(x)`: what is written to a writer around a place is written to the place.
      const callee = table.child(node, "function");
      if (callee === NO_NODE || table.kind(callee) !== "selector_expression" || !/^New(?:Encoder|Writer)/.test(fieldName(lowering, callee)))
        break;
      const value = lowering.expression(node);
      const target = lowering.firstOf(table.child(node, "arguments"));
      return { value, place: target === NO_NODE ? null : placeOf(lowering, target) };
    }
    default:
  }
  return { value: node === NO_NODE ? lowering.builder.unknown([], { start: 0, end: 0 }) : lowering.expression(node), place: null };
}

/** Where a variable, or a pointer to one, lives. */
function placeOf(lowering: Lowering, node: NodeId): Place | null {
  const { builder, table } = lowering;
  const target = table.kind(node) === "unary_expression" ? table.child(node, "operand") : node;
  if (target === NO_NODE || table.kind(target) !== "identifier") return null;
  const variable = builder.resolve(table.textOf(target));
  return variable === null || lowering.definitions.has(variable) ? null : { kind: "variable", variable };
}

export function fieldName(lowering: Lowering, selector: NodeId): string {
  return lowering.text(lowering.table.child(selector, "field"));
}

function identifier(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.read(lowering.table.textOf(node), lowering.range(node));
}

function selector(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.field(lowering.childValue(node, "operand"), fieldName(lowering, node), lowering.range(node));
}

function index(lowering: Lowering, node: NodeId): ValueId {
  const object = lowering.childValue(node, "operand");
  return lowering.builder.element(object, lowering.childValue(node, "index"), lowering.range(node));
}

/** `a[1:]` is a new list of elements of `a`, so that elements keep their fields while indexes are forgotten. */
function slice(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const operand = lowering.childValue(node, "operand");
  for (const bound of ["start", "end", "capacity"]) lowering.expression(table.child(node, bound));
  const range = lowering.range(node);
  return builder.array([builder.spread(operand, range)], range);
}

/** A type in the place of a value: `(*T)(nil)`, `make(T)`. */
export function typeValue(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  switch (node === NO_NODE ? "" : table.kind(node)) {
    case "type_identifier":
      return builder.read(table.textOf(node), lowering.range(node));
    case "qualified_type": {
      const range = lowering.range(node);
      return builder.field(
        builder.read(lowering.text(table.child(node, "package")), range),
        lowering.text(table.child(node, "name")),
        range,
      );
    }
    case "generic_type":
      return typeValue(lowering, table.child(node, "type"));
    case "pointer_type":
    case "parenthesized_type":
    case "type_elem":
      return lowering.deeper(
        () => typeValue(lowering, lowering.firstOf(node)),
        () => lowering.unknown(node),
      );
    default:
      return node === NO_NODE ? builder.unknown([], { start: 0, end: 0 }) : lowering.unknown(node);
  }
}

export const placeExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["identifier", identifier],
  ["selector_expression", selector],
  ["index_expression", index],
  ["slice_expression", slice],
  ["type_identifier", typeValue],
  ["qualified_type", typeValue],
  ["generic_type", typeValue],
  ["pointer_type", typeValue],
];
