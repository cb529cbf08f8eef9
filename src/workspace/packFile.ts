/**
 * Pack files of the cache: many entries in one file, because ten thousand small files cost more than parsing them.
 *
 *     magic | u32 number of entries | u32 checksum of the directory | directory | entries
 *     directory row: 32 bytes key | u32 offset | u32 length | 8 bytes checksum of the entry
 *
 * A pack is written once, under a temporary name, and renamed: readers see all of it or nothing.
 */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MAGIC = Buffer.from("PARAPK1\n", "latin1");
const START = MAGIC.length + 8;
const KEY = 32;
const SUM = 8;
const ROW = KEY + 8 + SUM;

/** Largest directory that is believed: a million entries. */
const MOST_ENTRIES = 1_000_000;

export interface PackEntry {
  /** 64 hexadecimal digits. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Name of the new file in `folder`. */
export function writePack(folder: string, entries: readonly PackEntry[]): string {
  const directory = Buffer.alloc(entries.length * ROW);
  let offset = START + directory.length;
  entries.forEach(({ key, bytes }, index) => {
    const row = index * ROW;
    directory.write(key, row, "hex");
    directory.writeUInt32LE(offset, row + KEY);
    directory.writeUInt32LE(bytes.length, row + KEY + 4);
    checksum(bytes).copy(directory, row + KEY + 8);
    offset += bytes.length;
  });
  const start = Buffer.alloc(8);
  start.writeUInt32LE(entries.length, 0);
  start.writeUInt32LE(checksum(directory).readUInt32LE(0), 4);
  const name = `${randomBytes(8).toString("hex")}.pack`;
  const temporary = join(folder, `${name}.tmp`);
  try {
    writeFileSync(temporary, Buffer.concat([MAGIC, start, directory, ...entries.map((entry) => entry.bytes)]), { mode: 0o600 });
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return name;
}

/** An open pack. Close it. */
export class PackReader {
  private constructor(
    private readonly file: number,
    private readonly places: ReadonlyMap<string, { readonly offset: number; readonly length: number; readonly sum: Buffer }>,
  ) {}

  /** null when the file is no intact pack. */
  static open(path: string): PackReader | null {
    const file = openSync(path, "r");
    const places = readDirectory(file, fstatSync(file).size);
    if (places) return new PackReader(file, places);
    closeSync(file);
    return null;
  }

  keys(): IterableIterator<string> {
    return this.places.keys();
  }

  /** undefined: not in this pack. null: damaged. */
  read(key: string): Uint8Array | null | undefined {
    const place = this.places.get(key);
    if (!place) return undefined;
    const bytes = readAt(this.file, place.offset, place.length);
    return bytes && checksum(bytes).equals(place.sum) ? bytes : null;
  }

  close(): void {
    closeSync(this.file);
  }
}

function readDirectory(file: number, size: number): Map<string, { offset: number; length: number; sum: Buffer }> | null {
  const start = readAt(file, 0, START);
  if (!start?.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const count = start.readUInt32LE(MAGIC.length);
  if (count > MOST_ENTRIES) return null;
  const directory = readAt(file, START, count * ROW);
  if (!directory || checksum(directory).readUInt32LE(0) !== start.readUInt32LE(MAGIC.length + 4)) return null;
  const places = new Map<string, { offset: number; length: number; sum: Buffer }>();
  for (let row = 0; row < directory.length; row += ROW) {
    const offset = directory.readUInt32LE(row + KEY);
    const length = directory.readUInt32LE(row + KEY + 4);
    if (offset + length > size) return null;
    places.set(directory.toString("hex", row, row + KEY), { offset, length, sum: directory.subarray(row + KEY + 8, row + ROW) });
  }
  return places;
}

function readAt(file: number, offset: number, length: number): Buffer | null {
  // Its own memory, aligned: the tables in it are looked at as integers.
  const bytes = Buffer.from(new ArrayBuffer(length));
  return readSync(file, bytes, 0, length, offset) === length ? bytes : null;
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest().subarray(0, SUM);
}
