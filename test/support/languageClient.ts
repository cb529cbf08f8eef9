/** A language client for tests: starts a server as an editor does, over standard input and output, and notes what it says. */
import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { CodeLens, Diagnostic, Hover, PublishDiagnosticsParams } from "vscode-languageserver";
import { methods, type ResultsNotification, type StatusNotification } from "../../src/server/protocol.js";

export interface ClientOptions {
  readonly command: readonly string[];
  readonly folders: readonly string[];
  readonly settings?: unknown;
  readonly initializationOptions?: unknown;
  /** So long a server may say nothing before waiting for it is in vain. Large repositories and busy machines take their time. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 60_000;

export class LanguageClient {
  readonly diagnostics = new Map<string, PublishDiagnosticsParams>();
  readonly statuses: StatusNotification[] = [];
  readonly results: ResultsNotification[] = [];
  readonly log: string[] = [];
  readonly progress: {
    readonly token: string | number;
    readonly value: { readonly kind: string; readonly message?: string; readonly cancellable?: boolean };
  }[] = [];
  private readonly versions = new Map<string, number>();
  private readonly watchers = new Set<() => void>();
  private readonly texts = new Map<string, string>();

  private constructor(
    readonly process: ChildProcess,
    readonly connection: MessageConnection,
    private readonly silenceMs: number,
  ) {}

  static async start({ command, folders, settings, initializationOptions, silenceMs }: ClientOptions): Promise<LanguageClient> {
    const [program, ...rest] = command;
    const child = spawn(program as string, rest, { stdio: ["pipe", "pipe", "pipe"] });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new LanguageClient(child, connection, silenceMs ?? SILENCE_MS);
    const note = (): void => {
      for (const watcher of [...client.watchers]) watcher();
    };
    child.stderr.on("data", (chunk) => client.log.push(String(chunk)));
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      client.diagnostics.set(params.uri, params);
      note();
    });
    connection.onNotification(methods.status, (status: StatusNotification) => {
      client.statuses.push(status);
      note();
    });
    connection.onNotification(methods.results, (results: ResultsNotification) => {
      client.results.push(results);
      note();
    });
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      client.log.push(message);
      note();
    });
    connection.onNotification("$/progress", (progress) => {
      client.progress.push(progress);
      note();
    });
    connection.onRequest("workspace/configuration", () => [settings ?? null]);
    for (const method of ["client/registerCapability", "window/workDoneProgress/create", "workspace/codeLens/refresh"])
      connection.onRequest(method, () => null);
    connection.listen();
    const workspaceFolders = folders.map((path) => ({ uri: uriOf(path), name: path }));
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: workspaceFolders.length > 0 ? workspaceFolders : null,
      initializationOptions: { cacheFolder: null, debounceMs: 20, ...(initializationOptions as object) },
      capabilities: {
        window: { workDoneProgress: true },
        textDocument: { publishDiagnostics: { relatedInformation: true } },
        workspace: {
          configuration: true,
          workspaceFolders: true,
          codeLens: { refreshSupport: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
      },
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** Until it is so; fails with what was heard last when nothing more is heard. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve, reject) => {
      const watcher = (): void => {
        timer.refresh();
        if (!isSo()) return;
        this.watchers.delete(watcher);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.watchers.delete(watcher);
        reject(
          new Error(
            `Waited in vain until ${what}. Last status: ${JSON.stringify(this.statuses.at(-1))}; log: ${this.log.join("\n").slice(-2000)}`,
          ),
        );
      }, this.silenceMs);
      this.watchers.add(watcher);
    });
  }

  /** Until the first complete results are there. */
  async scanned(): Promise<void> {
    await this.connection.sendRequest(methods.findings, {});
  }

  async open(path: string, text: string): Promise<void> {
    const uri = uriOf(path);
    this.versions.set(uri, 1);
    this.texts.set(uri, text);
    const languageId = path.endsWith(".py") ? "python" : "typescript";
    await this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces one piece of text, as typing does. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const uri = uriOf(path);
    const text = this.texts.get(uri) ?? "";
    const at = text.indexOf(from);
    if (at < 0) throw new Error(`${path} does not hold ${from}`);
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    this.texts.set(uri, text.slice(0, at) + to + text.slice(at + from.length));
    const positionOf = (offset: number): { line: number; character: number } => {
      const before = text.slice(0, offset).split("\n");
      return { line: before.length - 1, character: (before.at(-1) as string).length };
    };
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: positionOf(at), end: positionOf(at + from.length) }, text: to }],
    });
  }

  async close(path: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf(path) } });
  }

  async changedOnDisk(path: string, type: 1 | 2 | 3): Promise<void> {
    await this.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(path), type }] });
  }

  diagnosticsOf(path: string): readonly Diagnostic[] {
    return this.diagnostics.get(uriOf(path))?.diagnostics ?? [];
  }

  codes(path: string): string[] {
    return [...new Set(this.diagnosticsOf(path).map((one) => String(one.code)))].sort();
  }

  hover(path: string, line: number, character: number): Promise<Hover | null> {
    return this.connection.sendRequest("textDocument/hover", { textDocument: { uri: uriOf(path) }, position: { line, character } });
  }

  codeLenses(path: string): Promise<CodeLens[]> {
    return this.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uriOf(path) } });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await ended;
    this.connection.dispose();
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
