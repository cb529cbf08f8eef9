/** A declaration of a class in text that is no comment of source code: documentation of a schema, a description, a tag. */
import { parseDirective } from "../policy/directives.js";
import type { Classification } from "../report/scanResult.js";

export interface WrittenClass {
  readonly level: Classification;
  /** Data-type ids. */
  readonly types: readonly string[];
}

const DECLARATION = /(?:@classification|@?parapet-classify)\b[^\r\n]*/i;

/** The class that a text declares; null when it declares none, or none that exists. */
export function declarationIn(text: string): WrittenClass | null {
  const written = DECLARATION.exec(text)?.[0];
  if (written === undefined) return null;
  for (const one of parseDirective({ text: written, start: 0, end: written.length, targetStart: 0, targetEnd: 0 }).directives) {
    if (one.kind === "classify") return { level: one.level, types: one.types };
  }
  return null;
}
