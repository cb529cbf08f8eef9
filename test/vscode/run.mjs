// `node test/vscode/run.mjs [--desktop] [oldest|newest] [WORKSPACE]`: runs the suites inside the extension host of a real VS Code.
//
// Each folder of `suites` runs in the workspace of its name. The editor is the VS Code server of `test/host`, or with `--desktop`
// a VS Code that is downloaded. The last line says how many tests passed and failed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { require } from "tsx/cjs/api";

const here = dirname(fileURLToPath(import.meta.url));
const project = dirname(dirname(here));
const { makeWorkspace } = require("../host/workspaces.ts", import.meta.url);
const { LOG_FILE } = require("../host/code.ts", import.meta.url);
const out = join(project, "out/vscode");
const words = process.argv.slice(2);
const desktop = words.includes("--desktop");
const { engines } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const VERSIONS = { oldest: engines.vscode.replace("^", ""), newest: "stable" };
// A desktop's test run trusts every workspace.
const folders = readdirSync(join(here, "suites")).filter((name) => !(desktop && name === "restricted"));

/** Those of the possible that were named; all when none was. */
function chosen(possible) {
  const named = possible.filter((one) => words.includes(one));
  return named.length > 0 ? named : possible;
}

async function bundle() {
  rmSync(out, { recursive: true, force: true });
  await build({
    absWorkingDir: project,
    entryPoints: ["test/vscode/index.ts", ...folders.map((folder) => `test/vscode/suites/${folder}/*.ts`)],
    outdir: out,
    outbase: "test/vscode",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
}

/** What the command line says about the same folders: the suites compare the editor with it. */
function expected(folder, workspace) {
  const args = [join(project, "dist/cli.js"), "scan", workspace, "--format", "json", "--fail-on", "none", "--no-cache"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0 && status !== 3) throw new Error(`The command line failed on the workspace ${folder}.\n${stderr}`);
  return stdout;
}

/** End of what an editor printed that did not come to run the tests. */
function printed(scratch) {
  const file = join(scratch, "user", LOG_FILE);
  return existsSync(file) ? readFileSync(file, "utf8").slice(-4000) : "The editor printed nothing.";
}

async function runSuites(editor, folder) {
  const scratch = mkdtempSync(join(tmpdir(), "parapet-vscode-"));
  const workspace = makeWorkspace(folder);
  const report = join(scratch, "report.txt");
  const expectation = join(scratch, "expected.json");
  writeFileSync(expectation, expected(folder, workspace));
  const environment = {
    PARAPET_TEST_EDITOR: editor,
    PARAPET_TEST_SUITES: join(out, "suites", folder),
    PARAPET_TEST_REPORT: report,
    PARAPET_TEST_EXPECTED: expectation,
    ...(folder === "restricted" ? { PARAPET_TEST_RESTRICTED: "1" } : {}),
  };
  console.log(`\n${editor} VS Code, workspace ${folder}`);
  const options = {
    ...(desktop ? { version: VERSIONS[editor] } : { vscodeExecutablePath: join(project, "test/host/code.mjs") }),
    extensionDevelopmentPath: project,
    extensionTestsPath: join(out, "index.js"),
    extensionTestsEnv: environment,
    launchArgs: [
      workspace,
      "--disable-extensions",
      `--user-data-dir=${join(scratch, "user")}`,
      `--extensions-dir=${join(scratch, "extensions")}`,
    ],
  };
  await runTests(options).catch((error) => console.error(error.message));
  const text = existsSync(report) ? readFileSync(report, "utf8") : `${printed(scratch)}\n0 passed, 1 failed\n`;
  console.log(text);
  for (const temporary of [scratch, dirname(workspace)]) rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  return text
    .match(/(\d+) passed, (\d+) failed\n$/)
    .slice(1)
    .map(Number);
}

mkdirSync(out, { recursive: true });
await bundle();
const totals = [0, 0];
for (const editor of chosen(Object.keys(VERSIONS))) {
  for (const folder of chosen(folders)) {
    const counts = await runSuites(editor, folder);
    for (const at of [0, 1]) totals[at] += counts[at];
  }
}
console.log(`${totals[0]} passed, ${totals[1]} failed`);
process.exit(totals[1] > 0 ? 1 : 0);
