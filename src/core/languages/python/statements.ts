/** Simple statements: assignments, `return`, `raise`, `assert`, `del`, Python 2's `print`, and decorated definitions. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { typeText } from "./annotations.js";
import { defineClass, recordField } from "./classes.js";
import { type Decorators, defineFunction, NO_DECORATORS } from "./functions.js";
import type { ExpressionHandler, Lowering, StatementHandler } from "./lowering.js";
import { located } from "./places.js";
import { bind } from "./targets.js";

/** Bare literals (docstrings, `...`) do nothing. */
const INERT = new Set(["string", "concatenated_string", "ellipsis", "integer", "none"]);

function expressionStatement(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  const children = lowering.children(node);
  const [only] = children;
  if (children.length === 1 && only !== undefined && INERT.has(table.kind(only)) && !mayInterpolate(lowering, only)) return;
  for (const child of children) lowering.expression(child);
}

function mayInterpolate(lowering: Lowering, node: NodeId): boolean {
  const kind = lowering.table.kind(node);
  return kind === "concatenated_string" || (kind === "string" && lowering.table.childOfKind(node, "interpolation") !== NO_NODE);
}

/** Lowers the value, binds it and returns it: the right side of `a = b = value` is an assignment too. */
function assignment(lowering: Lowering, node: NodeId): ValueId {
  const { table } = lowering;
  const left = table.child(node, "left");
  const type = typeText(lowering, node);
  const value = lowering.expression(table.child(node, "right"));
  if (value !== NONE) bind(lowering, left, value);
  if (left !== NO_NODE) recordField(lowering, node, left, type, value);
  return value === NONE ? lowering.unknown(node) : value;
}

function augmentedAssignment(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const { value: before, place } = located(lowering, table.child(node, "left"));
  const operand = lowering.childValue(node, "right");
  const operator = table.textOf(table.child(node, "operator")).replace(/=$/, "");
  const after = builder.binary(before, operator, operand, lowering.range(node));
  if (place) builder.write(place, after, lowering.range(node));
  return after;
}

function returnStatement(lowering: Lowering, node: NodeId): void {
  lowering.builder.return(lowering.expression(lowering.firstOf(node)), lowering.range(node));
}

function raiseStatement(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  const values = lowering.children(node).map((child) => ({ cause: table.field(child) === "cause", value: lowering.expression(child) }));
  lowering.builder.throw(values.find((one) => !one.cause)?.value ?? NONE, lowering.range(node));
}

function assertStatement(lowering: Lowering, node: NodeId): void {
  const { builder } = lowering;
  const [condition, message] = lowering.children(node);
  if (condition === undefined) return;
  const range = lowering.range(node);
  const fail = () => builder.throw(message === undefined ? NONE : lowering.expression(message), range);
  builder.branch(lowering.expression(condition), () => {}, fail, range);
}

/** A deleted name, field or element holds nothing that is known. */
function deleteStatement(lowering: Lowering, node: NodeId): void {
  for (const target of lowering.children(node)) forget(lowering, target);
}

function forget(lowering: Lowering, target: NodeId): void {
  const { table } = lowering;
  const kind = table.kind(target);
  if (kind === "expression_list" || kind === "tuple" || kind === "parenthesized_expression") {
    for (const child of lowering.children(target))
      lowering.deeper(
        () => forget(lowering, child),
        () => undefined,
      );
  } else bind(lowering, target, lowering.unknown(target));
}

/** Python 2: `print x, y` and `exec code` are calls of the functions that replaced them. */
function callStatement(name: string): StatementHandler {
  return (lowering, node) => {
    const { builder, table } = lowering;
    const start = table.start(node);
    const args = lowering
      .children(node)
      .map((child) => ({ value: lowering.expression(table.kind(child) === "chevron" ? lowering.firstOf(child) : child) }));
    const known = args.filter((argument) => argument.value !== NONE);
    builder.call(builder.global(name, { start, end: start + name.length }), known, 0, lowering.range(node));
  };
}

function decoratedDefinition(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  const nodes = lowering.children(node).filter((child) => table.kind(child) === "decorator");
  const expressions = nodes.map((decorator) => lowering.firstOf(decorator));
  const decorators: Decorators = {
    nodes,
    values: expressions.map((one) => lowering.expression(one)),
    names: expressions.map((one) => lastName(lowering, one)),
  };
  const definition = table.child(node, "definition");
  if (definition === NO_NODE) return;
  if (table.kind(definition) === "class_definition") defineClass(lowering, definition, decorators);
  else defineFunction(lowering, definition, decorators);
}

/** `@abc.abstractmethod` ends in "abstractmethod", `@cached_property` is itself. */
function lastName(lowering: Lowering, expression: NodeId): string {
  const { table } = lowering;
  if (expression === NO_NODE) return "";
  const called = table.kind(expression) === "call" ? table.child(expression, "function") : expression;
  const text = table.textOf(called);
  return text.slice(text.lastIndexOf(".") + 1);
}

export const statementExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["assignment", assignment],
  ["augmented_assignment", augmentedAssignment],
];

export const simpleStatements: readonly (readonly [string, StatementHandler])[] = [
  ["expression_statement", expressionStatement],
  ["return_statement", returnStatement],
  ["raise_statement", raiseStatement],
  ["assert_statement", assertStatement],
  ["delete_statement", deleteStatement],
  ["print_statement", callStatement("print")],
  ["exec_statement", callStatement("exec")],
  ["break_statement", (lowering, node) => lowering.builder.break(lowering.range(node))],
  ["continue_statement", (lowering, node) => lowering.builder.continue(lowering.range(node))],
  ["decorated_definition", decoratedDefinition],
  ["function_definition", (lowering, node) => defineFunction(lowering, node, NO_DECORATORS)],
  ["class_definition", (lowering, node) => defineClass(lowering, node, NO_DECORATORS)],
  ["block", (lowering, node) => lowering.block(node)],
  [
    "type_alias_statement",
    (lowering, node) => bind(lowering, lowering.table.child(node, "left"), lowering.expression(lowering.table.child(node, "right"))),
  ],
  ["pass_statement", () => {}],
  ["global_statement", () => {}],
  ["nonlocal_statement", () => {}],
  ["comment", () => {}],
  ["line_continuation", () => {}],
];
