// `npm run build`: compiles the knowledge, bundles every program of the product into dist/ and copies the WebAssembly.
//
//     node esbuild.mjs [--minify] [--watch]
//
// Bundles for node are CommonJS for node 20; what runs in a browser is one plain script. Entries that do not exist are left out.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";
import { writeKnowledge } from "./build/knowledge.mjs";

const project = dirname(fileURLToPath(import.meta.url));
const { resolve } = createRequire(import.meta.url);
const minify = process.argv.includes("--minify");
const watch = process.argv.includes("--watch");

/** All WebAssembly that a parser needs: the runtime and the grammars. */
export const wasmFiles = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-typescript/tree-sitter-typescript.wasm",
  "tree-sitter-typescript/tree-sitter-tsx.wasm",
  "tree-sitter-javascript/tree-sitter-javascript.wasm",
  "tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-java/tree-sitter-java.wasm",
  "tree-sitter-c-sharp/tree-sitter-c_sharp.wasm",
  "tree-sitter-go/tree-sitter-go.wasm",
].map((file) => resolve(file));

/** Everything that turns text into facts; cached facts of any other build are not read. */
const loweringFolders = ["documents", "facts", "languages", "syntax"].map((folder) => `src/core/${folder}`);

/** Hash of all files in the folders, besides the parsers. */
function versionOf(folders) {
  const hash = createHash("sha256");
  const add = (path) => hash.update(relative(project, path)).update("\0").update(readFileSync(path)).update("\0");
  for (const folder of folders) {
    const files = readdirSync(join(project, folder), { recursive: true, withFileTypes: true });
    for (const file of files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort())
      add(file);
  }
  for (const file of wasmFiles) add(file);
  return hash.digest("hex").slice(0, 32);
}

const shared = {
  absWorkingDir: project,
  bundle: true,
  minify,
  sourcemap: minify ? false : "linked",
  legalComments: "none",
  logLevel: "warning",
  define: {
    PARAPET_LOWERING: JSON.stringify(versionOf(loweringFolders)),
    // Kept results of any other build are not read.
    PARAPET_ANALYSIS: JSON.stringify(versionOf(["src/core", "src/workspace"])),
  },
};
/** ES modules first: some packages ship a second form that bundlers cannot follow. */
const node = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  // This one the other way round: its ES module asks for its own address, which a CommonJS bundle has not.
  alias: { "web-tree-sitter": resolve("web-tree-sitter") },
};
/** Parser of syntax trees tells node and browser apart while it runs; its node half is never reached in a browser. */
const browser = { ...shared, platform: "browser", format: "iife", target: "es2022", external: ["fs/promises", "module"] };

/** A thread of the pool that parses files; needs the WebAssembly beside it. */
export const workerBundle = { ...node, entryPoints: ["src/workspace/worker.ts"], outfile: "dist/worker.js" };

/** The language server: the protocol on one thread, the engine on another. */
export const serverBundles = [
  { ...node, entryPoints: ["src/server/main.ts"], outfile: "dist/server.js" },
  { ...node, entryPoints: ["src/server/engineWorker.ts"], outfile: "dist/engine-worker.js" },
];

/** What runs in a web worker of a browser. */
export const browserBundle = { ...browser, entryPoints: ["src/browser/coreWorker.ts"], outfile: "dist/browser/core-worker.js" };

const bundles = [
  { ...node, entryPoints: ["src/cli/main.ts"], outfile: "dist/cli.js", banner: { js: "#!/usr/bin/env node" } },
  workerBundle,
  ...serverBundles,
  { ...node, entryPoints: ["src/extension/extension.ts"], outfile: "dist/extension.js", external: ["vscode"] },
  browserBundle,
].filter(({ entryPoints }) => existsSync(join(project, entryPoints[0])));

export function copyWasm(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of wasmFiles) copyFileSync(file, join(folder, basename(file)));
}

/** Pages of the rules, as the editor shows them. */
function copyRulePages() {
  const rules = join(project, "src/core/rules");
  mkdirSync(join(project, "dist/rules"), { recursive: true });
  for (const { name } of readdirSync(rules, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    copyFileSync(join(rules, name, "rule.md"), join(project, "dist/rules", `${name}.md`));
  }
}

/** Mistakes in the data files are said by file and line; where the build stood then helps nobody. */
function compileKnowledge() {
  try {
    writeKnowledge();
  } catch (error) {
    if (error?.name !== "KnowledgeError") throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function buildAll() {
  compileKnowledge();
  copyWasm(join(project, "dist/wasm"));
  copyRulePages();
  await Promise.all(bundles.map((options) => build(options)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  if (watch) for (const options of bundles) await (await context(options)).watch();
}
