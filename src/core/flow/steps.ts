/** Places in the text, as steps and locations of the result. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Step } from "../report/scanResult.js";
import type { Location } from "./analysedCall.js";

/** Line and column from 1 of an offset. */
export function positionOf(file: LoadedFile, offset: number): { readonly line: number; readonly column: number } {
  const starts = file.facts.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

export function locate(file: LoadedFile, start: number, end: number): Location {
  const from = positionOf(file, start);
  const to = positionOf(file, Math.max(start, end));
  return { root: file.source.root, file: file.source.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
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

const SECRET =
  /\b(?:sk-[A-Za-z0-9_-]{8,}|(?:ghp|gho|xox[bp]|AKIA|AIza|hf_|gsk_)[A-Za-z0-9_-]{8,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]+|[A-Za-z0-9+/_-]{40,})/g;

/** Source text in one line, at most 120 characters, with what looks like a secret masked. */
export function excerpt(file: LoadedFile, value: ValueId): string {
  const text = file.text
    .slice(file.view.start(value), Math.min(file.view.end(value), file.view.start(value) + 400))
    .replace(/\s+/g, " ")
    .replace(SECRET, "***");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
