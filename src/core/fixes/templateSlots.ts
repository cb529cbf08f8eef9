/** The places in an interpolated string where values go in, by their text: `${tone}`, `{tone}`. */
import type { LanguageId } from "../facts/fileFacts.js";

export interface Slot {
  /** Offsets in the file, brackets included. */
  readonly start: number;
  readonly end: number;
  /** What stands between the brackets. */
  readonly expression: string;
}

/** Null when the text is more than one plain literal can say (nested brackets, format specs). */
export function slotsOf(text: string, start: number, end: number, language: LanguageId): readonly Slot[] | null {
  const literal = text.slice(start, end);
  return language === "python" ? pythonSlots(literal, start) : ecmascriptSlots(literal, start);
}

function ecmascriptSlots(literal: string, start: number): Slot[] | null {
  if (!literal.startsWith("`")) return null;
  const slots: Slot[] = [];
  for (let at = 1; at < literal.length; at++) {
    if (literal[at] === "\\") at++;
    else if (literal.startsWith("${", at)) {
      const close = closing(literal, at + 1);
      if (close < 0) return null;
      slots.push({ start: start + at, end: start + close + 1, expression: literal.slice(at + 2, close).trim() });
      at = close;
    }
  }
  return slots;
}

/** Only f-strings, also several in a row; what `{{` escapes is no slot. */
function pythonSlots(literal: string, start: number): Slot[] | null {
  if (!/^\(?\s*[fF]["']/.test(literal) && !/[fF]["']/.test(literal)) return null;
  const slots: Slot[] = [];
  for (const found of literal.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)) {
    if (found[1] === undefined) continue;
    if (/[:!]/.test(found[1].replace(/\[[^\]]*\]/g, ""))) return null;
    slots.push({ start: start + found.index, end: start + found.index + found[0].length, expression: found[1].trim() });
  }
  return slots;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    if (character === "`") return -1;
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at;
  }
  return -1;
}
