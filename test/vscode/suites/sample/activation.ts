/** The extension starts by itself where it is of use, quickly, and brings what its manifest promises. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandNames } from "../../../../src/extension/commandNames.js";
import { until } from "../../support/editor.js";

const ID = "parapet.parapet";
const MOST_SETTINGS = 12;

describe("activation", () => {
  const extension = vscode.extensions.getExtension(ID);
  const configuration = (): Record<string, { default?: unknown }> =>
    Object.assign({}, ...[extension?.packageJSON.contributes.configuration].flat().map(({ properties }) => properties));

  it("happens without a click in a workspace with a policy", async () => {
    assert.ok(extension, `${ID} is not installed`);
    await until("the extension to become active", () => extension.isActive);
  });

  it("registers every command, and the palette knows each by a title with a category", async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandNames.filter((name) => !known.has(name)),
      [],
    );
    const declared: { command: string; title: string; category?: string }[] = extension?.packageJSON.contributes.commands;
    assert.deepEqual(declared.map(({ command }) => command).sort(), [...commandNames].sort());
    assert.deepEqual(
      declared.filter(({ title, category }) => category !== "Parapet" || title === ""),
      [],
    );
  });

  it(`has at most ${MOST_SETTINGS} settings, each with a default that the editor knows`, () => {
    const settings = Object.entries(configuration());
    assert.ok(settings.length > 0 && settings.length <= MOST_SETTINGS, `${settings.length} settings`);
    for (const [name, { default: value }] of settings) {
      assert.notEqual(value, undefined, name);
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, value, name);
    }
  });
});
