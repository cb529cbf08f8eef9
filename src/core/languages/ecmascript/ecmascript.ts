/** TypeScript and JavaScript: one lowering serves both, because the TypeScript grammar extends the JavaScript one. */
import type { Grammar, Language } from "../language.js";
import { lowerModule } from "./lowerModule.js";

const TYPESCRIPT: Grammar = { package: "tree-sitter-typescript", file: "tree-sitter-typescript.wasm" };
const TSX: Grammar = { package: "tree-sitter-typescript", file: "tree-sitter-tsx.wasm" };
const JAVASCRIPT: Grammar = { package: "tree-sitter-javascript", file: "tree-sitter-javascript.wasm" };

export const typescript: Language = {
  id: "typescript",
  extensions: [
    { ext: ".ts", grammar: TYPESCRIPT },
    { ext: ".mts", grammar: TYPESCRIPT },
    { ext: ".cts", grammar: TYPESCRIPT },
    { ext: ".tsx", grammar: TSX },
  ],
  lower: (table) => lowerModule(table, "typescript"),
};

export const javascript: Language = {
  id: "javascript",
  extensions: [".js", ".jsx", ".mjs", ".cjs"].map((ext) => ({ ext, grammar: JAVASCRIPT })),
  lower: (table) => lowerModule(table, "javascript"),
};
