// `npm run bench:editor -- [oldest|newest] [FOLDER…]`: what a person waits for in a real VS Code, on real repositories; without
// any, on the generated workspace in whose long file `npm run bench` types.
//
// Packs the extension, opens a copy of each folder in the VS Code server of `test/host`, and prints one table: time to the first
// problems of the open file (the first with a model call), to the whole register, from a key to its problems in a file of 2,000 lines,
// the delay of the extension host's event loop while the workspace is analysed, activation, and the size of the package.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { require } from "tsx/cjs/api";
import { packageExtension } from "../../build/package.mjs";

const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { generate, longFile, write } = require("./generate.ts", import.meta.url);
const { quieten } = require("../host/workspaces.ts", import.meta.url);
const { editor: chooseEditor } = require("../host/editors.ts", import.meta.url);
const out = join(project, "out/bench");
const EDITORS = ["oldest", "newest"];
/** Large repositories on a busy machine take their time, and are measured all the same. */
const MOST_MINUTES = 20;
const words = process.argv.slice(2);
const editor = words.find((word) => EDITORS.includes(word)) ?? "newest";
const folders = words.filter((word) => !EDITORS.includes(word));

/** Without the history and what others wrote; quiet, so that nothing else of the editor is measured. */
function copyOf(folder, temporary) {
  const copy = join(temporary, basename(folder));
  cpSync(folder, copy, { recursive: true, filter: (path) => !/[\\/](?:\.git|node_modules)$/.test(path) });
  quieten(copy);
  return copy;
}

/** Kept until the process ends. */
function generated() {
  const temporary = mkdtempSync(join(tmpdir(), "parapet-bench-"));
  process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
  const folder = join(temporary, "generated");
  write(folder, new Map([...generate({ files: 300, calls: 10 }), ...longFile(2000)]));
  return folder;
}

/** The file with the most findings: where somebody would look first; the long one of the generated workspace. */
function fileToOpen(folder) {
  const long = join(folder, "src/long.ts");
  if (existsSync(long)) return long;
  const args = [join(project, "dist/cli.js"), "scan", folder, "--format", "json", "--fail-on", "none", "--no-cache"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (status !== 0 && status !== 3) throw new Error(stderr);
  const { calls, findings } = JSON.parse(stdout);
  const counts = new Map();
  for (const { file } of findings.length > 0 ? findings : calls) counts.set(file, (counts.get(file) ?? 0) + 1);
  const [most] = [...counts].sort(([one, count], [other, than]) => than - count || (one < other ? -1 : 1));
  return most ? join(folder, most[0]) : null;
}

async function measure(folder) {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "parapet-bench-")));
  try {
    const copy = copyOf(resolve(folder), temporary);
    const file = fileToOpen(copy);
    if (file === null) throw new Error(`${folder} holds no model call.`);
    const output = join(temporary, "figures.json");
    await runTests({
      vscodeExecutablePath: join(project, "test/host/code.mjs"),
      extensionDevelopmentPath: project,
      extensionTestsPath: join(out, "measure.js"),
      extensionTestsEnv: {
        PARAPET_TEST_EDITOR: editor,
        PARAPET_TEST_MINUTES: String(MOST_MINUTES),
        PARAPET_BENCH_FILE: file,
        PARAPET_BENCH_OUTPUT: output,
      },
      launchArgs: [copy, "--disable-extensions", `--user-data-dir=${join(temporary, "user")}`],
    }).catch((error) => console.error(error.message));
    if (!existsSync(output)) throw new Error(`Nothing was measured in ${folder}; ${printed(temporary)}`);
    return JSON.parse(readFileSync(output, "utf8"));
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function printed(temporary) {
  const file = join(temporary, "user", "printed.log");
  return existsSync(file) ? readFileSync(file, "utf8").slice(-2000) : "the editor printed nothing";
}

const ms = (number) => (number === null ? "-" : `${Math.round(number)}`);

mkdirSync(out, { recursive: true });
const vsix = packageExtension(join(project, "out/parapet.vsix"));
if (vsix === null) process.exit(1);
await build({
  absWorkingDir: project,
  entryPoints: ["test/bench/editor/measure.ts"],
  outdir: out,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  logLevel: "warning",
});
const rows = [];
let missing = 0;
for (const folder of folders.length > 0 ? folders : [generated()]) {
  const found = await measure(folder).catch((error) => {
    console.error(error.message);
    missing++;
    return null;
  });
  if (found === null) {
    rows.push(`| ${basename(resolve(folder))} | not measured | | | | | | | |`);
    continue;
  }
  const { keystrokes: keys } = found;
  rows.push(
    `| ${basename(resolve(folder))} | ${found.filesFound} | ${found.calls} | ${found.findings} | ${ms(found.activation)} | ${ms(found.firstDiagnostics)} | ` +
      `${ms(found.register)} | ${keys ? `${ms(keys.p50)} / ${ms(keys.p95)} (${ms(keys.arrivalP50)} / ${ms(keys.arrivalP95)})` : "-"} | ${found.loopDelayP99.toFixed(1)} (${found.loopDelayMax.toFixed(0)}) |`,
  );
}
console.log(
  `\nVS Code ${chooseEditor(editor).version}, Node ${process.version}, parapet.vsix ${(statSync(vsix).size / 1024 / 1024).toFixed(2)} MB; milliseconds\n`,
);
console.log(
  "| repository | files | calls | findings | activation | first diagnostics | whole register | key to diagnostics p50 / p95 (from its arrival) | loop delay p99 (max) |",
);
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
console.log(rows.join("\n"));
process.exit(missing > 0 ? 1 : 0);
