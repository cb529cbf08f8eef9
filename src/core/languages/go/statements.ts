/** Simple statements: assignments, short declarations, sends, `return`, `go` and `defer`. */
import { ElementKind, LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { located } from "./places.js";
import { isOutcomeName } from "./variables.js";

/**
 * Values for a list of targets: one each, or one expression that gives several. Of a call they are its results; of a type
 * assertion, a look-up and a receive the second one only says whether there was a value.
 */
export function valuesFor(lowering: Lowering, targets: readonly NodeId[], right: NodeId): ValueId[] {
  const { builder, table } = lowering;
  const nodes = right === NO_NODE ? [] : table.kind(right) === "expression_list" ? lowering.children(right) : [right];
  const [only] = nodes;
  if (only === undefined || nodes.length !== 1 || targets.length <= 1) return nodes.map((node) => lowering.expression(node));
  const value = lowering.expression(only);
  const range = lowering.range(only);
  if (table.kind(only) !== "call_expression") return targets.map((_, index) => (index === 0 ? value : builder.unknown([], range)));
  return targets.map((target, index) => {
    const isLast = index === targets.length - 1;
    const kind = isLast && isOutcomeName(table.textOf(target)) ? ElementKind.Outcome : ElementKind.Result;
    return builder.result(value, index, kind, range);
  });
}

export function assignTo(lowering: Lowering, target: NodeId, value: ValueId): void {
  if (target === NO_NODE || value === NONE) return;
  const { builder, table } = lowering;
  if (table.kind(target) === "identifier") {
    const name = table.textOf(target);
    const variable = name === "_" ? null : builder.resolve(name);
    if (variable !== null) builder.assign(variable, value);
    return;
  }
  const { place } = located(lowering, target);
  if (place) builder.write(place, value, lowering.range(target));
  else writeToTemporary(lowering, target, value);
}

/** `service().client = x`: the object has no name, but what is written to its field is known. */
function writeToTemporary(lowering: Lowering, target: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  if (table.kind(target) !== "selector_expression") return;
  const base = lowering.childValue(target, "operand");
  builder.write({ kind: "field", object: null, base, name: lowering.text(table.child(target, "field")) }, value, lowering.range(target));
}

function expressionList(lowering: Lowering, node: NodeId, field: string): NodeId[] {
  return lowering.children(lowering.table.child(node, field));
}

function assignment(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const targets = expressionList(lowering, node, "left");
  const operator = lowering.text(table.child(node, "operator"));
  const right = table.child(node, "right");
  if (operator !== "=" && operator !== "") {
    const [target] = targets;
    if (target === undefined) return;
    const before = located(lowering, target);
    const operand = lowering.expression(lowering.firstOf(right));
    const after = builder.binary(before.value, operator.slice(0, -1), operand, lowering.range(node));
    if (before.place) builder.write(before.place, after, lowering.range(node));
    return;
  }
  const values = valuesFor(lowering, targets, right);
  targets.forEach((target, index) => {
    assignTo(lowering, target, values[index] ?? NONE);
  });
}

/** `a, err := f()`: names that the block has already are assigned, the others are new. */
function shortDeclaration(lowering: Lowering, node: NodeId): void {
  const targets = expressionList(lowering, node, "left");
  declareAll(lowering, targets, valuesFor(lowering, targets, lowering.table.child(node, "right")));
}

export function declareAll(lowering: Lowering, targets: readonly NodeId[], values: readonly ValueId[]): void {
  const { builder, table } = lowering;
  targets.forEach((target, index) => {
    const value = values[index] ?? NONE;
    const name = table.textOf(target);
    if (table.kind(target) !== "identifier" || name === "_") return;
    const variable = builder.declare(name, lowering.range(target));
    if (value !== NONE) builder.assign(variable, value);
  });
}

/** `ch <- x`: whoever receives from the channel may get it. */
export function send(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const { value: base, place } = located(lowering, table.child(node, "channel"));
  const value = lowering.childValue(node, "value");
  builder.write({ kind: "element", object: place, base, key: NONE }, value, lowering.range(node));
}

function step(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const before = located(lowering, lowering.firstOf(node));
  const range = lowering.range(node);
  const operator = table.kind(node) === "inc_statement" ? "+" : "-";
  const after = builder.binary(before.value, operator, builder.literal("1", LiteralKind.Number, range), range);
  if (before.place) builder.write(before.place, after, range);
}

function returnStatement(lowering: Lowering, node: NodeId): void {
  const { builder } = lowering;
  const range = lowering.range(node);
  const list = lowering.firstOf(node);
  const results = lowering.results[lowering.results.length - 1];
  let values =
    list === NO_NODE
      ? (results?.names ?? []).map((variable) => builder.readVariable(variable, range))
      : lowering.children(list).map((one) => lowering.expression(one));
  // `return f()` of a function that gives several results hands on each of them.
  const [only] = values;
  const count = results?.count ?? 0;
  if (list !== NO_NODE && values.length === 1 && only !== undefined && count > 1)
    values = Array.from({ length: count }, (_, index) =>
      builder.result(only, index, index === count - 1 ? ElementKind.Outcome : ElementKind.Result, range),
    );
  builder.return(values.length > 1 ? builder.array(values, range) : (values[0] ?? NONE), range);
}

/** A call that runs later, or beside: for what it is given and what it does, as if it ran here. */
export const runCall: StatementHandler = (lowering, node) => {
  lowering.expression(lowering.firstOf(node));
};

export const statements: readonly (readonly [string, StatementHandler])[] = [
  ["expression_statement", runCall],
  ["assignment_statement", assignment],
  ["short_var_declaration", shortDeclaration],
  ["send_statement", send],
  ["inc_statement", step],
  ["dec_statement", step],
  ["return_statement", returnStatement],
  ["go_statement", runCall],
  ["defer_statement", runCall],
  ["break_statement", (lowering, node) => lowering.builder.break(lowering.range(node))],
  ["continue_statement", (lowering, node) => lowering.builder.continue(lowering.range(node))],
  ["fallthrough_statement", () => {}],
  ["goto_statement", () => {}],
  ["empty_statement", () => {}],
  ["comment", () => {}],
];
