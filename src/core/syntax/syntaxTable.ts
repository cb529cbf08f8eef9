/**
 * A syntax tree as flat integer columns, filled by one cursor walk over a web-tree-sitter tree.
 *
 * Lowering walks integers instead of tree-sitter nodes: nothing crosses the WebAssembly border twice,
 * and the tree can be freed as soon as the table is filled.
 */
import type { Tree } from "web-tree-sitter";

/** Index of a node in a {@link SyntaxTable}; -1 is "no node". */
export type NodeId = number;

export const NO_NODE: NodeId = -1;

const enum Flag {
  Named = 1,
  Error = 2,
  Missing = 4,
}

const WORD = /^[A-Za-z_]+$/;

/** One file's syntax tree. Offsets are UTF-16 code units from the start of the text, ends exclusive. */
export class SyntaxTable {
  private constructor(
    readonly text: string,
    private readonly kinds: readonly string[],
    private readonly fields: readonly string[],
    private readonly kindOf: Uint16Array,
    private readonly fieldOf: Uint16Array,
    private readonly flagsOf: Uint8Array,
    private readonly startOf: Int32Array,
    private readonly endOf: Int32Array,
    private readonly parentOf: Int32Array,
    private readonly nextOf: Int32Array,
    private readonly firstOf: Int32Array,
    /** True when the parser had to skip or invent text somewhere. */
    readonly hasError: boolean,
  ) {}

