/** Comments: documentation of the declaration below, and directives with the code that they are about. */
import type { DirectiveFacts } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

export interface Comments {
  readonly docs: ReadonlyMap<NodeId, string>;
  readonly directives: readonly DirectiveFacts[];
}

const DOCUMENTED = /_declaration$|_spec$|^method_elem$/;

export function readComments(table: SyntaxTable): Comments {
  const docs = new Map<NodeId, string>();
  const directives: DirectiveFacts[] = [];
  for (let node = 0; node < table.nodeCount; node++) {
    if (table.kind(node) !== "comment") continue;
    const text = table.textOf(node);
    const next = nextCode(table, node);
    if (next !== NO_NODE && DOCUMENTED.test(table.kind(next)) && isAbove(table, node, next)) {
      const before = docs.get(next);
      docs.set(next, before === undefined ? plainText(text) : `${before}\n${plainText(text)}`);
    }
    if (text.includes("parapet-") || text.includes("@classification"))
      directives.push({ text, start: table.start(node), end: table.end(node), ...targetOf(table, node) });
  }
  return { docs, directives };
}

/** No empty line between the comment and what follows: then it documents it. */
function isAbove(table: SyntaxTable, comment: NodeId, next: NodeId): boolean {
  const start = table.start(comment);
  const lineStart = table.text.lastIndexOf("\n", start - 1) + 1;
  if (table.text.slice(lineStart, start).trim() !== "") return false;
  const between = table.text.slice(table.end(comment), table.start(next));
  return !/\n[ \t\r]*\n/.test(between);
}

function plainText(comment: string): string {
  return comment
    .replace(/^\/\*+|\*+\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*(?:\/\/|\*) ?/, "").trimEnd())
    .join("\n")
    .trim();
}

function nextCode(table: SyntaxTable, comment: NodeId): NodeId {
  for (let node = table.nextSibling(comment); node !== NO_NODE; node = table.nextSibling(node)) {
    if (table.isNamed(node) && table.kind(node) !== "comment") return node;
  }
  return NO_NODE;
}

function targetOf(table: SyntaxTable, comment: NodeId): { targetStart: number; targetEnd: number } {
  const before = codeBeforeOnLine(table, comment);
  if (before !== NO_NODE) return { targetStart: table.start(before), targetEnd: table.end(before) };
  for (let at = comment; at !== NO_NODE; at = table.parent(at)) {
    const next = nextCode(table, at);
    if (next === NO_NODE) continue;
    const target = table.kind(next) === "statement_list" ? firstCode(table, next) : next;
    return { targetStart: table.start(target), targetEnd: table.end(target) };
  }
  return { targetStart: table.end(comment), targetEnd: table.end(comment) };
}

function firstCode(table: SyntaxTable, list: NodeId): NodeId {
  for (let child = table.firstChild(list); child !== NO_NODE; child = table.nextSibling(child)) {
    if (table.isNamed(child) && table.kind(child) !== "comment") return child;
  }
  return list;
}

/** The code that a trailing comment stands behind: what ends last before it on the line, else the construct opened there. */
function codeBeforeOnLine(table: SyntaxTable, comment: NodeId): NodeId {
  const start = table.start(comment);
  const lineStart = table.text.lastIndexOf("\n", start - 1) + 1;
  if (table.text.slice(lineStart, start).trim() === "") return NO_NODE;
  for (let around = table.parent(comment); around !== NO_NODE; around = table.parent(around)) {
    let previous: NodeId = NO_NODE;
    for (let node = table.firstChild(around); node !== NO_NODE && table.start(node) < start; node = table.nextSibling(node)) {
      if (table.isNamed(node) && table.kind(node) !== "comment" && table.end(node) <= start) previous = node;
    }
    if (previous !== NO_NODE && table.end(previous) > lineStart) {
      const list = table.kind(previous) === "statement_list" ? lastCode(table, previous) : previous;
      return list;
    }
    if (table.start(around) >= lineStart && /_statement$|_declaration$|_spec$|^method_elem$|^keyed_element$/.test(table.kind(around)))
      return around;
  }
  return NO_NODE;
}

function lastCode(table: SyntaxTable, list: NodeId): NodeId {
  let last: NodeId = list;
  for (let child = table.firstChild(list); child !== NO_NODE; child = table.nextSibling(child)) {
    if (table.isNamed(child) && table.kind(child) !== "comment") last = child;
  }
  return last;
}
