/** Directives: `# parapet-…` comments, and docstrings with `@classification`, each with the code that it is about. */
import type { Range } from "../../facts/places.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

/** What a comment can be about, besides every kind that ends in `_statement` or `_definition`. */
const UNITS = new Set([
  "typed_parameter",
  "default_parameter",
  "typed_default_parameter",
  "list_splat_pattern",
  "dictionary_splat_pattern",
  "keyword_argument",
  "pair",
  "case_clause",
]);

export function lowerDirectives(lowering: Lowering): void {
  const { builder, table } = lowering;
  const inComments = table.text.includes("parapet-");
  const inDocstrings = table.text.includes("@classification");
  if (!inComments && !inDocstrings) return;
  const units = unitsOf(table);
  for (let node = 0; node < table.nodeCount; node++) {
    const kind = table.kind(node);
    if (inComments && kind === "comment") {
      const text = table.textOf(node);
      if (text.includes("parapet-"))
        builder.directive({ text, start: table.start(node), end: table.end(node), ...asTarget(aboutComment(table, units, node)) });
    } else if (inDocstrings && kind === "expression_statement") {
      const string = lowering.firstOf(node);
      if (string === NO_NODE || !/string$/.test(table.kind(string))) continue;
      const text = table.textOf(string);
      if (text.includes("@classification"))
        builder.directive({ text, start: table.start(string), end: table.end(string), ...asTarget(aboutDocstring(table, node)) });
    }
  }
}

function asTarget(range: Range): { readonly targetStart: number; readonly targetEnd: number } {
  return { targetStart: range.start, targetEnd: range.end };
}

function rangeOf(table: SyntaxTable, node: NodeId): Range {
  return { start: table.start(node), end: table.end(node) };
}

/** Statements, parameters, keyword arguments and dictionary entries in document order, outer ones first. */
function unitsOf(table: SyntaxTable): NodeId[] {
  const units: NodeId[] = [];
  for (let node = 1; node < table.nodeCount; node++) {
    if (!table.isNamed(node)) continue;
    const kind = table.kind(node);
    const isParameter = kind === "identifier" && /parameters$/.test(table.kind(table.parent(node)));
    if (isParameter || UNITS.has(kind) || kind.endsWith("_statement") || kind.endsWith("_definition")) units.push(node);
  }
  return units;
}

function aboutComment(table: SyntaxTable, units: readonly NodeId[], comment: NodeId): Range {
  const start = table.start(comment);
  const lineStart = table.text.lastIndexOf("\n", start - 1) + 1;
  const before = table.text.slice(lineStart, start).trimEnd();
  const unit = before.trim() === "" ? nextUnit(table, units, comment) : unitOnLine(table, units, lineStart, start, /[:([{]$/.test(before));
  return unit === NO_NODE ? { start: table.end(comment), end: table.end(comment) } : rangeOf(table, unit);
}

function nextUnit(table: SyntaxTable, units: readonly NodeId[], comment: NodeId): NodeId {
  const end = table.end(comment);
  return units.find((unit) => table.start(unit) >= end) ?? NO_NODE;
}

/**
 * What a trailing comment is about: after an opening (`def f():  # …`, `call(  # …`) the outermost unit that begins on the line,
 * else the outermost of those that end last before the comment, else the innermost one around it.
 */
function unitOnLine(table: SyntaxTable, units: readonly NodeId[], lineStart: number, comment: number, opens: boolean): NodeId {
  let ended: NodeId = NO_NODE;
  let opened: NodeId = NO_NODE;
  let around: NodeId = NO_NODE;
  for (const unit of units) {
    const start = table.start(unit);
    const end = table.end(unit);
    if (start >= comment) break;
    if (end > comment) around = unit;
    if (opened === NO_NODE && start >= lineStart && end > comment) opened = unit;
    if (end <= comment && end > lineStart && (ended === NO_NODE || end > table.end(ended))) ended = unit;
  }
  if (opens && opened !== NO_NODE) return opened;
  return ended !== NO_NODE && !opens ? ended : around;
}

/** The function or class that begins with the docstring, the field or variable before it, or the whole module. */
function aboutDocstring(table: SyntaxTable, statement: NodeId): Range {
  const parent = table.parent(statement);
  let previous: NodeId = NO_NODE;
  for (let child = table.firstChild(parent); child !== NO_NODE && child !== statement; child = table.nextSibling(child)) {
    if (table.isNamed(child) && table.kind(child) !== "comment") previous = child;
  }
  if (previous !== NO_NODE) return rangeOf(table, previous);
  return rangeOf(table, table.kind(parent) === "block" ? table.parent(parent) : parent);
}
