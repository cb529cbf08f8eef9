/** The versions of VS Code that tests run in: the oldest that the extension supports, and the newest that the host runs. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type EditorName = "oldest" | "newest";
export const EDITORS: readonly EditorName[] = ["oldest", "newest"];

export interface Editor {
  readonly name: EditorName;
  readonly version: string;
  /** The VS Code server's own folder, in which it is started. */
  readonly folder: string;
  readonly node: string;
}

/** Installs the editors first where that has not happened yet. Where no newer Node is packaged, the oldest is as new as it gets. */
export function editor(wanted: EditorName): Editor {
  execFileSync(process.execPath, [join(__dirname, "install.mjs")], { stdio: ["ignore", "inherit", "inherit"] });
  const newer = newerNode();
  const name = newer === null ? "oldest" : wanted;
  const folder = join(__dirname, "node_modules", `code-server-${name}`, "lib", "vscode");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, version, folder, node: name === "newest" && newer !== null ? newer : process.execPath };
}

/** The newest editor needs a newer Node than the project does, and brings it along as a package. */
function newerNode(): string | null {
  const packaged = join(__dirname, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(packaged)) return packaged;
  return Number(process.versions.node.split(".")[0]) >= 24 ? process.execPath : null;
}
