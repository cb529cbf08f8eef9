/**
 * Answers questions that depend on each other in circles, exactly: every question is asked once a round, circular ones
 * see what the round before knew, and rounds go on until nothing grows. The answer is the least fixpoint, so it does not
 * depend on who asked first.
 *
 * An answer that needed a file which is not lowered yet is partial: it is asked again when files have arrived, or when
 * another kind of question makes files wanted. All others stay, however many files arrive.
 */
import { type Node, fileOf, rowOf } from "./program.js";

interface Entry<V> {
  value: V;
  round: number;
  open: boolean;
  final: boolean;
  partial: boolean;
  /** When a partial answer was found. */
  epoch: number;
  /** Made with an answer that was not final, so it may lack what that one lacked. */
  circular: boolean;
}

/** What is known of files that are not there yet. */
export interface Missing {
  /** Rises whenever one is asked for. */
  count: number;
  /** A partial answer holds within one epoch. */
  epoch: number;
}

/** Answers only grow and are finite; this many rounds are far more than code needs. */
const MAXIMUM_ROUNDS = 12;

export class Solver {
  round = 0;
  private active = false;
  private grew = false;
  private circular = false;
  private touched: Entry<unknown>[] = [];

  constructor(readonly missing: Missing = { count: 0, epoch: 0 }) {}

  /** True for a partial answer of another epoch. */
  isOutdated(entry: { readonly final: boolean; readonly partial: boolean; readonly epoch: number }): boolean {
    return entry.final && entry.partial && entry.epoch !== this.missing.epoch;
  }

  /** @internal */
  ask<V>(entry: Entry<V>, compute: () => V, merge: (old: V, next: V) => boolean, settle?: (only: V) => V): V {
    if (entry.final) {
      if (entry.partial) this.missing.count++;
      return entry.value;
    }
    if (!this.active) return this.solve(entry, compute, merge, settle);
    if (entry.round !== this.round) return this.evaluate(entry, compute, merge, settle);
    if (entry.partial) this.missing.count++;
    if (entry.open || entry.circular) {
      if (entry.open) this.circular = true;
      this.leaning = true;
    }
    return entry.value;
  }

  /** True while the answers that the question being asked rests on include one that is not final. */
  private leaning = false;

  /** The outermost question: rounds until nothing grows. */
  private solve<V>(entry: Entry<V>, compute: () => V, merge: (old: V, next: V) => boolean, settle?: (only: V) => V): V {
    this.active = true;
    try {
      for (let tries = 1; ; tries++) {
        this.round++;
        this.grew = false;
        this.circular = false;
        this.evaluate(entry, compute, merge, settle);
        if (!this.circular || !this.grew || tries === MAXIMUM_ROUNDS) return entry.value;
      }
    } finally {
      const partial = this.touched.some((one) => one.partial);
      for (const one of this.touched) {
        one.final = true;
        one.epoch = this.missing.epoch;
        if (partial && one.circular) one.partial = true;
      }
      this.touched = [];
      this.active = false;
      this.leaning = false;
    }
  }

  private evaluate<V>(entry: Entry<V>, compute: () => V, merge: (old: V, next: V) => boolean, settle?: (only: V) => V): V {
    const isFirst = entry.round < 0;
    const { leaning } = this;
    const { count } = this.missing;
    this.leaning = false;
    entry.round = this.round;
    entry.open = true;
    this.touched.push(entry as Entry<unknown>);
    const next = compute();
    entry.open = false;
    if (this.missing.count !== count) entry.partial = true;
    if (isFirst && settle && !this.leaning) entry.value = settle(next);
    else if (merge(entry.value, next)) this.grew = true;
    if (this.leaning) entry.circular = true;
    else {
      // All that it rests on is final: no other round could find more.
      entry.final = !entry.circular;
      entry.epoch = this.missing.epoch;
      this.leaning = leaning;
    }
    return entry.value;
  }
}

/** Remembered answers to one kind of question. */
export class Memo<K, V> {
  private readonly entries = new Map<K, Entry<V>>();

  /**
   * @param empty what is known before anything is.
   * @param merge adds the new answer into the old one; true when that made it larger.
   * @param settle what to keep of an answer that no other one is merged with: where it is given, nobody else holds the answer.
   */
  constructor(
    private readonly solver: Solver,
    private readonly empty: () => V,
    private readonly merge: (old: V, next: V) => boolean,
    private readonly settle?: (only: V) => V,
  ) {}

  get(key: K, compute: () => V): V {
    let entry = this.entries.get(key);
    if (!entry || this.solver.isOutdated(entry)) {
      entry = newEntry(this.empty());
      this.entries.set(key, entry);
    }
    return this.solver.ask(entry, compute, this.merge, this.settle);
  }
}

/** The same for questions about a value, function or class: rows of tables in place of a map, as there are very many. */
export class NodeMemo<V> {
  private readonly files: (Entry<V> | undefined)[][] = [];

  constructor(
    private readonly solver: Solver,
    private readonly empty: () => V,
    private readonly merge: (old: V, next: V) => boolean,
    /** Rows that there are in a file. */
    private readonly rowsOf: (file: number) => number,
    private readonly compute: (node: Node) => V,
    private readonly settle?: (only: V) => V,
  ) {}

  get(node: Node): V {
    const file = fileOf(node);
    const row = rowOf(node);
    let rows = this.files[file];
    if (!rows) {
      rows = new Array<Entry<V> | undefined>(this.rowsOf(file));
      this.files[file] = rows;
    }
    let entry = rows[row];
    if (!entry || this.solver.isOutdated(entry)) {
      entry = newEntry(this.empty());
      rows[row] = entry;
    }
    if (entry.final && !entry.partial) return entry.value;
    return this.solver.ask(entry, () => this.compute(node), this.merge, this.settle);
  }
}

function newEntry<V>(value: V): Entry<V> {
  return { value, round: -1, open: false, final: false, partial: false, epoch: 0, circular: false };
}
