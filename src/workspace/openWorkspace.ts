/** From paths to a workspace with its name index: everything there is to analyse, before anything is parsed. */
import { join } from "node:path";
import { unreadLanguageOf } from "../core/files/unreadLanguages.js";
import type { FileKey, SourceFile, UnreadFile, Workspace } from "../core/host.js";
import { holdsName, WordIndex } from "../core/index/wordIndex.js";
import { wordsOfBytes } from "../core/index/words.js";
import type { Policies } from "../core/policy/policies.js";
import type { PolicyOutcome } from "../core/policy/policy.js";
import type { ScanError, SkippedFile } from "../core/report/scanResult.js";
import { LARGEST_CONFIGURATION } from "../core/files/configurationFiles.js";
import type { Cache } from "./cache.js";
import { decode } from "./decode.js";
import { type Discovered, discover, without } from "./discovery.js";
import { type FileSystem, inParallel, pause, readProblem } from "./fileSystem.js";
import { compileGlobs, type Globs } from "./globs.js";
import type { PolicyLoader } from "./policyFiles.js";
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
  readonly policy: PolicyOutcome;
}

export interface OpenOptions {
  readonly policy: PolicyLoader;
  readonly files: FileSystem;
  readonly cache: Cache | null;
  readonly cancelled: () => boolean;
  readonly progress?: ((stage: string, done: number, total: number) => void) | undefined;
}

export async function openWorkspace(roots: readonly Root[], options: OpenOptions): Promise<OpenedWorkspace> {
  const index = new WordIndex();
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  const errors: ScanError[] = [];
  const configuration: { root: string; path: string; text: string }[] = [];
  const keyOf = (root: Root, path: string): FileKey => (roots.length > 1 ? `${root.id}:${path}` : path);

  const { found, policy, errors: globErrors } = await discovered(roots, options);
  errors.push(...globErrors);
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
    if (++done % REPORT_EVERY === 0) {
      options.progress?.("read", done, sources.length);
      await pause();
    }
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
  return { workspace, index, filesFound: sources.length, filesRead: files.length, policy };
}

/** What belongs to each root, by the policies that hold there. */
export async function discovered(
  roots: readonly Root[],
  { policy: load, files }: Pick<OpenOptions, "policy" | "files">,
): Promise<{ readonly found: readonly Discovered[]; readonly policy: PolicyOutcome; readonly errors: readonly ScanError[] }> {
  const errors: ScanError[] = [];
  const globsOf = (globs: readonly string[]): Globs => {
    const compiled = compileGlobs(globs);
    errors.push(...compiled.errors);
    return compiled;
  };
  const ofRoots = await load(roots, [], files);
  const atRoot = (root: Root): Globs => globsOf(ofRoots.policies.of({ root: root.id, path: "" }).exclude);
  const found = await Promise.all(roots.map((root) => discover(root, atRoot(root), files)));
  const below = roots.flatMap((root, at) => (found[at]?.policies ?? []).map((folder) => ({ root: root.id, folder })));
  if (below.length === 0) return { found, policy: ofRoots, errors };
  const policy = await load(roots, below, files);
  return { found: found.map((one, at) => without(one, excludedBelow(policy.policies, roots[at] as Root, globsOf))), policy, errors };
}

function excludedBelow({ folders }: Policies, root: Root, globsOf: (globs: readonly string[]) => Globs): (path: string) => boolean {
  const below = folders
    .filter((one) => one.root === root.id && one.folder !== "" && one.policy.exclude.length > 0)
    .map(({ folder, policy }) => ({ folder, globs: globsOf(policy.exclude) }));
  return (path) => below.some(({ folder, globs }) => path.startsWith(`${folder}/`) && globs.matches(path.slice(folder.length + 1)));
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
