/**
 * Where code that was taken out of a file stands in that file.
 *
 * The code is a row of pieces. A *copied* piece is text of the file as it is; an *escaped* one is a character that the file
 * writes differently (`\"` in JSON); a *written* one is not in the file at all and stands for a stretch of it
 * (a template's binding said as an assignment). Facts hold offsets in the code; only what leaves the analysis
 * (places, edits) is told in terms of the file.
 */
import type { Cell } from "../report/scanResult.js";
import { lineOf, lineStartsOf } from "../text/lines.js";

/** A place in the file: line and column from 1; in a notebook also the cell, from 1, and the line in it. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly cell?: Cell;
}

/** A stretch of the code that edits may touch: a script of a component, a cell of a notebook. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** Of a notebook's cell, counted from 1 over all cells. */
  readonly cell: number | null;
  /** How text is written inside the file, when that is not how it is written in code. */
  readonly encode: ((text: string) => string) | null;
}

export interface FileEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** True when `text` is not what was asked for but its form inside the file. */
  readonly encoded: boolean;
}

const enum Piece {
  Copied = 0,
  Escaped = 1,
  Written = 2,
}

/** Columns of a piece: offset in the code, start and end in the file, what it is. */
const WIDTH = 4;

export class CodeMap {
  constructor(
    private readonly pieces: Int32Array,
    private readonly codeLineStarts: Int32Array,
    private readonly fileLineStarts: Int32Array,
    private readonly regions: readonly Region[],
    /** What to show in place of a written piece, by its offset in the code. */
    private readonly shown: ReadonlyMap<number, string>,
    /** Offset in the file of the first place that does not follow the file's own format, -1 when there is none. */
    readonly brokenAt: number,
  ) {}

  /** Offset in the file. What was written stands where the stretch begins that it stands for. */
  toFile(offset: number): number {
    if (this.pieces.length === 0) return 0;
    const at = this.pieceAt(offset);
    const start = this.pieces[at + 1] as number;
    return this.pieces[at + 3] === Piece.Copied ? start + offset - (this.pieces[at] as number) : start;
  }

  /** Offset in the file of the end of a stretch of code. */
  endToFile(start: number, end: number): number {
    if (end <= start || this.pieces.length === 0) return this.toFile(start);
    const at = this.pieceAt(end - 1);
    return this.pieces[at + 3] === Piece.Copied ? this.toFile(end - 1) + 1 : (this.pieces[at + 2] as number);
  }

  position(offset: number): Position {
    return this.filePosition(this.toFile(offset), offset);
  }

  endPosition(start: number, end: number): Position {
    return this.filePosition(this.endToFile(start, end), Math.max(start, end - 1));
  }

  /** Position of an offset in the file. */
  filePosition(fileOffset: number, codeOffset?: number): Position {
    const line = lineOf(this.fileLineStarts, fileOffset);
    const column = fileOffset - (this.fileLineStarts[line - 1] ?? 0) + 1;
    const cell = codeOffset === undefined ? null : this.cellAt(codeOffset);
    return cell ? { line, column, cell } : { line, column };
  }

  /** Offset in the code of a line and column of the file, -1 when no code stands there. */
  offsetAt(line: number, column: number): number {
    const lineStart = this.fileLineStarts[line - 1];
    if (lineStart === undefined) return -1;
    const offset = lineStart + column - 1;
    for (let at = 0; at < this.pieces.length; at += WIDTH) {
      const start = this.pieces[at + 1] as number;
      const end = this.pieces[at + 2] as number;
      if (offset === start) return this.pieces[at] as number;
      if (offset > start && offset < end) return (this.pieces[at] as number) + (this.pieces[at + 3] === Piece.Copied ? offset - start : 0);
    }
    return -1;
  }

  /** What the file has in place of a stretch that was written, null when the stretch is code of the file. */
  shownAt(start: number, end: number): string | null {
    if (this.pieces.length === 0) return null;
    const at = this.pieceAt(start);
    const isInside = this.pieces[at + 3] === Piece.Written && end <= (this.pieces[at + WIDTH] ?? Number.POSITIVE_INFINITY);
    return isInside ? (this.shown.get(this.pieces[at] as number) ?? null) : null;
  }

  /** The edit as one of the file; null when it would touch anything besides code of one region. */
  toFileEdit(start: number, end: number, text: string): FileEdit | null {
    const region = this.regions.find((one) => one.start <= start && end <= one.end && start <= one.end);
    if (!region) return null;
    for (let at = this.pieceAt(start); at < this.pieces.length && (this.pieces[at] as number) < end; at += WIDTH) {
      if (this.pieces[at + 3] === Piece.Written) return null;
    }
    return {
      start: this.toFile(start),
      end: this.endToFile(start, end),
      text: region.encode ? region.encode(text) : text,
      encoded: region.encode !== null,
    };
  }

  private cellAt(offset: number): Cell | null {
    const region = this.regions.find((one) => one.cell !== null && one.start <= offset && offset <= one.end);
    if (!region || region.cell === null) return null;
    return { number: region.cell, line: lineOf(this.codeLineStarts, offset) - lineOf(this.codeLineStarts, region.start) + 1 };
  }

  /** Row of the last piece that begins at or before the offset. */
  private pieceAt(offset: number): number {
    let low = 0;
    let high = this.pieces.length / WIDTH - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle * WIDTH] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low * WIDTH;
  }
}

/** Puts code together, piece by piece, and keeps where each came from. */
export class CodeBuilder {
  private readonly parts: string[] = [];
  private readonly pieces: number[] = [];
  private readonly regions: Region[] = [];
  private readonly shown = new Map<number, string>();
  private length = 0;
  brokenAt = -1;

  constructor(private readonly file: string) {}

  /** Text of the file as it is. `code` has the same length when some of it is to be read differently. */
  copy(start: number, end: number, code = this.file.slice(start, end)): void {
    this.add(code, start, end, Piece.Copied);
  }

  /** What the file writes as an escape. */
  escape(code: string, start: number, end: number): void {
    this.add(code, start, end, Piece.Escaped);
  }

  /** Code that stands for a stretch of the file; shown to people as `shown`. */
  write(code: string, start: number, end: number, shown?: string): void {
    if (shown !== undefined) this.shown.set(this.length, shown);
    this.add(code, start, end, Piece.Written);
  }

  /** Code added by `body` may be edited as a whole. */
  region(about: Pick<Region, "cell" | "encode">, body: () => void): void {
    const start = this.length;
    body();
    this.regions.push({ ...about, start, end: this.length });
  }

  finish(): { readonly code: string; readonly map: CodeMap } {
    const code = this.parts.join("");
    const pieces = Int32Array.from(this.pieces);
    return { code, map: new CodeMap(pieces, lineStartsOf(code), lineStartsOf(this.file), this.regions, this.shown, this.brokenAt) };
  }

  private add(code: string, start: number, end: number, kind: Piece): void {
    if (code === "") return;
    this.parts.push(code);
    this.pieces.push(this.length, start, end, kind);
    this.length += code.length;
  }
}
