/**
 * Trees of files that are being typed in, so that the next parse reads again only what an edit has touched.
 *
 * A tree without errors is the only one that its text has, however the parser came by it. What a parser makes of broken
 * text depends on where it comes from, so such trees are neither kept nor believed.
 */
import { Edit, type Tree } from "web-tree-sitter";
import type { TreeBefore } from "./treeCopy.js";

export interface EditedTree {
  readonly grammar: string;
  readonly text: string;
  readonly tree: Tree;
  readonly rows: Int32Array;
}

/** Documents that somebody types in by turns, and their characters: WebAssembly does not give memory back. */
const MOST = 4;
const MOST_CHARACTERS = 1_000_000;

export class EditedTrees {
  /** The one that was used last comes last. */
  private readonly trees = new Map<string, EditedTree>();

  /**
   * The tree of the file as it stood before, told of the edit; whoever takes it frees it. null when there is none.
   */
  take(file: string, grammar: string, text: string): TreeBefore | null {
    const known = this.trees.get(file);
    if (!known) return null;
    this.trees.delete(file);
    const { tree, rows } = known;
    if (known.grammar === grammar) {
      const edit = editBetween(known.text, text);
      if (known.text !== text) tree.edit(edit);
      return { tree, rows, editStart: edit.startIndex, editEnd: edit.newEndIndex };
    }
    tree.delete();
    return null;
  }

  /** Takes a tree over. */
  keep(file: string, edited: EditedTree): void {
    this.trees.set(file, edited);
    let characters = 0;
    for (const one of this.trees.values()) characters += one.text.length;
    for (const [oldest, { text, tree }] of this.trees) {
      if (this.trees.size <= MOST && characters <= MOST_CHARACTERS) break;
      this.trees.delete(oldest);
      characters -= text.length;
      tree.delete();
    }
  }

  forget(file: string): void {
    this.trees.get(file)?.tree.delete();
    this.trees.delete(file);
  }

  dispose(): void {
    for (const { tree } of this.trees.values()) tree.delete();
    this.trees.clear();
  }
}

/** One edit that makes the second text of the first: what stands between their common beginning and their common end. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  const [oldEndIndex, newEndIndex] = [before.length - same, after.length - same];
  return new Edit({
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition: pointOf(before, start),
    oldEndPosition: pointOf(before, oldEndIndex),
    newEndPosition: pointOf(after, newEndIndex),
  });
}

function pointOf(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
