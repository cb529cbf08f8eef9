/** From paths to a workspace with its name index: everything there is to analyse, before anything is parsed. */
import { join } from "node:path";
import { unreadLanguageOf } from "../core/files/unreadLanguages.js";
import type { FileKey, SourceFile, UnreadFile, Workspace } from "../core/host.js";
import { holdsName, WordIndex } from "../core/index/wordIndex.js";
import { wordsOfBytes } from "../core/index/words.js";
import type { ScanError, SkippedFile } from "../core/report/scanResult.js";
import { LARGEST_CONFIGURATION } from "../core/files/configurationFiles.js";
import type { Cache } from "./cache.js";
import { decode } from "./decode.js";
import { discover } from "./discovery.js";
import { type FileSystem, inParallel, readProblem } from "./fileSystem.js";
import { compileGlobs } from "./globs.js";
import type { Root } from "./roots.js";
import { readSource } from "./sourceReader.js";

/** Files read at the same time. */
const PARALLEL = 16;
/** Files between two reports of progress. */
const REPORT_EVERY = 200;

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  readonly index: WordIndex;
  /** Source files that discovery met, skipped ones included. */
  readonly filesFound: number;
  readonly filesRead: number;
}

export interface OpenOptions {
  readonly exclude: readonly string[];
  readonly files: FileSystem;
  readonly cache: Cache | null;
  readonly cancelled: () => boolean;
  readonly progress?: ((stage: string, done: number, total: number) => void) | undefined;
}

export async function openWorkspace(roots: readonly Root[], options: OpenOptions): Promise<OpenedWorkspace> {
  const exclude = compileGlobs(options.exclude);
  const index = new WordIndex();
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  const errors: ScanError[] = [...exclude.errors];
  const configuration: { root: string; path: string; text: string }[] = [];
  const keyOf = (root: Root, path: string): FileKey => (roots.length > 1 ? `${root.id}:${path}` : path);

  const found = await Promise.all(roots.map((root) => discover(root, exclude, options.files)));
  const sources: { root: Root; path: string }[] = [];
  for (const [at, root] of roots.entries()) {
    const here = found[at] as (typeof found)[number];
    for (const path of here.sources) sources.push({ root, path });
    for (const skip of here.skipped) skipped.push({ ...skip, file: keyOf(root, skip.file) });
    for (const error of here.errors) errors.push({ ...error, file: error.file === null ? null : keyOf(root, error.file) });
    if (here.sources.length === 0) skipped.push({ file: keyOf(root, "./"), reason: "holds no file that a language module reads" });
  }

  let done = 0;
  const read = await inParallel(sources, PARALLEL, async ({ root, path }) => {
    if (options.cancelled()) return null;
    const source = await readSource(root, path, keyOf(root, path), options.files, options.cache);
    if (++done % REPORT_EVERY === 0) options.progress?.("read", done, sources.length);
    return source;
  });
  const unread: UnreadFile[] = [];
  for (const [at, source] of read.entries()) {
    if (source?.error) errors.push(source.error);
    if (source?.skipped) skipped.push(source.skipped);
    if (source?.unread !== undefined && source.words)
      unread.push(unreadFile(source.unread, source.words, sources[at] as (typeof sources)[number]));
    if (!source?.file || !source.words) continue;
    files.push(source.file);
    index.set(source.file.key, source.words);
  }

  for (const [at, root] of roots.entries()) {
    const paths = (found[at] as (typeof found)[number]).configuration;
    const texts = await inParallel(paths, PARALLEL, (path) => readConfiguration(root, path, options.files));
    texts.forEach((text, number) => {
      const path = paths[number] as string;
      if (typeof text === "string") configuration.push({ root: root.id, path, text });
      else if (text) errors.push({ ...text, file: keyOf(root, path) });
    });
  }
  const others = await inParallel(
    roots.flatMap((root, at) => (found[at] as (typeof found)[number]).unread.map((path) => ({ root, path }))),
    PARALLEL,
    ({ root, path }) => (options.cancelled() ? Promise.resolve(null) : readUnread(root, path, options)),
  );
  unread.push(...others.filter((file) => file !== null));
  const workspace = { roots: roots.map(({ id, path }) => ({ id, path })), files, configuration, unread, skipped, errors };
  return { workspace, index, filesFound: sources.length, filesRead: files.length };
}

/** null: too large to be written by people, or gone; nothing that is analysed is missing then. */
async function readUnread(root: Root, path: string, { files, cache }: OpenOptions): Promise<UnreadFile | null> {
  const absolute = join(root.path, path);
  try {
    const { size } = await files.stat(absolute);
    if (size > LARGEST_CONFIGURATION) return null;
    const bytes = await files.readFile(absolute);
    const words = cache ? cache.words(bytes, () => wordsOfBytes(bytes)) : wordsOfBytes(bytes);
    return unreadFile(unreadLanguageOf(path) ?? "", words, { root, path });
  } catch {
    return null;
  }
}

function unreadFile(language: string, words: Uint32Array, { root, path }: { readonly root: Root; readonly path: string }): UnreadFile {
  return { root: root.id, path, language, holds: (name) => holdsName(words, name) };
}

/** null: too large or no text, so nothing that a person wrote. */
async function readConfiguration(root: Root, path: string, files: FileSystem): Promise<string | ScanError | null> {
  const absolute = join(root.path, path);
  try {
    const { size } = await files.stat(absolute);
    return size > LARGEST_CONFIGURATION ? null : decode(await files.readFile(absolute)).text;
  } catch (error) {
    return readProblem(path, error);
  }
}
