/** Address of the page that shows a folder or workspace in a running VS Code server, with an extension under development or without. */
import { resolve } from "node:path";

export interface WorkbenchOptions {
  readonly port: number;
  /** A folder, or a file `*.code-workspace`; none: an empty window. */
  readonly open?: string;
  readonly token?: string;
  readonly extensionDevelopmentPath?: string;
  readonly extensionTestsPath?: string;
}

export function workbenchAddress(options: WorkbenchOptions): string {
  const { port, open } = options;
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload: [string, string][] = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  if (options.extensionDevelopmentPath) payload.push(["extensionDevelopmentPath", remote(options.extensionDevelopmentPath)]);
  if (options.extensionTestsPath) payload.push(["extensionTestsPath", remote(options.extensionTestsPath)]);
  const query = new URLSearchParams(open ? { [open.endsWith(".code-workspace") ? "workspace" : "folder"]: resolve(open) } : { ew: "true" });
  if (options.token !== undefined) query.set("tkn", options.token);
  query.set("payload", JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}
