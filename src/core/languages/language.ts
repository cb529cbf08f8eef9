/** What a language module offers: which files it reads, with which grammar, and how a syntax tree becomes file facts. */
import type { FileFacts, LanguageId } from "../facts/fileFacts.js";
import type { SyntaxTable } from "../syntax/syntaxTable.js";

export interface Language {
  readonly id: LanguageId;
  readonly extensions: readonly { readonly ext: string; readonly grammar: Grammar }[];
  /** Never throws on any text: what cannot be read becomes an unknown value. */
  lower(table: SyntaxTable): FileFacts;
}

/** A tree-sitter grammar: a WebAssembly file inside an npm package. Hosts load it, each in its own way. */
export interface Grammar {
  readonly package: string;
  /** Such as `tree-sitter-tsx.wasm`. */
  readonly file: string;
}
