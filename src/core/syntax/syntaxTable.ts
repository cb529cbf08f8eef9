/**
 * A syntax tree as a flat table of integers, filled by one walk over a tree-sitter tree.
 *
 * Lowering walks integers instead of tree-sitter nodes: nothing crosses the WebAssembly border twice,
 * and the tree can be freed as soon as the table is filled.
 */
import type { Tree } from "web-tree-sitter";
import { ERROR_TYPE, type NodeNames } from "./nodeNames.js";
import { addressOf, type WasmRuntime } from "./wasmRuntime.js";

/** Index of a node in a {@link SyntaxTable}; -1 is "no node". */
export type NodeId = number;

export const NO_NODE: NodeId = -1;

/** Columns of a node's row. */
const enum Column {
  /** Number of the kind, and {@link Bit}s. */
  Kind = 0,
  Field,
  Start,
  End,
  Parent,
  Next,
  First,
}
const WIDTH = 7;

const enum Bit {
  Kind = 0xffff,
  Named = 0x10000,
  Error = 0x20000,
  Missing = 0x40000,
}

/** One file's syntax tree. Offsets are UTF-16 code units from the start of the text, ends exclusive. */
export class SyntaxTable {
  private readonly kinds: readonly string[];
  private readonly fields: readonly string[];

  private constructor(
    readonly text: string,
    names: NodeNames,
    private readonly rows: Int32Array,
    /** True when the parser had to skip or invent text somewhere. */
    readonly hasError: boolean,
  ) {
    this.kinds = names.kinds;
    this.fields = names.fields;
  }

  /** Copies a tree. Punctuation without a field name is left out. */
  static fromTree(tree: Tree, text: string, names: NodeNames, runtime: WasmRuntime): SyntaxTable {
    // Punctuation that the parser invented is kept too, as the trace of an error; few trees have any, so few nodes are asked.
    const isBroken = tree.rootNode.hasError;
    const address = addressOf(tree);
    const { kept, named } = names;
    const errorKind = names.kinds.length - 1;
    let rows = new Int32Array(WIDTH * Math.max(64, text.length >> 2));
    let used = 0;
    let hasError = false;
    /** Open nodes, and the last child added so far of each. */
    const parents: NodeId[] = [];
    const lastChild: NodeId[] = [];
    runtime._ts_tree_root_node_wasm(address);
    runtime._ts_tree_cursor_new_wasm(address);
    try {
      walk: for (;;) {
        const type = runtime._ts_tree_cursor_current_node_type_id_wasm(address);
        const kind = type === ERROR_TYPE ? errorKind : type;
        const field = runtime._ts_tree_cursor_current_field_id_wasm(address);
        const missing = isBroken && runtime._ts_tree_cursor_current_node_is_missing_wasm(address) !== 0;
        if (kept[kind] === 1 || field !== 0 || missing) {
          if (used === rows.length) {
            const larger = new Int32Array(rows.length * 2);
            larger.set(rows);
            rows = larger;
          }
          const id = used / WIDTH;
          let bits = named[kind] === 1 ? Bit.Named : 0;
          if (type === ERROR_TYPE) bits |= Bit.Error;
          if (missing) bits |= Bit.Missing;
          if (bits > Bit.Named) hasError = true;
          const depth = parents.length;
          const parent = depth > 0 ? (parents[depth - 1] as NodeId) : NO_NODE;
          rows[used + Column.Kind] = kind | bits;
          rows[used + Column.Field] = field;
          rows[used + Column.Start] = runtime._ts_tree_cursor_start_index_wasm(address);
          rows[used + Column.End] = runtime._ts_tree_cursor_end_index_wasm(address);
          rows[used + Column.Parent] = parent;
          rows[used + Column.Next] = NO_NODE;
          rows[used + Column.First] = NO_NODE;
          used += WIDTH;
          if (parent !== NO_NODE) {
            const last = lastChild[depth - 1] as NodeId;
            if (last === NO_NODE) rows[parent * WIDTH + Column.First] = id;
            else rows[last * WIDTH + Column.Next] = id;
            lastChild[depth - 1] = id;
          }
          if (runtime._ts_tree_cursor_goto_first_child_wasm(address) !== 0) {
            parents.push(id);
            lastChild.push(NO_NODE);
            continue;
          }
        }
        while (runtime._ts_tree_cursor_goto_next_sibling_wasm(address) === 0) {
          if (runtime._ts_tree_cursor_goto_parent_wasm(address) === 0) break walk;
          parents.pop();
          lastChild.pop();
        }
      }
    } finally {
      runtime._ts_tree_cursor_delete_wasm(address);
    }
    return new SyntaxTable(text, names, rows.slice(0, used), hasError);
  }

  /** The root node is always 0 (a file has one, even when empty). */
  get root(): NodeId {
    return 0;
  }

  get nodeCount(): number {
    return this.rows.length / WIDTH;
  }

  /** Grammar name of the node, such as `call_expression`. */
  kind(node: NodeId): string {
    return this.kinds[(this.rows[node * WIDTH + Column.Kind] as number) & Bit.Kind] as string;
  }

  /** Field name under which the node hangs in its parent, "" when none. */
  field(node: NodeId): string {
    return this.fields[this.rows[node * WIDTH + Column.Field] as number] as string;
  }

  isNamed(node: NodeId): boolean {
    return ((this.rows[node * WIDTH + Column.Kind] as number) & Bit.Named) !== 0;
  }

  isError(node: NodeId): boolean {
    return ((this.rows[node * WIDTH + Column.Kind] as number) & (Bit.Error | Bit.Missing)) !== 0;
  }

  start(node: NodeId): number {
    return this.rows[node * WIDTH + Column.Start] as number;
  }

  end(node: NodeId): number {
    return this.rows[node * WIDTH + Column.End] as number;
  }

  parent(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.Parent] as NodeId;
  }

  /** First kept child, named or keyword; NO_NODE when none. */
  firstChild(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.First] as NodeId;
  }

  nextSibling(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.Next] as NodeId;
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
