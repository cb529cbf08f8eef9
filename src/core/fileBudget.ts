/**
 * How many files each asker may have lowered. What is asked for first is nearest to where the question began, so that is what
 * is kept; files that were there already, or that others asked for, cost nothing.
 */
import type { FileKey } from "./host.js";

export interface Asked {
  /** Files that are asked for, in the order in which they were. */
  readonly wanted: Set<FileKey>;
  /** Told before anything is asked. */
  isBudgetSpent: boolean;
}

export class FileBudget<Asker> {
  private readonly asked = new Map<Asker, number>();

  constructor(
    private readonly program: Asked,
    private readonly most: number,
  ) {}

  /** Asks, and takes back what goes over the budget. */
  within<Answer>(asker: Asker, ask: () => Answer): Answer {
    const { program } = this;
    const before = program.wanted.size;
    program.isBudgetSpent = this.isSpent(asker);
    const answer = ask();
    program.isBudgetSpent = false;
    const fresh = [...program.wanted].slice(before);
    if (fresh.length === 0) return answer;
    const asked = this.asked.get(asker) ?? 0;
    for (const key of fresh.slice(Math.max(0, this.most - asked))) program.wanted.delete(key);
    this.asked.set(asker, asked + fresh.length);
    return answer;
  }

  /** True when something was taken back. */
  isSpent(asker: Asker): boolean {
    return (this.asked.get(asker) ?? 0) > this.most;
  }
}
