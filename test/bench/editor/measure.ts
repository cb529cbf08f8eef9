/**
 * Runs inside the extension host of a real VS Code, as its tests do, and measures what a person waits for there.
 * What is measured, and how, is written beside each figure; all times are milliseconds as the extension host sees them.
 */
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import type { ExtensionApi } from "../../../src/extension/api.js";

interface Keystrokes {
  readonly lines: number;
  readonly count: number;
  /** From asking the editor for the edit, which goes to its window and back before anybody hears of it. */
  readonly p50: number;
  readonly p95: number;
  /** From the changed text's arrival in the extension host: where the key of a person arrives as well. */
  readonly arrivalP50: number;
  readonly arrivalP95: number;
}

export interface EditorFigures {
  /** `activate()` of the extension, its code loaded and run. */
  readonly activation: number;
  /** From asking for the file, nothing of Parapet loaded yet, to the first problem shown in it. */
  readonly firstDiagnostics: number | null;
  /** From the same moment to the register with every finding of the workspace. */
  readonly register: number;
  /** Delay of the extension host's event loop all the while. */
  readonly loopDelayP99: number;
  readonly loopDelayMax: number;
  /** From a key to the problems of the text with it, in a file of this many lines. */
  readonly keystrokes: Keystrokes | null;
  readonly calls: number;
  readonly findings: number;
  readonly filesFound: number;
}

const PATIENCE = 600_000;
const LINES = 2000;
const KEYS = 120;

export async function run(): Promise<void> {
  const { PARAPET_BENCH_FILE: file, PARAPET_BENCH_OUTPUT: output } = process.env;
  if (!file || !output) throw new Error("The runner names the file to open and the file for the figures.");
  const uri = vscode.Uri.file(file);
  const extension = vscode.extensions.getExtension<ExtensionApi>("parapet.parapet");
  if (!extension || extension.isActive) throw new Error(extension ? "The extension is active already." : "The extension is not there.");

  const loop = monitorEventLoopDelay({ resolution: 2 });
  loop.enable();
  const begin = performance.now();
  const api = await extension.activate();
  const activation = performance.now() - begin;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  const shown = until(() => ours(uri).length > 0).then((found) => (found ? performance.now() - begin : null));
  await until(() => api.results.complete);
  const register = performance.now() - begin;
  loop.disable();
  // A file without findings never shows one: everything is known by now.
  const firstDiagnostics = await Promise.race([shown, later(2000).then(() => null)]);

  const { calls, findings, filesFound } = api.results;
  const figures: EditorFigures = {
    activation,
    firstDiagnostics,
    register,
    loopDelayP99: loop.percentile(99) / 1e6,
    loopDelayMax: loop.max / 1e6,
    keystrokes: ours(uri).length > 0 ? await keystrokes(uri) : null,
    calls: calls.length,
    findings: findings.filter(({ finding }) => finding.suppressed === null).length,
    filesFound,
  };
  writeFileSync(output, JSON.stringify(figures));
}

/** Each key moves every problem by a line, so that the problems tell which key they have seen. The file is filled up to its lines with functions that call nothing. */
async function keystrokes(uri: vscode.Uri): Promise<EditorFigures["keystrokes"]> {
  const editor = await vscode.window.showTextDocument(uri);
  const { document } = editor;
  const missing = Math.max(0, LINES - document.lineCount);
  if (missing > 0) {
    const end = document.lineAt(document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, `\n${filler(document.languageId, missing)}`));
  }
  await settled(uri);
  const times: number[] = [];
  const fromArrival: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const before = firstLine(uri);
    const wanted = key % 2 === 0 ? before + 1 : before - 1;
    const begin = performance.now();
    let arrival = begin;
    const heard = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) arrival = performance.now();
    });
    await editor.edit(
      (edit) => (key % 2 === 0 ? edit.insert(new vscode.Position(0, 0), "\n") : edit.delete(new vscode.Range(0, 0, 1, 0))),
      { undoStopBefore: false, undoStopAfter: false },
    );
    if (!(await until(() => firstLine(uri) === wanted))) throw new Error("The problems did not follow a key.");
    const end = performance.now();
    heard.dispose();
    times.push(end - begin);
    fromArrival.push(end - arrival);
    // People do not type in the rhythm of a machine.
    await later(150 + ((key * 53) % 200));
  }
  const share = (all: readonly number[], part: number): number =>
    [...all].sort((left, right) => left - right)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? 0;
  await vscode.commands.executeCommand("workbench.action.files.revert");
  return {
    lines: Math.max(LINES, document.lineCount),
    count: times.length,
    p50: share(times, 0.5),
    p95: share(times, 0.95),
    arrivalP50: share(fromArrival, 0.5),
    arrivalP95: share(fromArrival, 0.95),
  };
}

function filler(language: string, lines: number): string {
  const three = (number: number): string =>
    language === "python"
      ? `def filler_${number}(one, other):\n    return one + other\n`
      : `function filler${number}(one: number, other: number) {\n  return one + other;\n}`;
  return Array.from({ length: Math.ceil(lines / 3) }, (_, number) => three(number)).join("\n");
}

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Parapet");
}

function firstLine(uri: vscode.Uri): number {
  return Math.min(...ours(uri).map(({ range }) => range.start.line));
}

/** Problems of a text that is not typed on any more come twice: at once, and when everything was looked at again. */
async function settled(uri: vscode.Uri): Promise<void> {
  let last = "";
  for (let same = 0; same < 10; same++) {
    await later(200);
    const now = JSON.stringify(ours(uri).map(({ range }) => range));
    if (now !== last) same = 0;
    last = now;
  }
}

/** Looks whenever problems change, and now and then besides. */
function until(isSo: () => boolean): Promise<boolean> {
  return new Promise((done) => {
    const end = (is: boolean): void => {
      clearInterval(often);
      clearTimeout(limit);
      heard.dispose();
      done(is);
    };
    const look = (): void => void (isSo() && end(true));
    const heard = vscode.languages.onDidChangeDiagnostics(look);
    const often = setInterval(look, 10);
    const limit = setTimeout(() => end(false), PATIENCE);
    look();
  });
}

function later(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