  /**
   * Copies a tree. Punctuation without a field name is left out; keywords (`async`, `static`, `await` …) are kept as
   * unnamed nodes, because lowering asks for them.
   */
  static fromTree(tree: Tree, text: string): SyntaxTable {
    // Punctuation that the parser invented is kept too, as the trace of an error; few trees have any, so few nodes are asked.
    const isBroken = tree.rootNode.hasError;
    const cursor = tree.walk();
    const kindIds = new Map<string, number>();
    const kinds: string[] = [];
    const fieldIds = new Map<string, number>([["", 0]]);
    const fields: string[] = [""];
    let capacity = Math.max(64, text.length >> 2);
    let kindOf = new Uint16Array(capacity);
    let fieldOf = new Uint16Array(capacity);
    let flagsOf = new Uint8Array(capacity);
    let startOf = new Int32Array(capacity);
    let endOf = new Int32Array(capacity);
    let parentOf = new Int32Array(capacity);
    let nextOf = new Int32Array(capacity);
    let firstOf = new Int32Array(capacity);
    let count = 0;
    let hasError = false;
    const grow = () => {
      capacity *= 2;
      const copy = <T extends Uint8Array | Uint16Array | Int32Array>(old: T, next: T): T => {
        next.set(old as never);
        return next;
      };
      kindOf = copy(kindOf, new Uint16Array(capacity));
      fieldOf = copy(fieldOf, new Uint16Array(capacity));
      flagsOf = copy(flagsOf, new Uint8Array(capacity));
      startOf = copy(startOf, new Int32Array(capacity));
      endOf = copy(endOf, new Int32Array(capacity));
      parentOf = copy(parentOf, new Int32Array(capacity));
      nextOf = copy(nextOf, new Int32Array(capacity));
      firstOf = copy(firstOf, new Int32Array(capacity));
    };
    /** Last child added so far of each open node, by depth. */
    const parents: NodeId[] = [];
    const lastChild: NodeId[] = [];
    try {
      walk: for (;;) {
        const named = cursor.nodeIsNamed;
        const field = cursor.currentFieldName;
        const type = cursor.nodeType;
        const missing = isBroken && cursor.nodeIsMissing;
        const keep = named || field !== null || missing || WORD.test(type);
        if (keep) {
          if (count === capacity) grow();
          const id = count++;
          let kind = kindIds.get(type);
          if (kind === undefined) {
            kind = kinds.length;
            kindIds.set(type, kind);
            kinds.push(type);
          }
          kindOf[id] = kind;
          if (field !== null) {
            let fieldId = fieldIds.get(field);
            if (fieldId === undefined) {
              fieldId = fields.length;
              fieldIds.set(field, fieldId);
              fields.push(field);
            }
            fieldOf[id] = fieldId;
          }
          let flags = named ? Flag.Named : 0;
          if (type === "ERROR") {
            flags |= Flag.Error;
            hasError = true;
          }
          if (missing) {
            flags |= Flag.Missing;
            hasError = true;
          }
          flagsOf[id] = flags;
          startOf[id] = cursor.startIndex;
          endOf[id] = cursor.endIndex;
          nextOf[id] = NO_NODE;
          firstOf[id] = NO_NODE;
          const depth = parents.length;
          const parent = depth > 0 ? (parents[depth - 1] as NodeId) : NO_NODE;
          parentOf[id] = parent;
          if (parent !== NO_NODE) {
            const last = lastChild[depth - 1] as NodeId;
            if (last === NO_NODE) firstOf[parent] = id;
            else nextOf[last] = id;
            lastChild[depth - 1] = id;
          }
          if (cursor.gotoFirstChild()) {
            parents.push(id);
            lastChild.push(NO_NODE);
            continue;
          }
        }
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) break walk;
          parents.pop();
          lastChild.pop();
        }
      }
    } finally {
      cursor.delete();
    }
    return new SyntaxTable(
      text,
      kinds,
      fields,
      kindOf.slice(0, count),
      fieldOf.slice(0, count),
      flagsOf.slice(0, count),
      startOf.slice(0, count),
      endOf.slice(0, count),
      parentOf.slice(0, count),
      nextOf.slice(0, count),
      firstOf.slice(0, count),
      hasError,
    );
  }

  /** The root node is always 0 (a file has one, even when empty). */
  get root(): NodeId {
    return 0;
  }

  get nodeCount(): number {
    return this.kindOf.length;
  }

  /** Grammar name of the node, such as `call_expression`. */
  kind(node: NodeId): string {
    return this.kinds[this.kindOf[node] as number] as string;
  }

  /** Field name under which the node hangs in its parent, "" when none. */
  field(node: NodeId): string {
    return this.fields[this.fieldOf[node] as number] as string;
  }

  isNamed(node: NodeId): boolean {
    return ((this.flagsOf[node] as number) & Flag.Named) !== 0;
  }

  isError(node: NodeId): boolean {
    return ((this.flagsOf[node] as number) & (Flag.Error | Flag.Missing)) !== 0;
  }

  start(node: NodeId): number {
    return this.startOf[node] as number;
  }

  end(node: NodeId): number {
    return this.endOf[node] as number;
  }

  parent(node: NodeId): NodeId {
    return this.parentOf[node] as NodeId;
  }

  /** First kept child, named or keyword; NO_NODE when none. */
  firstChild(node: NodeId): NodeId {
    return this.firstOf[node] as NodeId;
  }

  nextSibling(node: NodeId): NodeId {
    return this.nextOf[node] as NodeId;
  }

  /** First child under the given field, NO_NODE when absent. */
  child(node: NodeId, field: string): NodeId {
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.field(child) === field) return child;
    }
    return NO_NODE;
  }

  /** All children under the given field (tree-sitter allows several). */
  childrenOf(node: NodeId, field: string): NodeId[] {
    const found: NodeId[] = [];
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.field(child) === field) found.push(child);
    }
    return found;
  }

  /** Named children in order, comments left out. */
  namedChildren(node: NodeId): NodeId[] {
    const found: NodeId[] = [];
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.isNamed(child) && this.kind(child) !== "comment") found.push(child);
    }
    return found;
  }

  /** First child of the given kind (also keywords, such as `async`), NO_NODE when absent. */
  childOfKind(node: NodeId, kind: string): NodeId {
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.kind(child) === kind) return child;
    }
    return NO_NODE;
  }

  textOf(node: NodeId): string {
    return this.text.slice(this.start(node), this.end(node));
  }
}
