/** Mutants of texts: by the grammar of their language where there is one, else by characters and lines. The same seed gives the same mutants. */
import type { Grammar } from "../../src/core/languages/language.js";
import type { SourceParser } from "../../src/core/syntax/parser.js";
import type { SyntaxTable } from "../../src/core/syntax/syntaxTable.js";

/** Pieces that no parser likes: half of a pair, ends of comments and texts, signs beyond the basic plane, a sign that is none. */
const PIECES = [
  ..."(){}[]<>\"'`/*\\#@;:,.=+",
  "/*",
  "*/",
  '"""',
  "${",
  "\r",
  "\0",
  "\ufeff",
  "\u2028",
  "\u202e",
  "𝕏",
  "\ud800",
  "\u001b[31m",
  "__proto__",
  "constructor",
  "async",
  "await",
  "yield",
  "=>",
  "lambda",
  "0x",
  "1e999",
];
const DEEPEST = 3000;

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761 + 12345) >>> 0;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** One to four changes at nodes of the syntax tree: left out, doubled, exchanged, nested in itself, put in from elsewhere. */
export async function mutateByGrammar(
  random: Random,
  parser: SourceParser,
  grammar: Grammar,
  text: string,
  donors: readonly string[],
): Promise<string> {
  let mutant = text;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const table = random.below(5) === 0 ? null : await parser.parse(mutant, grammar);
    mutant = table && table.nodeCount > 1 ? atNodes(random, table, mutant, donors) : mutateByCharacters(random, mutant, donors);
  }
  return mutant;
}

function atNodes(random: Random, table: SyntaxTable, text: string, donors: readonly string[]): string {
  const one = 1 + random.below(table.nodeCount - 1);
  const [start, end] = [table.start(one), table.end(one)];
  const piece = text.slice(start, end);
  const replaced = (by: string): string => text.slice(0, start) + by + text.slice(end);
  switch (random.below(6)) {
    case 0:
      return replaced("");
    case 1:
      return replaced(`${piece}${random.pick(["", " ", ", ", "\n", "."])}${piece}`);
    case 2: {
      // Exchanged with another node of its kind.
      const alike = Array.from({ length: table.nodeCount }, (_, node) => node).filter(
        (node) => table.kind(node) === table.kind(one) && table.end(node) <= start,
      );
      if (alike.length === 0) return replaced(random.pick(PIECES));
      const other = random.pick(alike);
      const between = text.slice(table.end(other), start);
      return text.slice(0, table.start(other)) + piece + between + text.slice(table.start(other), table.end(other)) + text.slice(end);
    }
    case 3:
      return replaced(random.pick(PIECES) + piece);
    case 4: {
      const [open, close] = random.pick([
        ["(", ")"],
        ["[", "]"],
        ["{", "}"],
        ["f(", ")"],
        ["-", ""],
      ] as const);
      const depth = random.below(20) === 0 ? DEEPEST : 1 + random.below(8);
      return replaced(open.repeat(depth) + piece + close.repeat(depth));
    }
    default: {
      const lines = random.pick(donors).split("\n");
      const from = random.below(lines.length);
      return replaced(lines.slice(from, from + 1 + random.below(6)).join("\n"));
    }
  }
}

export function mutateByCharacters(random: Random, text: string, donors: readonly string[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(40));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, to).repeat(2 + random.below(30)) + text.slice(to);
    case 3:
      return text.slice(0, at);
    case 4: {
      const donor = random.pick(donors);
      const from = random.below(donor.length + 1);
      return text.slice(0, at) + donor.slice(from, from + random.below(200)) + text.slice(at);
    }
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(0x300)) + text.slice(at + 1);
  }
}
