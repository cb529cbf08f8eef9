import assert from "node:assert/strict";
import { FileChangeType } from "vscode-languageserver/node";
import { meaningOf } from "../../../src/server/watchedFiles.js";

describe("a change on disk", () => {
  const { Changed, Created, Deleted } = FileChangeType;

  it("of code is about that file", () => {
    for (const path of ["/w/a.ts", "/w/b.py", "/w/C.java", "/w/d.cs", "/w/e.go", "/w/f.vue", "/w/g.ipynb"])
      assert.equal(meaningOf(path, Changed), "file", path);
  });

  it("of policies, settings, configuration and ignore files is about all folders", () => {
    for (const path of [
      "/w/.ai-risk/policy.yaml",
      "/w/a/.ai-risk/policy.yaml",
      "/w/.vscode/settings.json",
      "/w/package.json",
      "/w/.gitignore",
    ])
      assert.equal(meaningOf(path, Changed), "folders", path);
  });

  it("of a folder that came or went is about all folders", () => {
    for (const type of [Created, Deleted] as const) assert.equal(meaningOf("/w/services", type), "folders");
  });

  it("of anything else, and of other people's code, means nothing", () => {
    for (const path of ["/w/server.log", "/w/logo.png", "/w/node_modules/openai/index.js", "/w/.git/HEAD"])
      assert.equal(meaningOf(path, Created), null, path);
  });
});
