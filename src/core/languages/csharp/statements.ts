/** Blocks, declarations of variables, and the simple statements. */
import { NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { bindTarget } from "./targets.js";
import { isSimpleType, simpleName, typeText } from "./typeNames.js";

/**
 * Names that inner functions of a block may use before the text declares them: local functions, and, where there are
 * some, the variables of the block.
 */
export function declareAhead(lowering: Lowering, statements: readonly NodeId[]): void {
  const { builder, table } = lowering;
  const functions = statements.filter((statement) => table.kind(statement) === "local_function_statement");
  if (functions.length === 0) return;
  for (const one of functions) {
    const name = table.child(one, "name");
    if (name !== NO_NODE) builder.declare(simpleName(lowering, name), lowering.range(name));
  }
  for (const statement of statements) {
    if (table.kind(statement) !== "local_declaration_statement") continue;
    const declaration = table.childOfKind(statement, "variable_declaration");
    const type = declaration === NO_NODE ? undefined : typeText(lowering, table.child(declaration, "type"));
    for (const declarator of declaration === NO_NODE ? [] : lowering.children(declaration)) {
      const name = table.child(declarator, "name");
      if (name === NO_NODE) continue;
      const variable = builder.declare(simpleName(lowering, name), lowering.range(name), type === undefined ? {} : { type });
      if (isSimpleType(type)) lowering.simple.add(variable);
    }
  }
}

const block: StatementHandler = (lowering, node) => {
  const { builder } = lowering;
  builder.openScope();
  const statements = lowering.children(node);
  declareAhead(lowering, statements);
  for (const statement of statements) lowering.statement(statement);
  builder.closeScope();
};

/** `var a = x, b;`, `string a = x`, `var (a, b) = pair` */
export function declareVariables(lowering: Lowering, declaration: NodeId): void {
  const { builder, table } = lowering;
  const type = typeText(lowering, table.child(declaration, "type"));
  for (const declarator of lowering.children(declaration)) {
    if (table.kind(declarator) !== "variable_declarator") continue;
    const parts = lowering.children(declarator);
    const [target] = parts;
    const initial = parts.length > 1 ? (parts[parts.length - 1] as NodeId) : NO_NODE;
    if (target === undefined) continue;
    const value =
      initial === NO_NODE || table.kind(initial) === "bracketed_argument_list" ? NONE : lowering.expression(initial, type ?? "");
    if (table.kind(target) === "tuple_pattern") {
      if (value !== NONE) bindTarget(lowering, target, value);
      continue;
    }
    const variable = builder.declare(simpleName(lowering, target), lowering.range(target), type === undefined ? {} : { type });
    if (isSimpleType(type)) lowering.simple.add(variable);
    if (value !== NONE) builder.assign(variable, value);
  }
}

const localDeclaration: StatementHandler = (lowering, node) => {
  const declaration = lowering.table.childOfKind(node, "variable_declaration");
  if (declaration !== NO_NODE) declareVariables(lowering, declaration);
};

const returnStatement: StatementHandler = (lowering, node) => {
  lowering.builder.return(lowering.expression(lowering.firstOf(node), lowering.returnType), lowering.range(node));
};

const throwStatement: StatementHandler = (lowering, node) => {
  lowering.builder.throw(lowering.expression(lowering.firstOf(node)), lowering.range(node));
};

const yieldStatement: StatementHandler = (lowering, node) => {
  const value = lowering.firstOf(node);
  if (value === NO_NODE) lowering.builder.return(NONE, lowering.range(node));
  else lowering.builder.yield(lowering.expression(value), lowering.range(node));
};

const inner: StatementHandler = (lowering, node) => {
  for (const child of lowering.children(node)) lowering.statement(child);
};

const labeled: StatementHandler = (lowering, node) => {
  for (const child of lowering.children(node).slice(1)) lowering.statement(child);
};

const nothing: StatementHandler = () => {};

export const simpleStatements: readonly (readonly [string, StatementHandler])[] = [
  ["block", block],
  ["local_declaration_statement", localDeclaration],
  ["return_statement", returnStatement],
  ["throw_statement", throwStatement],
  ["yield_statement", yieldStatement],
  ["expression_statement", inner],
  ["global_statement", inner],
  ["labeled_statement", labeled],
  ["break_statement", (lowering, node) => lowering.builder.break(lowering.range(node))],
  ["continue_statement", (lowering, node) => lowering.builder.continue(lowering.range(node))],
  ["empty_statement", nothing],
  ["goto_statement", nothing],
  ["comment", nothing],
];
