/** Positions of the scan result (from 1) as positions of the editor (from 0). */
import * as vscode from "vscode";
import type { Step } from "../../core/report/scanResult.js";
import type { ProtocolRange } from "../../server/protocol.js";
import type { PlaceArgument } from "../commandNames.js";

export function toRange({ start, end }: ProtocolRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function stepPosition(step: Pick<Step, "line" | "column">): vscode.Position {
  return new vscode.Position(Math.max(0, step.line - 1), Math.max(0, step.column - 1));
}

export function placeOf(uri: string, step: Pick<Step, "line" | "column" | "cell">): PlaceArgument {
  const { line, column, cell } = step;
  return { uri, line: Math.max(0, line - 1), character: Math.max(0, column - 1), ...(cell ? { cell } : {}) };
}

/** Shows a place and puts the cursor there, so that a screen reader reads the line. */
export async function openPlace(place: PlaceArgument): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const position = new vscode.Position(place.line, place.character);
  if (uri.scheme === CELL_SCHEME) return openCell(uri, position);
  const cell = place.cell && (await cellOf(uri, place.cell.number));
  // The place is one of the file, which nobody reads; the line in the cell is known.
  if (cell && place.cell) return openCell(cell, new vscode.Position(place.cell.line - 1, 0));
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

const CELL_SCHEME = "vscode-notebook-cell";

/** The editor opens the notebook around it. */
async function openCell(uri: vscode.Uri, position: vscode.Position): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", uri, { selection: new vscode.Range(position, position) });
}

/** Undefined where no extension shows notebooks: then the file itself has to do. */
async function cellOf(uri: vscode.Uri, number: number): Promise<vscode.Uri | undefined> {
  try {
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    return number <= notebook.cellCount ? notebook.cellAt(number - 1).document.uri : undefined;
  } catch {
    return undefined;
  }
}
