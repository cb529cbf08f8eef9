/** The README shows what the product says now: its output block is compared with a real run. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

describe("README", () => {
  const readme = readFileSync("README.md", "utf8");

  it("shows the output of a real run (npm run docs writes it)", async () => {
    if (!existsSync("dist/cli.js")) assert.equal(spawnSync(process.execPath, ["esbuild.mjs"]).status, 0);
    const { readmeWithOutput, sampleOutput } = await import(pathToFileURL("build/docs.mjs").href);
    assert.equal(readme, readmeWithOutput(readme, sampleOutput()));
  });

  it("shows the commands that a newcomer needs", () => {
    for (const command of ["npm ci && npm start", "npm ci && npm test"]) assert.ok(readme.includes(command), command);
  });

  it("and the other documents link only to what exists", () => {
    for (const file of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "media/sample/README.md"]) {
      for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert.ok(existsSync(target), `${file}: ${target}`);
    }
  });
});
