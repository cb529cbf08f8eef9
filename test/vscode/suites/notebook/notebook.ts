/** Problems of a notebook are where people read it: in its cells while it is open, in the file otherwise. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandLineProblems, editorProblems, ruleOf } from "../../support/expected.js";
import { edit, hoverText, ours, until, uriOf } from "../../support/editor.js";

const RULE = "unsanitized-prompt";
/** From 0: the third cell of text and code that is code. */
const CALL_CELL = 3;

describe("problems of a notebook", () => {
  const file = () => uriOf("tell.ipynb");
  /** As people open it: the editor alone holds it. */
  const open = async (): Promise<vscode.NotebookDocument> => {
    await vscode.commands.executeCommand("vscode.openWith", file(), "jupyter-notebook");
    return until("the notebook", () => vscode.window.activeNotebookEditor?.notebook);
  };
  const callCell = (notebook: vscode.NotebookDocument) => notebook.cellAt(CALL_CELL).document;
  const found = (document: vscode.TextDocument) => ours(document.uri).filter((one) => ruleOf(one) === RULE);
  const revert = async (): Promise<void> => {
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("the problem in the file again", () => ours(file()).some((one) => ruleOf(one) === RULE));
  };

  afterEach(revert);

  it("are those of the command line while nobody has opened it", async () => {
    const expected = commandLineProblems();
    assert.ok(expected.some((line) => line.includes(`tell.ipynb`) && line.includes(RULE)));
    await until("the problems of the command line", () => JSON.stringify(editorProblems()) === JSON.stringify(expected));
  });

  it("stand at the call in its cell, path included, and no more in the file", async () => {
    const document = callCell(await open());
    const [problem] = await until("the problem in the cell", () => found(document).length > 0 && found(document));
    assert.ok(problem);
    assert.match(document.getText(problem.range), /^client\.chat\.completions\.create\(|^create/);
    const [source] = problem.relatedInformation ?? [];
    assert.equal(source?.location.uri.toString(), document.uri.toString());
    assert.match(document.lineAt(source?.location.range.start.line ?? 0).text, /request\.json/);
    await until("nothing in the file", () => ours(file()).length === 0);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("the problem in the file again", () => ours(file()).some((one) => ruleOf(one) === RULE));
  });

  it("follow what is typed into cells, and cells that are added", async () => {
    const notebook = await open();
    const document = callCell(notebook);
    const [before] = await until("the problem in the cell", () => found(document).length > 0 && found(document));
    const line = before?.range.start.line ?? 0;
    await edit(document.uri, (change) => change.insert(document.uri, new vscode.Position(0, 0), "# typed\n"));
    await until("one line further down", () => found(document)[0]?.range.start.line === line + 1);
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "total = 1", "python");
    await edit(notebook.uri, (change) => change.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [cell])]));
    await until("still there in the cell, which is another in number", () => found(document)[0]?.range.start.line === line + 1);
    const question = document.getText().indexOf('request.json["persona"]');
    const range = new vscode.Range(document.positionAt(question), document.positionAt(question + 'request.json["persona"]'.length));
    await edit(document.uri, (change) => change.replace(document.uri, range, '"calm"'));
    await until("no problem any more", () => found(document).length === 0);
  });

  it("have a hover on the call, and a fix that changes the cell", async () => {
    const document = callCell(await open());
    const [problem] = await until("the problem in the cell", () => found(document).length > 0 && found(document));
    assert.ok(problem);
    const position = document.positionAt(document.getText().indexOf("create("));
    await until("what is known about the call", async () => (await hoverText(document.uri, position)).includes("openai"));
    const action = await until("a suppression", async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        problem.range,
      );
      return actions.find(({ title }) => title.startsWith(`Suppress ${RULE}`));
    });
    assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.match(document.getText(), /^ *# parapet-ignore: unsanitized-prompt because/m);
    assert.match(document.getText(), /"content": f"You are \\"/, "nothing else of the cell is another");
    await until("the problem gone", () => found(document).length === 0);
  });
});
