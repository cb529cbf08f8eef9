/** Lowers one TypeScript or JavaScript file to its facts. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import type { FileFacts, LanguageId } from "../../facts/fileFacts.js";
import type { SyntaxTable } from "../../syntax/syntaxTable.js";
import { readComments } from "./comments.js";
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
  if (table.hasError) builder.syntaxError = firstError(table);
  for (const directive of comments.directives) builder.directive(directive);
  declareFunctionScope(file, table.root);
  file.lowerStatements(table.root);
  for (const record of file.lateExports) record();
  return builder.finish();
}

function firstError(table: SyntaxTable): number {
  for (let node = 0; node < table.nodeCount; node++) if (table.isError(node)) return table.start(node);
  return 0;
}
