/** Where a syntax tree is broken. */
import type { SyntaxTable } from "../syntax/syntaxTable.js";

/** Offset of the first place where the parser had to skip or invent text, -1 when there is none. */
export function firstSyntaxError(table: SyntaxTable): number {
  if (!table.hasError) return -1;
  for (let node = 0; node < table.nodeCount; node++) if (table.isError(node)) return table.start(node);
  return -1;
}
