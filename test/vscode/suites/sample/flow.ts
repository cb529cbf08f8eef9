/** The flow of a finding is walked by commands: every step opens where it stands. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineResult, editorProblems } from "../../support/expected.js";
import { revertAll, until, uriOf } from "../../support/editor.js";

describe("flow", () => {
  const finding = commandLineResult().findings.find(
    ({ path, suppressed }) => new Set(path.map(({ file }) => file)).size > 1 && suppressed === null,
  );
  after(revertAll);

  it("leads from the first step to the last and back, across files", async () => {
    assert.ok(finding);
    await until("problems", () => editorProblems().length > 0);
    const at = ({ file, line }: { file: string; line: number }) =>
      until(`step ${file}:${line}`, () => {
        const editor = vscode.window.activeTextEditor;
        return editor?.document.uri.fsPath === uriOf(file).fsPath && editor.selection.active.line === line - 1;
      });
    const { path, fingerprint } = finding;
    await until("the flow to open", async () => {
      await vscode.commands.executeCommand("parapet.showFlow", { fingerprint });
      return vscode.window.activeTextEditor !== undefined;
    });
    for (const [index, step] of path.entries()) {
      await at(step);
      if (index < path.length - 1) await vscode.commands.executeCommand("parapet.nextStep");
    }
    for (const step of [...path].reverse().slice(1)) {
      await vscode.commands.executeCommand("parapet.previousStep");
      await at(step);
    }
    await vscode.commands.executeCommand("parapet.closeFlow");
  });

  it("opens the rule's page in the editor", async () => {
    assert.ok(finding);
    await vscode.commands.executeCommand("parapet.showRule", finding.rule);
    await until("a tab with the page", () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.toLowerCase().includes(finding.rule)),
    );
  });
});
