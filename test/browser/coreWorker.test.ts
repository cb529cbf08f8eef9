/** The core bundle analyses a project inside a web worker of a real browser: no node, no server, nothing but the bundle. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { ProjectAnswer, ProjectRequest } from "../../src/browser/coreWorker.js";
import { startChromium } from "../host/chromium.js";

const SAMPLE = {
  "src/summarise.ts": [
    'import OpenAI from "openai";',
    "const client = new OpenAI();",
    "export async function summarise(ticket: string) {",
    '  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: ticket }] });',
    "}",
    "",
  ].join("\n"),
  "src/plain.ts": "export const one = 1;\n",
};

describe("core in a browser's worker", () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let wasmFiles: string[];
  let address: string;

  before(async function () {
    this.timeout(180_000);
    const builder = await import(pathToFileURL(join(__dirname, "..", "..", "esbuild.mjs")).href);
    wasmFiles = builder.wasmFiles;
    folder = await mkdtemp(join(tmpdir(), "parapet-browser-"));
    await build({ ...builder.browserBundle, outfile: join(folder, "core-worker.js"), sourcemap: false });
    const served = new Map([join(folder, "core-worker.js"), ...wasmFiles].map((file) => [`/${basename(file)}`, file]));
    server = createServer(async ({ url }, response) => {
      const file = served.get(url ?? "");
      const script = url?.endsWith(".js");
      response.setHeader("content-type", file ? (script ? "text/javascript" : "application/wasm") : "text/html");
      response.end(file ? await readFile(file) : "<!doctype html><title>Parapet</title>");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await startChromium();
    page = await browser.newPage();
    await page.goto(`${address}/`);
  });

  after(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Sends the project to a fresh worker; grammars are named by address. */
  function analyseInWorker(files: Record<string, string>): Promise<ProjectAnswer> {
    const wasm = Object.fromEntries(wasmFiles.map((file) => [basename(file), `${address}/${basename(file)}`]));
    const request: ProjectRequest = { id: 7, files, wasm };
    return page.evaluate(
      (sent) =>
        new Promise<ProjectAnswer>((resolve, reject) => {
          const { Worker } = globalThis as unknown as { Worker: new (address: string) => BrowserWorker };
          const worker = new Worker("/core-worker.js");
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(sent);
        }),
      request,
    );
  }

  it("finds the model call of a project in memory", async () => {
    const { id, analysis, error } = await analyseInWorker(SAMPLE);
    assert.equal(error, null);
    assert.equal(id, 7);
    assert.deepEqual(
      analysis?.calls.map(({ file, line, provider }) => ({ file, line, provider })),
      [{ file: "src/summarise.ts", line: 4, provider: "openai" }],
    );
  });

  it("answers an empty project with an empty analysis", async () => {
    const { analysis, error } = await analyseInWorker({});
    assert.equal(error, null);
    assert.deepEqual([analysis?.calls, analysis?.findings, analysis?.errors], [[], [], []]);
  });
});

/** The browser's own worker, as far as the test uses it. */
interface BrowserWorker {
  onmessage: (event: { readonly data: ProjectAnswer }) => void;
  onerror: (event: { readonly message: string }) => void;
  postMessage(request: ProjectRequest): void;
}
