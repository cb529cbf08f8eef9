/**
 * Turns text into a {@link SyntaxTable} with web-tree-sitter. Hosts hand in the WebAssembly bytes.
 *
 * A tree lives inside {@link SourceParser.parse} only: it is copied and freed there. Parsing is bounded in steps, not
 * in time, so that a hostile file costs the same single notice on every machine.
 */
import { Language, Parser } from "web-tree-sitter";
import type { Grammar } from "../languages/language.js";
import { SyntaxTable } from "./syntaxTable.js";

/** Where the host has its WebAssembly: each is asked for once. */
export interface GrammarBytes {
  runtime(): Promise<Uint8Array>;
  grammar(grammar: Grammar): Promise<Uint8Array>;
}

/** The parser reports every hundred operations; ordinary code needs one report for about two hundred characters, deep nests one for twenty. */
const REPORTS_PER_CHARACTER = 0.1;
const SMALLEST_BUDGET = 5_000;

export class SourceParser {
  private readonly grammars = new Map<string, Promise<Language>>();

  private constructor(
    private readonly bytes: GrammarBytes,
    private readonly parser: Parser,
  ) {}

  static async create(bytes: GrammarBytes): Promise<SourceParser> {
    // The name is never opened, as the bytes are there; without it the runtime looks for its own address, which a bundle has not.
    await Parser.init({ wasmBinary: await bytes.runtime(), locateFile: (name: string) => name });
    return new SourceParser(bytes, new Parser());
  }

  /** null: the text exhausts the budget. */
  async parse(text: string, grammar: Grammar): Promise<SyntaxTable | null> {
    const language = await this.load(grammar);
    // Nothing below waits, so that two files never share the parser.
    let left = Math.max(SMALLEST_BUDGET, text.length * REPORTS_PER_CHARACTER);
    this.parser.setLanguage(language);
    const tree = this.parser.parse(text, null, { progressCallback: () => --left < 0 });
    if (!tree) {
      this.parser.reset();
      return null;
    }
    try {
      return SyntaxTable.fromTree(tree, text);
    } finally {
      tree.delete();
    }
  }

  dispose(): void {
    this.parser.delete();
  }

  private load(grammar: Grammar): Promise<Language> {
    let language = this.grammars.get(grammar.file);
    if (!language) {
      language = this.bytes.grammar(grammar).then((bytes) => Language.load(bytes));
      this.grammars.set(grammar.file, language);
    }
    return language;
  }
}
