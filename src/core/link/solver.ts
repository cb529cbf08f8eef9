/**
 * Answers questions that depend on each other in circles, exactly: every question is asked once a round, circular ones
 * see what the round before knew, and rounds go on until nothing grows. The answer is the least fixpoint, so it does not
 * depend on who asked first.
 */

interface Entry<V> {
  value: V;
  round: number;
  open: boolean;
  final: boolean;
}

/** Answers only grow and are finite; this many rounds are far more than code needs. */
const MAXIMUM_ROUNDS = 12;

export class Solver {
  round = 0;
  private active = false;
  private grew = false;
  private circular = false;
  private touched: Entry<unknown>[] = [];

  /** Runs a question that may be circular; nested ones join the outermost. */
  solve<T>(ask: () => T): T {
    if (this.active) return ask();
    this.active = true;
    try {
      for (let tries = 1; ; tries++) {
        this.round++;
        this.grew = false;
        this.circular = false;
        const answer = ask();
        if (!this.circular || !this.grew || tries === MAXIMUM_ROUNDS) return answer;
      }
    } finally {
      for (const entry of this.touched) entry.final = true;
      this.touched = [];
      this.active = false;
    }
  }

  /** @internal */
  ask<V>(entry: Entry<V>, compute: () => V, merge: (old: V, next: V) => boolean): V {
    if (entry.final) return entry.value;
    if (entry.round === this.round && this.active) {
      if (entry.open) this.circular = true;
      return entry.value;
    }
    return this.solve(() => {
      entry.round = this.round;
      entry.open = true;
      this.touched.push(entry as Entry<unknown>);
      const next = compute();
      entry.open = false;
      if (merge(entry.value, next)) this.grew = true;
      return entry.value;
    });
  }
}

/** Remembered answers to one kind of question. */
export class Memo<K, V> {
  private readonly entries = new Map<K, Entry<V>>();

  /**
   * @param empty what is known before anything is.
   * @param merge adds the new answer into the old one; true when that made it larger.
   */
  constructor(
    private readonly solver: Solver,
    private readonly empty: () => V,
    private readonly merge: (old: V, next: V) => boolean,
  ) {}

  get(key: K, compute: () => V): V {
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { value: this.empty(), round: -1, open: false, final: false };
      this.entries.set(key, entry);
    }
    return this.solver.ask(entry, compute, this.merge);
  }

  clear(): void {
    this.entries.clear();
  }
}
