/** What a grammar calls its nodes and fields, and which nodes are worth copying, by the numbers that trees give them. */
import type { Language } from "web-tree-sitter";

/** Grammars give no number to errors; trees say this one. */
export const ERROR_TYPE = 0xffff;

/** Punctuation and operators are not; keywords (`async`, `static`, `await` …) are, because lowering asks for them. */
const WORD = /^[A-Za-z_]+$/;

export class NodeNames {
  /** The last one is that of errors. */
  readonly kinds: readonly string[];
  readonly fields: readonly string[];
  /** 1 for named nodes. */
  readonly named: Uint8Array;
  /** 1 for nodes that are kept wherever they stand. */
  readonly kept: Uint8Array;

  constructor(language: Language) {
    const types = Array.from(language.types, (type) => type || "ERROR");
    this.kinds = [...types, "ERROR"];
    this.fields = Array.from(language.fields, (field) => field ?? "");
    this.named = Uint8Array.from(this.kinds, (_, id) => (id === types.length || language.nodeTypeIsNamed(id) ? 1 : 0));
    this.kept = Uint8Array.from(this.kinds, (kind, id) => (this.named[id] === 1 || WORD.test(kind) ? 1 : 0));
  }
}
