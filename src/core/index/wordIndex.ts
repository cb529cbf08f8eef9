/**
 * The name index: which files hold a word. Postings for all files at once, plus a small overlay of files that changed.
 *
 * Words are hashes, so two words may share one: an answer may name files too many, never too few.
 */
import type { FileKey, NameIndex, WordRole } from "../host.js";
import { roleHash, wordsOfName } from "./words.js";

/** Changed files that are looked at one by one before the postings are built anew. */
const OVERLAY_LIMIT = 64;

/** Names in one role whose answers are remembered. */
const MOST_ANSWERS = 20_000;

interface Answer {
  readonly hashes: readonly number[];
  readonly files: readonly FileKey[];
}

export class WordIndex implements NameIndex {
  /** Sorted, distinct hashes of each file. */
  private readonly words = new Map<FileKey, Uint32Array>();
  /** Files whose postings are out of date, or that have none yet. */
  private readonly overlay = new Set<FileKey>();
  private postings: Postings | null = null;
  /** By role and name: what the postings say. */
  private readonly answers = new Map<WordRole | undefined, Map<string, Answer>>();

  /** Adds a file, or replaces what was known of it. `words` comes from `wordsOfBytes` or `wordsOfText`. */
  set(key: FileKey, words: Uint32Array): void {
    this.words.set(key, words);
    this.changed(key);
  }

  delete(key: FileKey): void {
    if (this.words.delete(key)) this.changed(key);
  }

  /** Hashes held for one file, to store them beside its facts. */
  wordsOf(key: FileKey): Uint32Array | undefined {
    return this.words.get(key);
  }

  get size(): number {
    return this.words.size;
  }

  /**
   * Files that hold every word of the name, sorted by key. A module specifier has several words; a name without any
   * (`*`, `""`) is in every file. In a role, the name is one word.
   */
  filesWith(name: string, role?: WordRole): readonly FileKey[] {
    // Much the same is asked after each change: what the postings say is remembered, and only the changed files are looked at again.
    const postings = (this.postings ??= this.build());
    let known = this.answers.get(role);
    if (!known) this.answers.set(role, (known = new Map()));
    let answer = known.get(name);
    if (!answer) {
      const hashes = role === undefined ? [...new Set(wordsOfName(name))] : [roleHash(name, role)];
      answer = { hashes, files: filesOfAll(postings, hashes) };
      if (known.size < MOST_ANSWERS) known.set(name, answer);
    }
    return this.withOverlay(answer);
  }

  private withOverlay({ hashes, files }: Answer): readonly FileKey[] {
    let differs = false;
    const added: FileKey[] = [];
    for (const key of this.overlay) {
      const words = this.words.get(key);
      const holdsAll = words !== undefined && hashes.every((hash) => holds(words, hash));
      if (holdsAll) added.push(key);
      if (holdsAll !== includes(files, key)) differs = true;
    }
    if (!differs) return files;
    return [...files.filter((key) => !this.overlay.has(key)), ...added].sort(byCodeUnit);
  }

  private changed(key: FileKey): void {
    if (!this.postings) return;
    this.overlay.add(key);
    if (this.overlay.size > OVERLAY_LIMIT) this.postings = null;
  }

  private build(): Postings {
    this.overlay.clear();
    this.answers.clear();
    const keys = [...this.words.keys()].sort(byCodeUnit);
    return new Postings(
      keys,
      keys.map((key) => this.words.get(key) as Uint32Array),
    );
  }
}

/** Order of strings that does not depend on a locale. */
function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Sorted keys of the files that hold all of the words. */
function filesOfAll(postings: Postings, hashes: readonly number[]): readonly FileKey[] {
  if (hashes.length === 0) return postings.keys;
  // From the rarest word on, most names are nowhere or in few files.
  const [first, ...others] = hashes.map((hash) => postings.filesWith(hash)).sort((left, right) => left.length - right.length);
  const found: FileKey[] = [];
  for (const file of first as Int32Array) if (others.every((files) => holds(files, file))) found.push(postings.keys[file] as FileKey);
  return found;
}

function includes(sorted: readonly string[], key: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === key;
}

function holds(words: Uint32Array | Int32Array, hash: number): boolean {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  return words[low] === hash;
}

/** hash -> file numbers, as three integer arrays: a hash table of slots, where each slot's list starts, the lists. */
class Postings {
  private slots: Uint32Array = new Uint32Array(1 << 12);
  private counts: Int32Array = new Int32Array(1 << 12);
  private distinct = 0;
  private readonly starts: Int32Array;
  private readonly files: Int32Array;

  constructor(
    readonly keys: readonly FileKey[],
    wordsOfFile: readonly Uint32Array[],
  ) {
    let total = 0;
    for (const words of wordsOfFile) {
      total += words.length;
      for (const hash of words) this.count(hash);
    }
    this.starts = new Int32Array(this.slots.length + 1);
    for (let slot = 0, at = 0; slot < this.slots.length; slot++) {
      this.starts[slot] = at;
      at += this.counts[slot] as number;
      this.starts[slot + 1] = at;
    }
    this.files = new Int32Array(total);
    const next = this.starts.slice();
    wordsOfFile.forEach((words, file) => {
      for (const hash of words) {
        const slot = this.slotOf(hash);
        const to = next[slot] as number;
        this.files[to] = file;
        next[slot] = to + 1;
      }
    });
    this.counts = new Int32Array(0);
  }

  /** File numbers in ascending order. */
  filesWith(hash: number): Int32Array {
    const slot = this.slotOf(hash);
    if (this.slots[slot] !== hash) return this.files.subarray(0, 0);
    return this.files.subarray(this.starts[slot], this.starts[slot + 1]);
  }

  private slotOf(hash: number): number {
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let held = this.slots[slot]; held !== 0 && held !== hash; held = this.slots[slot]) slot = (slot + 1) & mask;
    return slot;
  }

  private count(hash: number): void {
    const slot = this.slotOf(hash);
    if (this.slots[slot] === 0) {
      this.slots[slot] = hash;
      this.distinct++;
    }
    this.counts[slot] = (this.counts[slot] as number) + 1;
    if (this.distinct * 2 > this.slots.length) this.grow();
  }

  private grow(): void {
    const { slots, counts } = this;
    this.slots = new Uint32Array(slots.length * 2);
    this.counts = new Int32Array(slots.length * 2);
    slots.forEach((hash, old) => {
      if (hash === 0) return;
      const slot = this.slotOf(hash);
      this.slots[slot] = hash;
      this.counts[slot] = counts[old] as number;
    });
  }
}

/** True when sorted hashes of a file hold every word of a name. */
export function holdsName(words: Uint32Array, name: string): boolean {
  return wordsOfName(name).every((hash) => holds(words, hash));
}
