/** Parses and lowers text as if it were the file at `path`: what most tests of lowering, linking and flow start from. */
import { createRequire } from "node:module";
import { Language as TreeSitterLanguage, Parser } from "web-tree-sitter";
import type { FileFacts } from "../../src/core/facts/fileFacts.js";
import type { Grammar } from "../../src/core/languages/language.js";
import { languageOf } from "../../src/core/languages/languages.js";
import { SyntaxTable } from "../../src/core/syntax/syntaxTable.js";

const require = createRequire(import.meta.url);
const parsers = new Map<string, Promise<Parser>>();
let runtime: Promise<void> | null = null;

export async function lowerText(path: string, text: string): Promise<FileFacts> {
  const known = languageOf(path);
  if (!known) throw new Error(`no language reads ${path}`);
  return known.language.lower(await tableOf(path, text));
}

/** Syntax table of the text; the tree is freed. */
export async function tableOf(path: string, text: string): Promise<SyntaxTable> {
  const known = languageOf(path);
  if (!known) throw new Error(`no language reads ${path}`);
  const tree = (await parserFor(known.grammar)).parse(text);
  if (!tree) throw new Error(`cannot parse ${path}`);
  try {
    return SyntaxTable.fromTree(tree, text);
  } finally {
    tree.delete();
  }
}

export function parserFor(grammar: Grammar): Promise<Parser> {
  let parser = parsers.get(grammar.file);
  if (!parser) {
    parser = load(grammar);
    parsers.set(grammar.file, parser);
  }
  return parser;
}

async function load(grammar: Grammar): Promise<Parser> {
  runtime ??= Parser.init();
  await runtime;
  const parser = new Parser();
  parser.setLanguage(await TreeSitterLanguage.load(require.resolve(`${grammar.package}/${grammar.file}`)));
  return parser;
}
