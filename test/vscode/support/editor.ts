/** Steps that the suites share: open a file, wait until something holds, put back what was changed. */
import { join } from "node:path";
import * as vscode from "vscode";
import { isOurs } from "./expected.js";

const PATIENCE = 20_000;

/** The first value that is neither undefined nor false; asks again until then. */
export async function until<Value>(
  what: string,
  look: () => Value | undefined | false | Promise<Value | undefined | false>,
): Promise<Value> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE / 1000} seconds for: ${what}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

export function uriOf(file: string, root = 0): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[root];
  if (!folder) throw new Error(`The workspace has no root ${root}.`);
  return vscode.Uri.file(join(folder.uri.fsPath, file));
}

export async function open(file: string, root = 0): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(file, root)), { preview: false });
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(isOurs);
}

export async function edit(uri: vscode.Uri, change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  change(workspaceEdit);
  if (!(await vscode.workspace.applyEdit(workspaceEdit))) throw new Error(`The editor refused an edit of ${uri.fsPath}.`);
}

/** Unsaved changes must not reach the next test. */
export async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Text of everything that a hover shows at a position. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}
