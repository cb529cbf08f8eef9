/** Maps from small numbers, such as those of values, without an object for each entry: files have tens of thousands. */

const NO_ITEMS: readonly number[] = [];

/** Lists of numbers by number, filled at once. */
export class Groups {
  /** Where the items of each key begin; one more for the end. */
  private readonly starts: Int32Array;
  private readonly items: Int32Array;

  /**
   * @param keys one more than the largest key.
   * @param each tells all pairs, and the same ones again when it is asked again.
   */
  constructor(keys: number, each: (add: (key: number, item: number) => void) => void) {
    const starts = new Int32Array(keys + 1);
    each((key) => {
      starts[key + 1] = (starts[key + 1] as number) + 1;
    });
    for (let key = 0; key < keys; key++) starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
    const items = new Int32Array(starts[keys] as number);
    const next = starts.slice(0, keys);
    each((key, item) => {
      const at = next[key] as number;
      items[at] = item;
      next[key] = at + 1;
    });
    this.starts = starts;
    this.items = items;
  }

  /** In the order in which they were told. */
  get(key: number): readonly number[] {
    const start = this.starts[key] as number;
    const end = this.starts[key + 1] as number;
    return start === end ? NO_ITEMS : Array.from(this.items.subarray(start, end));
  }
}

/** The first number that was said for each number. */
export class Firsts {
  private readonly items: Int32Array;

  /** @param keys one more than the largest key. */
  constructor(keys: number) {
    this.items = new Int32Array(keys);
  }

  add(key: number, item: number): void {
    if (this.items[key] === 0) this.items[key] = item + 1;
  }

  get(key: number): number | undefined {
    const item = this.items[key] ?? 0;
    return item === 0 ? undefined : item - 1;
  }
}
