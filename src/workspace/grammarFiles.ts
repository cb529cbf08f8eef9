/** Where node finds the WebAssembly of the parser: beside the bundle, or in the installed packages of a checkout. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Grammar } from "../core/languages/language.js";
import type { GrammarBytes } from "../core/syntax/parser.js";

const RUNTIME = "web-tree-sitter.wasm";

/** `folder`: where the build has put all WebAssembly files; `dist/wasm` beside the running bundle when absent. */
export function grammarFiles(folder = join(__dirname, "wasm")): GrammarBytes {
  if (!existsSync(join(folder, RUNTIME))) return installedGrammars();
  return {
    runtime: () => readFile(join(folder, RUNTIME)),
    grammar: ({ file }) => readFile(join(folder, file)),
  };
}

/** Straight from node_modules: for tests and for running from source. */
function installedGrammars(): GrammarBytes {
  const { resolve } = createRequire(join(__dirname, "resolve.js"));
  return {
    runtime: () => readFile(resolve(`web-tree-sitter/${RUNTIME}`)),
    grammar: (grammar: Grammar) => readFile(resolve(`${grammar.package}/${grammar.file}`)),
  };
}
