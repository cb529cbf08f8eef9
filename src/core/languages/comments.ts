/** Comments of languages that write them like C: documentation for the declaration that follows, and directives with the code that they are about. */
import type { DirectiveFacts } from "../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../syntax/syntaxTable.js";

export interface Comments {
  readonly docs: ReadonlyMap<NodeId, string>;
  readonly directives: readonly DirectiveFacts[];
}

export function readComments(table: SyntaxTable): Comments {
  const docs = new Map<NodeId, string>();
  const directives: DirectiveFacts[] = [];
  if (!table.text.includes("/*") && !table.text.includes("parapet-")) return { docs, directives };
  for (let node = 0; node < table.nodeCount; node++) {
    if (!isComment(table.kind(node))) continue;
    const text = table.textOf(node);
    const isDocumentation = text.startsWith("/**") && text.length > 5;
    if (isDocumentation) {
      const target = nextCode(table, node);
      if (target !== NO_NODE) docs.set(target, documentationText(text));
    }
    if (text.includes("parapet-") || (text.startsWith("/*") && text.includes("@classification"))) {
      directives.push({ text, start: table.start(node), end: table.end(node), ...targetOf(table, node) });
    }
  }
  return { docs, directives };
}

/** Next sibling that is code; decorators belong to the member after them. */
function nextCode(table: SyntaxTable, comment: NodeId): NodeId {
  for (let node = table.nextSibling(comment); node !== NO_NODE; node = table.nextSibling(node)) {
    if (table.isNamed(node) && !isComment(table.kind(node)) && table.kind(node) !== "decorator") return node;
  }
  return NO_NODE;
}

/** `comment` in most grammars; `line_comment` and `block_comment` in Java's. */
export function isComment(kind: string): boolean {
  return kind === "comment" || kind === "line_comment" || kind === "block_comment";
}

function documentationText(comment: string): string {
  return comment
    .slice(3, -2)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

/** The code that a comment is about. */
export function targetOf(table: SyntaxTable, comment: NodeId): { targetStart: number; targetEnd: number } {
  const before = codeBeforeOnLine(table, comment);
  if (before !== NO_NODE) return { targetStart: table.start(before), targetEnd: table.end(before) };
  for (let at = comment; at !== NO_NODE; at = table.parent(at)) {
    const next = nextCode(table, at);
    if (next === NO_NODE) continue;
    // A decorator in between is part of what is declared.
    let start = table.start(next);
    for (let node = table.nextSibling(at); node !== next && node !== NO_NODE; node = table.nextSibling(node)) {
      if (table.kind(node) === "decorator") start = Math.min(start, table.start(node));
    }
    return { targetStart: start, targetEnd: table.end(next) };
  }
  return { targetStart: table.end(comment), targetEnd: table.end(comment) };
}

/** The code that a trailing comment stands behind: its previous sibling on the line, else the construct opened on that line. */
function codeBeforeOnLine(table: SyntaxTable, comment: NodeId): NodeId {
  const start = table.start(comment);
  const lineStart = table.text.lastIndexOf("\n", start - 1) + 1;
  if (table.text.slice(lineStart, start).trim() === "") return NO_NODE;
  let previous: NodeId = NO_NODE;
  for (let node = table.firstChild(table.parent(comment)); node !== comment; node = table.nextSibling(node)) {
    if (table.isNamed(node) && !isComment(table.kind(node))) previous = node;
  }
  if (previous !== NO_NODE && table.end(previous) >= lineStart) return previous;
  for (let node = table.parent(comment); node !== NO_NODE && table.parent(node) !== NO_NODE; node = table.parent(node)) {
    if (table.start(node) >= lineStart && isConstruct(table.kind(node))) return node;
  }
  return NO_NODE;
}

function isConstruct(kind: string): boolean {
  return /_statement$|_declaration$|_definition$|_signature$|_parameter$|^pair$/.test(kind);
}
