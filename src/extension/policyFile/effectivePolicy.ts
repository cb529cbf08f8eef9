/** The policies in force as a document that nobody can change: what `parapet policy` prints, renewed with each result. */
import * as vscode from "vscode";
import type { Client } from "../client/client.js";
import { registerCommand } from "../commands.js";

const SCHEME = "parapet-policy";
const PAGE = vscode.Uri.from({ scheme: SCHEME, path: "/Effective Policy.yaml" });

export function registerEffectivePolicy(client: Client): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async () => (await client.policy()) ?? "",
    }),
    client.results.onDidChange(() => {
      if (vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === SCHEME)) changed.fire(PAGE);
    }),
    registerCommand("parapet.showEffectivePolicy", async () => {
      changed.fire(PAGE);
      await vscode.window.showTextDocument(PAGE, { preview: true });
    }),
  );
}
