/** Readable access to the integer tables of {@link FileFacts}; allocates nothing but what it returns. */
import {
  B,
  BLOCK_WIDTH,
  type BlockId,
  type FileFacts,
  type ListId,
  type Op,
  type StringId,
  V,
  VALUE_WIDTH,
  type ValueId,
} from "./fileFacts.js";

export class FactsView {
  private readonly values: Int32Array;
  private readonly blocks: Int32Array;
  readonly lists: Int32Array;

  constructor(readonly facts: FileFacts) {
    this.values = facts.values;
    this.blocks = facts.blocks;
    this.lists = facts.lists;
  }

  /** Blocks that stand directly in a block, in their order. */
  childBlocks(block: BlockId): BlockId[] {
    const list = this.blockColumn(block, B.Items);
    return list === 0 ? [] : [...this.list(list)].filter((item) => item < 0).map((item) => ~item);
  }

  get valueCount(): number {
    return this.values.length / VALUE_WIDTH;
  }

  get blockCount(): number {
    return this.blocks.length / BLOCK_WIDTH;
  }

  op(value: ValueId): Op {
    return this.values[value * VALUE_WIDTH + V.Op] as Op;
  }
  a(value: ValueId): number {
    return this.values[value * VALUE_WIDTH + V.A] as number;
  }
  b(value: ValueId): number {
    return this.values[value * VALUE_WIDTH + V.B] as number;
  }
  c(value: ValueId): number {
    return this.values[value * VALUE_WIDTH + V.C] as number;
  }
  start(value: ValueId): number {
    return this.values[value * VALUE_WIDTH + V.Start] as number;
  }
  end(value: ValueId): number {
    return this.values[value * VALUE_WIDTH + V.End] as number;
  }
  block(value: ValueId): BlockId {
    return this.values[value * VALUE_WIDTH + V.Block] as BlockId;
  }

  blockColumn(block: BlockId, column: B): number {
    return this.blocks[block * BLOCK_WIDTH + column] as number;
  }

  string(id: StringId): string {
    return id < 0 ? "" : (this.facts.strings[id] as string);
  }

  /** Length of a list; its items are `lists[list + 1 + index]`. */
  listLength(list: ListId): number {
    return this.lists[list] as number;
  }
  listItem(list: ListId, index: number): number {
    return this.lists[list + 1 + index] as number;
  }
  list(list: ListId): Int32Array {
    return this.lists.subarray(list + 1, list + 1 + (this.lists[list] as number));
  }
}
