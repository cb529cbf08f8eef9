/** One walk over a tree-sitter tree that fills the rows of a syntax table. */
import type { Tree } from "web-tree-sitter";
import { ERROR_TYPE, type NodeNames } from "./nodeNames.js";
import { nodesOf } from "./sharedNodes.js";
import { Bit, Column, NO_NODE, type NodeId, rowAfter, WIDTH } from "./syntaxRows.js";
import { addressOf, subtreeOf, type WasmRuntime } from "./wasmRuntime.js";

export interface CopiedTree {
  readonly rows: Int32Array;
  /** True when the parser had to skip or invent text somewhere. */
  readonly hasError: boolean;
}

/** The tree of a text before an edit, told of the edit, and its rows as they were. */
export interface TreeBefore {
  readonly tree: Tree;
  readonly rows: Int32Array;
  /** What the edit has put into the text. */
  readonly editStart: number;
  readonly editEnd: number;
}

/**
 * Copies a tree. Punctuation without a field name is left out.
 * @param length of the text.
 * @param before what the tree was made from: rows of nodes that both trees share are moved, not read again.
 */
export function copyTree(runtime: WasmRuntime, names: NodeNames, tree: Tree, length: number, before: TreeBefore | null): CopiedTree {
  // Punctuation that the parser invented is kept too, as the trace of an error; few trees have any, so few nodes are asked.
  const isBroken = tree.rootNode.hasError;
  const shared = before && !isBroken ? nodesOf(runtime, names, before) : null;
  const address = addressOf(tree);
  const { kept, named } = names;
  const errorKind = names.kinds.length - 1;
  let rows = new Int32Array(WIDTH * Math.max(64, length >> 2));
  let used = 0;
  let hasError = false;
  const reserve = (more: number): void => {
    if (used + more <= rows.length) return;
    const larger = new Int32Array(Math.max(rows.length * 2, used + more));
    larger.set(rows);
    rows = larger;
  };
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
        reserve(WIDTH);
        const id = used / WIDTH;
        let bits = named[kind] === 1 ? Bit.Named : 0;
        if (type === ERROR_TYPE) bits |= Bit.Error;
        if (missing) bits |= Bit.Missing;
        if (bits > Bit.Named) hasError = true;
        const depth = parents.length;
        const parent = depth > 0 ? (parents[depth - 1] as NodeId) : NO_NODE;
        const start = runtime._ts_tree_cursor_start_index_wasm(address);
        rows[used + Column.Kind] = kind | bits;
        rows[used + Column.Field] = field;
        rows[used + Column.Start] = start;
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
        const same = shared?.get(subtreeOf(runtime, address));
        if (before && same !== undefined) {
          const from = before.rows;
          const inside = (rowAfter(from, same) - same - 1) * WIDTH;
          reserve(inside);
          moveInside(from, same, inside, rows, id);
          used += inside;
        } else if (runtime._ts_tree_cursor_goto_first_child_wasm(address) !== 0) {
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
  return { rows: rows.slice(0, used), hasError };
}

/** Copies what stands inside of a node to where its row stands in another table, right behind it. */
function moveInside(from: Int32Array, node: NodeId, length: number, to: Int32Array, place: NodeId): void {
  const nodes = place - node;
  const offset = (to[place * WIDTH + Column.Start] as number) - (from[node * WIDTH + Column.Start] as number);
  to[place * WIDTH + Column.First] = length === 0 ? NO_NODE : place + 1;
  const first = (node + 1) * WIDTH;
  const shift = nodes * WIDTH;
  for (let at = first; at < first + length; at += WIDTH) {
    const row = at + shift;
    const next = from[at + Column.Next] as NodeId;
    const child = from[at + Column.First] as NodeId;
    to[row + Column.Kind] = from[at + Column.Kind] as number;
    to[row + Column.Field] = from[at + Column.Field] as number;
    to[row + Column.Start] = (from[at + Column.Start] as number) + offset;
    to[row + Column.End] = (from[at + Column.End] as number) + offset;
    to[row + Column.Parent] = (from[at + Column.Parent] as NodeId) + nodes;
    to[row + Column.Next] = next === NO_NODE ? NO_NODE : next + nodes;
    to[row + Column.First] = child === NO_NODE ? NO_NODE : child + nodes;
  }
}
