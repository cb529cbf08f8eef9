/** LINQ's query syntax: nested loops whose innermost body gives an element of the result. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import type { NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { declareName } from "./targets.js";
import { typeText } from "./typeNames.js";

const query: ExpressionHandler = (lowering, node) => {
  const { builder } = lowering;
  builder.openScope();
  const result = run(lowering, node, lowering.children(node), 0);
  builder.closeScope();
  return result;
};

function run(lowering: Lowering, query: NodeId, clauses: readonly NodeId[], at: number): ValueId {
  const clause = clauses[at];
  if (clause === undefined) return lowering.unknown(query);
  return lowering.deeper(
    () => runClause(lowering, query, clauses, at, clause),
    () => lowering.unknown(query),
  );
}

function runClause(lowering: Lowering, query: NodeId, clauses: readonly NodeId[], at: number, clause: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(clause);
  const parts = lowering.children(clause);
  const next = (): ValueId => run(lowering, query, clauses, at + 1);
  switch (table.kind(clause)) {
    case "from_clause": {
      const name = table.child(clause, "name");
      const source = lowering.expression(parts[parts.length - 1] as NodeId);
      let result: ValueId = NONE;
      builder.loop(() => {
        if (name >= 0)
          declareName(lowering, name, builder.element(source, NONE, lowering.range(name)), typeText(lowering, table.child(clause, "type")));
        result = next();
      }, lowering.range(query));
      return result;
    }
    case "let_clause": {
      const [name, value] = parts;
      if (name !== undefined && value !== undefined) declareName(lowering, name, lowering.expression(value));
      return next();
    }
    case "join_clause": {
      const names = parts.filter((part) => table.field(part) !== "type");
      const [name, source, ...rest] = names;
      const into = names.find((part) => table.kind(part) === "join_into_clause");
      if (name !== undefined && source !== undefined) {
        const joined = lowering.expression(source);
        declareName(lowering, name, builder.element(joined, NONE, range));
        for (const part of rest) if (part !== into) lowering.expression(part);
        if (into !== undefined) declareName(lowering, lowering.firstOf(into), joined);
      }
      return next();
    }
    case "where_clause":
    case "order_by_clause":
      for (const part of parts) lowering.expression(part);
      return next();
    case "select_clause":
    case "group_clause": {
      const element = parts[0] === undefined ? lowering.unknown(clause) : lowering.expression(parts[0]);
      for (const part of parts.slice(1)) lowering.expression(part);
      const grouped = table.kind(clause) === "group_clause" ? builder.array([element], range) : element;
      const result = builder.array([grouped], lowering.range(query));
      const into = clauses[at + 1];
      if (into === undefined || table.kind(into) !== "identifier") return result;
      declareName(lowering, into, grouped);
      return run(lowering, query, clauses, at + 2);
    }
    default:
      lowering.expression(clause);
      return next();
  }
}

export const queryExpressions: readonly (readonly [string, ExpressionHandler])[] = [["query_expression", query]];
