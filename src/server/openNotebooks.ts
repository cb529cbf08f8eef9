/**
 * Notebooks that the editor shows. The editor tells of cells, the engine reads files: so each open notebook is one text for the
 * engine, and what the engine says about that text is told again in terms of cells.
 */
import { readFileSync } from "node:fs";
import type { NotebookCell, NotebookDocument } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { decode } from "../workspace/decode.js";
import type { OpenDocument } from "./engineMessages.js";
import { cellSources, NotebookText, writeNotebook } from "./notebookText.js";
import type { LocatedCall, LocatedFinding, ProtocolRange } from "./protocol.js";
import type { LocatedFix } from "./locatedFixes.js";

/** A place in a document that the editor shows. */
export interface EditorPlace {
  readonly uri: string;
  readonly range: ProtocolRange;
}

interface OpenNotebook {
  readonly path: string;
  /** What the file holds, null when it cannot be read. */
  disk: string | null;
  document: NotebookDocument;
  version: number;
  /** By version: the newest, and those that results may still come for. */
  readonly texts: Map<number, NotebookText>;
  /** The one that the last results are about; null before there are any. */
  analysed: NotebookText | null;
}

export class OpenNotebooks {
  private readonly notebooks = new Map<string, OpenNotebook>();
  private readonly owners = new Map<string, string>();

  constructor(private readonly textOf: (cell: NotebookCell) => TextDocument | undefined) {}

  /** Opened, or any of its cells changed. */
  update(document: NotebookDocument, path: string): void {
    const known = this.notebooks.get(document.uri);
    const notebook = known ?? { path, disk: read(path), document, version: 0, texts: new Map(), analysed: null };
    this.notebooks.set(document.uri, notebook);
    notebook.document = document;
    notebook.version++;
    for (const [cell, uri] of this.owners) if (uri === document.uri) this.owners.delete(cell);
    for (const cell of document.cells) this.owners.set(cell.document, document.uri);
    notebook.texts.set(notebook.version, this.compose(notebook));
  }

  saved({ uri }: NotebookDocument): void {
    const notebook = this.notebooks.get(uri);
    if (notebook) notebook.disk = read(notebook.path);
  }

  close({ uri }: NotebookDocument): void {
    this.notebooks.delete(uri);
    for (const [cell, owner] of this.owners) if (owner === uri) this.owners.delete(cell);
  }

  /** For the engine. */
  documents(): readonly OpenDocument[] {
    return [...this.notebooks].map(([uri, { path, version, texts }]) => ({ path, uri, version, text: texts.get(version)?.text ?? "" }));
  }

  /** Of a cell, the notebook that holds it; every other document stands for itself. */
  ownerOf(uri: string): string {
    return this.owners.get(uri) ?? uri;
  }

  versionOf(uri: string): number | undefined {
    return this.notebooks.get(this.ownerOf(uri))?.version;
  }

  /** New results are about these versions. */
  taken(versions: readonly (readonly [uri: string, version: number])[]): void {
    for (const [uri, version] of versions) {
      const notebook = this.notebooks.get(uri);
      const text = notebook?.texts.get(version);
      if (!notebook || !text) continue;
      notebook.analysed = text;
      for (const older of notebook.texts.keys()) if (older < version) notebook.texts.delete(older);
    }
  }

  /** Each where the editor shows it: in an open notebook, in its cell. `uri`: only those shown there. */
  findings(all: readonly LocatedFinding[], uri?: string): readonly LocatedFinding[] {
    return this.shown(all, (one) => this.finding(one), uri);
  }

  calls(all: readonly LocatedCall[], uri?: string): readonly LocatedCall[] {
    return this.shown(all, (one) => this.call(one), uri);
  }

  /** Null where an edit has no place in the cells that are shown. */
  fix(fix: LocatedFix): LocatedFix | null {
    const edits: LocatedFix["edits"][number][] = [];
    for (const uri of new Set(fix.edits.map((edit) => edit.uri))) {
      const here = fix.edits.filter((edit) => edit.uri === uri);
      const notebook = this.notebooks.get(uri);
      if (!notebook) edits.push(...here);
      else {
        const changes = notebook.analysed?.changes(here);
        if (!changes) return null;
        for (const { cell, range, text } of changes) {
          const document = notebook.document.cells[cell - 1]?.document;
          if (document === undefined) return null;
          edits.push({ uri: document, range, text, snippet: null, create: false, version: null });
        }
      }
    }
    return { ...fix, edits };
  }

