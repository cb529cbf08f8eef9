/** Two roots in one window: judged by one policy made of both roots' files and settings, as on the command line. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineProblems, editorProblems, ruleOf } from "../../support/expected.js";
import { edit, open, ours, revertAll, until, uriOf } from "../../support/editor.js";

describe("two roots", () => {
  after(revertAll);

  it("have the problems that the command line finds in both", async () => {
    const expected = commandLineProblems();
    assert.ok(expected.some((line) => line.includes("/desk/desk.py")) && expected.some((line) => line.includes("/sample/")));
    await until("as many problems as the command line has findings", () => editorProblems().length >= expected.length);
    assert.deepEqual(editorProblems(), expected);
  });

  it("are judged by one policy, as strict as the strictest of them, read again when a file of it is saved", async () => {
    const exceeding = () => ours(uriOf("desk.py", 1)).filter((one) => ruleOf(one) === "classification-exceeds-clearance");
    await until("the second root's own clearance", () => exceeding().some(({ message }) => message.includes("Confidential")));
    const { document } = await open(".ai-risk/policy.yaml", 1);
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.includes("letter:"));
    await edit(document.uri, (change) => change.replace(document.uri, document.lineAt(line).range, "  letter: Restricted"));
    await document.save();
    await until("the class that the policy gives now", () => exceeding().some(({ message }) => message.includes("Restricted")));
  });

  it("take settings of a folder", async () => {
    const uri = uriOf("desk.py", 1);
    const severities = () =>
      ours(uri)
        .filter((one) => ruleOf(one) === "missing-audit-log")
        .map(({ severity }) => severity);
    await until("the finding", () => severities().length > 0);
    assert.ok(!severities().includes(vscode.DiagnosticSeverity.Error));
    await vscode.workspace
      .getConfiguration("parapet", uri)
      .update("rules", { "missing-audit-log": "error" }, vscode.ConfigurationTarget.WorkspaceFolder);
    await until("an error in this root", () => severities().includes(vscode.DiagnosticSeverity.Error));
  });
});
