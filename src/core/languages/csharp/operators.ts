/** Operators, assignments, conditions and literals other than strings. Long chains of one operator are folded in a loop, not by recursion. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { lastOf, located, variableOf } from "./names.js";
import { bindPattern } from "./patterns.js";
import { bindTarget } from "./targets.js";
import { tupleNames, typeText } from "./typeNames.js";

function operatorText(lowering: Lowering, node: NodeId): string {
  const operator = lowering.table.child(node, "operator");
  return operator === NO_NODE ? "" : lowering.table.textOf(operator);
}

const SHORT_CIRCUIT = new Set(["&&", "||"]);

const binary: ExpressionHandler = (lowering, node, expected) => {
  const { builder, table } = lowering;
  if (operatorText(lowering, node) === "??") {
    const left = lowering.childValue(node, "left", expected);
    return builder.conditional(
      left,
      () => left,
      () => lowering.childValue(node, "right", expected),
      lowering.range(node),
    );
  }
  const spine: NodeId[] = [];
  let first = node;
  for (
    ;
    first !== NO_NODE && table.kind(first) === "binary_expression" && operatorText(lowering, first) !== "??";
    first = table.child(first, "left")
  )
    spine.push(first);
  let value = first === NO_NODE ? lowering.unknown(node) : lowering.expression(first);
  for (const one of spine.reverse()) {
    const operator = operatorText(lowering, one);
    const left = value;
    const range = lowering.range(one);
    const go = (): ValueId => lowering.childValue(one, "right");
    if (!SHORT_CIRCUIT.has(operator)) value = builder.binary(left, operator, go(), range);
    else if (operator === "&&") value = builder.conditional(left, go, () => left, range);
    else value = builder.conditional(left, () => left, go, range);
  }
  return value;
};

const conditional: ExpressionHandler = (lowering, node, expected) =>
  lowering.builder.conditional(
    lowering.childValue(node, "condition"),
    () => lowering.childValue(node, "consequence", expected),
    () => lowering.childValue(node, "alternative", expected),
    lowering.range(node),
  );

const assignment: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const left = table.child(node, "left");
  const operator = operatorText(lowering, node);
  const range = lowering.range(node);
  if (left === NO_NODE) return lowering.unknown(node);
  if (operator === "=") {
    const value = lowering.childValue(node, "right", expectedBy(lowering, left));
    bindTarget(lowering, left, value);
    return value;
  }
  const { value: before, place } = located(lowering, left);
  if (operator === "??=") {
    const after = builder.conditional(
      before,
      () => before,
      () => lowering.childValue(node, "right"),
      range,
    );
    if (place) builder.write(place, after, range);
    return after;
  }
  const right = table.child(node, "right");
  if (operator === "+=" && right !== NO_NODE && isHandler(lowering, right)) {
    // `client.MessageReceived += OnMessage` hands the handler over.
    return builder.call(before, [{ value: lowering.expression(right) }], 0, range);
  }
  const after = builder.binary(before, operator.slice(0, -1), lowering.expression(right), range);
  if (place) builder.write(place, after, range);
  return after;
};

function isHandler(lowering: Lowering, right: NodeId): boolean {
  const { table } = lowering;
  const kind = table.kind(right);
  if (kind === "lambda_expression" || kind === "anonymous_method_expression") return true;
  if (kind !== "identifier") return false;
  const name = table.textOf(right);
  for (let type = lowering.owner; type; type = type.outer) if (type.names.get(name) === "method") return true;
  return false;
}

/** Type of what is assigned to, where this file says it: a field or a property of the type around. */
function expectedBy(lowering: Lowering, left: NodeId): string {
  const { table } = lowering;
  const name = /^(?:this\.)?(\w+)$/.exec(table.end(left) - table.start(left) < 80 ? table.textOf(left) : "")?.[1];
  if (name === undefined) return "";
  const variable = variableOf(lowering, name);
  if (variable !== null) return lowering.builder.typeOf(variable);
  return lowering.memberType(name);
}

const prefix: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const operand = lowering.firstOf(node);
  if (operand === NO_NODE) return lowering.unknown(node);
  const operator = table.text.slice(table.start(node), table.start(operand)).trim();
  const range = lowering.range(node);
  if (operator === "-" && /^(?:integer|real)_literal$/.test(table.kind(operand)))
    return builder.literal(`-${table.textOf(operand)}`, LiteralKind.Number, range);
  if (operator === "++" || operator === "--") return step(lowering, node, operand);
  return builder.binary(NONE, operator === "!" ? "not" : operator, lowering.expression(operand), range);
};

