/** Places in the text, as steps and locations of the result. */
import type { Position } from "../documents/codeMap.js";
import { Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Step } from "../report/scanResult.js";
import { lineOf } from "../text/lines.js";
import { maskSecrets } from "../text/secrets.js";
import type { Location } from "./analysedCall.js";

/** Where an offset of the code stands in the file. */
export function positionOf(file: LoadedFile, offset: number): Position {
  if (file.map) return file.map.position(offset);
  const { lineStarts } = file.facts;
  const line = lineOf(lineStarts, offset);
  return { line, column: offset - (lineStarts[line - 1] as number) + 1 };
}

export function locate(file: LoadedFile, start: number, end: number): Location {
  const to = file.map ? file.map.endPosition(start, end) : positionOf(file, Math.max(start, end));
  return { root: file.source.root, file: file.source.path, ...positionOf(file, start), endLine: to.line, endColumn: to.column };
}

/** The whole lines of code that a stretch of it touches: from the first character of the first to the end of the last. */
export function linesAround(file: LoadedFile, start: number, end: number): { readonly from: Position; readonly to: Position } {
  const { lineStarts } = file.facts;
  const first = lineStarts[lineOf(lineStarts, start) - 1] as number;
  const next = lineStarts[lineOf(lineStarts, Math.max(start, end - 1))] ?? file.text.length + 1;
  return { from: positionOf(file, first), to: positionOf(file, next - 1) };
}

/** Offset where a value is best pointed at: the callee's last name of a call, the name of a member, else its start. */
export function pointOf(file: LoadedFile, value: ValueId): number {
  const { view } = file;
  const target = view.op(value) === Op.Call ? view.a(value) : value;
  // `create = client.chat.create` and later `create(…)`: the callee is written where it was bound.
  const isWrittenHere = target === value || (view.start(target) >= view.start(value) && view.end(target) <= view.end(value));
  if (view.op(target) === Op.Field && isWrittenHere) return view.end(target) - view.string(view.b(target)).length;
  return view.start(value);
}

export function stepAt(file: LoadedFile, value: ValueId, kind: Step["kind"], label: string): Step {
  return { file: file.source.path, ...positionOf(file, pointOf(file, value)), kind, label };
}

/** Source text in one line, at most 120 characters, with what looks like a secret masked. */
export function excerpt(file: LoadedFile, value: ValueId): string {
  const start = file.view.start(value);
  const end = file.view.end(value);
  const text = maskSecrets((file.map?.shownAt(start, end) ?? file.text.slice(start, Math.min(end, start + 400))).replace(/\s+/g, " "));
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
