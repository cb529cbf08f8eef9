/**
 * Random edits to the real files of a repository, in memory; after each, the session must know what an analysis from scratch finds.
 *
 *     npx tsx test/property/incremental.ts --repo DIR [--edits 1000] [--seed 1] [--compare-every 1] [--stop-at-first]
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { discover } from "../../src/workspace/discovery.js";
import { nodeFileSystem } from "../../src/workspace/fileSystem.js";
import { compileGlobs } from "../../src/workspace/globs.js";
import { IncrementalProject } from "../support/incrementalProject.js";
import { RandomEdits } from "../support/randomEdits.js";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      repo: { type: "string" },
      edits: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      "compare-every": { type: "string", default: "1" },
      "stop-at-first": { type: "boolean", default: false },
    },
  });
  if (values.repo === undefined) throw new Error("Name a repository: --repo DIR");
  const [edits, seed, every] = [Number(values.edits), Number(values.seed), Number(values["compare-every"])];
  const texts = await textsOf(values.repo);
  const project = new IncrementalProject(true);
  const random = new RandomEdits(seed, texts);
  const times = { incremental: [] as number[], scratch: [] as number[] };
  let mismatches = 0;
  let now = texts;
  await project.incremental(now, []);
  for (let count = 1; count <= edits; count++) {
    const edit = random.next(now);
    now = edit.texts;
    const started = performance.now();
    const incremental = await project.incremental(now, edit.changed);
    times.incremental.push(performance.now() - started);
    if (count % every !== 0) continue;
    const restarted = performance.now();
    const scratch = await project.fromScratch(now);
    times.scratch.push(performance.now() - restarted);
    try {
      assert.deepEqual(incremental, scratch);
    } catch (error) {
      mismatches++;
      console.log(`edit ${count} (${edit.what}): ${String(error).slice(0, 3000)}`);
      if (values["stop-at-first"]) break;
    }
  }
  console.log(
    `${edits} edits, seed ${seed}, ${Object.keys(texts).length} files: ${mismatches} mismatches; ` +
      `incremental p50 ${at(times.incremental, 0.5)} ms, p95 ${at(times.incremental, 0.95)} ms; from scratch p50 ${at(times.scratch, 0.5)} ms`,
  );
  return mismatches === 0 ? 0 : 1;
}

async function textsOf(repository: string): Promise<Record<string, string>> {
  const found = await discover({ id: "root", path: repository, only: null, workspaceFile: null }, compileGlobs([]), nodeFileSystem);
  const paths = [...new Set([...found.sources, ...found.configuration])];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(repository, path), "utf8")]));
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

void main().then((code) => {
  process.exitCode = code;
});
