/** One running VS Code with the packaged extension installed, and a browser to look at it: as people have it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
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

export class Session {
  private readonly workspaces: string[] = [];
  private readonly windows: EditorWindow[] = [];

  private constructor(
    readonly name: EditorName,
    private readonly data: string,
    private readonly server: EditorServer,
  ) {}

  static async start(name: EditorName, trust = true): Promise<Session> {
    packed ??= packedExtension();
    const vsix = await packed;
    const data = mkdtempSync(join(tmpdir(), "parapet-ui-"));
    const chosen = editor(name);
    installExtension(chosen, data, vsix);
    return new Session(name, data, await startServer({ editor: chosen, data, trust }));
  }

  /** A window on a fresh copy of a workspace. */
  async window(workspace: WorkspaceName, settings: Readonly<Record<string, unknown>> = {}): Promise<EditorWindow> {
    const path = makeWorkspace(workspace, settings);
    this.workspaces.push(dirname(path));
    const window = await EditorWindow.open(this.server.port, path);
    this.windows.push(window);
    return window;
  }

  /** Keeps a picture of what each window shows when a test failed, and closes the windows. */
  async closeWindows(failed: string | null): Promise<void> {
    for (const window of this.windows.splice(0)) {
      if (failed !== null) await window.picture(`${this.name}-failed-${failed.replace(/\W+/g, "-").slice(0, 60)}`);
      await window.close();
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    for (const folder of [this.data, ...this.workspaces]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
