import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { EngineClient, type EngineWork } from "../../../src/server/engineClient.js";
import type { EngineAnswer, OpenDocument } from "../../../src/server/engineMessages.js";

const NOTHING: EngineWork = {
  folders: [],
  workspaceFile: null,
  documents: [],
  closed: [],
  changedOnDisk: [],
  reopen: false,
  forgetAll: false,
  focus: null,
};

describe("engine behind the protocol", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "parapet-engine-"));
  const workerFile = join(folder, "engine.js");
  let client: EngineClient;
  let heard: (EngineAnswer["kind"] | `died at ${string}` | "stays down")[];
  let tell: () => void;

  before(() =>
    build({
      entryPoints: [join(__dirname, "dyingEngine.ts")],
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: workerFile,
      logLevel: "warning",
    }),
  );
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    heard = [];
    client = new EngineClient({
      cacheFolder: null,
      workerFile,
      answered: (answer) => {
        heard.push(answer.kind);
        tell();
      },
      died: (file, _reason, restarts) => {
        heard.push(restarts ? `died at ${file}` : "stays down");
        tell();
      },
    });
  });
  afterEach(() => client.stop());

  const document = (text: string): OpenDocument => ({ path: "/code/a.py", uri: "file:///code/a.py", version: 1, text });
  const ask = async (text: string): Promise<void> => {
    const next = new Promise<void>((resolve) => {
      tell = resolve;
    });
    client.send({ ...NOTHING, documents: [document(text)] }, () => [document(text)]);
    await next;
  };
  const askAgain = async (text: string): Promise<void> => {
    const next = new Promise<void>((resolve) => {
      tell = resolve;
    });
    client.send(NOTHING, () => [document(text)]);
    await next;
  };

  for (const end of ["exit", "throw"]) {
    it(`names the file that ended it by ${end}, and starts again without that file until it changes`, async () => {
      await ask(end);
      assert.deepEqual(heard, ["died at /code/a.py"]);
      await askAgain(end);
      assert.deepEqual(heard, ["died at /code/a.py", "unchanged"]);
      await ask(end);
      assert.deepEqual(heard.slice(2), ["died at /code/a.py"]);
    });
  }

  it("stays down when it dies again and again", async () => {
    for (let death = 0; death < 6; death++) await ask("exit");
    assert.equal(heard.at(-1), "stays down");
    assert.equal(heard.filter((one) => one === "died at /code/a.py").length, 5);
  });

  it("hears a cancel while it works", async () => {
    const done = ask("work");
    assert.equal(client.isBusy, true);
    setTimeout(() => client.cancel(), 50);
    await done;
    assert.deepEqual(heard, ["cancelled"]);
    assert.equal(client.isBusy, false);
    await ask("fine");
    assert.deepEqual(heard, ["cancelled", "unchanged"]);
  });
});
