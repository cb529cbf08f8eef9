// `npm run docs`: puts the output of a real run into README.md, between its markers. A test fails when it is stale.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const START = "<!-- output of: npm start -->\n```text\n";
const END = "```\n<!-- end of output -->";

/** README with the block replaced by what the scan of the sample says now. */
export function readmeWithOutput(readme, output) {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error("README.md has lost the markers of its output block");
  return readme.slice(0, start + START.length) + output + readme.slice(end);
}

export function sampleOutput() {
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...environment } = process.env;
  const scan = spawnSync(process.execPath, [join(project, "dist/cli.js"), "scan", "media/sample", "--fail-on", "none", "--no-cache"], {
    cwd: project,
    encoding: "utf8",
    env: { ...environment, COLUMNS: "100", NO_COLOR: "1" },
  });
  if (scan.status !== 0) throw new Error(`The scan of the sample ended with ${scan.status}\n${scan.stderr}`);
  return scan.stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const build = spawnSync(process.execPath, [join(project, "esbuild.mjs")], { cwd: project, stdio: "inherit" });
  if (build.status !== 0) process.exit(1);
  const file = join(project, "README.md");
  writeFileSync(file, readmeWithOutput(readFileSync(file, "utf8"), sampleOutput()));
}