const postfix: ExpressionHandler = (lowering, node) => {
  const { table } = lowering;
  const operand = lowering.firstOf(node);
  if (operand === NO_NODE) return lowering.unknown(node);
  // `value!` is the value itself.
  return table.text[table.end(node) - 1] === "!" ? lowering.expression(operand) : step(lowering, node, operand);
};

function step(lowering: Lowering, node: NodeId, operand: NodeId): ValueId {
  const { builder } = lowering;
  const range = lowering.range(node);
  const { value, place } = located(lowering, operand);
  const after = builder.binary(value, "+", builder.literal("1", LiteralKind.Number, range), range);
  if (place) builder.write(place, after, range);
  return after;
}

const castExpression: ExpressionHandler = (lowering, node) => {
  const type = typeText(lowering, lowering.table.child(node, "type")) ?? "";
  return lowering.builder.cast(lowering.childValue(node, "value", type), type, lowering.range(node));
};

const asExpression: ExpressionHandler = (lowering, node) => {
  const type = typeText(lowering, lowering.table.child(node, "right")) ?? "";
  return lowering.builder.cast(lowering.childValue(node, "left"), type, lowering.range(node));
};

const isExpression: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const right = table.child(node, "right");
  const type = builder.literal(
    typeText(lowering, right) ?? "",
    LiteralKind.String,
    right === NO_NODE ? lowering.range(node) : lowering.range(right),
  );
  return builder.binary(lowering.childValue(node, "left"), "is", type, lowering.range(node));
};

const isPattern: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const value = lowering.childValue(node, "expression");
  const pattern = table.child(node, "pattern");
  const test = pattern === NO_NODE ? lowering.unknown(node) : bindPattern(lowering, pattern, value);
  return builder.binary(value, "is", test, lowering.range(node));
};

const throwExpression: ExpressionHandler = (lowering, node) => {
  lowering.builder.throw(lowering.onlyValue(node), lowering.range(node));
  return NONE;
};

const awaitExpression: ExpressionHandler = (lowering, node, expected) =>
  lowering.builder.await(lowering.onlyValue(node, expected), lowering.range(node));

/** Elements under their positions, and under their names where the tuple has some. */
const tuple: ExpressionHandler = (lowering, node, expected) => {
  const { builder, table } = lowering;
  const declared = tupleNames(expected);
  const entries: { key: string; value: ValueId }[] = [];
  let isNamed = false;
  lowering.children(node).forEach((argument, index) => {
    const nameNode = table.child(argument, "name");
    const expression = lastOf(lowering, argument);
    const value = expression === nameNode ? lowering.unknown(argument) : lowering.expression(expression);
    const implied = table.kind(expression) === "identifier" ? table.textOf(expression) : "";
    const name = nameNode === NO_NODE ? declared[index] || implied : table.textOf(nameNode);
    entries.push({ key: String(index), value }, { key: `Item${index + 1}`, value });
    if (name) {
      entries.push({ key: name, value });
      isNamed = true;
    }
  });
  const range = lowering.range(node);
  if (isNamed) return builder.object(entries, range);
  return builder.array(
    entries.filter((_, at) => at % 2 === 0).map((one) => one.value),
    range,
  );
};

function literal(kind: LiteralKind): ExpressionHandler {
  return (lowering, node) => lowering.builder.literal(lowering.table.textOf(node), kind, lowering.range(node));
}

const inner: ExpressionHandler = (lowering, node, expected) => lowering.onlyValue(node, expected);

/** `..` outside of an index. */
const range: ExpressionHandler = (lowering, node) =>
  lowering.unknown(
    node,
    lowering.children(node).map((child) => lowering.expression(child)),
  );

export const operatorExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["binary_expression", binary],
  ["conditional_expression", conditional],
  ["assignment_expression", assignment],
  ["prefix_unary_expression", prefix],
  ["postfix_unary_expression", postfix],
  ["cast_expression", castExpression],
  ["as_expression", asExpression],
  ["is_expression", isExpression],
  ["is_pattern_expression", isPattern],
  ["throw_expression", throwExpression],
  ["await_expression", awaitExpression],
  ["tuple_expression", tuple],
  ["parenthesized_expression", inner],
  ["checked_expression", inner],
  ["ref_expression", inner],
  ["range_expression", range],
  ["integer_literal", literal(LiteralKind.Number)],
  ["real_literal", literal(LiteralKind.Number)],
  ["boolean_literal", literal(LiteralKind.Boolean)],
  ["null_literal", literal(LiteralKind.Null)],
  ["default_expression", literal(LiteralKind.Null)],
];
