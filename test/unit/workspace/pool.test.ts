import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { lowerText } from "../../../src/core/syntax/parserLowering.js";
import { Pool, type PoolOptions } from "../../../src/workspace/pool.js";
import { sourceFiles } from "../../support/sourceFiles.js";
import { testParser } from "../../support/testParser.js";

describe("worker pool", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "parapet-pool-"));
  const built: PoolOptions = { jobs: 2, workerFile: join(folder, "worker.js") };
  const crashing: PoolOptions = { jobs: 2, workerFile: join(folder, "crashingWorker.js") };
  let pool: Pool;

  before(async () => {
    const builder = await import(pathToFileURL(join(__dirname, "..", "..", "..", "esbuild.mjs")).href);
    builder.copyWasm(join(folder, "wasm"));
    const bundle = { ...builder.workerBundle, sourcemap: false, outfile: undefined, outdir: folder };
    await build({
      ...bundle,
      entryPoints: [...bundle.entryPoints, join(__dirname, "crashingWorker.ts")],
      outbase: undefined,
      entryNames: "[name]",
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => pool.close());

  const requests = (count: number) =>
    Array.from({ length: count }, (_, number) => ({ path: "a.ts", file: `file${number}.ts`, text: `call${number}(${number});` }));

  it("gives the facts that this thread would give, in the order asked", async () => {
    pool = new Pool(built);
    const files = sourceFiles().slice(0, 60);
    const outcomes = await pool.lower(files.map(({ path, text }) => ({ path, file: path, text })));
    for (const [at, { path, text }] of files.entries()) {
      const { facts } = await lowerText(await testParser(), path, path, text);
      assert.deepEqual(outcomes[at]?.facts, facts, path);
    }
  });

  it("lowers few files in this thread", async () => {
    pool = new Pool(crashing);
    const [outcome] = await pool.lower([{ path: "a.ts", file: "exit.ts", text: "one();" }]);
    assert.ok(outcome?.facts);
  });

  it("names the file that kills a worker, and lowers all others", async () => {
    pool = new Pool(crashing);
    const all = requests(40);
    for (const [at, file] of ["exit.ts", "throw.ts"].entries()) all.splice(10 + at * 15, 0, { path: "a.ts", file, text: "bad();" });
    const outcomes = await pool.lower(all);
    const failed = outcomes.filter((outcome) => !outcome?.facts);
    assert.deepEqual(failed.map((outcome) => outcome?.problem?.file).sort(), ["exit.ts", "throw.ts"]);
    for (const outcome of failed) assert.match(outcome?.problem?.message as string, /ended its worker/);
  });

  it("does the work in this thread when no worker can start", async () => {
    writeFileSync(join(folder, "broken.js"), "throw new Error('cannot start');");
    pool = new Pool({ jobs: 2, workerFile: join(folder, "broken.js") });
    const outcomes = await pool.lower(requests(30));
    assert.equal(outcomes.filter((outcome) => outcome?.facts).length, 30);
  });

  it("stops between files when it is cancelled", async () => {
    pool = new Pool({ jobs: 1 });
    let asked = 0;
    const outcomes = await pool.lower(requests(10), () => ++asked > 3);
    assert.equal(outcomes.filter((outcome) => outcome?.facts).length, 3);
    assert.equal(outcomes.length, 10);
  });

  it("serves several callers at once", async () => {
    pool = new Pool(built);
    const [one, other] = await Promise.all([pool.lower(requests(30)), pool.lower(requests(25))]);
    assert.equal(one?.filter((outcome) => outcome?.facts).length, 30);
    assert.equal(other?.filter((outcome) => outcome?.facts).length, 25);
  });
});
