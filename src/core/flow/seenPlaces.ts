/** Places that one walk has been at, each in one or several ways. */
import { type Node, fileOf, rowOf } from "../link/program.js";

export class SeenPlaces {
  private readonly files = new Map<number, Map<number, Set<string>>>();
  private readonly numbers = new Map<string, string>();

  /** False when the walk was there in this way before. */
  add(node: Node, way: string): boolean {
    const ways = this.ways(node);
    if (ways.has(way)) return false;
    ways.add(way);
    return true;
  }

  has(node: Node, way: string): boolean {
    return this.files.get(fileOf(node))?.get(rowOf(node))?.has(way) ?? false;
  }

  /** A short text in place of a long one that grows with every call that a walk goes into. */
  short(text: string): string {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = String(this.numbers.size);
      this.numbers.set(text, number);
    }
    return number;
  }

  private ways(node: Node): Set<string> {
    const file = fileOf(node);
    let rows = this.files.get(file);
    if (!rows) {
      rows = new Map();
      this.files.set(file, rows);
    }
    const row = rowOf(node);
    let ways = rows.get(row);
    if (!ways) {
      ways = new Set();
      rows.set(row, ways);
    }
    return ways;
  }
}
