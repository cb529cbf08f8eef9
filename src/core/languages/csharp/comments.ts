/** Comments: documentation for the declaration that follows, and directives with the code that they are about. */
import type { DirectiveFacts } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";
import { targetOf } from "../comments.js";

export interface Comments {
  readonly docs: ReadonlyMap<NodeId, string>;
  readonly directives: readonly DirectiveFacts[];
}

export function readComments(table: SyntaxTable): Comments {
  const docs = new Map<NodeId, string>();
  const directives: DirectiveFacts[] = [];
  const { text } = table;
  if (!text.includes("///") && !text.includes("/**") && !text.includes("parapet-")) return { docs, directives };
  for (let node = 0; node < table.nodeCount; node++) {
    if (table.kind(node) !== "comment") continue;
    const start = table.start(node);
    const isDocumentation = text.startsWith("///", start) || (text.startsWith("/**", start) && table.end(node) - start > 5);
    if (isDocumentation) {
      const target = nextCode(table, node);
      if (target !== NO_NODE) docs.set(target, [docs.get(target) ?? "", documentationText(table.textOf(node))].filter(Boolean).join("\n"));
    }
    const written = table.textOf(node);
    if (written.includes("parapet-") || (isDocumentation && written.includes("@classification")))
      directives.push({ text: written, start, end: table.end(node), ...targetOf(table, node) });
  }
  return { docs, directives };
}

function nextCode(table: SyntaxTable, comment: NodeId): NodeId {
  for (let node = table.nextSibling(comment); node !== NO_NODE; node = table.nextSibling(node)) {
    if (table.isNamed(node) && table.kind(node) !== "comment") return node;
  }
  return NO_NODE;
}

/** Text of a documentation comment without its marks and XML tags. */
function documentationText(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s*(?:\/\/\/|\*) ?/, "")
        .replace(/<[^<>]*>/g, "")
        .trim(),
    )
    .join("\n")
    .trim();
}
