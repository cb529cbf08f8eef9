/** Simple statements: local variables, `return`, `throw`, `assert`, and blocks. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { explicitConstructor } from "./calls.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { typeText } from "./types.js";

function localVariables(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  const type = table.child(node, "type");
  for (const declarator of table.childrenOf(node, "declarator")) {
    const initial = table.child(declarator, "value");
    const value = initial === NO_NODE ? NONE : lowering.expression(initial);
    declareLocal(lowering, declarator, type, value, lowering.docOf(node));
  }
}

/** Declares what has `name` and `dimensions`: a local variable, a resource, a loop's variable. */
export function declareLocal(lowering: Lowering, declarator: NodeId, type: NodeId, value: ValueId, doc?: string): void {
  const { builder, table } = lowering;
  const name = table.child(declarator, "name");
  if (name === NO_NODE) return;
  const text = typeText(lowering, type, table.child(declarator, "dimensions"));
  const variable = builder.declare(table.textOf(name), lowering.range(name), {
    type: text,
    doc,
  });
  if (value !== NONE) builder.assign(variable, value);
}

function returnStatement(lowering: Lowering, node: NodeId): void {
  lowering.builder.return(lowering.expression(lowering.firstOf(node)), lowering.range(node));
}

function throwStatement(lowering: Lowering, node: NodeId): void {
  lowering.builder.throw(lowering.expression(lowering.firstOf(node)), lowering.range(node));
}

function assertStatement(lowering: Lowering, node: NodeId): void {
  const { builder } = lowering;
  const [condition, message] = lowering.children(node);
  if (condition === undefined) return;
  const range = lowering.range(node);
  const fail = () => builder.throw(message === undefined ? NONE : lowering.expression(message), range);
  builder.branch(lowering.expression(condition), () => {}, fail, range);
}

function expressionStatement(lowering: Lowering, node: NodeId): void {
  for (const child of lowering.children(node)) lowering.expression(child);
}

function block(lowering: Lowering, node: NodeId): void {
  lowering.builder.openScope();
  lowering.block(node);
  lowering.builder.closeScope();
}

export const simpleStatements: readonly (readonly [string, StatementHandler])[] = [
  ["local_variable_declaration", localVariables],
  ["expression_statement", expressionStatement],
  ["return_statement", returnStatement],
  ["throw_statement", throwStatement],
  ["assert_statement", assertStatement],
  ["explicit_constructor_invocation", explicitConstructor],
  ["break_statement", (lowering, node) => lowering.builder.break(lowering.range(node))],
  ["continue_statement", (lowering, node) => lowering.builder.continue(lowering.range(node))],
  ["block", block],
  ["constructor_body", block],
  ["line_comment", () => {}],
  ["block_comment", () => {}],
];
