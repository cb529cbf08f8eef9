/** Branches, loops, `switch`, `try` and `using`. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { declareVariables } from "./statements.js";
import type { ExpressionHandler, Lowering, StatementHandler } from "./lowering.js";
import { bindPattern } from "./patterns.js";
import { bindTarget, declareName } from "./targets.js";
import { typeText } from "./typeNames.js";

/** Runs `body` in a scope of its own. */
function scoped(lowering: Lowering, body: () => void): void {
  lowering.builder.openScope();
  body();
  lowering.builder.closeScope();
}

const ifStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const condition = lowering.childValue(node, "condition");
  const alternative = table.child(node, "alternative");
  builder.branch(
    condition,
    () => scoped(lowering, () => lowering.statement(table.child(node, "consequence"))),
    alternative === NO_NODE ? null : () => scoped(lowering, () => lowering.statement(alternative)),
    lowering.range(node),
  );
};

const whileStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const condition = table.child(node, "condition");
  const forEver = condition !== NO_NODE && table.kind(condition) === "boolean_literal" && table.textOf(condition) === "true";
  builder.loop(
    () =>
      scoped(lowering, () => {
        lowering.expression(condition);
        lowering.statement(table.child(node, "body"));
      }),
    lowering.range(node),
    forEver,
  );
};

const doStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  builder.loop(
    () =>
      scoped(lowering, () => {
        lowering.statement(table.child(node, "body"));
        lowering.expression(table.child(node, "condition"));
      }),
    lowering.range(node),
    true,
  );
};

const forStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  scoped(lowering, () => {
    for (const one of table.childrenOf(node, "initializer")) {
      if (!table.isNamed(one)) continue;
      if (table.kind(one) === "variable_declaration") declareVariables(lowering, one);
      else lowering.expression(one);
    }
    builder.loop(() => {
      lowering.expression(table.child(node, "condition"));
      scoped(lowering, () => lowering.statement(table.child(node, "body")));
      for (const one of table.childrenOf(node, "update")) if (table.isNamed(one)) lowering.expression(one);
    }, lowering.range(node));
  });
};

const forEach: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const left = table.child(node, "left");
  const iterable = lowering.childValue(node, "right");
  builder.loop(
    () =>
      scoped(lowering, () => {
        if (left !== NO_NODE) {
          const item = builder.element(iterable, NONE, lowering.range(left));
          if (table.kind(left) === "identifier") declareName(lowering, left, item, typeText(lowering, table.child(node, "type")));
          else bindTarget(lowering, left, item);
        }
        lowering.statement(table.child(node, "body"));
      }),
    lowering.range(node),
  );
};

/** Every label is a section of its own: those without statements go on into the next one. */
const switchStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const subject = lowering.childValue(node, "value");
  const sections = lowering.children(table.child(node, "body")).filter((child) => table.kind(child) === "switch_section");
  builder.switch(
    subject,
    sections.map((section) => ({
      isDefault: lowering.has(section, "default"),
      body: () => scoped(lowering, () => runSection(lowering, section, subject)),
    })),
    true,
    lowering.range(node),
  );
};

function runSection(lowering: Lowering, section: NodeId, subject: ValueId): void {
  const { builder, table } = lowering;
  for (const child of lowering.children(section)) {
    if (lowering.isStatement(child)) lowering.statement(child);
    else if (table.kind(child) === "when_clause") lowering.onlyValue(child);
    else builder.caseOf([bindPattern(lowering, child, subject)], lowering.range(child));
  }
}

