/** Imports and function declarations run before the first statement of their block. */
import { NONE, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { declarationIn } from "./declaring.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerFunction } from "./functions.js";
import { lowerImport } from "./imports.js";

/** Lowers the imports and function declarations of a block. Overloads without a body give way to their implementation. */
export function lowerHoisted(file: FileLowering, block: NodeId): void {
  const { table, builder } = file;
  const functions: NodeId[] = [];
  const implemented = new Set<string>();
  for (let node = table.firstChild(block); node !== NO_NODE; node = table.nextSibling(node)) {
    if (!table.isNamed(node)) continue;
    const declaration = declarationIn(file, node);
    const kind = table.kind(declaration);
    if (kind === "import_statement") lowerImport(file, declaration);
    else if (kind === "function_declaration" || kind === "generator_function_declaration") {
      functions.push(declaration);
      implemented.add(table.textOf(table.child(declaration, "name")));
    } else if (kind === "function_signature") functions.push(declaration);
  }
  for (const node of functions) {
    const name = table.child(node, "name");
    if (name === NO_NODE) continue;
    const text = table.textOf(name);
    if (table.kind(node) === "function_signature" && implemented.has(text)) continue;
    const variable: VariableId | null = builder.resolve(text);
    const { value } = lowerFunction(file, node, { name, doc: file.docOf(node), owner: NONE });
    if (variable !== null) builder.assign(variable, value);
  }
}
