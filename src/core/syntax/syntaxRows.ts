/** The layout of a syntax table: a row of integers for each node, in the order in which the nodes begin. */

/** Index of a node; -1 is "no node". */
export type NodeId = number;

export const NO_NODE: NodeId = -1;

/** Columns of a node's row. */
export enum Column {
  /** Number of the kind in the grammar's names, and {@link Bit}s. */
  Kind = 0,
  /** Number of the field. */
  Field,
  Start,
  End,
  Parent,
  Next,
  First,
}
export const WIDTH = 7;

export enum Bit {
  Kind = 0xffff,
  Named = 0x10000,
  Error = 0x20000,
  Missing = 0x40000,
}

/** Index after the last node inside of a node. */
export function rowAfter(rows: Int32Array, node: NodeId): number {
  for (let at = node; at !== NO_NODE; at = rows[at * WIDTH + Column.Parent] as NodeId) {
    const next = rows[at * WIDTH + Column.Next] as NodeId;
    if (next !== NO_NODE) return next;
  }
  return rows.length / WIDTH;
}
