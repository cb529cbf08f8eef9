/** Entries of object literals. */
import type { ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "./program.js";

/** Values under a key of an object literal, or all of them; spread ones when the key is not written out. */
export function objectEntries(file: LoadedFile, object: ValueId, name: string | null): ValueId[] {
  const { view } = file;
  const entries = view.list(view.a(object));
  const found: ValueId[] = [];
  for (let at = 0; at < entries.length; at += 2) {
    const key = entries[at] as number;
    if (name === null || (key >= 0 ? view.string(key) === name : key === -2)) found.push(entries[at + 1] as ValueId);
  }
  return found;
}

/** Objects spread into an object literal. */
export function objectSpreads(file: LoadedFile, object: ValueId): ValueId[] {
  const entries = file.view.list(file.view.a(object));
  const found: ValueId[] = [];
  for (let at = 0; at < entries.length; at += 2) if (entries[at] === -1) found.push(entries[at + 1] as ValueId);
  return found;
}
