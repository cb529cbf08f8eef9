/** Quick fixes as the protocol has them: each tied to its diagnostic, with places to fill in where the client can show them. */
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  CreateFile,
  type Diagnostic,
  type SnippetTextEdit,
  type TextDocumentEdit,
  type TextEdit,
} from "vscode-languageserver";
import type { LocatedEdit, LocatedFix } from "./locatedFixes.js";
import type { DiagnosticData, LocatedFinding } from "./protocol.js";

/** Findings that the diagnostics under the cursor stand for. */
export function findingsUnder(diagnostics: readonly Diagnostic[], findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  const wanted = new Set(
    diagnostics.map((one) => (one.data as Partial<DiagnosticData> | undefined)?.fingerprint).filter((one) => one !== undefined),
  );
  return findings.filter(({ finding }) => wanted.has(finding.fingerprint));
}

export function codeActionsOf(
  fixes: readonly LocatedFix[],
  diagnostics: readonly Diagnostic[],
  capabilities: ClientCapabilities,
): CodeAction[] {
  const withSnippets = capabilities.workspace?.workspaceEdit?.snippetEditSupport === true;
  return fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics.filter((one) => (one.data as Partial<DiagnosticData> | undefined)?.fingerprint === fix.fingerprint),
    isPreferred: fix.preferred,
    edit: { documentChanges: changesOf(fix.edits, withSnippets) },
  }));
}

/** Only quick fixes are offered: nothing is to be computed for what runs on save. */
export function asksForQuickFixes(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => CodeActionKind.QuickFix.startsWith(kind) || kind.startsWith(CodeActionKind.QuickFix));
}

function changesOf(edits: readonly LocatedEdit[], withSnippets: boolean): (CreateFile | TextDocumentEdit)[] {
  const changes: (CreateFile | TextDocumentEdit)[] = [];
  for (const uri of new Set(edits.map((edit) => edit.uri))) {
    const here = edits.filter((edit) => edit.uri === uri);
    if (here.some((edit) => edit.create)) changes.push(CreateFile.create(uri, { ignoreIfExists: true }));
    const version = here[0]?.version ?? null;
    changes.push({ textDocument: { uri, version }, edits: here.map((edit) => textEdit(edit, withSnippets && edits.length === 1)) });
  }
  return changes;
}

function textEdit({ range, text, snippet }: LocatedEdit, withSnippets: boolean): TextEdit | SnippetTextEdit {
  return withSnippets && snippet !== null ? { range, snippet: { kind: "snippet", value: snippet } } : { range, newText: text };
}
