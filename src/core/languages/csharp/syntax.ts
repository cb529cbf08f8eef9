/** Questions about the syntax table that several modules of this folder ask. */
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

/** Index after the last node inside `node`; nodes are numbered in document order. */
export function subtreeEnd(table: SyntaxTable, node: NodeId): NodeId {
  for (let at = node; at !== NO_NODE; at = table.parent(at)) {
    const next = table.nextSibling(at);
    if (next !== NO_NODE) return next;
  }
  return table.nodeCount;
}

/** Offset of the first place where the parser had to skip or invent text, -1 when there is none. */
export function firstSyntaxError(table: SyntaxTable): number {
  if (!table.hasError) return -1;
  for (let node = 0; node < table.nodeCount; node++) if (table.isError(node)) return table.start(node);
  return -1;
}
