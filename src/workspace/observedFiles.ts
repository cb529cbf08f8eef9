/**
 * A file system that notes what a scan learned from it, so that a later scan can tell that it would learn the same again:
 * each file that was read, each folder that was listed, what was looked for and not there, and where links lead.
 *
 * What was noted holds while size, inode and both times of change are the same. Times have grains: of what changed so
 * shortly before the notes were begun that it may have changed once more since with the same time, the content is compared.
 */
import { createHash } from "node:crypto";
import type { Dirent, Stats } from "node:fs";
import type { FileSystem } from "./fileSystem.js";

/** How long before the notes began a change is so old that another one would show in the times; file systems keep up to two seconds. */
const GRAIN_MS = 2000;

/**
 * Size, inode, and the times when content and attributes changed last; null: there is nothing by that name. Of a folder
 * that was not listed only that there is one: much comes and goes in `.git`.
 */
type Mark = readonly [size: number, inode: number, changed: number, attributesChanged: number] | "folder" | null;

export interface Observations {
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly marks: readonly (readonly [path: string, mark: Mark])[];
  /** Hashes of files, and of the entries of folders, that had changed shortly before. */
  readonly contents: readonly (readonly [path: string, kind: "file" | "folder", hash: string])[];
  readonly realPaths: readonly (readonly [path: string, target: string | null])[];
}

export class ObservedFiles implements FileSystem {
  private readonly begun = Date.now();
  private readonly marks = new Map<string, Mark>();
  private readonly contents = new Map<string, readonly ["file" | "folder", string]>();
  private readonly realPaths = new Map<string, string | null>();
  private isTrusted = true;

  constructor(private readonly files: FileSystem) {}

  async readFile(path: string): Promise<Uint8Array> {
    if (!this.marks.has(path)) await this.stat(path).catch(() => undefined);
    const bytes = await this.noting(path, () => this.files.readFile(path));
    if (this.isRecent(path)) this.noteContent(path, "file", hashOf(bytes));
    return bytes;
  }

  async readFolder(path: string): Promise<Dirent[]> {
    const stats = await this.noting(path, () => this.files.stat(path));
    if (typeof this.marks.get(path) !== "object") this.marks.set(path, markOf(stats));
    const entries = await this.noting(path, () => this.files.readFolder(path));
    if (this.isRecent(path)) this.noteContent(path, "folder", hashOfEntries(entries));
    return entries;
  }

  async stat(path: string): Promise<Stats> {
    const stats = await this.noting(path, () => this.files.stat(path));
    if (!this.marks.has(path)) this.marks.set(path, stats.isDirectory() ? "folder" : markOf(stats));
    return stats;
  }

  async realPath(path: string): Promise<string> {
    const known = this.realPaths.get(path);
    const target = await this.files.realPath(path).catch((error: unknown) => {
      this.note(path, error);
      this.realPaths.set(path, null);
      throw error;
    });
    if (known === undefined) this.realPaths.set(path, target);
    else if (known !== target) this.isTrusted = false;
    return target;
  }

  /** null when something failed in a way that says nothing about the next time, or changed meanwhile. */
  get observations(): Observations | null {
    if (!this.isTrusted) return null;
    return {
      begun: this.begun,
      marks: [...this.marks],
      contents: [...this.contents].map(([path, [kind, hash]]) => [path, kind, hash] as const),
      realPaths: [...this.realPaths],
    };
  }

  private async noting<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.note(path, error);
      throw error;
    }
  }

  /** That something is not there can be looked up again; permissions and broken disks cannot. */
  private note(path: string, error: unknown): void {
    if (!isAbsence(error) || (this.marks.get(path) ?? null) !== null) this.isTrusted = false;
    else this.marks.set(path, null);
  }

  private noteContent(path: string, kind: "file" | "folder", hash: string): void {
    const known = this.contents.get(path);
    if (known && known[1] !== hash) this.isTrusted = false;
    this.contents.set(path, [kind, hash]);
  }

  private isRecent(path: string): boolean {
    return isRecent(this.marks.get(path) ?? null, this.begun);
  }
}

/**
 * The observations as they would be made now, null when any of them is another. Those that had to compare contents begin
 * anew with it, so that the next time the times alone will tell.
 */
export async function observedAgain(before: Observations, files: FileSystem): Promise<Observations | null> {
  const begun = Date.now();
  for (const [path, mark] of before.marks) {
    const now = await files.stat(path).catch((error: unknown) => (isAbsence(error) ? null : undefined));
    if (now === undefined || !isMarked(mark, now)) return null;
  }
  for (const [path, target] of before.realPaths) {
    const now = await files.realPath(path).catch((error: unknown) => (isAbsence(error) ? null : undefined));
    if (now !== target) return null;
  }
  for (const [path, kind, hash] of before.contents) {
    try {
      const now = kind === "file" ? hashOf(await files.readFile(path)) : hashOfEntries(await files.readFolder(path));
      if (now !== hash) return null;
    } catch {
      return null;
    }
  }
  const marks = new Map(before.marks);
  return { ...before, begun, contents: before.contents.filter(([path]) => isRecent(marks.get(path) ?? null, begun)) };
}

function markOf({ size, ino, mtimeMs, ctimeMs }: Stats): readonly [number, number, number, number] {
  return [size, ino, mtimeMs, ctimeMs];
}

function isMarked(mark: Mark, stats: Stats | null): boolean {
  if (mark === null || stats === null) return mark === stats;
  return mark === "folder" ? stats.isDirectory() : markOf(stats).every((value, at) => value === mark[at]);
}

function isRecent(mark: Mark, begun: number): boolean {
  return typeof mark === "object" && mark !== null && Math.max(mark[2], mark[3]) >= begun - GRAIN_MS;
}

function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

function hashOfEntries(entries: readonly Dirent[]): string {
  const kindOf = (entry: Dirent): string =>
    entry.isDirectory() ? "folder" : entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "";
  return hashOf(Buffer.from(JSON.stringify(entries.map((entry) => [entry.name, kindOf(entry)]).sort())));
}
