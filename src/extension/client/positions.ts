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

export function placeOf(uri: string, step: Pick<Step, "line" | "column">): PlaceArgument {
  return { uri, line: Math.max(0, step.line - 1), character: Math.max(0, step.column - 1) };
}

/** Shows a place and puts the cursor there, so that a screen reader reads the line. */
export async function openPlace({ uri, line, character }: PlaceArgument): Promise<vscode.TextEditor> {
  const position = new vscode.Position(line, character);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return editor;
}
