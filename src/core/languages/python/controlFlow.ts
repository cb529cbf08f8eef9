/** Branches, loops, `try` and `with`. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { subtreeEnd } from "./scopeNames.js";
import { bind } from "./targets.js";

function ifStatement(lowering: Lowering, node: NodeId): void {
  branchFrom(lowering, node, lowering.table.childrenOf(node, "alternative"), 0);
}

/** The condition and the body of `clause`; what is left of `alternatives` is its else. */
function branchFrom(lowering: Lowering, clause: NodeId, alternatives: readonly NodeId[], next: number): void {
  const { builder, table } = lowering;
  const conditionNode = table.child(clause, "condition");
  const condition = lowering.childValue(clause, "condition");
  const alternative = alternatives[next];
  const otherwise =
    alternative === undefined
      ? null
      : table.kind(alternative) === "elif_clause"
        ? () =>
            lowering.deeper(
              () => branchFrom(lowering, alternative, alternatives, next + 1),
              () => undefined,
            )
        : () => lowering.block(table.child(alternative, "body"));
  const then = () => lowering.block(table.child(clause, "consequence"));
  const typesOnly = conditionNode !== NO_NODE && isTypeChecking(lowering, conditionNode);
  builder.branch(condition, typesOnly ? () => withTypesOnly(lowering, then) : then, otherwise, lowering.range(clause));
}

function isTypeChecking(lowering: Lowering, condition: NodeId): boolean {
  const kind = lowering.table.kind(condition);
  if (kind !== "identifier" && kind !== "attribute") return false;
  const text = lowering.table.textOf(condition);
  return text === "TYPE_CHECKING" || lowering.wellKnown.get(text) === "typing.TYPE_CHECKING";
}

function withTypesOnly(lowering: Lowering, body: () => void): void {
  const { typesOnly } = lowering;
  lowering.typesOnly = true;
  body();
  lowering.typesOnly = typesOnly;
}

function whileStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const condition = table.child(node, "condition");
  const forEver = condition !== NO_NODE && table.kind(condition) === "true";
  builder.loop(
    () => {
      lowering.expression(condition);
      lowering.block(table.child(node, "body"));
    },
    lowering.range(node),
    forEver,
  );
  loopElse(lowering, node);
}

function forStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const left = table.child(node, "left");
  const iterable = lowering.childValue(node, "right");
  builder.loop(() => {
    if (left !== NO_NODE) bind(lowering, left, builder.element(iterable, NONE, lowering.range(left)));
    lowering.block(table.child(node, "body"));
  }, lowering.range(node));
  loopElse(lowering, node);
}

/** The else of a loop runs unless the loop is left by `break`. */
function loopElse(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const alternative = table.child(node, "alternative");
  if (alternative === NO_NODE) return;
  const run = () => lowering.block(table.child(alternative, "body"));
  if (hasBreak(lowering, table.child(node, "body"))) builder.branch(lowering.unknown(alternative), run, null, lowering.range(alternative));
  else run();
}

/** Also true for the break of an inner loop or function: then the else is merely taken as one of two ways. */
function hasBreak(lowering: Lowering, body: NodeId): boolean {
  if (body === NO_NODE) return false;
  const end = subtreeEnd(lowering.table, body);
  for (let node = body; node < end; node++) if (lowering.table.kind(node) === "break_statement") return true;
  return false;
}

function tryStatement(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const handlers: NodeId[] = [];
  let otherwise: NodeId = NO_NODE;
  let last: NodeId = NO_NODE;
  for (const child of lowering.children(node)) {
    const kind = table.kind(child);
    if (kind === "except_clause" || kind === "except_group_clause") handlers.push(child);
    else if (kind === "else_clause") otherwise = child;
    else if (kind === "finally_clause") last = child;
  }
  builder.try(
    {
      body: () => lowering.block(table.child(node, "body")),
      handlers: handlers.map((handler) => (tryBlock) => lowerHandler(lowering, handler, tryBlock)),
      otherwise: otherwise === NO_NODE ? null : () => lowering.block(table.child(otherwise, "body")),
      finally: last === NO_NODE ? null : () => lowering.block(table.childOfKind(last, "block")),
    },
    lowering.range(node),
  );
}

function lowerHandler(lowering: Lowering, handler: NodeId, tryBlock: number): void {
  const { builder, table } = lowering;
  const [caught] = table.childrenOf(handler, "value");
  if (caught !== undefined) {
    const alias = table.child(caught, "alias");
    lowering.expression(table.kind(caught) === "as_pattern" ? lowering.firstOf(caught) : caught);
    if (alias !== NO_NODE) bind(lowering, alias, builder.exception(tryBlock, lowering.range(alias)));
  }
  lowering.block(table.childOfKind(handler, "block"));
}

/** `with x as y`: `y` is `x` itself, because nearly every `__enter__` returns its own object. */
function withStatement(lowering: Lowering, node: NodeId): void {
  const { table } = lowering;
  const clause = table.childOfKind(node, "with_clause");
  for (const item of clause === NO_NODE ? [] : lowering.children(clause)) lowering.childValue(item, "value");
  lowering.block(table.child(node, "body"));
}

/** `x as y` of a `with`; parentheses around several of them read as a tuple. */
function asPattern(lowering: Lowering, node: NodeId): ValueId {
  const value = lowering.onlyValue(node);
  bind(lowering, lowering.table.child(node, "alias"), value);
  return value;
}

export const controlFlowExpressions = [["as_pattern", asPattern]] as const;

export const controlFlowStatements: readonly (readonly [string, StatementHandler])[] = [
  ["if_statement", ifStatement],
  ["while_statement", whileStatement],
  ["for_statement", forStatement],
  ["try_statement", tryStatement],
  ["with_statement", withStatement],
];
