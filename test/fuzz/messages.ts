/**
 * Messages of a client that is new, wrong or hostile, to the server itself in this process: it goes on answering, and once
 * every document is closed it says what the files on disk say.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { Engine } from "../../src/server/engine.js";
import type { EngineClientOptions, EngineLink, EngineWork } from "../../src/server/engineClient.js";
import type { EngineRequest, OpenDocument } from "../../src/server/engineMessages.js";
import { type CallsResult, type FindingsResult, methods, type StatusNotification } from "../../src/server/protocol.js";
import { LanguageServer } from "../../src/server/server.js";
import { SharedState } from "../../src/server/sharedState.js";
import { pause } from "../../src/workspace/fileSystem.js";
import { mutateByCharacters, type Random } from "./mutations.js";

const FILES: Readonly<Record<string, string>> = {
  "ask.ts": `import OpenAI from "openai";
import { toneOf } from "./web";
const client = new OpenAI();
export async function ask(request: Request) {
  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: toneOf(request) }] });
}
`,
  "web.ts": `export function toneOf(request: Request) {
  return new URL(request.url).searchParams.get("tone") ?? "";
}
`,
  "ask.py": `from flask import request
from openai import OpenAI

def ask():
    return OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": request.args["q"]}])
`,
};
const NAMES = Object.keys(FILES);
/** Longer than any answer takes; a server that has stopped takes for ever. */
const SILENCE_MS = 30_000;

/** The engine of the thread, in this one. */
class NearEngine implements EngineLink {
  private readonly shared = new SharedState();
  private readonly engine = new Engine(this.shared, null);
  private id = 0;
  private last: Promise<unknown> = Promise.resolve();
  isBusy = false;

  constructor(private readonly options: EngineClientOptions) {}

  send(work: EngineWork, known: () => readonly OpenDocument[]): void {
    const first = this.id === 0 ? { documents: known(), reopen: true } : {};
    const request: EngineRequest = { ...work, ...first, id: ++this.id, leftOut: [] };
    this.isBusy = true;
    this.next(() =>
      this.engine.answer(request, (answer) => {
        assert.notEqual(answer.kind, "failed", JSON.stringify(answer));
        if (answer.kind !== "progress") this.isBusy = false;
        this.options.answered(answer);
      }),
    );
  }

  fixes: EngineLink["fixes"] = (request) =>
    this.next(() => this.engine.fixes({ kind: "fixes", id: 0, ...request })).then(({ fixes }) => fixes);
  explain: EngineLink["explain"] = (path, line) =>
    this.next(() => this.engine.explain({ kind: "explain", id: 0, path, line })).then(({ markdown }) => markdown);
  policy: EngineLink["policy"] = () => Promise.resolve(null);
  cancel = (): void => this.shared.cancel(this.id);
  forgive = (): void => undefined;
  stop = (): Promise<void> => Promise.resolve();

  private next<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}

export class Messages {
  private readonly folder = mkdtempSync(join(tmpdir(), "parapet-messages-"));
  private client: MessageConnection | null = null;
  private readonly open = new Map<string, number>();
  private isIdle = false;
  private expected = "";

  /** A dozen messages at most. */
  async run(random: Random): Promise<void> {
    const client = (this.client ??= await this.start());
    for (let count = 1 + random.below(12); count > 0; count--) await this.message(random, client);
    for (const uri of this.open.keys()) await client.sendNotification("textDocument/didClose", { textDocument: { uri } });
    this.open.clear();
    for (const started = performance.now(); ; ) {
      const now = await this.says(client);
      if (now === this.expected) return;
      if (performance.now() - started > SILENCE_MS) assert.equal(now, this.expected, "it says what the files say");
      await pause();
    }
  }

