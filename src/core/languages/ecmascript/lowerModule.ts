/** Lowers one TypeScript or JavaScript file to its facts. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import type { FileFacts, LanguageId } from "../../facts/fileFacts.js";
import type { SyntaxTable } from "../../syntax/syntaxTable.js";

export function lowerModule(table: SyntaxTable, language: LanguageId): FileFacts {
  return new FactsBuilder(language, table.text).finish();
}
