/** The command line as a process: what it writes where, and how it ends. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { sarifProblems } from "../../support/sarif.js";

const main = resolve("src/cli/main.ts");
// As an address, because the process starts in a folder that has no packages.
const loader = pathToFileURL(createRequire(main).resolve("tsx")).href;

describe("parapet scan", () => {
  let folder = "";
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const parapet = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", loader, main, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cli-"));
    write("app.py", "print('hello')\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("writes text to standard output and nothing to standard error", () => {
    const { stdout, stderr, status } = parapet("scan");
    assert.deepEqual([stdout, stderr, status], ["No model calls found\nNo findings\n", "", 0]);
  });

  it("writes the JSON of the contract, the same in two runs but for stats", () => {
    const [first, second] = [parapet("scan", "--format", "json"), parapet("scan", "--format", "json", "--jobs", "1", "--no-cache")];
    const result = JSON.parse(first.stdout);
    assert.deepEqual(Object.keys(result), [
      "schemaVersion",
      "tool",
      "policyHash",
      "commit",
      "roots",
      "stats",
      "calls",
      "findings",
      "blindSpots",
      "errors",
    ]);
    assert.equal(result.stats.filesFound, 1);
    const withoutStats = (text: string) => JSON.stringify({ ...JSON.parse(text), stats: null });
    assert.equal(withoutStats(second.stdout), withoutStats(first.stdout));
  });

  it("writes valid SARIF to a file and leaves standard output empty", () => {
    const { stdout, stderr, status } = parapet("scan", "--format", "sarif", "--output", "out.sarif");
    assert.deepEqual([stdout, stderr, status], ["", "", 0]);
    assert.deepEqual(sarifProblems(readFileSync(join(folder, "out.sarif"), "utf8")), []);
  });

  it("says on standard error how long what took", () => {
    const { stderr } = parapet("scan", "--stats");
    assert.match(stderr, /^files: 1 found, 1 read, .*\ntime: \d+ ms \(.*discover \d+ ms.*\)\n$/);
  });

  const wrongUsage: [string, string[], RegExp][] = [
    ["a format that there is not", ["scan", "--format", "xml"], /Allowed choices are text, json, sarif/],
    ["an option that there is not", ["scan", "--baseline", "x"], /unknown option/],
    ["a command that there is not", ["scann"], /unknown command|too many arguments/],
    ["no command", [], /Usage: parapet/],
    ["a path that there is not", ["scan", "nowhere"], /nowhere does not exist/],
    ["a day that there is not", ["scan", "--today", "2026-02-30"], /YYYY-MM-DD/],
    ["no number of threads", ["scan", "--jobs", "0"], /whole number/],
    ["a file that cannot be written", ["scan", "--output", "no/such/folder.txt"], /cannot be written/],
    ["a policy that there is not", ["scan", "--policy", "nowhere.yaml"], /the policy cannot be used\n.*nowhere\.yaml/],
  ];
  for (const [what, args, message] of wrongUsage) {
    it(`ends with 2 for ${what}`, () => {
      const { stdout, stderr, status } = parapet(...args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    });
  }

  it("ends with 2 for a policy that is no policy, and says where", () => {
    write(".ai-risk/policy.yaml", "version: [1\n");
    const { stdout, stderr, status } = parapet("scan");
    assert.deepEqual([stdout, status], ["", 2]);
    assert.match(stderr, /\.ai-risk\/policy\.yaml/);
  });

  it("ends with 0 for help and version", () => {
    assert.equal(parapet("--help").status, 0);
    assert.match(parapet("scan", "--help").stdout, /Exit codes:\n {2}0/);
    assert.match(parapet("--version").stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("survives a reader that stops early", async () => {
    for (let number = 0; number < 300; number++) write(`bad/${"long-name-".repeat(12)}${number}.min.js`, "x");
    const child = spawn(process.execPath, ["--import", loader, main, "scan", "--format", "json"], { cwd: folder });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdout.destroy();
    const code = await new Promise((done) => child.on("close", done));
    assert.deepEqual([stderr, code], ["", 0]);
  });
});
