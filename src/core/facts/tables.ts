/** Growing integer and string tables from which {@link FileFacts} is cut. */
import type { ListId, StringId } from "./fileFacts.js";

/** Rows of a fixed number of integers. */
export class RowTable {
  private rows: Int32Array;
  count = 0;

  constructor(private readonly width: number) {
    this.rows = new Int32Array(width * 256);
  }

  /** Appends a row of zeros and returns its index. */
  add(): number {
    if ((this.count + 1) * this.width > this.rows.length) {
      const next = new Int32Array(this.rows.length * 2);
      next.set(this.rows);
      this.rows = next;
    }
    return this.count++;
  }

  get(row: number, column: number): number {
    return this.rows[row * this.width + column] as number;
  }

  set(row: number, column: number, value: number): void {
    this.rows[row * this.width + column] = value;
  }

  finish(): Int32Array {
    return this.rows.slice(0, this.count * this.width);
  }
}

export class StringTable {
  private readonly ids = new Map<string, StringId>();
  readonly strings: string[] = [];

  id(text: string): StringId {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.strings.length;
      this.ids.set(text, id);
      this.strings.push(text);
    }
    return id;
  }
}

export class ListTable {
  private items: Int32Array = new Int32Array(1024);
  /** Offset 0 is the empty list. */
  private used = 1;

  add(values: readonly number[]): ListId {
    if (values.length === 0) return 0;
    while (this.used + values.length + 1 > this.items.length) {
      const next = new Int32Array(this.items.length * 2);
      next.set(this.items);
      this.items = next;
    }
    const id = this.used;
    this.items[this.used++] = values.length;
    for (const value of values) this.items[this.used++] = value;
    return id;
  }

  finish(): Int32Array {
    return this.items.slice(0, this.used);
  }
}
