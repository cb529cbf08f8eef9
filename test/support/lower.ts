/** Parses and lowers text as if it were the file at `path`: what most tests of lowering, linking and flow start from. */
import type { FileFacts } from "../../src/core/facts/fileFacts.js";
import { languageOf } from "../../src/core/languages/languages.js";
import { testParser } from "./testParser.js";

export async function lowerText(path: string, text: string): Promise<FileFacts> {
  const known = languageOf(path);
  if (!known) throw new Error(`no language reads ${path}`);
  const table = await (await testParser()).parse(text, known.grammar);
  if (!table) throw new Error(`cannot parse ${path}`);
  return known.language.lower(table);
}
