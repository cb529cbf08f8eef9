/** What the analysis knows about the line at the cursor, as a page beside the code: how a call is known, what was credited, why each rule did or did not find anything. */
import { basename } from "node:path";
import * as vscode from "vscode";
import type { Client } from "../client/client.js";
import { registerCommand } from "../commands.js";

const SCHEME = "parapet-explanation";
const SAID = 8000;
const { t } = vscode.l10n;

export function registerExplain(client: Client): vscode.Disposable {
  /** The text of the page that was asked for last; asking again for the same line renews it. */
  const pages = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? "",
    }),
    registerCommand("parapet.explainCall", async () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) return;
      const line = editor.selection.active.line + 1;
      const text = await client.explain(editor.document.uri, line);
      if (text === null) {
        vscode.window.setStatusBarMessage(t("Parapet: this file is not analysed"), SAID);
        return;
      }
      const page = vscode.Uri.from({
        scheme: SCHEME,
        path: `/${basename(editor.document.uri.path)}:${line}.md`,
        query: editor.document.uri.toString(),
      });
      pages.clear();
      pages.set(page.toString(), text);
      changed.fire(page);
      await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
    }),
  );
}
