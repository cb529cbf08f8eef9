/** Operators, type assertions and conversions. Long chains of one operator are folded in a loop, not by recursion. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";

function operatorOf(lowering: Lowering, node: NodeId): string {
  return lowering.text(lowering.table.child(node, "operator"));
}

function binary(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const spine: NodeId[] = [];
  let first = node;
  for (; first !== NO_NODE && table.kind(first) === "binary_expression"; first = table.child(first, "left")) spine.push(first);
  let value = first === NO_NODE ? lowering.unknown(node) : lowering.expression(first);
  for (const one of spine.reverse()) {
    const left = value;
    const operator = operatorOf(lowering, one);
    const right = () => lowering.childValue(one, "right");
    const range = lowering.range(one);
    if (operator === "&&") value = builder.conditional(left, right, () => left, range);
    else if (operator === "||") value = builder.conditional(left, () => left, right, range);
    else value = builder.binary(left, operator, right(), range);
  }
  return value;
}

function unary(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const operator = operatorOf(lowering, node);
  const operand = table.child(node, "operand");
  // A pointer means what it points to.
  if (operator === "&" || operator === "*") return lowering.childValue(node, "operand");
  if (operator === "<-") return builder.element(lowering.childValue(node, "operand"), NONE, lowering.range(node));
  if (operator === "-" && operand !== NO_NODE && /^(?:int|float)_literal$/.test(table.kind(operand)))
    return builder.literal(`-${table.textOf(operand)}`, LiteralKind.Number, lowering.range(node));
  return builder.binary(NONE, operator, lowering.childValue(node, "operand"), lowering.range(node));
}

function assertion(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  return builder.cast(lowering.childValue(node, "operand"), lowering.text(table.child(node, "type")), lowering.range(node));
}

const inner: ExpressionHandler = (lowering, node) => lowering.onlyValue(node);

export const operatorExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["binary_expression", binary],
  ["unary_expression", unary],
  ["type_assertion_expression", assertion],
  ["parenthesized_expression", inner],
  ["type_instantiation_expression", (lowering, node) => lowering.childValue(node, "type")],
];
