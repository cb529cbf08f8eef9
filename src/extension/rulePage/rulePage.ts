/** A rule's page in the editor: a file of the extension in the built-in Markdown preview, which allows neither scripts nor the network. */
import * as vscode from "vscode";
import { rules } from "../../core/rules/rules.js";
import { codeOf, dataOf } from "../client/problems.js";
import { registerCommand } from "../commands.js";
import type { FindingArgument } from "../commandNames.js";

export function registerRulePage(extension: vscode.Uri): vscode.Disposable {
  return registerCommand("parapet.showRule", async (wanted) => {
    const id = ruleOf(wanted) ?? (await askRule());
    if (id === undefined || !rules.some(({ meta }) => meta.id === id)) return;
    const page = vscode.Uri.joinPath(extension, "dist", "rules", `${id}.md`);
    try {
      await vscode.commands.executeCommand("markdown.showPreview", page);
    } catch {
      // Somebody has switched the built-in preview off.
      await vscode.window.showTextDocument(page, { preview: true });
    }
  });
}

/** Id, a node of the register, or nothing: then the finding at the cursor. */
function ruleOf(wanted: string | FindingArgument | undefined): string | undefined {
  if (typeof wanted === "string") return wanted;
  if (wanted) {
    const node = wanted as unknown as {
      readonly rule?: string;
      readonly name?: string;
      readonly located?: { readonly finding: { readonly rule: string } };
    };
    return node.located?.finding.rule ?? node.rule ?? node.name;
  }
  const editor = vscode.window.activeTextEditor;
  const here = editor?.selection.active;
  if (!editor || !here) return undefined;
  const found = vscode.languages.getDiagnostics(editor.document.uri).find((one) => dataOf(one) !== null && one.range.contains(here));
  return found && codeOf(found);
}

async function askRule(): Promise<string | undefined> {
  const items = rules.map(({ meta }) => ({ label: meta.id, description: meta.title }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Show Rule") }))?.label;
}
