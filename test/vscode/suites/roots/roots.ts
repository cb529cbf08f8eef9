/** Two roots in one window: each is judged by its own policy and settings, as on the command line. */
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

  it("keep their policies apart: the class of a name and a provider's clearance hold in one root only", async () => {
    const exceeding = () => ours(uriOf("desk.py", 1)).filter((one) => ruleOf(one) === "classification-exceeds-clearance");
    await until("the second root's own clearance", () => exceeding().length > 0);
    const { document } = await open(".ai-risk/policy.yaml", 1);
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.includes("openai"));
    await edit(document.uri, (change) => change.replace(document.uri, document.lineAt(line).range, "  openai: Restricted"));
    await document.save();
    await until("the finding to go with the clearance", () => exceeding().length === 0);
  });

  it("take settings per folder", async () => {
    const uri = uriOf("desk.py", 1);
    const unrecorded = () =>
      ours(uri)
        .filter((one) => ruleOf(one) === "missing-audit-log")
        .map(({ severity }) => severity);
    await until("the finding", () => unrecorded().length > 0);
    const other = editorProblems().filter((line) => line.includes("/sample/"));
    await vscode.workspace
      .getConfiguration("parapet", uri)
      .update("rules", { "missing-audit-log": "error" }, vscode.ConfigurationTarget.WorkspaceFolder);
    await until("an error in this root", () => unrecorded().every((severity) => severity === vscode.DiagnosticSeverity.Error));
    assert.deepEqual(
      editorProblems().filter((line) => line.includes("/sample/")),
      other,
      "the other root is as it was",
    );
  });
});
