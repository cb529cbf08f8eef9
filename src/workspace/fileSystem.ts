/** The part of the file system that a scan reads. Tests hand in one that fails, everybody else the real one. */
import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";

export interface FileSystem {
  readFile(path: string): Promise<Uint8Array>;
  readFolder(path: string): Promise<Dirent[]>;
  stat(path: string): Promise<Stats>;
  /** Path with all symbolic links followed. */
  realPath(path: string): Promise<string>;
}

/** Reads without handing each call to a thread, which costs five times what it does: who reads many files makes pauses, see {@link pause}. */
export const nodeFileSystem: FileSystem = {
  readFile: async (path) => readFileSync(path),
  readFolder: async (path) => readdirSync(path, { withFileTypes: true }),
  stat: async (path) => statSync(path),
  realPath: async (path) => realpathSync(path),
};

/** Lets through what waits: a key that ends the program, a message to the server. */
export function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** What to tell people about a failed read: what happened, and what they can do. */
export function readProblem(file: string, error: unknown): { file: string; message: string; remedy: string } {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
  const known: Readonly<Record<string, readonly [string, string]>> = {
    ENOENT: ["vanished while it was being scanned", "Run the scan again when nothing else changes the files"],
    EACCES: ["may not be read by this user", "Grant read permission, or exclude it in the policy"],
    EPERM: ["may not be read by this user", "Grant read permission, or exclude it in the policy"],
    EMFILE: ["could not be opened because too many files are open", "Raise the limit of open files, or scan with fewer jobs"],
  };
  const [what, remedy] = known[code] ?? [
    `could not be read (${code || String(error)})`,
    "Check that the file is readable, or exclude it in the policy",
  ];
  return { file, message: `The file ${what}`, remedy };
}

/** Runs `work` over all items, a bounded number at a time; results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as Item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
