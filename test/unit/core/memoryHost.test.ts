import assert from "node:assert/strict";
import { memoryHost } from "../../../src/core/memoryHost.js";
import { testParser } from "../../support/testParser.js";

describe("host in memory", () => {
  it("offers files, configuration, names and facts", async () => {
    const host = memoryHost({ "src/b.ts": "ask(1)", "a.js": "other()", "package.json": "{}", "read.me": "ask" }, await testParser());
    assert.deepEqual(
      host.workspace.files.map(({ key, language, scope }) => [key, language, scope]),
      [
        ["a.js", "javascript", "product"],
        ["src/b.ts", "typescript", "product"],
      ],
    );
    assert.deepEqual(host.workspace.configuration, [{ root: "root", path: "package.json", text: "{}" }]);
    assert.deepEqual(host.index.filesWith("ask"), ["src/b.ts"]);
    const [second, first, unknown] = await host.facts.lower(["src/b.ts", "a.js", "none.ts"], { cancelled: false });
    assert.equal(second?.facts?.language, "typescript");
    assert.equal(first?.text, "other()");
    assert.equal(unknown?.facts, null);
    assert.ok(unknown?.problem);
  });

  it("skips what is minified", async () => {
    const host = memoryHost({ "a.js": `x=${"1+".repeat(40_000)}1`, "b.min.js": "1" }, await testParser());
    assert.deepEqual(host.workspace.files, []);
    assert.deepEqual(
      host.workspace.skipped.map((skip) => skip.file),
      ["a.js", "b.min.js"],
    );
  });
});
