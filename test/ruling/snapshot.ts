/**
 * What a scan says about a repository, as facts alone: where a call or a finding is and what it is called. No code, no messages.
 *
 *     src/chat.ts
 *       12 call openai chat
 *       12 unsanitized-prompt warning
 */
import type { ScanResult } from "../../src/core/report/scanResult.js";

export type ScanFacts = Pick<ScanResult, "calls" | "findings">;

/** Lines of the snapshot's entries under their file, sorted by file, line and text. */
export function snapshotOf({ calls, findings }: ScanFacts): string {
  const files = new Map<string, { readonly line: number; readonly what: string }[]>();
  const add = (file: string, line: number, what: string): void => {
    const entries = files.get(file) ?? [];
    entries.push({ line, what });
    files.set(file, entries);
  };
  for (const one of calls) add(one.file, one.line, `call ${one.provider} ${one.operation}`);
  for (const one of findings) add(one.file, one.line, `${one.rule} ${one.severity}${one.suppressed ? " suppressed" : ""}`);
  const lines: string[] = [];
  for (const [file, entries] of [...files].sort(([left], [right]) => compare(left, right))) {
    entries.sort((left, right) => left.line - right.line || compare(left.what, right.what));
    lines.push(file, ...entries.map(({ line, what }) => `  ${line} ${what}`));
  }
  return lines.map((line) => `${line}\n`).join("");
}

export interface Difference {
  readonly kind: "-" | "+";
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** What is gone and what is new, in the order of the snapshot. Two alike on one line are two. */
export function differencesOf(before: string, after: string): Difference[] {
  const gone = entriesOf(before);
  const fresh = entriesOf(after);
  for (const [key, entry] of fresh) {
    const held = gone.get(key);
    if (!held) continue;
    const common = Math.min(held.count, entry.count);
    held.count -= common;
    entry.count -= common;
  }
  const list = (entries: ReadonlyMap<string, Entry>, kind: "-" | "+"): Difference[] =>
    [...entries.values()].flatMap(({ count, file, line, what }) => Array.from({ length: count }, () => ({ kind, file, line, what })));
  return [...list(gone, "-"), ...list(fresh, "+")].sort(
    (left, right) =>
      compare(left.file, right.file) || left.line - right.line || compare(left.what, right.what) || (left.kind === "-" ? -1 : 1),
  );
}

/** As a reviewer reads it: the file once, then its lines. */
export function printDifferences(differences: readonly Difference[]): string {
  const lines: string[] = [];
  let last = "";
  for (const { kind, file, line, what } of differences) {
    if (file !== last) lines.push(`  ${file}`);
    last = file;
    lines.push(`  ${kind} ${line} ${what}`);
  }
  return lines.join("\n");
}

interface Entry {
  count: number;
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

function entriesOf(snapshot: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let file = "";
  for (const text of snapshot.split("\n")) {
    const found = /^ {2}(\d+) (.+)$/.exec(text);
    if (!found) {
      if (text !== "") file = text;
      continue;
    }
    const [, line = "", what = ""] = found;
    const key = `${file}\0${line}\0${what}`;
    const known = entries.get(key);
    if (known) known.count++;
    else entries.set(key, { count: 1, file, line: Number(line), what });
  }
  return entries;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
