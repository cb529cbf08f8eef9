/** Places where functions are called or handed on. */
import type { ValueId } from "../facts/fileFacts.js";
import { type LoadedFile, nodeOf } from "./program.js";

export interface CallSite {
  readonly file: LoadedFile;
  /** Op.Call, or Op.Element_Markup for a component. */
  readonly call: ValueId;
}

/** A call that a function is handed to. */
export interface FunctionArgument {
  readonly file: LoadedFile;
  readonly call: ValueId;
  readonly index: number;
  readonly name: string | null;
}

/** Adds the sites that are new, in a stable order; true when there were any. */
export function addSites<T extends CallSite>(old: T[], next: readonly T[]): boolean {
  const known = new Set(old.map((site) => nodeOf(site.file.number, site.call)));
  const fresh = next.filter((site) => !known.has(nodeOf(site.file.number, site.call)));
  old.push(...fresh);
  old.sort((a, b) => a.file.number - b.file.number || a.call - b.call);
  return fresh.length > 0;
}
