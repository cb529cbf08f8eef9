import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const main = resolve("src/cli/main.ts");
const loader = pathToFileURL(createRequire(main).resolve("tsx")).href;

describe("parapet policy", () => {
  const folder = temporaryFolder({
    ".ai-risk/policy.yaml": "version: 1\nclasses: { notes: Internal }\n",
    ".vscode/settings.json": '{ "parapet.classes": { "notes": "Public" } }\n',
    "app.py": "print(1)\n",
  });
  const parapet = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", loader, main, "policy", ...args], { cwd: folder.path, encoding: "utf8" });

  it("prints what is in force with its places, and on the side what is refused", () => {
    const { stdout, stderr, status } = parapet();
    assert.match(stdout, /^ {2}notes: Internal {2}# \.ai-risk\/policy\.yaml:2$/m);
    assert.match(stderr, /^\.vscode\/settings\.json:1: .*may only tighten/);
    assert.equal(status, 3);
  });

  it("takes another policy in place of the folder's own", () => {
    folder.write("other.yaml", "version: 1\nclasses: { memo: Restricted }\n");
    const { stdout } = parapet("--policy", "other.yaml");
    assert.match(stdout, /memo: Restricted/);
    assert.doesNotMatch(stdout, /notes: Internal/);
  });
});