  dispose(): void {
    this.client?.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<MessageConnection> {
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(this.folder, name), text);
    const [up, down] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    new LanguageServer(connection, { createEngine: (options) => new NearEngine(options) });
    connection.listen();
    const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onNotification(methods.status, ({ state }: StatusNotification) => {
      this.isIdle = state === "idle";
    });
    client.onRequest(() => null);
    client.listen();
    const uri = pathToFileURL(this.folder).href;
    await client.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri, name: "folder" }],
      initializationOptions: { debounceMs: 0 },
      capabilities: {},
    });
    await client.sendNotification("initialized", {});
    for (const started = performance.now(); !this.isIdle; await pause())
      assert.ok(performance.now() - started < SILENCE_MS, "the first scan ends");
    this.client = client;
    this.expected = await this.says(client);
    assert.match(this.expected, /unsanitized-prompt/);
    return client;
  }

  private async says(client: MessageConnection): Promise<string> {
    const { calls } = await client.sendRequest<CallsResult>(methods.calls, {});
    const { findings, errors } = await client.sendRequest<FindingsResult>(methods.findings, {});
    const places = (items: readonly { readonly uri: string; readonly range: unknown }[]): unknown[] =>
      items.map(({ uri, range }) => [uri, range]);
    const texts = [...places(calls), ...places(findings), ...findings.map(({ finding }) => [finding.rule, finding.fingerprint])];
    return JSON.stringify([texts.map((one) => JSON.stringify(one)).sort(), errors.length]);
  }

  private async message(random: Random, client: MessageConnection): Promise<void> {
    const name = random.pick(NAMES);
    const uri = pathToFileURL(join(this.folder, name)).href;
    const place = { line: random.below(12), character: random.below(60) };
    /** Errors are answers as well. */
    const ask = (method: string, params: unknown): void => {
      const answer = client.sendRequest(method, params).catch(() => undefined);
      void answer;
    };
    switch (random.below(12)) {
      case 0:
      case 1: {
        if (this.open.has(uri)) break;
        this.open.set(uri, 1);
        const text =
          random.below(3) === 0 ? (FILES[name] as string) : mutateByCharacters(random, FILES[name] as string, Object.values(FILES));
        await client.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: 1, text } });
        break;
      }
      case 2:
      case 3:
      case 4: {
        const version = this.open.get(uri);
        if (version === undefined) break;
        this.open.set(uri, version + 1);
        const end = { line: place.line + random.below(3), character: random.below(60) };
        const text = random.pick(["", "x", "\n", "}", "request.body", "\ud800", '"""', "𝕏", "// parapet-ignore: unsanitized-prompt\n"]);
        const changes = random.below(6) === 0 ? [{ text: FILES[name] }] : [{ range: { start: place, end }, text }];
        await client.sendNotification("textDocument/didChange", { textDocument: { uri, version: version + 1 }, contentChanges: changes });
        break;
      }
      case 5:
        ask("textDocument/hover", { textDocument: { uri }, position: random.pick([place, { line: -1, character: 1e9 }]) });
        break;
      case 6:
        ask("textDocument/codeLens", {
          textDocument: { uri: random.pick([uri, "untitled:x", "file:///%00", "nonsense", `${uri}/../../x`]) },
        });
        break;
      case 7:
        ask("textDocument/codeAction", {
          textDocument: { uri },
          range: { start: place, end: place },
          context: {
            diagnostics: random.pick([
              [],
              [{ range: { start: place, end: place }, message: "x", data: random.pick([null, {}, "x", { id: 7 }]) }],
            ]),
          },
        });
        break;
      case 8:
        await client.sendNotification("workspace/didChangeWatchedFiles", {
          changes: [{ uri: random.pick([uri, `${uri}.gone`, "nonsense", pathToFileURL(tmpdir()).href]), type: random.pick([1, 2, 3, 9]) }],
        });
        break;
      case 9:
        ask(
          random.pick([methods.calls, methods.findings, methods.explain, "nobody/knows"]),
          random.pick([{ uri, line: place.line }, {}, [], { uri: 7 }, null]),
        );
        break;
      case 10:
        await client.sendNotification(
          random.pick(["$/cancelRequest", "$/setTrace", "workspace/didChangeConfiguration", "textDocument/didSave", "x/y"]),
          {
            id: random.below(100),
            settings: random.pick([null, {}, { parapet: { codeLens: 7 } }]),
          },
        );
        break;
      default:
        // Of a document that nobody opened, or without what it is about.
        await client.sendNotification(
          random.pick(["textDocument/didChange", "textDocument/didClose", "textDocument/didOpen"]),
          random.pick([
            {},
            { textDocument: {} },
            { textDocument: { uri: "nonsense", version: 1, text: "x", languageId: "x" }, contentChanges: [] },
          ]),
        );
    }
  }
}
