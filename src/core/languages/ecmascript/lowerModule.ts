/** Lowers one TypeScript or JavaScript file to its facts. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import { type FileFacts, type LanguageId, NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";
import { readComments } from "../comments.js";
import { EXPRESSIONS, lowerParts } from "./expressions.js";
import { FileLowering, type Handlers } from "./fileLowering.js";
import { declareFunctionScope } from "./declaring.js";
import { lowerHoisted } from "./hoisting.js";
import { STATEMENTS } from "./statements.js";

const HANDLERS: Handlers = { expressions: EXPRESSIONS, statements: STATEMENTS, otherwise: lowerParts, hoist: lowerHoisted };

export function lowerModule(table: SyntaxTable, language: LanguageId): FileFacts {
  const builder = new FactsBuilder(language, table.text);
  const comments = readComments(table);
  const file = new FileLowering(table, builder, comments.docs, HANDLERS);
  builder.syntaxError = firstError(table);
  for (const directive of comments.directives) builder.directive(directive);
  declareFunctionScope(file, table.root);
  file.lowerStatements(table.root);
  for (const record of file.lateExports) record();
  return builder.finish();
}

function firstError(table: SyntaxTable): number {
  for (let node = 0; table.hasError && node < table.nodeCount; node++) {
    if (table.isError(node) && !isAmpersandInText(table, node)) return table.start(node);
  }
  return NONE;
}

/** `<b>Terms & Conditions</b>` is right; the grammar does not know it. */
function isAmpersandInText(table: SyntaxTable, node: NodeId): boolean {
  const parent = table.parent(node);
  return parent !== NO_NODE && /^jsx_(?:element|fragment)$/.test(table.kind(parent)) && table.textOf(node).startsWith("&");
}
