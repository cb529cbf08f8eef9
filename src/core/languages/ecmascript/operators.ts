/** Operators: long chains are folded in a loop; those that may skip their right side are branches. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { recordCommonJsExport } from "./exports.js";
import type { FileLowering } from "./fileLowering.js";
import { bindPattern } from "./patterns.js";
import { readAndWrite } from "./places.js";

export function lowerBinary(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  // `a + b + c` is nested to the left, thousands deep in generated code: walk down, then fold upwards.
  const chain: NodeId[] = [];
  let leftmost = node;
  while (table.kind(leftmost) === "binary_expression") {
    const left = table.child(leftmost, "left");
    if (left === NO_NODE) break;
    chain.push(leftmost);
    leftmost = file.unwrap(left);
  }
  if (chain.length === 0) return builder.unknown([], file.range(node));
  let value = file.lowerExpression(leftmost);
  for (let at = chain.pop(); at !== undefined; at = chain.pop()) {
    const operatorNode = table.child(at, "operator");
    const operator = operatorNode === NO_NODE ? "" : table.textOf(operatorNode);
    const right = table.child(at, "right");
    if (right === NO_NODE) value = builder.unknown([value], file.range(at));
    else if (operator === "&&" || operator === "||" || operator === "??") value = lowerLogical(file, value, operator, right, at);
    else value = builder.binary(value, operator, file.lowerExpression(right), file.range(at));
  }
  return value;
}

/** Expressions whose evaluation does nothing: a choice says all about them, so no branch is made. */
const INERT = new Set(["identifier", "string", "number", "true", "false", "null", "undefined", "this"]);

function lowerLogical(file: FileLowering, left: ValueId, operator: string, right: NodeId, node: NodeId): ValueId {
  const { builder } = file;
  const range = file.range(node);
  const evaluateRight = () => file.lowerExpression(right);
  const keepLeft = () => left;
  if (INERT.has(file.table.kind(right))) {
    const other = evaluateRight();
    return builder.choice(operator === "&&" ? [other, left] : [left, other], left, range);
  }
  return operator === "&&"
    ? builder.conditional(left, evaluateRight, keepLeft, range)
    : builder.conditional(left, keepLeft, evaluateRight, range);
}

export function lowerTernary(file: FileLowering, node: NodeId, name: NodeId): ValueId {
  const { table, builder } = file;
  const condition = table.child(node, "condition");
  const consequence = table.child(node, "consequence");
  const alternative = table.child(node, "alternative");
  if (condition === NO_NODE || consequence === NO_NODE || alternative === NO_NODE) return builder.unknown([], file.range(node));
  const test = file.lowerExpression(condition);
  const then = () => file.lowerExpression(consequence, name);
  const otherwise = () => file.lowerExpression(alternative, name);
  if (INERT.has(table.kind(consequence)) && INERT.has(table.kind(alternative)))
    return builder.choice([then(), otherwise()], test, file.range(node));
  return builder.conditional(test, then, otherwise, file.range(node));
}

export function lowerUnary(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const operator = table.child(node, "operator");
  const argument = table.child(node, "argument");
  if (argument === NO_NODE || operator === NO_NODE) return builder.unknown([], file.range(node));
  const text = table.textOf(operator);
  if (text === "-" && table.kind(argument) === "number") return builder.literal(table.textOf(node), LiteralKind.Number, file.range(node));
  return builder.binary(NONE, text, file.lowerExpression(argument), file.range(node));
}

export function lowerUpdate(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const argument = table.child(node, "argument");
  const operator = table.child(node, "operator");
  if (argument === NO_NODE || operator === NO_NODE) return builder.unknown([], file.range(node));
  const range = file.range(node);
  const { value: before, place } = readAndWrite(file, argument);
  const value = builder.binary(before, table.textOf(operator).slice(0, 1), builder.literal("1", LiteralKind.Number, range), range);
  if (place) builder.write(place, value, range);
  return value;
}

export function lowerAssignment(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const left = table.child(node, "left");
  const right = table.child(node, "right");
  if (left === NO_NODE || right === NO_NODE) return builder.unknown([], file.range(node));
  const target = file.unwrap(left);
  const named = table.kind(target) === "member_expression" ? table.child(target, "property") : target;
  const value = file.lowerExpression(right, named);
  if (!recordCommonJsExport(file, target, right, value)) bindPattern(file, target, value);
  return value;
}

export function lowerAugmentedAssignment(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const left = table.child(node, "left");
  const right = table.child(node, "right");
  const operatorNode = table.child(node, "operator");
  if (left === NO_NODE || right === NO_NODE || operatorNode === NO_NODE) return builder.unknown([], file.range(node));
  const range = file.range(node);
  const operator = table.textOf(operatorNode).slice(0, -1);
  const { value: before, place } = readAndWrite(file, left);
  const value =
    operator === "&&" || operator === "||" || operator === "??"
      ? lowerLogical(file, before, operator, right, node)
      : builder.binary(before, operator, file.lowerExpression(right), range);
  if (place) builder.write(place, value, range);
  return value;
}
