/** Branches, loops, `try`, `synchronized` and labels. */
import { NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { declareLocal } from "./statements.js";
import { typeText } from "./types.js";

function ifStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const condition = lowering.childValue(node, "condition");
  const alternative = table.child(node, "alternative");
  builder.branch(
    condition,
    () => lowering.scoped(table.child(node, "consequence")),
    alternative === NO_NODE ? null : () => lowering.scoped(alternative),
    lowering.range(node),
  );
}

function whileStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const condition = table.child(node, "condition");
  const forEver = condition !== NO_NODE && /^\(\s*true\s*\)$/.test(table.textOf(condition));
  builder.loop(
    () => {
      lowering.expression(condition);
      lowering.scoped(table.child(node, "body"));
    },
    lowering.range(node),
    forEver,
  );
}

function doStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  builder.loop(
    () => {
      lowering.scoped(table.child(node, "body"));
      lowering.expression(table.child(node, "condition"));
    },
    lowering.range(node),
    true,
  );
}

function forStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  builder.openScope();
  for (const one of table.childrenOf(node, "init")) lowering.statement(one);
  builder.loop(() => {
    lowering.expression(table.child(node, "condition"));
    lowering.scoped(table.child(node, "body"));
    for (const one of table.childrenOf(node, "update")) lowering.expression(one);
  }, lowering.range(node));
  builder.closeScope();
}

function forEach(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const iterable = lowering.childValue(node, "value");
  builder.openScope();
  builder.loop(() => {
    declareLocal(lowering, node, table.child(node, "type"), builder.element(iterable, NONE, lowering.range(table.child(node, "name"))));
    lowering.scoped(table.child(node, "body"));
  }, lowering.range(node));
  builder.closeScope();
}

function tryStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const handlers = lowering.children(node).filter((child) => table.kind(child) === "catch_clause");
  const last = table.childOfKind(node, "finally_clause");
  builder.openScope();
  builder.try(
    {
      body: () => {
        const resources = table.child(node, "resources");
        for (const one of resources === NO_NODE ? [] : lowering.children(resources)) resource(lowering, one);
        lowering.statement(table.child(node, "body"));
      },
      handlers: handlers.map((handler) => (tryBlock) => lowerHandler(lowering, handler, tryBlock)),
      finally: last === NO_NODE ? null : () => lowering.block(last),
    },
    lowering.range(node),
  );
  builder.closeScope();
}

function resource(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  if (table.child(node, "name") === NO_NODE) lowering.expression(lowering.firstOf(node));
  else declareLocal(lowering, node, table.child(node, "type"), lowering.childValue(node, "value"));
}

function lowerHandler(lowering: Lowering, handler: NodeId, tryBlock: number): void {
  const { builder, table } = lowering;
  builder.openScope();
  const parameter = table.childOfKind(handler, "catch_formal_parameter");
  const name = parameter === NO_NODE ? NO_NODE : table.child(parameter, "name");
  if (name !== NO_NODE) {
    const type = typeText(lowering, table.childOfKind(parameter, "catch_type"));
    const variable = builder.declare(table.textOf(name), lowering.range(name), type === undefined ? {} : { type });
    builder.assign(variable, builder.exception(tryBlock, lowering.range(name)));
  }
  lowering.statement(table.child(handler, "body"));
  builder.closeScope();
}

function synchronizedStatement(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  for (const child of lowering.children(node)) if (table.field(child) !== "body") lowering.expression(child);
  lowering.statement(table.child(node, "body"));
}

/** The label itself is a name, and no value. */
function labeledStatement(lowering: Lowering, node: NodeId): void {
  for (const child of lowering.children(node).slice(1)) lowering.statement(child);
}

export const controlFlowStatements: readonly (readonly [string, StatementHandler])[] = [
  ["if_statement", ifStatement],
  ["while_statement", whileStatement],
  ["do_statement", doStatement],
  ["for_statement", forStatement],
  ["enhanced_for_statement", forEach],
  ["try_statement", tryStatement],
  ["try_with_resources_statement", tryStatement],
  ["synchronized_statement", synchronizedStatement],
  ["labeled_statement", labeledStatement],
];
