// `npm run scan [-- FOLDER] [OPTION…]`: builds and prints what the command line finds; the sample application by default.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
// npm changes to the project's folder; what the user typed is relative to where they were.
const from = process.env.INIT_CWD ?? process.cwd();

/** The folder that is meant, or null: it does not exist, and that has been said. */
export function targetFolder(given, command) {
  const target = given === undefined ? join(project, "media/sample") : resolve(from, given);
  if (existsSync(target)) return target;
  console.error(`There is no ${target}. Name a folder that exists: ${command} -- FOLDER`);
  return null;
}

/** Exit code of the build or of the scan; findings are the point of a first look, not a failure. */
export function buildAndScan(target, options) {
  const build = spawnSync(process.execPath, [join(project, "esbuild.mjs")], { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
  if (build.status !== 0) return 2;
  const args = [join(project, "dist/cli.js"), "scan", target, "--fail-on", "none", ...options];
  return spawnSync(process.execPath, args, { cwd: from, stdio: "inherit" }).status ?? 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const folder = given[0]?.startsWith("-") ? undefined : given.shift();
  const target = targetFolder(folder, "npm run scan");
  process.exit(target === null ? 2 : buildAndScan(target, given));
}
