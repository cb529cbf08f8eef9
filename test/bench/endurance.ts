/**
 * A working day of an editor, many times over: edits of open files and switches of branches, and what memory does meanwhile.
 *
 *     npm run endurance -- [--edits 100000] [--switches 500] [--files 300] [--calls 10]
 *
 * The engine runs in this process, as it does in its thread. At the end its results must be those of an engine that has
 * just begun, and memory must lie within a tenth of what it was after the first fifth.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseArgs } from "node:util";
import { Engine } from "../../src/server/engine.js";
import type { EngineRequest, EngineResults, OpenDocument } from "../../src/server/engineMessages.js";
import { SharedState } from "../../src/server/sharedState.js";
import { Random } from "../fuzz/mutations.js";
import { generate, write } from "./generate.js";
import { percentile } from "./measure.js";

const { values } = parseArgs({
  options: {
    edits: { type: "string", default: "100000" },
    switches: { type: "string", default: "500" },
    files: { type: "string", default: "300" },
    calls: { type: "string", default: "10" },
  },
});

/** Without the flag on the command line. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

class Session {
  private readonly engine = new Engine(new SharedState(), null);
  private id = 0;
  private results: EngineResults | null = null;

  constructor(private readonly folder: string) {}

  async answer(changes: Partial<EngineRequest>): Promise<EngineResults> {
    const nothing = { documents: [], closed: [], changedOnDisk: [], reopen: false, forgetAll: false, leftOut: [], focus: null };
    const request: EngineRequest = { id: ++this.id, folders: [this.folder], workspaceFile: null, ...nothing, ...changes };
    await this.engine.answer(request, (answer) => {
      if (answer.kind === "failed") throw new Error(answer.message);
      if (answer.kind === "results") this.results = answer;
    });
    return this.results as EngineResults;
  }
}

/** What people see of the results, without the numbers of versions. */
function seen({ calls, findings, blindSpots, errors }: EngineResults): unknown {
  return { calls, findings, blindSpots, errors };
}

/** Bytes in use after everything that can go has gone: the heap, and what WebAssembly and buffers hold beside it. */
function memory(): number {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

async function main(): Promise<void> {
  const [edits, switches] = [Number(values.edits), Number(values.switches)];
  const size = { files: Number(values.files), calls: Number(values.calls) };
  const folder = mkdtempSync(join(tmpdir(), "parapet-endurance-"));
  const random = new Random(1);
  const times: number[] = [];
  let plateau = 0;
  try {
    const texts = new Map(generate(size));
    write(folder, texts);
    const paths = [...texts.keys()];
    const session = new Session(folder);
    await session.answer({ reopen: true });
    const every = Math.max(1, Math.floor(edits / Math.max(1, switches)));
    let open: OpenDocument | null = null;
    for (let edit = 1; edit <= edits; edit++) {
      if (open === null || random.below(200) === 0) {
        const path = random.pick(random.below(2) === 0 ? paths.filter((one) => one.startsWith("ask")) : paths);
        if (open) await session.answer({ closed: [open.path] });
        open = { path: join(folder, path), uri: `file://${join(folder, path)}`, version: 1, text: texts.get(path) as string };
      }
      open = { ...open, version: open.version + 1, text: edited(random, open.text) };
      const started = performance.now();
      await session.answer({ documents: [open] });
      times.push(performance.now() - started);
      if (edit % every === 0) {
        // Another branch: a tenth of all files is another, and the open one is closed.
        const changedOnDisk = paths.filter(() => random.below(10) === 0).map((path) => join(folder, path));
        for (const path of changedOnDisk) writeFileSync(path, `${texts.get(path.slice(folder.length + 1)) as string}\n`);
        await session.answer({ closed: [open.path], changedOnDisk });
        open = null;
      }
      if (edit === Math.floor(edits / 5)) plateau = memory();
      if (edit % Math.max(1, Math.floor(edits / 20)) === 0)
        console.log(`${edit} edits: ${Math.round(memory() / 1e6)} MB, p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`);
    }
    const last = await session.answer(open ? { closed: [open.path] } : {});
    const end = memory();
    const fresh = await new Session(folder).answer({ reopen: true });
    assert.deepEqual(seen(last), seen(fresh), "the results are those of an engine that has just begun");
    console.log(`end: ${Math.round(end / 1e6)} MB, plateau ${Math.round(plateau / 1e6)} MB (${(end / plateau).toFixed(2)})`);
    if (end > plateau * 1.1) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A word, a line more, a line less, half a statement. */
function edited(random: Random, text: string): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  switch (random.below(4)) {
    case 0:
      lines.splice(at, 0, random.pick(["", "// a thought", "const half = (", "x = 1", "}"]));
      break;
    case 1:
      if (lines.length > 3) lines.splice(at, 1);
      break;
    case 2:
      lines[at] = `${lines[at]} `;
      break;
    default:
      lines[at] = (lines[at] as string).replace(/\w+/, (word) => `${word}${random.below(10)}`);
  }
  return lines.join("\n");
}

void main();
