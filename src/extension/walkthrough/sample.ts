/** Opens the sample application: a copy in the extension's own storage, so that trying fixes changes nothing of the extension. */
import * as vscode from "vscode";

export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const version = String((context.extension.packageJSON as { version?: unknown }).version);
  const target = vscode.Uri.joinPath(context.globalStorageUri, `sample-${version}`);
  if (!(await exists(target))) {
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, "media", "sample"), target);
  }
  // A window with nothing in it is reused; work that is open stays where it is.
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", target, { forceNewWindow });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
