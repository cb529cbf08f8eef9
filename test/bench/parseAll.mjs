// Parses every source file below a folder on one core with the parser that Parapet uses, and says how long it took.
//
//     node test/bench/parseAll.mjs DIR
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { Language, Parser } from "web-tree-sitter";

const { resolve } = createRequire(import.meta.url);
const GRAMMARS = {
  ".py": "tree-sitter-python/tree-sitter-python.wasm",
  ".pyi": "tree-sitter-python/tree-sitter-python.wasm",
  ".ts": "tree-sitter-typescript/tree-sitter-typescript.wasm",
  ".mts": "tree-sitter-typescript/tree-sitter-typescript.wasm",
  ".cts": "tree-sitter-typescript/tree-sitter-typescript.wasm",
  ".tsx": "tree-sitter-typescript/tree-sitter-tsx.wasm",
  ".js": "tree-sitter-javascript/tree-sitter-javascript.wasm",
  ".jsx": "tree-sitter-javascript/tree-sitter-javascript.wasm",
  ".mjs": "tree-sitter-javascript/tree-sitter-javascript.wasm",
  ".cjs": "tree-sitter-javascript/tree-sitter-javascript.wasm",
  ".java": "tree-sitter-java/tree-sitter-java.wasm",
  ".cs": "tree-sitter-c-sharp/tree-sitter-c_sharp.wasm",
  ".go": "tree-sitter-go/tree-sitter-go.wasm",
};
const started = performance.now();
await Parser.init();
const parser = new Parser();
const languages = new Map();
const found = { files: 0, characters: 0, byExtension: {} };

async function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== ".git" && entry.name !== "node_modules") await walk(path);
      continue;
    }
    const extension = extname(entry.name);
    const grammar = entry.isFile() ? GRAMMARS[extension] : undefined;
    if (grammar === undefined) continue;
    if (!languages.has(grammar)) languages.set(grammar, await Language.load(resolve(grammar)));
    const text = readFileSync(path, "utf8");
    parser.setLanguage(languages.get(grammar));
    parser.parse(text)?.delete();
    found.files++;
    found.characters += text.length;
    found.byExtension[extension] = (found.byExtension[extension] ?? 0) + text.length;
  }
}

await walk(process.argv[2]);
console.log(JSON.stringify({ ...found, milliseconds: Math.round(performance.now() - started) }));
