/** Operators, conditions and literals other than strings. Long chains of one operator are folded in a loop, not by recursion. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import type { NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { assignName } from "./targets.js";

/** Nodes of `kind` down the left operands, outermost first. */
function leftSpine(lowering: Lowering, node: NodeId, kind: string): { readonly spine: NodeId[]; readonly first: NodeId } {
  const { table } = lowering;
  const spine: NodeId[] = [];
  let at = node;
  for (; table.kind(at) === kind; at = table.child(at, "left")) spine.push(at);
  return { spine, first: at };
}

function operatorText(lowering: Lowering, node: NodeId): string {
  return lowering.table.textOf(lowering.table.child(node, "operator"));
}

function binary(lowering: Lowering, node: NodeId): ValueId {
  const { builder } = lowering;
  const { spine, first } = leftSpine(lowering, node, "binary_operator");
  let value = lowering.expression(first);
  for (const one of spine.reverse()) {
    const right = lowering.childValue(one, "right");
    value = builder.binary(value, operatorText(lowering, one), right, lowering.range(one));
  }
  return value;
}

/** `a or b` is `a` when `a` is true, else `b`; `a and b` the other way round. */
function boolean(lowering: Lowering, node: NodeId): ValueId {
  const { builder } = lowering;
  const { spine, first } = leftSpine(lowering, node, "boolean_operator");
  let value = lowering.expression(first);
  for (const one of spine.reverse()) {
    const left = value;
    const keep = () => left;
    const go = () => lowering.childValue(one, "right");
    const isOr = operatorText(lowering, one) === "or";
    value = builder.conditional(left, isOr ? keep : go, isOr ? go : keep, lowering.range(one));
  }
  return value;
}

function comparison(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const operators = table.childrenOf(node, "operators").map((one) => table.textOf(one).replace(/\s+/g, " "));
  const operands = lowering.children(node).filter((child) => table.field(child) !== "operators");
  let left = lowering.expression(operands[0] as NodeId);
  let result: ValueId = NONE;
  for (let index = 1; index < operands.length; index++) {
    const right = lowering.expression(operands[index] as NodeId);
    const one = builder.binary(left, operators[index - 1] ?? "==", right, lowering.range(node));
    result = result === NONE ? one : builder.binary(result, "and", one, lowering.range(node));
    left = right;
  }
  return result === NONE ? left : result;
}

function not(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.binary(NONE, "not", lowering.childValue(node, "argument"), lowering.range(node));
}

function unary(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const argument = table.child(node, "argument");
  const operator = operatorText(lowering, node);
  const kind = table.kind(argument);
  if (operator === "-" && (kind === "integer" || kind === "float")) {
    return builder.literal(`-${table.textOf(argument)}`, LiteralKind.Number, lowering.range(node));
  }
  return builder.binary(NONE, operator, lowering.childValue(node, "argument"), lowering.range(node));
}

function conditional(lowering: Lowering, node: NodeId): ValueId {
  const [then, condition, otherwise] = lowering.children(node);
  if (then === undefined || condition === undefined || otherwise === undefined) return lowering.unknown(node);
  return lowering.builder.conditional(
    lowering.expression(condition),
    () => lowering.expression(then),
    () => lowering.expression(otherwise),
    lowering.range(node),
  );
}

function walrus(lowering: Lowering, node: NodeId): ValueId {
  const { table } = lowering;
  const value = lowering.childValue(node, "value");
  assignName(lowering, table.textOf(table.child(node, "name")), value);
  return value;
}

function literal(kind: LiteralKind): ExpressionHandler {
  return (lowering, node) => lowering.builder.literal(lowering.table.textOf(node), kind, lowering.range(node));
}

const inner: ExpressionHandler = (lowering, node) => lowering.onlyValue(node);

function awaited(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.await(lowering.onlyValue(node), lowering.range(node));
}

/** `yield from x` yields each element of `x`. */
function yielded(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const value = lowering.onlyValue(node);
  return builder.yield(table.childOfKind(node, "from") >= 0 ? builder.element(value, NONE, range) : value, range);
}

export const operatorExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["binary_operator", binary],
  ["boolean_operator", boolean],
  ["comparison_operator", comparison],
  ["not_operator", not],
  ["unary_operator", unary],
  ["conditional_expression", conditional],
  ["named_expression", walrus],
  ["await", awaited],
  ["yield", yielded],
  ["parenthesized_expression", inner],
  ["type", inner],
  ["integer", literal(LiteralKind.Number)],
  ["float", literal(LiteralKind.Number)],
  ["true", literal(LiteralKind.Boolean)],
  ["false", literal(LiteralKind.Boolean)],
  ["none", literal(LiteralKind.Null)],
];
