/** The text of a notebook's file, and where its cells stand in it. */
import type { CodeMap } from "../core/documents/codeMap.js";
import { openDocument } from "../core/documents/document.js";
import type { ProtocolRange } from "./protocol.js";

/** Any name that says what the text is. */
const NAME = "notebook.ipynb";

export interface CellRange {
  /** From 1, over all cells. */
  readonly cell: number;
  readonly range: ProtocolRange;
}

export interface CellChange extends CellRange {
  readonly text: string;
}

export interface WrittenCell {
  readonly isCode: boolean;
  /** As the editor names it. */
  readonly language: string;
  readonly source: string;
}

export class NotebookText {
  private readonly code: string;
  private readonly map: CodeMap | null;

  constructor(readonly text: string) {
    const { code, map } = openDocument(NAME, text);
    this.code = code;
    this.map = map;
  }

  /** Null where no code of a cell stands. */
  inCell({ start, end }: ProtocolRange): CellRange | null {
    const from = this.at(start.line, start.character);
    if (from === null) return null;
    // The end of a piece of code is the beginning of nothing: its last character tells.
    const last = this.at(end.line, end.character - 1);
    const to = last?.cell === from.cell ? { line: last.line, character: last.character + 1 } : from;
    const { line, character } = from;
    return { cell: from.cell, range: { start: { line, character }, end: { line: to.line, character: to.character } } };
  }

  /** Line of the file, from 1; null when no such line of code is there. */
  fileLine(cell: number, line: number): number | null {
    for (let offset = 0; this.map && offset <= this.code.length; ) {
      const position = this.map.position(offset);
      if (position.cell?.number === cell && position.cell.line === line) return position.line;
      const next = this.code.indexOf("\n", offset);
      if (next < 0) return null;
      offset = next + 1;
    }
    return null;
  }

  /** Edits of the file as edits of its cells; null when they are about anything besides the text of cells. */
  changes(edits: readonly { readonly range: ProtocolRange; readonly text: string }[]): readonly CellChange[] | null {
    const before = cellSources(this.text);
    const after = cellSources(edited(this.text, edits));
    if (!before || !after || before.length !== after.length) return null;
    return before.flatMap((source, at) => (source === after[at] ? [] : [change(at + 1, source, after[at] as string)]));
  }

  private at(line: number, character: number): { readonly cell: number; readonly line: number; readonly character: number } | null {
    const offset = this.map?.offsetAt(line + 1, character + 1) ?? -1;
    const cell = offset < 0 ? undefined : this.map?.position(offset).cell;
    if (!cell) return null;
    return { cell: cell.number, line: cell.line - 1, character: offset - (this.code.lastIndexOf("\n", offset - 1) + 1) };
  }
}

/** What each cell holds, text and code alike; null when the text is no notebook. */
export function cellSources(text: string): readonly string[] | null {
  try {
    const { cells } = JSON.parse(text) as { readonly cells?: readonly { readonly source?: string | readonly string[] }[] };
    return cells?.map(({ source }) => [source ?? ""].flat().join("").replaceAll("\r\n", "\n")) ?? null;
  } catch {
    return null;
  }
}

/** As Jupyter writes it, one line of code on each line, without what came out of the cells. */
export function writeNotebook(cells: readonly WrittenCell[]): string {
  const language = cells.find(({ isCode }) => isCode)?.language ?? "python";
  const written = cells.map((cell) => ({
    cell_type: cell.isCode ? "code" : "markdown",
    metadata: cell.isCode && cell.language !== language ? { vscode: { languageId: cell.language } } : {},
    source: cell.source.match(/[^\n]*\n|[^\n]+$/g) ?? [],
  }));
  const metadata = { language_info: { name: language } };
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function edited(text: string, edits: readonly { readonly range: ProtocolRange; readonly text: string }[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, character }: ProtocolRange["start"]): number => (starts[line] ?? text.length) + character;
  return [...edits]
    .sort((left, right) => offset(right.range.start) - offset(left.range.start))
    .reduce((now, { range, text: added }) => now.slice(0, offset(range.start)) + added + now.slice(offset(range.end)), text);
}

/** Only what differs: the cursor and everything else of the cell stay where they are. */
function change(cell: number, before: string, after: string): CellChange {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  let tail = 0;
  while (tail < most - same && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const position = (offset: number): ProtocolRange["start"] => {
    const lines = before.slice(0, offset).split("\n");
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  return {
    cell,
    range: { start: position(same), end: position(before.length - tail) },
    text: after.slice(same, after.length - tail),
  };
}
