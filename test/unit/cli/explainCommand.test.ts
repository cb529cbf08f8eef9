import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const main = resolve("src/cli/main.ts");
const loader = pathToFileURL(createRequire(main).resolve("tsx")).href;

describe("parapet explain", () => {
  const folder = temporaryFolder({
    "app.py":
      'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": input()}])\n',
  });
  const parapet = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", loader, main, "explain", ...args], { cwd: folder.path, encoding: "utf8" });

  it("answers in words and in JSON", () => {
    const text = parapet("app.py:4");
    assert.equal(text.status, 0, text.stderr);
    assert.match(text.stdout, /^# app\.py:4\n\n## `client\.chat\.completions\.create`\n/);
    const json = parapet("app.py:4", "--format", "json");
    assert.equal(JSON.parse(json.stdout).calls[0].call.provider, "openai");
  });

  it("says what is wrong with a place that it cannot use", () => {
    for (const [place, message] of [
      ["app.py", /a file and a line/],
      ["gone.py:1", /Name one that exists/],
      ["../app.py:1", /--root/],
    ] as const) {
      const { status, stderr } = parapet(place);
      assert.equal(status, 2);
      assert.match(stderr, message);
    }
  });
});
