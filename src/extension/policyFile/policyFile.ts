/** Help in `.ai-risk/policy.yaml`: completion and hover from the schema, and a command that opens the file or starts it. */
import * as vscode from "vscode";
import { registerCommand } from "../commands.js";
import { explain, proposals, type Schema } from "./schemaHelp.js";

const POLICY: vscode.DocumentSelector = { pattern: "**/.ai-risk/policy.{yaml,yml}" };
/** Reads `yamlValidation` of the manifest itself; two answers to one question would be one too many. */
const YAML_EXTENSION = "redhat.vscode-yaml";

const START = `# What this team has decided about data and models. Parapet reads it in the editor and on the command line alike.
version: 1

# Names of variables, fields and parameters, and the class of what they hold.
classes: {}

# The highest class that each provider may receive.
providers: {}

# Our own functions that take instructions or personal data out, or refuse them.
sanitizers: []

# Our own functions that leave an audit record.
audit: []
`;

export function registerPolicyFile(extension: vscode.Uri): vscode.Disposable {
  let schema: Promise<Schema> | null = null;
  const load = (): Promise<Schema> => {
    schema ??= readSchema(extension);
    return schema;
  };
  const inactive = (): boolean => vscode.extensions.getExtension(YAML_EXTENSION) !== undefined;
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      POLICY,
      {
        async provideCompletionItems(document, position) {
          if (inactive()) return [];
          const found = proposals(await load(), linesOf(document), position.line, position.character);
          return found.map(({ label, insert, description, kind }) => {
            const item = new vscode.CompletionItem(
              label,
              kind === "key" ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.EnumMember,
            );
            item.insertText = insert;
            item.documentation = description;
            return item;
          });
        },
      },
      " ",
      ":",
    ),
    vscode.languages.registerHoverProvider(POLICY, {
      async provideHover(document, position) {
        if (inactive()) return null;
        const word = explain(await load(), linesOf(document), position.line, position.character);
        if (!word) return null;
        const text = new vscode.MarkdownString().appendText(word.description);
        return new vscode.Hover(text, new vscode.Range(position.line, word.start, position.line, word.end));
      },
    }),
    registerCommand("parapet.openPolicy", openPolicy),
  );
}

async function readSchema(extension: vscode.Uri): Promise<Schema> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, "syntaxes", "policy.schema.json"));
  return JSON.parse(new TextDecoder().decode(bytes)) as Schema;
}

function linesOf(document: vscode.TextDocument): string[] {
  return document.getText().split(/\r?\n/);
}

/** An absent policy is begun as an unsaved document: nothing is written before somebody saves it. */
async function openPolicy(): Promise<void> {
  const folder = await askFolder();
  if (!folder) return;
  const file = vscode.Uri.joinPath(folder.uri, ".ai-risk", "policy.yaml");
  try {
    await vscode.window.showTextDocument(file);
  } catch {
    const document = await vscode.workspace.openTextDocument(file.with({ scheme: "untitled" }));
    const editor = await vscode.window.showTextDocument(document);
    if (document.getText() === "") await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), START));
  }
}

async function askFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const open = vscode.window.activeTextEditor;
  const here = open && vscode.workspace.getWorkspaceFolder(open.document.uri);
  if (folders.length <= 1 || here) return here ?? folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t("Folder whose policy to open") });
}
