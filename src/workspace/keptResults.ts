/**
 * Whole results of scans, kept in the user's cache folder together with all that they were made from: where nothing of that
 * has changed, nothing is analysed again. A result that is damaged, or not what this version writes, is thrown away.
 *
 *     hash of the rest | what it was made from, in JSON | the result, in JSON; each on its own line
 */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanResult } from "../core/report/scanResult.js";
import { maskKeys } from "../core/text/secrets.js";
import type { FileSystem } from "./fileSystem.js";
import { type Observations, observedAgain } from "./observedFiles.js";

const LARGEST = 64 * 1024 * 1024;
const LARGEST_ALL = 128 * 1024 * 1024;
/** Results of so many scans: folders, options and days. */
const MOST = 60;

export class KeptResults {
  private readonly file: string;

  /** @param question everything besides files that the result depends on: program, paths, options. */
  constructor(
    private readonly folder: string,
    question: unknown,
  ) {
    this.file = join(folder, `${hashOf(JSON.stringify(question))}.result`);
  }

  /** The result, when a scan would find the very same again. */
  async recall(files: FileSystem): Promise<ScanResult | null> {
    const kept = this.read();
    if (!kept) return null;
    const { made, result } = kept;
    const before = JSON.parse(made) as Observations;
    const now = await observedAgain(before, files);
    if (!now) return null;
    if (before.contents.length > 0) this.write(JSON.stringify(now), result);
    else this.quietly(() => utimesSync(this.file, new Date(), new Date()));
    return JSON.parse(result) as ScanResult;
  }

  keep(made: Observations, result: ScanResult): void {
    const text = JSON.stringify(result);
    // Results are masked where they are made; what is not stays where it is.
    if (maskKeys(text) !== text) return;
    this.write(JSON.stringify(made), text);
    this.quietly(() => this.trim());
  }

  private read(): { readonly made: string; readonly result: string } | null {
    try {
      if (statSync(this.file).size > LARGEST) return null;
      const text = readFileSync(this.file, "utf8");
      const end = text.indexOf("\n");
      const rest = text.slice(end + 1);
      const between = rest.indexOf("\n");
      if (text.slice(0, end) === hashOf(rest)) return { made: rest.slice(0, between), result: rest.slice(between + 1) };
      rmSync(this.file, { force: true });
      return null;
    } catch {
      return null;
    }
  }

  /** A result that cannot be kept is made again, which is no failure. */
  private write(made: string, result: string): void {
    const rest = `${made}\n${result}`;
    if (rest.length > LARGEST) return;
    this.quietly(() => {
      const temporary = `${this.file}.${randomBytes(6).toString("hex")}.tmp`;
      writeFileSync(temporary, `${hashOf(rest)}\n${rest}`, { mode: 0o600 });
      renameSync(temporary, this.file);
    });
  }

  /** The results that were asked for last stay. */
  private trim(): void {
    const all = readdirSync(this.folder)
      .filter((name) => name.endsWith(".result"))
      .map((name) => join(this.folder, name))
      .map((path) => ({ path, ...pick(statSync(path)) }))
      .sort((left, right) => right.changed - left.changed);
    let total = 0;
    for (const [at, { path, size }] of all.entries()) {
      total += size;
      if (at >= MOST || total > LARGEST_ALL) rmSync(path, { force: true });
    }
  }

  private quietly(work: () => void): void {
    try {
      work();
    } catch {
      // The cache is full or not ours to write.
    }
  }
}

function pick({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): { readonly size: number; readonly changed: number } {
  return { size, changed: mtimeMs };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
