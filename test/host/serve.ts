/** Serves a folder in VS Code with a packaged extension installed, for people: until the process is ended. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editor } from "./editors.js";
import { installExtension, startServer } from "./server.js";
import { workbenchAddress } from "./workbench.js";

export interface ServeOptions {
  readonly folder: string;
  readonly vsix: string;
  readonly port?: number | undefined;
}

/** The address to open; whoever does not know its token is turned away. */
export async function serve({ folder, vsix, port }: ServeOptions): Promise<string> {
  const shown = editor("newest");
  const data = mkdtempSync(join(tmpdir(), "parapet-start-"));
  process.once("exit", () => rmSync(data, { recursive: true, force: true }));
  installExtension(shown, data, vsix);
  const token = randomBytes(16).toString("hex");
  const server = await startServer({ editor: shown, data, trust: false, token, ...(port === undefined ? {} : { port }) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.stop().then(() => process.exit(0)));
  return workbenchAddress({ port: server.port, open: folder, token });
}
