/**
 * Which nodes a tree can share with the one made from it after an edit: parsing again takes over whatever the edit has not
 * touched, as the very same piece of memory.
 */
import { ERROR_TYPE, type NodeNames } from "./nodeNames.js";
import { Column, type NodeId, WIDTH } from "./syntaxRows.js";
import type { TreeBefore } from "./treeCopy.js";
import { addressOf, NO_SUBTREE, subtreeOf, type WasmRuntime } from "./wasmRuntime.js";

/** Rows of nodes around the edit and of those beside them, by where the nodes lie in memory. */
export function nodesOf(runtime: WasmRuntime, names: NodeNames, before: TreeBefore): ReadonlyMap<number, NodeId> {
  const { rows, editStart, editEnd } = before;
  const address = addressOf(before.tree);
  const found = new Map<number, NodeId>();
  const errorKind = names.kinds.length - 1;
  /** Rows of the open nodes, and of the child of each that comes next. */
  const next: NodeId[] = [0];
  runtime._ts_tree_root_node_wasm(address);
  runtime._ts_tree_cursor_new_wasm(address);
  try {
    for (;;) {
      const type = runtime._ts_tree_cursor_current_node_type_id_wasm(address);
      const isKept =
        names.kept[type === ERROR_TYPE ? errorKind : type] === 1 || runtime._ts_tree_cursor_current_field_id_wasm(address) !== 0;
      if (isKept) {
        const depth = next.length - 1;
        const row = next[depth] as NodeId;
        next[depth] = rows[row * WIDTH + Column.Next] as NodeId;
        const subtree = subtreeOf(runtime, address);
        if (subtree !== NO_SUBTREE) found.set(subtree, row);
        const isTouched =
          runtime._ts_tree_cursor_start_index_wasm(address) <= editEnd && runtime._ts_tree_cursor_end_index_wasm(address) >= editStart;
        if (isTouched && runtime._ts_tree_cursor_goto_first_child_wasm(address) !== 0) {
          next.push(rows[row * WIDTH + Column.First] as NodeId);
          continue;
        }
      }
      while (runtime._ts_tree_cursor_goto_next_sibling_wasm(address) === 0) {
        if (runtime._ts_tree_cursor_goto_parent_wasm(address) === 0) return found;
        next.pop();
      }
    }
  } finally {
    runtime._ts_tree_cursor_delete_wasm(address);
  }
}
