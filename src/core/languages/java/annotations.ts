/** Annotations, as constructions with arguments: `@PostMapping("/x")` and `@Override` alike. */
import type { Argument } from "../../facts/places.js";
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { typeValue } from "./types.js";

/** Annotations of a declaration, outermost first. */
export function annotationsOf(lowering: Lowering, declaration: NodeId): ValueId[] {
  const { table } = lowering;
  const modifiers = table.childOfKind(declaration, "modifiers");
  return [...(modifiers === NO_NODE ? [] : lowering.children(modifiers)), ...lowering.children(declaration)]
    .filter((child) => /annotation$/.test(table.kind(child)))
    .map((child) => lowering.expression(child));
}

function annotation(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const callee = typeValue(lowering, table.child(node, "name"));
  const list = table.child(node, "arguments");
  const args = list === NO_NODE ? [] : lowering.children(list).map((child) => element(lowering, child));
  return builder.call(callee, args, 0, lowering.range(node));
}

function element(lowering: Lowering, node: NodeId): Argument {
  const { table } = lowering;
  if (table.kind(node) !== "element_value_pair") return { value: lowering.expression(node) };
  const key = table.child(node, "key");
  const value = lowering.childValue(node, "value");
  return key === NO_NODE ? { value } : { name: table.textOf(key), value };
}

/** `{"a", "b"}`: an array of what an annotation or an array takes. */
const array: ExpressionHandler = (lowering, node) =>
  lowering.builder.array(
    lowering.children(node).map((child) => lowering.expression(child)),
    lowering.range(node),
  );

export const annotationExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["annotation", annotation],
  ["marker_annotation", annotation],
  ["element_value_array_initializer", array],
  ["array_initializer", array],
];
