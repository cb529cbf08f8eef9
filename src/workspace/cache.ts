/**
 * Facts and words of files seen before, on disk, keyed by content: never by path or time, and never trusted from inside
 * a repository. Whatever is wrong with the cache costs time only: a damaged entry is made again, a full disk is no error.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, rmSync, statSync, utimesSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { FACTS_VERSION, type FileFacts } from "../core/facts/fileFacts.js";
import { WORDS_VERSION } from "../core/index/words.js";
import { decodeFacts, encodeFacts, FORMAT_VERSION } from "./factsFormat.js";
import { type PackEntry, PackReader, writePack } from "./packFile.js";
import { contains } from "./roots.js";

const LARGEST = 512 * 1024 * 1024;
/** More packs than this are written together into one. */
const MOST_PACKS = 24;
const SMALL_PACK = 16 * 1024 * 1024;
/** A write of another process that died: its file is removed after an hour. */
const ABANDONED_MS = 3_600_000;

export interface CacheOptions {
  /** Instead of the user's cache folder. */
  readonly folder?: string;
  /** Roots of the scan: a cache inside one of them is not used. */
  readonly roots: readonly string[];
  /** Bytes. */
  readonly limit?: number;
}

/** `parapet` in the user's cache folder, by the habits of the system. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = process.platform === "win32" ? environment["LOCALAPPDATA"] : environment["XDG_CACHE_HOME"];
  // A relative XDG_CACHE_HOME would lie in the repository; the standard says to ignore it.
  const base =
    named && isAbsolute(named) ? named : process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
  return join(base, "parapet");
}

/** null when there can be none: the folder lies in a root or cannot be made. */
export function openCache(options: CacheOptions): Cache | null {
  const folder = makeCacheFolder(options);
  try {
    return folder === null ? null : new Cache(folder, options.limit ?? LARGEST);
  } catch {
    return null;
  }
}

/** The folder with all links followed, made when it is not there yet; null when nothing may be kept in it. */
export function makeCacheFolder({ folder = cacheFolder(), roots }: Pick<CacheOptions, "folder" | "roots">): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const real = realpathSync(folder);
    return roots.some((root) => contains(realpathSync(root), real)) ? null : real;
  } catch {
    return null;
  }
}

export class Cache {
  private readonly packs = new Map<string, PackReader>();
  private readonly used = new Set<string>();
  private readonly fresh = new Map<string, Uint8Array>();
  /** Names of packs, by the keys they hold. */
  private readonly homes = new Map<string, string>();
  private freshBytes = 0;

  constructor(
    private readonly folder: string,
    private readonly limit: number,
  ) {
    // Oldest first: what was made again because an older pack is damaged wins.
    for (const { name, age } of this.list().sort((left, right) => right.age - left.age)) {
      if (name.endsWith(".tmp") && age > ABANDONED_MS) rmSync(join(folder, name), { force: true });
      if (!name.endsWith(".pack")) continue;
      const pack = this.tryOpen(name);
      if (!pack) continue;
      this.packs.set(name, pack);
      for (const key of pack.keys()) this.homes.set(key, name);
    }
  }

  /** Words of a file, made by `compute` when they are not held. */
  words(content: Uint8Array, compute: () => Uint32Array): Uint32Array {
    const key = keyOf(`words ${WORDS_VERSION} ${FORMAT_VERSION}`, content);
    const held = this.read(key);
    if (held && held.length % 4 === 0) return new Uint32Array(held.buffer, held.byteOffset, held.length / 4);
    const words = compute();
    this.write(key, new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    return words;
  }

  /** `reader`: everything besides the content that facts depend on: language and version of the grammar. */
  facts(content: Uint8Array, reader: string): FileFacts | null {
    const held = this.read(factsKey(content, reader));
    if (!held) return null;
    try {
      return decodeFacts(held);
    } catch {
      return null;
    }
  }

  storeFacts(content: Uint8Array, reader: string, facts: FileFacts): void {
    this.write(factsKey(content, reader), encodeFacts(facts));
  }

  /** Writes what is new, keeps the folder within its bounds and closes all files. */
  close(): void {
    try {
      this.flush();
      this.merge();
      this.trim();
    } catch {
      // A cache that cannot be written is a slow cache, not a failed scan.
    }
    for (const pack of this.packs.values()) pack.close();
    this.packs.clear();
    this.homes.clear();
  }

  private flush(): void {
    if (this.fresh.size === 0) return;
    const entries: PackEntry[] = [...this.fresh].map(([key, bytes]) => ({ key, bytes }));
    this.fresh.clear();
    this.freshBytes = 0;
    const name = writePack(this.folder, entries);
    const pack = this.tryOpen(name);
    if (!pack) return;
    this.packs.set(name, pack);
    for (const { key } of entries) this.homes.set(key, name);
  }

  /** Many small packs become one; entries that a newer pack holds as well are dropped on the way. */
  private merge(): void {
    const small = [...this.packs].filter(([name]) => statSync(join(this.folder, name)).size < SMALL_PACK);
    if (small.length <= MOST_PACKS) return;
    const entries: PackEntry[] = [];
    for (const [name, pack] of small) {
      for (const key of pack.keys()) {
        const bytes = this.homes.get(key) === name ? pack.read(key) : null;
        if (bytes) entries.push({ key, bytes });
      }
    }
    this.used.add(writePack(this.folder, entries));
    for (const [name, pack] of small) this.drop(name, pack);
  }

  /** Packs used in this run are young again; the oldest ones go while there is too much. */
  private trim(): void {
    const now = new Date();
    for (const name of this.used) if (this.packs.has(name)) utimesSync(join(this.folder, name), now, now);
    const packs = this.list().filter(({ name }) => name.endsWith(".pack"));
    let total = packs.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of packs.sort((left, right) => right.age - left.age)) {
      if (total <= this.limit) return;
      this.drop(name, this.packs.get(name));
      total -= size;
    }
  }

  private drop(name: string, pack: PackReader | undefined): void {
    pack?.close();
    this.packs.delete(name);
    rmSync(join(this.folder, name), { force: true });
  }

  private read(key: string): Uint8Array | null {
    const fresh = this.fresh.get(key);
    if (fresh) return fresh;
    const home = this.homes.get(key);
    if (home === undefined) return null;
    const bytes = this.packs.get(home)?.read(key) ?? null;
    if (bytes) this.used.add(home);
    else this.homes.delete(key);
    return bytes;
  }

  private write(key: string, bytes: Uint8Array): void {
    this.fresh.set(key, bytes);
    this.freshBytes += bytes.length;
    if (this.freshBytes < SMALL_PACK * 2) return;
    try {
      this.flush();
    } catch {
      this.fresh.clear();
    }
  }

  private tryOpen(name: string): PackReader | null {
    const path = join(this.folder, name);
    try {
      const pack = PackReader.open(path);
      if (!pack) rmSync(path, { force: true });
      return pack;
    } catch {
      return null;
    }
  }

  private list(): { name: string; size: number; age: number }[] {
    const now = Date.now();
    return readdirSync(this.folder)
      .sort()
      .flatMap((name) => {
        try {
          const { size, mtimeMs } = statSync(join(this.folder, name));
          return [{ name, size, age: now - mtimeMs }];
        } catch {
          return [];
        }
      });
  }
}

function factsKey(content: Uint8Array, reader: string): string {
  return keyOf(`facts ${FACTS_VERSION} ${FORMAT_VERSION} ${reader}`, content);
}

function keyOf(purpose: string, content: Uint8Array): string {
  return createHash("sha256").update(purpose).update("\0").update(content).digest("hex");
}
