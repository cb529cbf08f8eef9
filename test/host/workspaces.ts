/** Workspaces for tests in the editor: fresh copies in a temporary folder, so that fixes may be applied to them. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";

export const PROJECT = join(__dirname, "..", "..");
export type WorkspaceName = "sample" | "roots" | "restricted" | "notebook";

/** Path to open: a folder, or a workspace file with two roots that have policies of their own. */
export function makeWorkspace(name: WorkspaceName, settings: Readonly<Record<string, unknown>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `parapet-${name}-`)));
  const all = { ...QUIET, ...settings };
  if (name === "roots") {
    cpSync(join(PROJECT, "test", "fixtures", "workspaces", "two-roots"), folder, { recursive: true });
    const file = join(folder, "two.code-workspace");
    const content = parse(readFileSync(file, "utf8"));
    write(file, JSON.stringify({ ...content, settings: { ...content.settings, ...all } }, null, 2));
    return file;
  }
  const source = name === "notebook" ? join(PROJECT, "test", "fixtures", "workspaces", "notebook") : join(PROJECT, "media", "sample");
  const opened = join(folder, name === "notebook" ? name : "sample");
  cpSync(source, opened, { recursive: true });
  write(join(opened, ".vscode", "settings.json"), JSON.stringify(all));
  return opened;
}

/** Adds to the settings of a folder what keeps everything else of the editor quiet. */
export function quieten(folder: string): void {
  const file = join(folder, ".vscode", "settings.json");
  const own = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  write(file, JSON.stringify({ ...own, ...QUIET }, null, 2));
}

/** What the editor itself would say or fetch unasked; the same pictures with every run. */
const QUIET = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  // A line that is shown twice would be two places to click.
  "editor.stickyScroll.enabled": false,
  "explorer.compactFolders": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
  "typescript.tsserver.useSyntaxServer": "always",
  "typescript.validate.enable": false,
  "window.commandCenter": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
