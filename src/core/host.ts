/** What the core needs from the world around it. Node, the language server and the browser each hand in their own. */
import type { CodeMap } from "./documents/codeMap.js";
import type { FileFacts, LanguageId } from "./facts/fileFacts.js";
import { onceFor } from "./onceFor.js";
import type { Scope, ScanError, SkippedFile } from "./report/scanResult.js";

/** Path relative to its root, `/` between parts, prefixed by the root's id and `:` when there are several roots. */
export type FileKey = string;

/** A file that discovery found and that a language module can read. */
export interface SourceFile {
  readonly key: FileKey;
  readonly root: string;
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly language: LanguageId;
  readonly scope: Scope;
  /** Bytes on disk. */
  readonly size: number;
}

/** Files of a workspace by key. */
export const filesByKey: (files: readonly SourceFile[]) => ReadonlyMap<FileKey, SourceFile> = onceFor(
  (files: readonly SourceFile[]) => new Map(files.map((file) => [file.key, file])),
);

/** Files other than source that linking reads: `package.json`, `tsconfig.json`, `pyproject.toml` … */
export interface ConfigurationFile {
  readonly root: string;
  readonly path: string;
  readonly text: string;
}

/** A file in a language that no module reads; only its words are known. */
export interface UnreadFile {
  readonly root: string;
  readonly path: string;
  /** Name for people. */
  readonly language: string;
  /** True when the file holds every word of a name. */
  readonly holds: (name: string) => boolean;
}

/** Everything there is to analyse, before anything is parsed. */
export interface Workspace {
  readonly roots: readonly { readonly id: string; readonly path: string }[];
  readonly files: readonly SourceFile[];
  readonly configuration: readonly ConfigurationFile[];
  readonly unread?: readonly UnreadFile[];
  readonly skipped: readonly SkippedFile[];
  readonly errors: readonly ScanError[];
}

/** Answers of the name index: every file whose text contains the identifier as a whole word. */
export interface NameIndex {
  /** @param role left out for files that hold the identifier anywhere. */
  filesWith(identifier: string, role?: WordRole): readonly FileKey[];
}

/**
 * How a word is written, as far as bytes tell; files too many may be named, none is left out of the languages that a role is for.
 * - declared: as the name of a type, the first part of a namespace, or an extension method: after `class`, `namespace` …, or
 *   before `(this`. `using`: files with directives for their whole project.
 * - inherited, in Java and C#: between the name of a type and its body, after `extends` or `using`, or as what `new` makes.
 * - imported: as a whole text or its first part, as modules are named: `"ai"`, `'ai/rsc'`, `"npm:ai@5"`. `import`: where it is
 *   called; `*`: everything of a module.
 * - segment: right after a slash, in a path or an address.
 * - referenced, in Java: after `::`.
 * - renamed, in JavaScript and Python: before `as`.
 */
export type WordRole = "declared" | "inherited" | "imported" | "segment" | "referenced" | "renamed";

/** Lowers files, from cache or by parsing, in this thread or in a pool. Order of the answers is the order asked. */
export interface FactsProvider {
  lower(files: readonly FileKey[], signal: Cancellation): Promise<readonly LoweredFile[]>;
}

export interface LoweredFile {
  readonly key: FileKey;
  /** null: unreadable, vanished, binary, too large: `problem` says which. */
  readonly facts: FileFacts | null;
  /** Code that the facts are about: the file's text, or what was taken out of it. */
  readonly text: string;
  /** Where the code stands in the file; null when it is the file. */
  readonly map: CodeMap | null;
  readonly problem: ScanError | SkippedFile | null;
}

export interface Cancellation {
  readonly cancelled: boolean;
  /** Lets a cancel arrive that comes by the event loop; left out where it comes another way. */
  arrive?(): Promise<void>;
}

export interface Clock {
  /** Milliseconds from any origin, for statistics only: no result depends on it. */
  now(): number;
}
