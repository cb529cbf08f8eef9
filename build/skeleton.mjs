// What the skeleton scripts share: a checked id, files that are written once, and the project's format.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** The id from the command line: kebab-case, because it becomes a folder, a setting and part of other people's policies. */
export function idArgument(command) {
  const [id] = process.argv.slice(2);
  if (id === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    console.error(`npm run ${command} <id>: the id is kebab-case, such as ${command === "new-rule" ? "unbounded-output" : "acme-models"}`);
    process.exit(2);
  }
  return id;
}

/** Writes new files; none of them when one is there already. */
export function writeFiles(files) {
  const there = Object.keys(files).filter((path) => existsSync(join(project, path)));
  if (there.length > 0) {
    console.error(`Nothing was written, because there is already ${there.join(", ")}`);
    process.exit(2);
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
    console.log(`wrote ${path}`);
  }
}

export function format(...paths) {
  const run = spawnSync(join(project, "node_modules/.bin/biome"), ["format", "--write", ...paths], { cwd: project, encoding: "utf8" });
  if (run.status !== 0) console.error(run.stderr);
}

export const camelCase = (id) => id.replace(/-(.)/g, (_dash, letter) => letter.toUpperCase());
