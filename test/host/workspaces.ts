/** Workspaces for tests in the editor: fresh copies in a temporary folder, so that fixes may be applied to them. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const PROJECT = join(__dirname, "..", "..");
export type WorkspaceName = "sample" | "roots" | "restricted";

/** Path to open: a folder, or a workspace file with two roots that have policies of their own. */
export function makeWorkspace(name: WorkspaceName, settings: Readonly<Record<string, unknown>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `parapet-${name}-`)));
  const all = { ...QUIET, ...settings };
  cpSync(join(PROJECT, "media", "sample"), join(folder, "sample"), { recursive: true });
  if (name !== "roots") {
    write(join(folder, "sample", ".vscode", "settings.json"), JSON.stringify(all));
    return join(folder, "sample");
  }
  for (const [file, text] of Object.entries(SECOND_ROOT)) write(join(folder, "desk", file), text);
  const file = join(folder, "two.code-workspace");
  write(file, JSON.stringify({ folders: [{ path: "sample" }, { path: "desk" }], settings: all }));
  return file;
}

/** What the editor itself would say or fetch unasked; the same pictures with every run. */
const QUIET = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "explorer.compactFolders": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
  "typescript.tsserver.useSyntaxServer": "always",
  "typescript.validate.enable": false,
  "window.commandCenter": false,
  "workbench.startupEditor": "none",
};

/** Another team's root: the same provider may receive less here, and nothing is recorded. */
const SECOND_ROOT = {
  ".ai-risk/policy.yaml": "version: 1\nclasses:\n  letter: Confidential\nproviders:\n  openai: Public\n",
  "desk.py": [
    "from openai import OpenAI",
    "",
    "client = OpenAI()",
    "",
    "",
    "def answer(letter: str) -> str:",
    "    completion = client.chat.completions.create(",
    '        model="gpt-4o-mini-2024-07-18",',
    '        messages=[{"role": "user", "content": letter}],',
    "    )",
    "    return completion.choices[0].message.content",
    "",
  ].join("\n"),
};

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
