// `npm start [-- FOLDER]`: builds, scans the folder (the sample application by default) and prints the result.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
// npm changes to the project's folder; what the user typed is relative to where they were.
const from = process.env.INIT_CWD ?? process.cwd();
const [folder, ...options] = process.argv.slice(2);
const target = folder === undefined ? join(project, "media/sample") : resolve(from, folder);
if (!existsSync(target)) {
  console.error(`There is no ${target}. Name a folder that exists: npm start -- FOLDER`);
  process.exit(2);
}
const build = spawnSync(process.execPath, [join(project, "esbuild.mjs")], { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
if (build.status !== 0) process.exit(2);
// Findings are the point of a first look, not a failure of `npm start`.
const scan = spawnSync(process.execPath, [join(project, "dist/cli.js"), "scan", target, "--fail-on", "none", ...options], {
  cwd: from,
  stdio: "inherit",
});
process.exit(scan.status ?? 2);
