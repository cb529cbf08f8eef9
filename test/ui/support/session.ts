/** One running VS Code with the packaged extension installed, and a browser to look at it: as people have it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { startChromium } from "../../host/chromium.js";
import { type EditorName, editor } from "../../host/editors.js";
import { type EditorServer, installExtension, startServer } from "../../host/server.js";
import { makeWorkspace, PROJECT, type WorkspaceName } from "../../host/workspaces.js";
import { EditorWindow } from "./editorWindow.js";

/** Both versions run the same packed extension. */
let packed: Promise<string> | null = null;

async function packedExtension(): Promise<string> {
  const file = join(PROJECT, "out", "parapet.vsix");
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const { packageExtension } = await import(pathToFileURL(join(PROJECT, "build", "package.mjs")).href);
  packageExtension(file);
  if (!existsSync(file)) throw new Error("The extension could not be packed.");
  return file;
}

/** What hangs while it closes must not keep the tests from ending. */
const CLOSE_MS = 20_000;

export class Session {
  private readonly workspaces: string[] = [];
  private readonly windows: EditorWindow[] = [];

  private constructor(
    readonly name: EditorName,
    private readonly data: string,
    private readonly server: EditorServer,
    private readonly browser: Browser,
  ) {}

  static async start(name: EditorName, trust = true): Promise<Session> {
    packed ??= packedExtension();
    const vsix = await packed;
    const data = mkdtempSync(join(tmpdir(), "parapet-ui-"));
    const chosen = editor(name);
    installExtension(chosen, data, vsix);
    const server = await startServer({ editor: chosen, data, trust });
    return new Session(name, data, server, await startChromium());
  }

  /** A window on a fresh copy of a workspace; nothing is remembered from another window. */
  async window(workspace: WorkspaceName, settings: Readonly<Record<string, unknown>> = {}): Promise<EditorWindow> {
    const path = makeWorkspace(workspace, settings);
    this.workspaces.push(dirname(path));
    const window = await EditorWindow.open(await this.browser.newContext({ viewport: VIEWPORT }), this.server.port, path);
    this.windows.push(window);
    return window;
  }

  /** Keeps a picture of what each window shows, for whoever wants to know why a test failed. */
  async picture(failed: string): Promise<void> {
    const name = `${this.name}-failed-${failed.replace(/\W+/g, "-").slice(0, 60)}`;
    for (const [at, window] of this.windows.entries()) await within(CLOSE_MS, window.picture(at === 0 ? name : `${name}-${at}`));
  }

  async closeWindows(): Promise<void> {
    for (const window of this.windows.splice(0)) await within(CLOSE_MS, window.close());
  }

  async stop(): Promise<void> {
    await this.closeWindows();
    await within(CLOSE_MS, this.browser.close());
    await this.server.stop();
    for (const folder of [this.data, ...this.workspaces]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const VIEWPORT = { width: 1400, height: 900 };

/** Ends when the work ends, in whatever way, or when the time is over. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((done) => {
    timer = setTimeout(done, milliseconds);
  });
  await Promise.race([work.catch(() => undefined), over]);
  clearTimeout(timer);
}
