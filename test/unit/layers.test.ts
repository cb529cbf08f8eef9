/** The layer rule bites: what it forbids is an error of the linter, and what the core may do is none. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Lints files in a folder of their own, under the project's configuration. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "layers-"));
  try {
    const configuration = JSON.parse(readFileSync("biome.json", "utf8"));
    writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...configuration, $schema: undefined, vcs: { enabled: false } }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const run = spawnSync(resolve("node_modules/.bin/biome"), ["lint", "--reporter=json", "src"], { cwd: folder, encoding: "utf8" });
    const report = JSON.parse(run.stdout) as { diagnostics: { category: string; severity: string }[] };
    return report.diagnostics.filter(({ severity }) => severity === "error").map(({ category }) => category.replace(/^lint\/\w+\//, ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the layer rule", () => {
  const forbiddenImports = ["vscode", "vscode-languageserver", "node:fs", "../../workspace/scan.js", "../../cli/main.js"];
  for (const specifier of forbiddenImports) {
    it(`keeps ${specifier} out of the core`, () => {
      const found = lint({ "src/core/flow/bad.ts": `import { thing } from "${specifier}";\nexport const used = thing;\n` });
      assert.ok(found.includes("noRestrictedImports"), `found only ${JSON.stringify(found)}`);
    });
  }

  it("keeps Node's built-in modules out of the core under their old names", () => {
    const found = lint({ "src/core/flow/bad.ts": `import { readFileSync } from "fs";\nexport const used = readFileSync;\n` });
    assert.ok(found.includes("noNodejsModules"), `found only ${JSON.stringify(found)}`);
  });

  for (const use of [
    "Date.now()",
    "process.env",
    'fetch("x")',
    "setTimeout(() => 1, 1)",
    "performance.now()",
    "new TextDecoder()",
    "console",
  ]) {
    it(`keeps ${use} out of the core`, () => {
      assert.deepEqual(lint({ "src/core/flow/bad.ts": `export const used = ${use};\n` }), ["noRestrictedGlobals"]);
      assert.deepEqual(lint({ "src/workspace/good.ts": `export const used = ${use};\n` }), []);
    });
  }

  it("keeps the editor out of the node host", () => {
    const found = lint({ "src/workspace/bad.ts": `import * as vscode from "vscode";\nexport const used = vscode;\n` });
    assert.deepEqual(found, ["noRestrictedImports"]);
  });

  it("finds import cycles", () => {
    const found = lint({
      "src/core/a.ts": `import { b } from "./b.js";\nexport const a = (): number => b();\n`,
      "src/core/b.ts": `import { a } from "./a.js";\nexport const b = (): number => a();\n`,
    });
    assert.deepEqual(found, ["noImportCycles", "noImportCycles"]);
  });

  it("lets the core import itself and plain libraries", () => {
    const found = lint({
      "src/core/a.ts": `import { parse } from "yaml";\nimport { b } from "./text/b.js";\nexport const a = [parse, b];\n`,
      "src/core/text/b.ts": "export const b = 1;\n",
    });
    assert.deepEqual(found, []);
  });
});
