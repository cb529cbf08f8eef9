/** Problems in the editor are those of the command line, follow the unsaved text and carry their evidence. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineProblems, commandLineResult, editorProblems, ruleOf } from "../../support/expected.js";
import { edit, open, ours, revertAll, until, uriOf } from "../../support/editor.js";

const UNRECORDED = [
  'import OpenAI from "openai";',
  "const client = new OpenAI();",
  "export async function unrecorded(question: string) {",
  '  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: question }] });',
  "}",
  "",
].join("\n");

describe("problems", () => {
  after(revertAll);

  it("are those of the command line, for files that nobody opened too", async () => {
    const expected = commandLineProblems();
    assert.ok(expected.length > 0, "the sample has findings");
    await until("as many problems as the command line has findings", () => editorProblems().length >= expected.length);
    assert.deepEqual(editorProblems(), expected);
  });

  it("name their source and link to the rule; the path is there step by step", async () => {
    const finding = commandLineResult().findings.find(({ path, suppressed }) => path.length > 1 && suppressed === null);
    assert.ok(finding);
    await open(finding.file);
    const [diagnostic] = await until("a problem with a path", () => {
      const found = ours(uriOf(finding.file)).filter((one) => ruleOf(one) === finding.rule && one.range.start.line === finding.line - 1);
      return found.length > 0 && found;
    });
    assert.equal(diagnostic?.source, "Parapet");
    assert.ok(typeof diagnostic.code === "object" && diagnostic.code.target.toString().includes("parapet.showRule"));
    assert.equal(diagnostic.message.includes("\n"), false, "one line");
    assert.deepEqual(
      diagnostic.relatedInformation?.map(({ location }) => location.range.start.line + 1),
      finding.path.map(({ line }) => line),
    );
  });

  it("follow the text while it is typed, without saving, and go when it is undone", async () => {
    const { document } = await open("web/src/claims.ts");
    const { uri } = document;
    const text = document.getText();
    const before = editorProblems();
    const whole = () => new vscode.Range(0, 0, document.lineCount, 0);
    await edit(uri, (change) => change.replace(uri, whole(), UNRECORDED));
    await until("the finding of the unsaved text", () => ours(uri).some((one) => ruleOf(one) === "missing-audit-log"));
    assert.equal(document.isDirty, true);
    await edit(uri, (change) => change.replace(uri, whole(), text));
    await until("the same problems as before", () => JSON.stringify(editorProblems()) === JSON.stringify(before));
  });

  it("follow the team's settings", async () => {
    const [finding] = commandLineResult().findings.filter(
      ({ severity, suppressed, confidence }) => severity === "warning" && suppressed === null && confidence !== "low",
    );
    assert.ok(finding);
    const settings = vscode.workspace.getConfiguration("parapet");
    const uri = uriOf(finding.file);
    const severities = () =>
      ours(uri)
        .filter((one) => ruleOf(one) === finding.rule)
        .map(({ severity }) => severity);
    await settings.update("rules", { [finding.rule]: "error" }, vscode.ConfigurationTarget.Workspace);
    await until(
      "errors in place of warnings",
      () => severities().length > 0 && severities().every((one) => one === vscode.DiagnosticSeverity.Error),
    );
    await settings.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await until("warnings again", () => severities().some((one) => one === vscode.DiagnosticSeverity.Warning));
  });
});
