/** Tags and attributes of a template, with their offsets. Broken markup gives fewer of them, never an error. */

/** Characters of one value; what is longer is a quote or brace that is never closed. */
const LONGEST_VALUE = 20_000;

export interface Attribute {
  readonly name: string;
  /** Without its quotes or braces; "" when there is none. */
  readonly value: string;
  /** Offset of the value, without quotes or braces; of the end of the name when there is none. */
  readonly valueStart: number;
  /** The whole attribute. */
  readonly start: number;
  readonly end: number;
  readonly delimiter: '"' | "'" | "{" | "";
}

export interface Tag {
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

export function* tagsIn(markup: string): Generator<Tag> {
  const opening = /<([A-Za-z][\w.:-]*)/g;
  for (let found = opening.exec(markup); found; found = opening.exec(markup)) {
    const attributes = [...attributesIn(markup, opening.lastIndex)];
    const last = attributes.at(-1);
    if (last) opening.lastIndex = last.end;
    yield { name: found[1] as string, attributes };
  }
}

/** Attributes from an offset up to the end of the tag. */
export function* attributesIn(markup: string, from: number): Generator<Attribute> {
  const next = /\s*(?:\/(?!>)\s*)*(?:([^\s"'<>/={}]+|\{)(\s*=\s*)?)?/y;
  for (let at = from; at < markup.length; ) {
    next.lastIndex = at;
    const found = next.exec(markup);
    const name = found?.[1];
    if (!found || name === undefined) return;
    const start = next.lastIndex - name.length - (found[2]?.length ?? 0);
    if (name === "{") {
      // `{...rest}`, `{value}`: one expression without a name.
      const end = braceEnd(markup, start);
      if (end < 0) return;
      yield { name: "", value: markup.slice(start + 1, end - 1), valueStart: start + 1, start, end, delimiter: "{" };
      at = end;
      continue;
    }
    const valueAt = next.lastIndex;
    const delimiter = markup[valueAt];
    if (found[2] === undefined) {
      yield { name, value: "", valueStart: valueAt, start, end: valueAt, delimiter: "" };
      at = valueAt;
    } else if (delimiter === '"' || delimiter === "'") {
      const close = markup.slice(valueAt + 1, valueAt + LONGEST_VALUE).indexOf(delimiter) + valueAt + 1;
      if (close <= valueAt) return;
      yield { name, value: markup.slice(valueAt + 1, close), valueStart: valueAt + 1, start, end: close + 1, delimiter };
      at = close + 1;
    } else if (delimiter === "{") {
      const end = braceEnd(markup, valueAt);
      if (end < 0) return;
      yield { name, value: markup.slice(valueAt + 1, end - 1), valueStart: valueAt + 1, start, end, delimiter };
      at = end;
    } else {
      const value = /^[^\s"'<>=`]+/.exec(markup.slice(valueAt, valueAt + LONGEST_VALUE))?.[0] ?? "";
      if (value === "") return;
      yield { name, value, valueStart: valueAt, start, end: valueAt + value.length, delimiter: "" };
      at = valueAt + value.length;
    }
  }
}

/** Offset behind the brace that closes the one at `open`, -1 when none does. Braces in texts do not count. */
export function braceEnd(markup: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let at = open, last = Math.min(markup.length, open + LONGEST_VALUE); at < last; at++) {
    const character = markup[at] as string;
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'" || character === "`") quote = character;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
  }
  return -1;
}
