/**
 * The WebAssembly behind web-tree-sitter, started once in a process, with the functions that its own cursor calls.
 *
 * That cursor carries its state into WebAssembly and out again around every question, which takes longer than the parse.
 * The state lies in a buffer of the WebAssembly between two calls: whoever asks one question after the other leaves it there.
 */
import { Parser, type Tree } from "web-tree-sitter";

/** Only one walk at a time, with nothing else asked in between. Each function takes the address of the tree. */
export interface WasmRuntime {
  /** A walk begins with these two, in this order. */
  _ts_tree_root_node_wasm(tree: number): void;
  _ts_tree_cursor_new_wasm(tree: number): void;
  /** Ends the walk and frees what it holds. */
  _ts_tree_cursor_delete_wasm(tree: number): void;
  _ts_tree_cursor_goto_first_child_wasm(tree: number): number;
  _ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
  _ts_tree_cursor_goto_parent_wasm(tree: number): number;
  _ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
  /** 0 when the node hangs in its parent under no name. */
  _ts_tree_cursor_current_field_id_wasm(tree: number): number;
  _ts_tree_cursor_current_node_is_missing_wasm(tree: number): number;
  /** In UTF-16 units. */
  _ts_tree_cursor_start_index_wasm(tree: number): number;
  _ts_tree_cursor_end_index_wasm(tree: number): number;
  /** Where the tree keeps the node. */
  _ts_tree_cursor_current_node_id_wasm(tree: number): number;
  /** Memory of the WebAssembly as it is now. */
  readonly HEAPU32: Uint32Array;
}

/** What {@link subtreeOf} says of nodes that have no piece of memory. */
export const NO_SUBTREE = 0;

/**
 * The piece of memory that holds the node on which the walk stands and everything inside of it, the same one in each tree
 * that shares it. Small tokens have none: they lie where others have the address of theirs, and are odd numbers.
 */
export function subtreeOf(runtime: WasmRuntime, tree: number): number {
  const place = runtime.HEAPU32[runtime._ts_tree_cursor_current_node_id_wasm(tree) >>> 2] as number;
  return place % 2 === 0 ? place : NO_SUBTREE;
}

let running: Promise<WasmRuntime> | undefined;

/** Whoever comes first brings the bytes. */
export function startRuntime(bytes: () => Promise<Uint8Array>): Promise<WasmRuntime> {
  running ??= start(bytes);
  return running;
}

async function start(bytes: () => Promise<Uint8Array>): Promise<WasmRuntime> {
  // The name is never opened, as the bytes are there; without it the runtime looks for its own address, which a bundle has not.
  const options = { wasmBinary: await bytes(), locateFile: (name: string) => name };
  await Parser.init(options);
  // The options that it was started with have become the module.
  return options as unknown as WasmRuntime;
}

export function addressOf(tree: Tree): number {
  return (tree as unknown as readonly [number])[0];
}
