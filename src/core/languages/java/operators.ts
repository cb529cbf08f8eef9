/** Operators, assignments, conditions and literals other than strings. Long chains are folded in a loop, not by recursion. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { located } from "./places.js";
import { typeText } from "./types.js";

function operatorText(lowering: Lowering, node: NodeId): string {
  const operator = lowering.table.child(node, "operator");
  return operator === NO_NODE ? "" : lowering.table.textOf(operator);
}

function binary(lowering: Lowering, node: NodeId): ValueId {
  const { table, builder } = lowering;
  const chain: NodeId[] = [];
  let leftmost = node;
  while (leftmost !== NO_NODE && table.kind(leftmost) === "binary_expression") {
    chain.push(leftmost);
    leftmost = table.child(leftmost, "left");
  }
  let value = leftmost === NO_NODE ? lowering.unknown(node) : lowering.expression(leftmost);
  for (const one of chain.reverse()) {
    const left = value;
    const operator = operatorText(lowering, one);
    const range = lowering.range(one);
    if (operator === "&&" || operator === "||") {
      const keep = () => left;
      const go = () => lowering.childValue(one, "right");
      value = builder.conditional(left, operator === "||" ? keep : go, operator === "||" ? go : keep, range);
    } else value = builder.binary(left, operator, lowering.childValue(one, "right"), range);
  }
  return value;
}

function assignment(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const operator = operatorText(lowering, node).slice(0, -1);
  const { value: before, place } = located(lowering, table.child(node, "left"));
  const right = lowering.childValue(node, "right");
  const value = operator === "" ? right : builder.binary(before, operator, right, range);
  if (place) builder.write(place, value, range);
  return value;
}

function update(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const { value: before, place } = located(lowering, lowering.firstOf(node));
  const operator = table.textOf(node).includes("++") ? "+" : "-";
  const value = builder.binary(before, operator, builder.literal("1", LiteralKind.Number, range), range);
  if (place) builder.write(place, value, range);
  return value;
}

function unary(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const operand = table.child(node, "operand");
  const operator = operatorText(lowering, node);
  if (operator === "-" && operand !== NO_NODE && /_literal$/.test(table.kind(operand)))
    return builder.literal(table.textOf(node), LiteralKind.Number, lowering.range(node));
  return builder.binary(NONE, operator, lowering.childValue(node, "operand"), lowering.range(node));
}

function ternary(lowering: Lowering, node: NodeId): ValueId {
  const condition = lowering.childValue(node, "condition");
  return lowering.builder.conditional(
    condition,
    () => lowering.childValue(node, "consequence"),
    () => lowering.childValue(node, "alternative"),
    lowering.range(node),
  );
}

function cast(lowering: Lowering, node: NodeId): ValueId {
  const type = typeText(lowering, lowering.table.child(node, "type"));
  const value = lowering.childValue(node, "value");
  return type === undefined ? value : lowering.builder.cast(value, type, lowering.range(node));
}

function literal(kind: LiteralKind): ExpressionHandler {
  return (lowering, node) => lowering.builder.literal(lowering.table.textOf(node), kind, lowering.range(node));
}

export const operatorExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["binary_expression", binary],
  ["assignment_expression", assignment],
  ["update_expression", update],
  ["unary_expression", unary],
  ["ternary_expression", ternary],
  ["cast_expression", cast],
  ["true", literal(LiteralKind.Boolean)],
  ["false", literal(LiteralKind.Boolean)],
  ["null_literal", literal(LiteralKind.Null)],
  ...["decimal_integer", "hex_integer", "octal_integer", "binary_integer", "decimal_floating_point", "hex_floating_point"].map(
    (kind) => [`${kind}_literal`, literal(LiteralKind.Number)] as const,
  ),
];
