/**
 * Turns text into a {@link SyntaxTable} with web-tree-sitter. Hosts hand in the WebAssembly bytes.
 *
 * A tree lives inside {@link SourceParser.parse} only: it is copied and freed there, but for those of files that are being
 * typed in, which {@link EditedTrees} owns until the next parse. Parsing is bounded in steps, not
 * in time, so that a hostile file costs the same single notice on every machine.
 */
import { Language, Parser, type Tree } from "web-tree-sitter";
import type { Grammar } from "../languages/language.js";
import { EditedTrees } from "./editedTrees.js";
import { NodeNames } from "./nodeNames.js";
import { SyntaxTable } from "./syntaxTable.js";
import { copyTree } from "./treeCopy.js";
import { startRuntime, type WasmRuntime } from "./wasmRuntime.js";

/** Where the host has its WebAssembly: each is asked for once. */
export interface GrammarBytes {
  runtime(): Promise<Uint8Array>;
  grammar(grammar: Grammar): Promise<Uint8Array>;
}

/** The parser reports every hundred operations; ordinary code needs one report for about two hundred characters, deep nests one for twenty. */
const REPORTS_PER_CHARACTER = 0.1;
const SMALLEST_BUDGET = 5_000;

interface LoadedGrammar {
  readonly language: Language;
  readonly names: NodeNames;
}

export class SourceParser {
  private readonly grammars = new Map<string, Promise<LoadedGrammar>>();
  private readonly edited = new EditedTrees();

  private constructor(
    private readonly bytes: GrammarBytes,
    private readonly runtime: WasmRuntime,
    private readonly parser: Parser,
  ) {}

  static async create(bytes: GrammarBytes): Promise<SourceParser> {
    const runtime = await startRuntime(() => bytes.runtime());
    return new SourceParser(bytes, runtime, new Parser());
  }

  /**
   * null: the text exhausts the budget.
   * @param edited name of the file when it is being typed in: only what changed since the last time is read again.
   */
  async parse(text: string, grammar: Grammar, edited?: string): Promise<SyntaxTable | null> {
    const { language, names } = await this.load(grammar);
    // Nothing below waits, so that two files never share the parser.
    this.parser.setLanguage(language);
    const before = edited === undefined ? null : this.edited.take(edited, grammar.file, text);
    try {
      const again = before && this.parseAgain(text, before.tree);
      const tree = again ?? this.parseText(text, null);
      if (!tree) return null;
      let isKept = false;
      try {
        const { rows, hasError } = copyTree(this.runtime, names, tree, text.length, again && before);
        if (edited !== undefined && !hasError) {
          this.edited.keep(edited, { grammar: grammar.file, text, tree, rows });
          isKept = true;
        }
        return new SyntaxTable(text, names, rows, hasError);
      } finally {
        if (!isKept) tree.delete();
      }
    } finally {
      before?.tree.delete();
    }
  }

  /** null when that leads to errors: what is made of those must not depend on what stood there before. */
  private parseAgain(text: string, before: Tree): Tree | null {
    const tree = this.parseText(text, before);
    if (!tree?.rootNode.hasError) return tree;
    tree.delete();
    return null;
  }

  private parseText(text: string, before: Tree | null): Tree | null {
    let left = Math.max(SMALLEST_BUDGET, text.length * REPORTS_PER_CHARACTER);
    const tree = this.parser.parse(text, before, { progressCallback: () => --left < 0 });
    if (!tree) this.parser.reset();
    return tree;
  }

  /** The file is typed in no longer. */
  forget(edited: string): void {
    this.edited.forget(edited);
  }

  dispose(): void {
    this.edited.dispose();
    this.parser.delete();
  }

  private load(grammar: Grammar): Promise<LoadedGrammar> {
    let loaded = this.grammars.get(grammar.file);
    if (!loaded) {
      loaded = this.bytes
        .grammar(grammar)
        .then((bytes) => Language.load(bytes))
        .then((language) => ({ language, names: new NodeNames(language) }));
      this.grammars.set(grammar.file, loaded);
    }
    return loaded;
  }
}
