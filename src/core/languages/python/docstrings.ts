/** Docstrings of modules, functions, classes and fields. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { plainString } from "./strings.js";

/** Text of the docstring with which a body begins, null when it begins with something else. */
export function docstringOf(lowering: Lowering, body: NodeId): string | null {
  return body === NO_NODE ? null : docstringText(lowering, lowering.firstOf(body));
}

/** Text of the docstring that follows a field, null when something else follows. */
export function docstringAfter(lowering: Lowering, statement: NodeId): string | null {
  const { table } = lowering;
  for (let next = table.nextSibling(statement); next !== NO_NODE; next = table.nextSibling(next)) {
    if (table.isNamed(next) && table.kind(next) !== "comment") return docstringText(lowering, next);
  }
  return null;
}

function docstringText(lowering: Lowering, statement: NodeId): string | null {
  if (statement === NO_NODE || lowering.table.kind(statement) !== "expression_statement") return null;
  const string = lowering.firstOf(statement);
  return string === NO_NODE ? null : (plainString(lowering, string)?.trim() ?? null);
}
