/** Restricted Mode: nothing of the workspace is executed anyway, so everything works before it is trusted. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineProblems, editorProblems } from "../../support/expected.js";
import { until } from "../../support/editor.js";

describe("Restricted Mode", () => {
  it("is on", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it("has the same problems as the command line", async () => {
    const expected = commandLineProblems();
    await until("as many problems as the command line has findings", () => editorProblems().length >= expected.length);
    assert.deepEqual(editorProblems(), expected);
  });
});