  /** Line of the file, from 1, in which a line of a cell stands; the same line for every other document. */
  fileLine(uri: string, line: number): number {
    const owner = this.owners.get(uri);
    const notebook = owner === undefined ? undefined : this.notebooks.get(owner);
    if (!notebook) return line;
    const cell = notebook.document.cells.findIndex(({ document }) => document === uri) + 1;
    return notebook.analysed?.fileLine(cell, line) ?? line;
  }

  private shown<Located extends EditorPlace>(all: readonly Located[], show: (one: Located) => Located, uri?: string): readonly Located[] {
    if (uri === undefined) return all.map(show);
    const owner = this.ownerOf(uri);
    const shown = all.filter((one) => one.uri === owner).map(show);
    return shown.filter((one) => one.uri === uri);
  }

  private finding(located: LocatedFinding): LocatedFinding {
    const { finding } = located;
    if (!this.isShown(located.uri) && !located.pathUris.some((uri) => this.isShown(uri))) return located;
    const steps = finding.path.map((step, at) => this.step(located.pathUris[at] ?? located.uri, step));
    return {
      ...located,
      ...this.place(located),
      finding: { ...finding, path: steps.map(({ step }) => step) },
      pathUris: steps.map(({ uri }) => uri),
    };
  }

  private call(located: LocatedCall): LocatedCall {
    const { call } = located;
    if (!this.isShown(located.uri) && !located.pathUris.flat().some((uri) => this.isShown(uri))) return located;
    const paths = call.inputs.map((input, at) => input.path.map((step, number) => this.step(located.pathUris[at]?.[number] ?? "", step)));
    const inputs = call.inputs.map((input, at) => this.step(located.inputUris[at] ?? "", input));
    const { uri, range } = this.place(located);
    return {
      ...located,
      uri,
      range,
      call: {
        ...call,
        ...(uri === located.uri ? {} : { line: range.start.line + 1, column: range.start.character + 1 }),
        inputs: inputs.map(({ step }, at) => ({ ...step, path: (paths[at] ?? []).map((one) => one.step) })),
      },
      inputUris: inputs.map((one) => one.uri),
      pathUris: paths.map((path) => path.map((one) => one.uri)),
    };
  }

  private isShown(uri: string): boolean {
    return this.notebooks.has(uri);
  }

  private place({ uri, range }: EditorPlace): EditorPlace {
    const notebook = this.notebooks.get(uri);
    const found = notebook?.analysed?.inCell(range);
    const document = found ? notebook?.document.cells[found.cell - 1]?.document : undefined;
    return found && document !== undefined ? { uri: document, range: found.range } : { uri, range };
  }

  private step<Place extends { readonly line: number; readonly column: number }>(
    uri: string,
    step: Place,
  ): { readonly uri: string; readonly step: Place } {
    const at = { line: step.line - 1, character: step.column - 1 };
    const placed = this.place({ uri, range: { start: at, end: at } });
    if (placed.uri === uri) return { uri, step };
    const { start } = placed.range;
    return { uri: placed.uri, step: { ...step, line: start.line + 1, column: start.character + 1 } };
  }

  /** The file's own text while the cells hold what it holds: then places are those of the command line. */
  private compose({ disk, document }: OpenNotebook): NotebookText {
    const cells = document.cells.map((cell) => ({ cell, text: this.textOf(cell) }));
    const shown = cells.map(({ text }) => text?.getText().replaceAll("\r\n", "\n") ?? "");
    const saved = disk === null ? null : cellSources(disk);
    const isSaved = saved !== null && saved.length === shown.length && saved.every((source, at) => source === shown[at]);
    if (isSaved && disk !== null) return new NotebookText(disk);
    const written = cells.map(({ cell, text }, at) => ({
      isCode: cell.kind === 2,
      language: text?.languageId ?? "",
      source: shown[at] ?? "",
    }));
    return new NotebookText(writeNotebook(written));
  }
}

function read(path: string): string | null {
  try {
    return decode(readFileSync(path)).text;
  } catch {
    return null;
  }
}
