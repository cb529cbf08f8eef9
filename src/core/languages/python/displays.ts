/** Lists, tuples, sets, dictionaries and comprehensions. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { plainString } from "./strings.js";
import { namesInTarget } from "./scopeNames.js";
import { bind } from "./targets.js";

function sequence(lowering: Lowering, node: NodeId): ValueId {
  const values = lowering.children(node).map((child) => lowering.expression(child));
  return lowering.builder.array(values, lowering.range(node));
}

function spread(lowering: Lowering, node: NodeId): ValueId {
  return lowering.builder.spread(lowering.onlyValue(node), lowering.range(node));
}

function dictionary(lowering: Lowering, node: NodeId): ValueId {
  const entries = lowering.children(node).map((child) => entry(lowering, child));
  return lowering.builder.object(entries, lowering.range(node));
}

function entry(lowering: Lowering, node: NodeId): { key: string | null | ValueId; value: ValueId } {
  const { table } = lowering;
  if (table.kind(node) === "dictionary_splat") return { key: null, value: lowering.onlyValue(node) };
  const keyNode = table.child(node, "key");
  if (keyNode === NO_NODE) return { key: NONE, value: lowering.expression(node) };
  const text = plainString(lowering, keyNode);
  const key = text ?? lowering.expression(keyNode);
  return { key, value: lowering.childValue(node, "value") };
}

/** The clauses of a comprehension as nested loops; `body` runs in the innermost one. */
function comprehend(lowering: Lowering, node: NodeId, body: () => ValueId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const clauses = lowering.children(node).filter((child) => table.field(child) !== "body");
  let result: ValueId = NONE;
  const run = (index: number, firstIterable: ValueId): void => {
    const clause = clauses[index];
    if (clause === undefined) {
      result = body();
    } else if (table.kind(clause) === "if_clause") {
      const condition = lowering.onlyValue(clause);
      builder.branch(condition, () => run(index + 1, NONE), null, range);
    } else {
      const left = table.child(clause, "left");
      const iterable = index === 0 ? firstIterable : iterableOf(lowering, clause);
      builder.loop(() => {
        bind(lowering, left, builder.element(iterable, NONE, lowering.range(left)));
        run(index + 1, NONE);
      }, range);
    }
  };
  // The first iterable belongs to the enclosing scope, everything else to the comprehension's own.
  const first = clauses[0] === undefined ? NONE : iterableOf(lowering, clauses[0]);
  builder.openScope();
  for (const clause of clauses) {
    const left = table.child(clause, "left");
    if (left !== NO_NODE) for (const name of namesInTarget(table, left)) builder.declare(table.textOf(name), lowering.range(name));
  }
  run(0, first);
  builder.closeScope();
  return result === NONE ? lowering.unknown(node) : result;
}

function iterableOf(lowering: Lowering, clause: NodeId): ValueId {
  const values = lowering.table.childrenOf(clause, "right").filter((child) => lowering.table.isNamed(child));
  const lowered = values.map((child) => lowering.expression(child));
  if (lowered.length === 0) return lowering.unknown(clause);
  return lowered.length === 1 ? (lowered[0] as ValueId) : lowering.builder.array(lowered, lowering.range(clause));
}

function sequenceComprehension(lowering: Lowering, node: NodeId): ValueId {
  const element = comprehend(lowering, node, () => lowering.childValue(node, "body"));
  return lowering.builder.array([element], lowering.range(node));
}

function dictionaryComprehension(lowering: Lowering, node: NodeId): ValueId {
  const body = lowering.table.child(node, "body");
  let key: string | null | ValueId = NONE;
  const value = comprehend(lowering, node, () => {
    const one = body === NO_NODE ? { key: NONE, value: lowering.unknown(node) } : entry(lowering, body);
    key = one.key;
    return one.value;
  });
  return lowering.builder.object([{ key, value }], lowering.range(node));
}

export const displayExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["list", sequence],
  ["tuple", sequence],
  ["set", sequence],
  ["expression_list", sequence],
  ["pattern_list", sequence],
  ["list_splat", spread],
  ["list_splat_pattern", spread],
  ["dictionary_splat", spread],
  ["parenthesized_list_splat", (lowering, node) => lowering.onlyValue(node)],
  ["dictionary", dictionary],
  ["list_comprehension", sequenceComprehension],
  ["set_comprehension", sequenceComprehension],
  ["generator_expression", sequenceComprehension],
  ["dictionary_comprehension", dictionaryComprehension],
];
