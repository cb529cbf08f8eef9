/** What the editor says about a model call: on hover and on the line above it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineResult } from "../../support/expected.js";
import { hoverText, open, revertAll, until, uriOf } from "../../support/editor.js";

describe("model calls", () => {
  const call = commandLineResult().calls.find(
    ({ provider, model, inputs }) => provider === "openai" && model !== null && inputs.some(({ trusted }) => trusted === false),
  );
  after(revertAll);

  it("tell on hover the provider, the model, the phase, each input with its class, and whether the call is recorded", async () => {
    assert.ok(call?.model);
    await open(call.file);
    const { model, file, line, column } = call;
    const position = new vscode.Position(line - 1, column);
    const text = await until("a hover", async () => {
      const found = await hoverText(uriOf(file), position);
      return found.includes("Model call") && found;
    });
    for (const part of ["openai", model.value, call.phase, "system", "user", "Audit record"])
      assert.ok(text.includes(part), `${part} in ${text}`);
    for (const { classification } of call.inputs) assert.ok(text.includes(classification.level ?? "unclassified"), text);
  });

  it("say nothing where there is no call", async () => {
    assert.equal((await hoverText(uriOf("web/src/audit.ts"), new vscode.Position(0, 0))).includes("Model call"), false);
  });

  it("have a lens above them, and a setting turns it off", async () => {
    assert.ok(call);
    const { uri } = (await open(call.file)).document;
    const lenses = async () =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 50)).filter(
        ({ command }) => command?.command === "parapet.showCall",
      );
    const [lens] = await until("a lens", async () => {
      const found = await lenses();
      return found.length > 0 && found;
    });
    assert.equal(lens?.range.start.line, call.line - 1);
    assert.match(lens.command?.title ?? "", /openai/);
    const settings = vscode.workspace.getConfiguration("parapet");
    await settings.update("codeLens.enabled", false, vscode.ConfigurationTarget.Workspace);
    await until("no lens", async () => (await lenses()).length === 0);
    await settings.update("codeLens.enabled", undefined, vscode.ConfigurationTarget.Workspace);
    await until("the lens again", async () => (await lenses()).length > 0);
  });
});
