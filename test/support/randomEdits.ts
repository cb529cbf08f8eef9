/** Random edits of a project in memory, the same for the same seed: what people do to code, and what they should not. */

export type Texts = Readonly<Record<string, string>>;

export interface Edit {
  /** For the message of a failing test. */
  readonly what: string;
  readonly texts: Texts;
  /** Files that differ, came or went. */
  readonly changed: readonly string[];
}

export class RandomEdits {
  private state: number;
  private readonly original: Texts;

  constructor(seed: number, original: Texts) {
    this.state = seed * 2654435761 + 12345;
    this.original = original;
  }

  next(texts: Texts): Edit {
    const paths = Object.keys(texts).sort();
    const gone = Object.keys(this.original).filter((path) => texts[path] === undefined);
    const choice = this.below(20);
    if (choice === 0 && paths.length > 1) {
      const path = this.pick(paths);
      const { [path]: _text, ...rest } = texts;
      return { what: `delete ${path}`, texts: rest, changed: [path] };
    }
    if (gone.length > 0 && choice < 5) {
      const path = this.pick(gone.sort());
      return { what: `restore ${path}`, texts: { ...texts, [path]: this.original[path] as string }, changed: [path] };
    }
    const path = this.pick(paths);
    const before = texts[path] as string;
    if (choice === 5 && before !== this.original[path] && this.original[path] !== undefined) {
      return { what: `undo all in ${path}`, texts: { ...texts, [path]: this.original[path] as string }, changed: [path] };
    }
    const { what, text } = this.edited(before, texts);
    return { what: `${what} in ${path}`, texts: { ...texts, [path]: text }, changed: [path] };
  }

  private edited(text: string, texts: Texts): { readonly what: string; readonly text: string } {
    const lines = text.split("\n");
    const at = this.below(lines.length);
    const line = lines[at] as string;
    switch (this.below(8)) {
      case 0:
        return { what: `insert an empty line at ${at + 1}`, text: [...lines.slice(0, at), "", ...lines.slice(at)].join("\n") };
      case 1: {
        const other = (texts[this.pick(Object.keys(texts).sort())] as string).split("\n");
        const from = this.pick(other);
        return {
          what: `insert "${from.trim().slice(0, 40)}" at ${at + 1}`,
          text: [...lines.slice(0, at), from, ...lines.slice(at)].join("\n"),
        };
      }
      case 2:
        return {
          what: `delete line ${at + 1} "${line.trim().slice(0, 40)}"`,
          text: [...lines.slice(0, at), ...lines.slice(at + 1)].join("\n"),
        };
      case 3: {
        const other = this.below(lines.length);
        const swapped = [...lines];
        swapped[at] = lines[other] as string;
        swapped[other] = line;
        return { what: `swap lines ${at + 1} and ${other + 1}`, text: swapped.join("\n") };
      }
      case 4: {
        const words = [...new Set(text.match(/[A-Za-z_]\w{2,}/g) ?? ["none"])];
        const word = this.pick(words);
        const name = this.below(2) === 0 ? `${word}Two` : this.pick(words);
        const everywhere = this.below(2) === 0;
        const pattern = new RegExp(`\\b${word}\\b`, everywhere ? "g" : "");
        return { what: `rename ${word} to ${name}${everywhere ? "" : " once"}`, text: text.replace(pattern, name) };
      }
      case 5: {
        const half = this.below(line.length + 1);
        return {
          what: `break line ${at + 1}`,
          text: [...lines.slice(0, at), line.slice(0, half), line.slice(half), ...lines.slice(at + 1)].join("\n"),
        };
      }
      case 6:
        return {
          what: `cut line ${at + 1} short`,
          text: [...lines.slice(0, at), line.slice(0, this.below(line.length + 1)), ...lines.slice(at + 1)].join("\n"),
        };
      default: {
        const declaration = this.pick(DECLARATIONS);
        const mark = text.includes("def ") ? "#" : "//";
        return {
          what: `declare ${declaration} at ${at + 1}`,
          text: [...lines.slice(0, at), `${mark} ${declaration}`, ...lines.slice(at)].join("\n"),
        };
      }
    }
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** Mulberry32. */
  private below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
}

const DECLARATIONS = [
  "parapet-classify: restricted email-address because customers",
  "parapet-sanitizer: removes",
  "parapet-audit",
  "parapet-ignore: unsanitized-prompt because reviewed",
  "parapet-ignore: missing-audit-log",
] as const;
