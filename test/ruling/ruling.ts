/**
 * `npm run ruling -- --corpus DIR [--only NAME] [--accept]`: scans real repositories and compares calls and findings with the
 * reviewed snapshots beside this file, so that a change of behaviour is a diff that somebody reads.
 *
 * DIR (or the environment variable PARAPET_CORPUS) holds a checkout of each repository of `repositories.json`, at its commit,
 * in a folder named `owner__name`. What is not there is said and left out. `--accept` writes what was found.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ScanResult } from "../../src/core/report/scanResult.js";
import { differencesOf, printDifferences, snapshotOf } from "./snapshot.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const project = join(here, "../..");
const { values } = parseArgs({ options: { corpus: { type: "string" }, only: { type: "string" }, accept: { type: "boolean" } } });
const corpus = values.corpus ?? process.env["PARAPET_CORPUS"];

interface Repository {
  readonly repository: string;
  readonly commit: string;
}

function scan(folder: string): ScanResult {
  const output = mkdtempSync(join(tmpdir(), "ruling-"));
  try {
    const file = join(output, "scan.json");
    const options = ["--format", "json", "--output", file, "--no-cache", "--fail-on", "none"];
    const { status, stderr } = spawnSync(process.execPath, [join(project, "dist/cli.js"), "scan", folder, ...options], {
      encoding: "utf8",
    });
    if (!existsSync(file)) throw new Error(`the scan of ${folder} ended with exit code ${status}:\n${stderr}`);
    return JSON.parse(readFileSync(file, "utf8")) as ScanResult;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function main(): number {
  if (corpus === undefined) {
    console.log(
      "No corpus: give a folder of checkouts with --corpus DIR or PARAPET_CORPUS. What it holds is listed in test/ruling/repositories.json.",
    );
    return 2;
  }
  if (!existsSync(join(project, "dist/cli.js"))) {
    console.log("dist/cli.js is not built: run `npm run build` first.");
    return 2;
  }
  const repositories = JSON.parse(readFileSync(join(here, "repositories.json"), "utf8")) as Repository[];
  let passed = 0;
  let failed = 0;
  for (const { repository, commit } of repositories) {
    if (values.only !== undefined && !repository.includes(values.only)) continue;
    const name = repository.replace("/", "__");
    const folder = join(corpus, name);
    if (!existsSync(folder)) {
      console.log(`missing  ${repository}: no checkout of ${commit.slice(0, 10)} in ${name}`);
      continue;
    }
    const file = join(here, "snapshots", `${name}.txt`);
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    const after = snapshotOf(scan(folder));
    const differences = differencesOf(before, after);
    const gone = differences.filter(({ kind }) => kind === "-").length;
    if (differences.length === 0) console.log(`ok       ${repository}`);
    else
      console.log(
        `${values.accept ? "accepted" : "changed "} ${repository}: ${gone} gone, ${differences.length - gone} new\n${printDifferences(differences)}`,
      );
    if (values.accept) mkdirSync(join(here, "snapshots"), { recursive: true });
    if (values.accept) writeFileSync(file, after);
    if (differences.length === 0 || values.accept) passed++;
    else failed++;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exit(main());
