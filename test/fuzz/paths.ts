/** Names that a repository chooses: of files, in imports, in rules of what to ignore. None leads out of the workspace, throws or hangs. */
import assert from "node:assert/strict";
import { posix } from "node:path";
import { openDocument, isSource } from "../../src/core/documents/document.js";
import { isConfigurationFile } from "../../src/core/files/configurationFiles.js";
import { scopeOf } from "../../src/core/files/fileScope.js";
import { skipByName } from "../../src/core/files/sourceShape.js";
import type { SourceFile, Workspace } from "../../src/core/host.js";
import { WordIndex } from "../../src/core/index/wordIndex.js";
import { wordsOfText } from "../../src/core/index/words.js";
import { createModuleResolver } from "../../src/core/link/modules.js";
import { joinPath } from "../../src/core/link/paths.js";
import { compileGitignore, compileGlobs } from "../../src/workspace/globs.js";
import { contains } from "../../src/workspace/roots.js";
import type { Random } from "./mutations.js";

const PARTS = [
  "..",
  ".",
  "",
  "a",
  "src",
  "index",
  "*",
  "**",
  "***",
  "[a-",
  "{a,b}",
  "{{,",
  "!(x)",
  "+(a+)+$",
  "__proto__",
  "constructor",
  "\\",
  "\0",
  "ü",
  "𝕏",
  "\ud800",
  " ",
  "-",
  "@scope",
  "node:fs",
  "C:",
  "~",
  "%2e%2e",
  "com1",
  "a.b",
  "__init__",
  "x".repeat(300),
  "\n",
  "#",
  "!",
  "$",
  "(",
  "?",
] as const;
const ENDS = [
  "",
  ".ts",
  ".tsx",
  ".py",
  ".java",
  ".cs",
  ".go",
  ".vue",
  ".ipynb",
  ".d.ts",
  "/index.js",
  "/package.json",
  "/.gitignore",
  "/go.mod",
] as const;

/** So many steps of matching at most: each star multiplies the work by the length of a name. */
const SLOWEST_MS = 1000;

export function paths(random: Random): void {
  const started = performance.now();
  const name = (): string =>
    Array.from({ length: 1 + random.below(6) }, () => random.pick(PARTS)).join(random.pick(["/", "/", "", "."])) + random.pick(ENDS);
  const names = Array.from({ length: 1 + random.below(5) }, name);
  for (const one of names) {
    const inside = joinPath("a/b", one);
    assert.ok(!inside.split("/").includes(".."), `${JSON.stringify(one)} stays below the root`);
    const resolved = posix.resolve("/w/root", one);
    assert.equal(contains("/w/root", resolved), resolved === "/w/root" || resolved.startsWith("/w/root/"), JSON.stringify(one));
    assert.ok(isSource(one) || !isSource(one) || isConfigurationFile(one));
    scopeOf(one, one);
    skipByName(one, random.below(10_000_000));
    if (!one.endsWith(".ipynb")) openDocument(one, one);
  }
  const globs = compileGlobs(names);
  const rules = compileGitignore(names.join("\n"));
  for (const one of [...names, "a/".repeat(20), "a".repeat(200)]) {
    globs.matches(one);
    const asked = one.replace(/^[./\\]+/, "");
    if (asked !== "") rules.test(asked);
  }
  if (random.below(3) === 0) imports(random, names, name);
  assert.ok(performance.now() - started < SLOWEST_MS, `${JSON.stringify(names)} takes ${Math.round(performance.now() - started)} ms`);
}

/** Whatever an import says, what it means is a file of the workspace, or none. */
function imports(random: Random, names: readonly string[], name: () => string): void {
  const languages = ["typescript", "python", "java", "csharp", "go"] as const;
  const files = [...new Set(names)].map(
    (path): SourceFile => ({ key: path, root: "root", path, language: random.pick(languages), scope: "product", size: 9 }),
  );
  const index = new WordIndex();
  for (const file of files) index.set(file.key, wordsOfText(names.join(" ")));
  const configuration = [
    {
      root: "root",
      path: random.pick(["tsconfig.json", "package.json", "go.mod", "pyproject.toml"]),
      text: configurationText(random, name),
    },
  ];
  const workspace: Workspace = { roots: [{ id: "root", path: "/w/root" }], files, configuration, skipped: [], errors: [] };
  const resolver = createModuleResolver(workspace, index, () => null);
  const keys = new Set(files.map((file) => file.key));
  for (const from of files) {
    for (const target of resolver.resolve(from, name(), random.pick(PARTS)))
      assert.ok(target.kind !== "file" || keys.has(target.key), "an import leads to a file of the workspace");
  }
}

function configurationText(random: Random, name: () => string): string {
  const text = (): string => JSON.stringify(name());
  switch (random.below(3)) {
    case 0:
      return `{"compilerOptions": {"baseUrl": ${text()}, "paths": {${text()}: [${text()}]}}, "extends": ${text()}, "name": ${text()}, "exports": {${text()}: ${text()}}}`;
    case 1:
      return `module ${name()}\nreplace ${name()} => ${name()}\n[project]\nname = ${text()}\n`;
    default:
      return name();
  }
}
