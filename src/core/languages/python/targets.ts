/** Left-hand sides: names, unpacking, attributes and subscripts of assignments, loops, `with`, `except` and `del`. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { attributeName, hasSlice, literalIndex, located, subscriptKey } from "./places.js";

const SEQUENCES = new Set(["pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"]);
const WRAPPERS = new Set(["as_pattern_target", "parenthesized_expression", "type"]);
const STARRED = new Set(["list_splat_pattern", "list_splat"]);

/** Binds `value` to a target. */
export function bind(lowering: Lowering, target: NodeId, value: ValueId): void {
  if (target === NO_NODE) return;
  const { builder, table } = lowering;
  const kind = table.kind(target);
  if (kind === "identifier") {
    assignName(lowering, table.textOf(target), value);
  } else if (kind === "attribute") {
    const object = located(lowering, table.child(target, "object"));
    builder.write(
      { kind: "field", object: object.place, base: object.value, name: attributeName(lowering, target) },
      value,
      lowering.range(target),
    );
  } else if (kind === "subscript") {
    const object = located(lowering, table.child(target, "value"));
    const subscripts = table.childrenOf(target, "subscript");
    // Assigning to a slice replaces elements by those of the value.
    const sliced = hasSlice(lowering, subscripts);
    const key = sliced ? NONE : subscriptKey(lowering, target, subscripts);
    const range = lowering.range(target);
    builder.write(
      { kind: "element", object: object.place, base: object.value, key },
      sliced ? builder.element(value, NONE, range) : value,
      range,
    );
  } else if (SEQUENCES.has(kind)) {
    lowering.deeper(
      () => unpack(lowering, target, value),
      () => undefined,
    );
  } else if (WRAPPERS.has(kind)) {
    lowering.deeper(
      () => bind(lowering, lowering.firstOf(target), value),
      () => undefined,
    );
  } else if (STARRED.has(kind)) {
    bindRest(lowering, target, value);
  } else {
    lowering.expression(target);
  }
}

/** Assigns to the variable that `name` means here. */
export function assignName(lowering: Lowering, name: string, value: ValueId): void {
  const variable = lowering.builder.resolve(name);
  if (variable !== null) lowering.builder.assign(variable, value);
}

function unpack(lowering: Lowering, target: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  const parts = lowering.children(target);
  const star = parts.findIndex((part) => STARRED.has(table.kind(part)));
  parts.forEach((part, index) => {
    // After a starred target the position is known from the end only.
    const position = star >= 0 && index > star ? index - parts.length : index;
    if (index === star) bindRest(lowering, part, value);
    else bind(lowering, part, builder.element(value, literalIndex(lowering, position, part), lowering.range(part)));
  });
}

/** `*rest` becomes a new list of elements of the value. */
function bindRest(lowering: Lowering, starred: NodeId, value: ValueId): void {
  const range = lowering.range(starred);
  bind(lowering, lowering.firstOf(starred), lowering.builder.array([lowering.builder.spread(value, range)], range));
}
