/** Two roots in one window: each judged by its own policies and settings, and by those of the workspace file, as on the command line. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineProblems, editorProblems, ruleOf } from "../../support/expected.js";
import { edit, open, ours, revertAll, until, uriOf } from "../../support/editor.js";

const [SHOP, DESK] = [0, 1];

describe("two roots", () => {
  after(revertAll);

  const of = (file: string, root: number, rule: string) => ours(uriOf(file, root)).filter((one) => ruleOf(one) === rule);
  const severities = (file: string, root: number, rule: string) => of(file, root, rule).map(({ severity }) => severity);

  it("have the problems that the command line finds in both, mistakes in policies and settings included", async () => {
    const expected = commandLineProblems();
    for (const place of ["/desk/desk.py", "/shop/packages/claims/src/", "/shop/.vscode/settings.json", "/claims/.ai-risk/policy.yaml"])
      assert.ok(
        expected.some((line) => line.includes(place)),
        place,
      );
    await until("as many problems as the command line has findings", () => editorProblems().length >= expected.length);
    assert.deepEqual(editorProblems(), expected);
  });

  it("are judged each by its own policy, and a folder by the one nearest to it", () => {
    const messages = (file: string, root: number) => of(file, root, "classification-exceeds-clearance").map(({ message }) => message);
    assert.match(messages("desk.py", DESK).join(), /is Confidential .* up to Public/);
    assert.match(messages("packages/claims/src/claims.ts", SHOP).join(), /is Restricted .* up to Internal/);
    assert.deepEqual(messages("src/reply.ts", SHOP), []);
  });

  it("read a policy again when it is saved, for its own root alone", async () => {
    const { document } = await open(".ai-risk/policy.yaml", DESK);
    const shop = JSON.stringify(ours(uriOf("src/reply.ts", SHOP)).map(({ message }) => message));
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.includes("letter:"));
    await edit(document.uri, (change) => change.replace(document.uri, document.lineAt(line).range, "  letter: Restricted"));
    await document.save();
    await until("the class that the policy gives now", () =>
      of("desk.py", DESK, "classification-exceeds-clearance").some(({ message }) => message.includes("is Restricted")),
    );
    assert.equal(JSON.stringify(ours(uriOf("src/reply.ts", SHOP)).map(({ message }) => message)), shop);
  });

  it("take settings of a folder for that folder", async () => {
    const uri = uriOf("desk.py", DESK);
    await until("the finding", () => severities("desk.py", DESK, "missing-audit-log").length > 0);
    assert.ok(!severities("desk.py", DESK, "missing-audit-log").includes(vscode.DiagnosticSeverity.Error));
    await vscode.workspace
      .getConfiguration("parapet", uri)
      .update("rules", { "missing-audit-log": "error" }, vscode.ConfigurationTarget.WorkspaceFolder);
    await until("an error in this root", () => severities("desk.py", DESK, "missing-audit-log").includes(vscode.DiagnosticSeverity.Error));
  });

  it("take settings of the workspace file for both", async () => {
    await until("the finding", () => severities("desk.py", DESK, "unclassified-data-flow").includes(vscode.DiagnosticSeverity.Information));
    await vscode.workspace
      .getConfiguration("parapet")
      .update("rules", { "unclassified-data-flow": "error" }, vscode.ConfigurationTarget.Workspace);
    for (const [file, root] of [
      ["desk.py", DESK],
      ["src/reply.ts", SHOP],
    ] as const)
      await until(`an error in ${file}`, () =>
        severities(file, root ?? 0, "unclassified-data-flow").includes(vscode.DiagnosticSeverity.Error),
      );
  });

  it("show which policy is in force, and where each value comes from, in a document that nobody can change", async () => {
    await vscode.commands.executeCommand("parapet.showEffectivePolicy");
    const document = await until("the policy", () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === "parapet-policy" && shown.getText() !== "" && shown;
    });
    assert.equal(document.languageId, "yaml");
    assert.match(document.getText(), /letter: \w+ {2}# .*desk\/\.ai-risk\/policy\.yaml:3$/m);
    assert.match(document.getText(), /^# In force in shop\/packages\/claims/m);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) ?? false, false);
  });
});