const switchExpression: ExpressionHandler = (lowering, node, expected) => {
  const { builder, table } = lowering;
  const [subjectNode, ...arms] = lowering.children(node);
  const subject = subjectNode === undefined ? lowering.unknown(node) : lowering.expression(subjectNode);
  const results: ValueId[] = [];
  builder.switch(
    subject,
    arms
      .filter((arm) => table.kind(arm) === "switch_expression_arm")
      .map((arm) => {
        const [pattern, ...rest] = lowering.children(arm);
        const result = rest[rest.length - 1];
        return {
          isDefault: pattern !== undefined && table.kind(pattern) === "discard" && rest.length === 1,
          body: () =>
            scoped(lowering, () => {
              if (pattern !== undefined && table.kind(pattern) !== "discard")
                builder.caseOf([bindPattern(lowering, pattern, subject)], lowering.range(pattern));
              const guard = rest.length > 1 ? (rest[0] as NodeId) : NO_NODE;
              if (guard !== NO_NODE) lowering.onlyValue(guard);
              if (result !== undefined) results.push(lowering.expression(result, expected));
            }),
        };
      }),
    false,
    lowering.range(node),
  );
  return builder.choice(results, NONE, lowering.range(node));
};

const tryStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const children = lowering.children(node);
  const handlers = children.filter((child) => table.kind(child) === "catch_clause");
  const last = children.find((child) => table.kind(child) === "finally_clause");
  builder.try(
    {
      body: () => lowering.statement(table.child(node, "body")),
      handlers: handlers.map((handler) => (tryBlock) => scoped(lowering, () => catchClause(lowering, handler, tryBlock))),
      finally: last === undefined ? null : () => lowering.statement(table.childOfKind(last, "block")),
    },
    lowering.range(node),
  );
};

function catchClause(lowering: Lowering, handler: NodeId, tryBlock: number): void {
  const { builder, table } = lowering;
  const declaration = table.childOfKind(handler, "catch_declaration");
  const name = declaration === NO_NODE ? NO_NODE : table.child(declaration, "name");
  if (name !== NO_NODE)
    declareName(lowering, name, builder.exception(tryBlock, lowering.range(name)), typeText(lowering, table.child(declaration, "type")));
  const filter = table.childOfKind(handler, "catch_filter_clause");
  if (filter !== NO_NODE) lowering.onlyValue(filter);
  lowering.statement(table.child(handler, "body"));
}

/** `using (var x = …) { … }`, and the statements that only put something around others. */
const around: StatementHandler = (lowering, node) => {
  const { table } = lowering;
  scoped(lowering, () => {
    for (const child of lowering.children(node)) {
      if (table.kind(child) === "variable_declaration") declareVariables(lowering, child);
      else lowering.statement(child);
    }
  });
};

/** `#if` in code: either side may be there. */
const conditionalCompilation: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const alternative = table.child(node, "alternative");
  const then = lowering.children(node).filter((child) => table.field(child) === "");
  const condition = builder.literal(
    table.textOf(table.child(node, "condition") === NO_NODE ? node : table.child(node, "condition")),
    LiteralKind.Boolean,
    lowering.range(node),
  );
  builder.branch(
    condition,
    () => {
      for (const child of then) lowering.statement(child);
    },
    alternative === NO_NODE ? null : () => lowering.statement(alternative),
    lowering.range(node),
  );
};

const alternativeCompilation: StatementHandler = (lowering, node) => {
  for (const child of lowering.children(node)) if (lowering.table.field(child) !== "condition") lowering.statement(child);
};

/** The other side of `#if` inside of an expression. */
const conditionalExpression: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const values = lowering
    .children(node)
    .filter((child) => table.field(child) !== "condition")
    .map((child) => lowering.expression(child));
  return builder.choice(values, NONE, lowering.range(node));
};

export const controlFlowExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["switch_expression", switchExpression],
  ["preproc_if", conditionalExpression],
  ["preproc_else", conditionalExpression],
  ["preproc_elif", conditionalExpression],
];

export const controlFlowStatements: readonly (readonly [string, StatementHandler])[] = [
  ["if_statement", ifStatement],
  ["while_statement", whileStatement],
  ["do_statement", doStatement],
  ["for_statement", forStatement],
  ["foreach_statement", forEach],
  ["switch_statement", switchStatement],
  ["try_statement", tryStatement],
  ["using_statement", around],
  ["lock_statement", around],
  ["fixed_statement", around],
  ["checked_statement", around],
  ["unsafe_statement", around],
  ["preproc_if", conditionalCompilation],
  ["preproc_else", alternativeCompilation],
  ["preproc_elif", conditionalCompilation],
];
