/** The skeleton scripts, run in a copy of the project: what they write compiles, is listed, and its tests say what is missing. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

describe("skeletons", () => {
  let copy = "";
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: copy, encoding: "utf8" });
  const script = (name: string, ...args: string[]) => run(process.execPath, join(copy, "build", name), ...args);
  const tool = (name: string, ...args: string[]) => run(join(copy, "node_modules/.bin", name), ...args);

  before(() => {
    copy = mkdtempSync(join(tmpdir(), "skeleton-"));
    for (const path of ["src/core", "src/workspace", "build", "test/support", "test/unit/fixtures.test.ts"]) {
      cpSync(path, join(copy, path), { recursive: true });
    }
    for (const path of ["package.json", "tsconfig.json", "tsconfig.core.json", ".mocharc.json"]) cpSync(path, join(copy, path));
    mkdirSync(join(copy, "test/fixtures"));
    symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it("of a rule compiles, is listed, and has fixtures that fail until it finds something", () => {
    const made = script("new-rule.mjs", "a-new-rule");
    assert.equal(made.status, 0, made.stderr);
    assert.match(readFileSync(join(copy, "src/core/rules/rules.ts"), "utf8"), /import \{ aNewRule \} from "\.\/a-new-rule\/rule\.js";/);
    for (const file of ["meta.ts", "rule.ts", "rule.md"]) assert.ok(existsSync(join(copy, "src/core/rules/a-new-rule", file)), file);
    const types = tool("tsc", "-p", "tsconfig.core.json");
    assert.equal(
      types.stdout
        .split("\n")
        .filter((line) => line.includes("rules"))
        .join("\n"),
      "",
    );
    const tests = tool("mocha", "test/unit/fixtures.test.ts", "-g", "a-new-rule");
    assert.equal(tests.stdout.match(/^\s*(\d+) failing/m)?.[1], "2", tests.stdout + tests.stderr);
    assert.match(tests.stdout, /first\.ts:7: a-new-rule is not found/);
  });

  it("of a provider compiles, and its calls are found", () => {
    const made = script("new-provider.mjs", "a-new-provider");
    assert.equal(made.status, 0, made.stderr);
    const knowledge = script("knowledge.mjs");
    assert.equal(knowledge.status, 0, knowledge.stderr);
    const tests = tool("mocha", "test/unit/fixtures.test.ts", "-g", "a.new.provider");
    assert.equal(tests.stdout.match(/^\s*(\d+) passing/m)?.[1], "2", tests.stdout + tests.stderr);
    assert.equal(tests.status, 0);
  });

  it("are refused for ids that are none, and for what is there already", () => {
    for (const id of ["NotKebab", "", "a--b", "../x"]) assert.equal(script("new-rule.mjs", id).status, 2, id);
    assert.equal(script("new-provider.mjs").status, 2);
    const before = readFileSync(join(copy, "src/core/rules/rules.ts"), "utf8");
    const again = script("new-rule.mjs", "unsanitized-prompt");
    assert.equal(again.status, 2);
    assert.match(again.stderr, /Nothing was written/);
    assert.equal(readFileSync(join(copy, "src/core/rules/rules.ts"), "utf8"), before);
    assert.ok(!existsSync(join(copy, "test/fixtures/unsanitized-prompt")));
  });
});
