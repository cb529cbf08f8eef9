/** The light bulb: each finding has something to offer, and what is applied takes the finding away without making a new one. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineResult, ruleOf } from "../../support/expected.js";
import { open, ours, revertAll, until, uriOf } from "../../support/editor.js";

/** Of every finding at the place: two rules may have found the same call. */
function actionsAt(uri: vscode.Uri, { range }: vscode.Diagnostic): Thenable<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind, 50);
}

describe("quick fixes", () => {
  const findings = commandLineResult().findings.filter(({ suppressed }) => suppressed === null);
  afterEach(revertAll);

  for (const { rule, file, line } of findings) {
    it(`of ${rule} in ${file}:${line}: the flow, the rule and a suppression are offered, and each edit takes the finding away`, async () => {
      const uri = uriOf(file);
      const find = () => ours(uri).find((one) => ruleOf(one) === rule && one.range.start.line === line - 1);
      await open(file);
      const diagnostic = await until("the finding", find);
      const actions = await until("actions", async () => {
        const found = await actionsAt(uri, diagnostic);
        return found.some(({ title }) => /suppress/i.test(title)) && found;
      });
      assert.ok(actions.some(({ command }) => command?.command === "parapet.showRule"));
      assert.ok(actions.some(({ title }) => /suppress/i.test(title)));
      const edits = actions.filter(({ edit }) => edit);
      assert.ok(edits.length > 0, `edits among ${actions.map(({ title, command }) => `${title} ${command?.command ?? ""}`).join("; ")}`);
      for (const { title, edit } of edits) {
        if (!edit) continue;
        const before = ours(uri).length;
        assert.ok(await vscode.workspace.applyEdit(edit), title);
        await until(`"${title}" to take the finding away`, () => ours(uri).length === before - 1);
        await revertAll();
        await open(file);
        await until("the finding again", () => ours(uri).length === before);
      }
    });
  }
});
