/** Edits of one text, and where a place of it is afterwards. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Edits at one place keep the order in which they are given. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Offset after the edits; what is inserted right there comes before it. */
export function shifted(offset: number, edits: readonly Edit[]): number {
  let result = offset;
  for (const { start, end, text } of edits) if (end <= offset && start <= offset) result += text.length - (end - start);
  return result;
}

/** Line and column, both from 1. */
export function positionIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((left, right) => left.edit.start - right.edit.start || left.edit.end - right.edit.end || left.index - right.index)
    .map(({ edit }) => edit);
}
