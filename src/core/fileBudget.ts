/**
 * How many files each asker may have lowered. What is asked for first is nearest to where the question began, so that is what
 * is kept; files that were there already, or that others asked for, cost nothing.
 */
import type { FileKey } from "./host.js";

export class FileBudget<Asker> {
  private readonly asked = new Map<Asker, number>();

  /** @param wanted files that are asked for, in the order in which they were. */
  constructor(
    private readonly wanted: Set<FileKey>,
    private readonly most: number,
  ) {}

  /** Asks, and takes back what goes over the budget. */
  within<Answer>(asker: Asker, ask: () => Answer): Answer {
    const before = this.wanted.size;
    const answer = ask();
    const fresh = [...this.wanted].slice(before);
    if (fresh.length === 0) return answer;
    const asked = this.asked.get(asker) ?? 0;
    for (const key of fresh.slice(Math.max(0, this.most - asked))) this.wanted.delete(key);
    this.asked.set(asker, asked + fresh.length);
    return answer;
  }

  /** True when something was taken back. */
  isSpent(asker: Asker): boolean {
    return (this.asked.get(asker) ?? 0) > this.most;
  }
}
