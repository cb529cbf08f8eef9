// `npm test [-- GROUP…]`: builds, checks and runs every group of tests; says at the end what passed and what failed.
//
// A group is a folder beside this file: with a `run.mjs` (whose last line reads `N passed, N failed`), else with
// `*.test.ts` files for mocha. The unit tests run under coverage. Does its own set-up: npm's pre-scripts are off.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const project = dirname(here);
const binary = (name) => join(project, "node_modules/.bin", name);
const wanted = process.argv.slice(2);
const totals = { passed: 0, failed: 0 };
const summary = [];

/** No group takes so long, on no machine: one that hangs is ended, with everything that it started, and has failed. */
const MOST_MINUTES = 45;
const running = new Set();

/** A group has its own process group: what it started ends with it. */
function endAll(child) {
  if (process.platform === "win32") child.kill("SIGKILL");
  else process.kill(-child.pid, "SIGKILL");
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const child of running) endAll(child);
    process.exit(130);
  });
}

/** Runs a command, shows what it prints, and returns its exit code with the text. */
function run(command, args, environment = {}) {
  return new Promise((done) => {
    const options = { cwd: project, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } };
    const child = spawn(command, args, { ...options, detached: process.platform !== "win32" });
    running.add(child);
    const limit = setTimeout(() => {
      console.error(`${command} did not end within ${MOST_MINUTES} minutes.`);
      endAll(child);
    }, MOST_MINUTES * 60_000);
    let text = "";
    for (const [stream, out] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        text += chunk;
        out.write(chunk);
      });
    }
    const end = (code, printed) => {
      clearTimeout(limit);
      running.delete(child);
      done({ code, text: printed });
    };
    child.on("error", (error) => end(1, String(error)));
    child.on("close", (code) => end(code ?? 1, text));
  });
}

function note(name, passed, failed, started) {
  totals.passed += passed;
  totals.failed += failed;
  summary.push(
    `${failed > 0 ? "FAILED" : "ok    "}  ${name}: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
}

/** A check passes or fails as a whole. */
async function check(name, command, args) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { code } = await run(command, args);
  note(name, code === 0 ? 1 : 0, code === 0 ? 0 : 1, started);
  return code === 0;
}

/** A group counts its own tests; one that counts nothing, or dies, has failed. */
async function group(name, command, args, environment = {}) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { code, text } = await run(command, args, environment);
  const [, passed, failed] = ([...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [0, 0, 0]).map(Number);
  note(name, passed, failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, started);
}

/** Leaves at the end whatever is still open then; each test closes what it opened. */
const mocha = (folder) => [
  binary("mocha"),
  "--no-color",
  "--exit",
  "--reporter",
  "test/support/countingReporter.cjs",
  `test/${folder}/**/*.test.ts`,
];
const coverageFolder = join(project, "coverage/tmp");
const coverage = [
  "report",
  "--temp-directory",
  coverageFolder,
  "--src",
  "src",
  "--reporter",
  "text-summary",
  "--reporter",
  "lcov",
  "--exclude-after-remap",
];

/** The reporter stops at code that came from no file, such as what a loader made up: it is left out. */
function keepFilesOnly() {
  for (const name of readdirSync(coverageFolder)) {
    const path = join(coverageFolder, name);
    const report = JSON.parse(readFileSync(path, "utf8"));
    const maps = Object.entries(report["source-map-cache"] ?? {}).filter(([url]) => url.startsWith("file:"));
    writeFileSync(path, JSON.stringify({ ...report, "source-map-cache": Object.fromEntries(maps) }));
  }
}

/** Groups that judge real code: they run where a folder of checkouts is given. */
const ON_CORPUS = new Set(["ruling", "metamorphic"]);
/** Groups that run when they are named: clicks wait for what is drawn, and on a machine that is busy with something else they wait in vain. */
const ON_DEMAND = new Set(["ui"]);

function groups() {
  const folders = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "fixtures" && entry.name !== "support")
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(here, name, "run.mjs")) || hasTests(join(here, name)))
    .sort((left, right) => Number(right === "unit") - Number(left === "unit") || left.localeCompare(right));
  const unknown = wanted.filter((name) => !folders.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no group ${unknown.join(", ")}. Groups: ${folders.join(", ")}`);
    process.exit(2);
  }
  if (wanted.length > 0) return folders.filter((name) => wanted.includes(name));
  return folders.filter((name) => !ON_DEMAND.has(name) && (!ON_CORPUS.has(name) || process.env.PARAPET_CORPUS));
}

function hasTests(folder) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    if (entry.isDirectory()) return entry.name !== "node_modules" && hasTests(join(folder, entry.name));
    return entry.name.endsWith(".test.ts");
  });
}

const selected = groups();
const built = await check("build", process.execPath, ["esbuild.mjs"]);
if (wanted.length === 0) {
  await check("types", binary("tsc"), []);
  await check("core types, nothing ambient", binary("tsc"), ["-p", "tsconfig.core.json"]);
  await check("lint and format", binary("biome"), ["check", "--error-on-warnings", "--max-diagnostics=40"]);
}
for (const name of selected) {
  if (existsSync(join(here, name, "run.mjs"))) {
    if (built) await group(name, process.execPath, [join("test", name, "run.mjs")]);
    else note(name, 0, 1, Date.now());
  } else {
    const measured = name === "unit" && wanted.length === 0;
    if (measured) rmSync(coverageFolder, { recursive: true, force: true });
    const [command, ...args] = mocha(name);
    await group(name, command, args, measured ? { NODE_V8_COVERAGE: coverageFolder } : {});
    if (measured) {
      keepFilesOnly();
      await check("coverage", binary("c8"), coverage);
    }
  }
}
console.log(`\n${summary.join("\n")}\n\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
