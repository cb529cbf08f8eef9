/** Starts a VS Code server on this machine's own address and stops it again; installs packaged extensions into it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Editor } from "./editors.js";

export interface ServerOptions {
  readonly editor: Editor;
  /** Folder for the server's data; extensions installed there are the ones that run. */
  readonly data: string;
  /** Off: every folder opens in Restricted Mode until it is trusted. */
  readonly trust: boolean;
  readonly port?: number;
  /** Whoever opens a page has to know it; without one everybody on this machine may. */
  readonly token?: string;
  /** For tests: extensions under development and the functions that report a run's output and end. */
  readonly driver?: boolean;
}

export interface EditorServer {
  readonly port: number;
  /** Everything the server has printed. */
  log(): string;
  stop(): Promise<void>;
}

const READY = "Extension host agent listening";
const START_SECONDS = 60;

export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const port = options.port ?? (await freePort());
  const { editor, data } = options;
  const server = spawn(
    editor.node,
    [
      "out/server-main.js",
      ...["--host", "127.0.0.1", "--port", String(port), "--accept-server-license-terms"],
      ...(options.token === undefined ? ["--without-connection-token"] : ["--connection-token", options.token]),
      ...folders(data),
      ...(options.driver ? ["--enable-smoke-test-driver"] : []),
      ...(options.trust ? ["--disable-workspace-trust"] : []),
    ],
    { cwd: editor.folder, stdio: ["ignore", "pipe", "pipe"], env: environment() },
  );
  let text = "";
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await ready(server, () => text);
  return { port, log: () => text, stop: () => stop(server) };
}

export function installExtension(editor: Editor, data: string, vsix: string): void {
  const args = ["out/server-main.js", "--install-extension", vsix, ...folders(data)];
  execFileSync(editor.node, args, { cwd: editor.folder, stdio: ["ignore", "ignore", "pipe"], env: environment() });
}

const folders = (data: string) => ["--server-data-dir", data, "--extensions-dir", `${data}/extensions`];

/** What started this process may itself run in an editor; its settings are not for this one. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_|^NODE_OPTIONS$/.test(name)));
}

function ready(server: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const finish = (outcome: () => void) => {
      clearTimeout(limit);
      server.stdout?.off("data", look);
      server.off("exit", died);
      outcome();
    };
    const look = () => printed().includes(READY) && finish(done);
    const died = () => finish(() => fail(new Error(`The VS Code server ended before it was ready.\n${printed()}`)));
    const limit = setTimeout(() => {
      server.kill();
      finish(() => fail(new Error(`The VS Code server was not ready after ${START_SECONDS} seconds.\n${printed()}`)));
    }, START_SECONDS * 1000);
    server.stdout?.on("data", look);
    server.once("exit", died);
  });
}

function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const force = setTimeout(() => server.kill("SIGKILL"), 5000);
    server.once("exit", () => {
      clearTimeout(force);
      done();
    });
    server.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
