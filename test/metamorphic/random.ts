/** Numbers that are the same for the same seed, on every machine. */
import { hashText } from "../../src/core/text/hash.js";

export class Random {
  private count = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Number.parseInt(hashText(`${this.seed} ${this.count++}`).slice(0, 8), 16) % limit;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let at = result.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [result[at], result[other]] = [result[other] as T, result[at] as T];
    }
    return result;
  }
}
