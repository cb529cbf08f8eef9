/**
 * The files lowered so far and the links between them. What a question needs and is not there yet is written down in
 * {@link Program.wanted}; the engine lowers those files and asks again, to a fixpoint.
 */
import type { CodeMap } from "../documents/codeMap.js";
import type { FileFacts, LanguageId, ValueId } from "../facts/fileFacts.js";
import type { FileKey, NameIndex, SourceFile, WordRole, Workspace } from "../host.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import { onceFor } from "../onceFor.js";
import { FileIndexes } from "./fileIndexes.js";
import { type ModuleResolver, createModuleResolver } from "./modules.js";
import { parentPath } from "./paths.js";
import type { Missing } from "./solver.js";
import { isTellingName } from "./tellingName.js";

/** A value of a file, as one number: file number * 2^24 + value. */
export type Node = number;

const VALUES_PER_FILE = 0x1000000;

/** Files with a common word. */
export const COMMON = 50;

/** Questions between two looks at whether anybody still waits: a power of two. */
const LOOK_EVERY = 1024;

/** Bytes of an index file that does hardly more than hand on what other files export. */
const BARREL_SIZE = 1000;

/** One of these stands where a module gets a name. */
const NAMING_A_MODULE = ["as", "require"];

export function nodeOf(file: number, value: ValueId): Node {
  return file * VALUES_PER_FILE + value;
}
export function fileOf(node: Node): number {
  return Math.floor(node / VALUES_PER_FILE);
}
export function rowOf(node: Node): ValueId {
  return node % VALUES_PER_FILE;
}

/** What is known of JavaScript holds for TypeScript. */
export function knowledgeLanguage(language: LanguageId): KnowledgeLanguage {
  return language === "typescript" ? "javascript" : language;
}

/** By path, so that the order in which a host hands in its files decides nothing. */
const numbered = onceFor((files: readonly SourceFile[]) => {
  const sources = [...files].sort((a, b) => compare(a.root, b.root) || compare(a.path, b.path));
  return { sources, numbers: new Map(sources.map((file, number) => [file.key, number])) };
});

export class LoadedFile extends FileIndexes {
  constructor(
    readonly number: number,
    readonly source: SourceFile,
    facts: FileFacts,
    /** Code that the facts are about. */
    readonly text: string,
    /** Where the code stands in the file; null when it is the file. */
    readonly map: CodeMap | null = null,
  ) {
    super(facts);
  }

  get language(): KnowledgeLanguage {
    return knowledgeLanguage(this.source.language);
  }

  node(value: ValueId): Node {
    return nodeOf(this.number, value);
  }
}

interface NamedFiles {
  readonly files: readonly LoadedFile[];
  /** Some of the files are not lowered yet. */
  readonly isPartial: boolean;
}

export class Program {
  private readonly loaded: (LoadedFile | null | undefined)[];
  private readonly numbers: ReadonlyMap<FileKey, number>;
  private readonly sources: readonly SourceFile[];
  /** Namespaces and packages of the lowered files, with those around them. */
  private readonly namespaces = new Set<string>();
  private readonly namespaceParts = new Set<string>();
  readonly modules: ModuleResolver;
  /** Files that a question asked for and that are not lowered yet. */
  readonly wanted = new Set<FileKey>();
  /**
   * While model calls are looked for: only what can carry a model or a client into or out of a file is asked for, and
   * that goes by one of these names. null: everything that a question needs is asked for.
   */
  private carriers: ReadonlySet<string> | null = null;
  /** Files with a word that is asked for again and again. */
  private readonly common = new Map<string, ReadonlySet<FileKey>>();
  /** Of names, whether a barrel may give a whole module that name. */
  private readonly modulesNamed = new Map<string, boolean>();
  /** Answers of {@link filesWith} in this epoch, by who may see the files and by name. */
  private readonly named = new Map<string, Map<string, NamedFiles>>();
  private namedEpoch = -1;
  /** Of declared names: true once all their files are there, else the generation in which one was not. */
  private readonly thereBy = new Map<string, true | number>();
  /** While it is on, nothing is asked for. */
  private quiet = false;
  /** Rises with every file that arrives: what lacked one before may be incomplete. */
  generation = 0;
  /** Counts how often a question needed a file that is not lowered: its answer is partial. */
  readonly missing: Missing = { count: 0, epoch: 0 };

  private questions = 0;

  /** @param look called again and again while questions are answered; what it throws ends them all. */
  constructor(
    readonly workspace: Workspace,
    private readonly index: NameIndex,
    private readonly look: () => void = () => undefined,
  ) {
    ({ sources: this.sources, numbers: this.numbers } = numbered(workspace.files));
    this.loaded = new Array(this.sources.length);
    this.modules = createModuleResolver(workspace, index, (key) => this.declarationsOf(key));
  }

  /** To be passed on the way to every answer: a cancel arrives within milliseconds. */
  checkpoint(): void {
    if ((++this.questions & (LOOK_EVERY - 1)) === 0) this.look();
  }

  /** Switches what is asked for; answers found before may have been cut short. */
  lookFor(carriers: ReadonlySet<string> | null): void {
    this.carriers = carriers;
    this.generation++;
    this.missing.epoch++;
  }

  /** Answers questions from the files that are there. */
  quietly<T>(ask: () => T): T {
    const { quiet } = this;
    this.quiet = true;
    if (!quiet) this.missing.epoch++;
    try {
      return ask();
    } finally {
      this.quiet = quiet;
      if (!quiet) this.missing.epoch++;
    }
  }

  /** Whoever asks may have no further file: what a question lacks will not come. */
  isBudgetSpent = false;

  /**
   * True when a question will be asked again with the files that it lacked.
   * @param before how often a file was missing before it was asked.
   */
  waits(before: number): boolean {
    const isAsking = this.carriers === null && !this.quiet && !this.isBudgetSpent;
    return isAsking && this.missing.count !== before && this.wanted.size > 0;
  }

  /** What follows from the files that are there: made anew when another has arrived since. */
  perGeneration<T>(make: () => T): () => T {
    let known: { readonly generation: number; readonly value: T } | null = null;
    return () => {
      if (known?.generation !== this.generation) known = { generation: this.generation, value: make() };
      return known.value;
    };
  }

  /** `load` gives the file under its number, null when it has no facts. */
  add(key: FileKey, load: (number: number, source: SourceFile) => LoadedFile | null): void {
    const number = this.numbers.get(key);
    if (number === undefined) return;
    const file = load(number, this.sources[number] as SourceFile);
    this.loaded[number] = file;
    for (const one of file?.facts.packages ?? []) {
      if (!this.namespaces.has(one)) for (const word of one.split(".")) this.namespaceParts.add(word);
      for (let at = one; at !== "" && !this.namespaces.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) this.namespaces.add(at);
    }
    this.wanted.delete(key);
    this.generation++;
    this.missing.epoch++;
  }

  /** True when the file was lowered, or found to be unreadable. */
  has(key: FileKey): boolean {
    const number = this.numbers.get(key);
    return number !== undefined && this.loaded[number] !== undefined;
  }

  file(number: number): LoadedFile {
    return this.loaded[number] as LoadedFile;
  }

  /**
   * The file, when it is lowered; else it is wanted and null for now.
   * @param name what is looked for in it.
   */
  need(key: FileKey, name?: string): LoadedFile | null {
    const number = this.numbers.get(key);
    if (number === undefined) return null;
    const file = this.loaded[number];
    if (file === undefined) {
      this.missing.count++;
      if (!this.quiet && (this.carriers === null || this.isCarried(key, name))) this.wanted.add(key);
    }
    return file ?? null;
  }

  /** Facts of a file whose declarations hold elsewhere, whatever is looked for; it is wanted when it is not lowered yet. */
  private declarationsOf(key: FileKey): FileFacts | null {
    const number = this.numbers.get(key);
    if (number === undefined) return null;
    const file = this.loaded[number];
    if (file === undefined) {
      this.missing.count++;
      if (!this.quiet) this.wanted.add(key);
    }
    return file?.facts ?? null;
  }

  /** True when the word stands in the name of a namespace of a lowered file. */
  isNamespacePart(word: string): boolean {
    return this.namespaceParts.has(word);
  }

  /** True when a lowered file declares the namespace, or one inside of it. */
  declaresNamespace(name: string): boolean {
    if (this.namespaces.has(name)) return true;
    // A file that is to come may declare it.
    const [first] = name.split(".");
    if (!this.areAllThere(first as string)) this.missing.count++;
    return false;
  }

  /** True when every file that declares a name is there. */
  private areAllThere(name: string): boolean {
    const known = this.thereBy.get(name);
    if (known === true || known === this.generation) return known === true;
    const areThere = this.index.filesWith(name, "declared").every((key) => this.has(key));
    this.thereBy.set(name, areThere || this.generation);
    return areThere;
  }

  /** A default export goes by any name: the file's own stands for it. */
  private isCarried(key: FileKey, name: string | undefined): boolean {
    if (name === undefined || this.carriers === null) return false;
    if (isBarrel(this.sources[this.numbers.get(key) as number] as SourceFile) && this.mayHoldModule(key, name)) return true;
    if (name !== "default") return this.carriers.has(name);
    return baseWords(key).some((word) => this.carriers?.has(word));
  }

  /**
   * A barrel may hand on a whole module under a name of its own, or another barrel that it hands on:
   * `export * as models from "./models"`. Whatever else it hands on goes by the name of a carrier.
   */
  private mayHoldModule(key: FileKey, name: string): boolean {
    const naming = NAMING_A_MODULE.map((word) => this.keysWith(word));
    const holds = (file: FileKey): boolean => naming.some((keys) => keys.has(file));
    if (name === "default") return holds(key);
    let known = this.modulesNamed.get(name);
    if (known === undefined) {
      known = this.index
        .filesWith(name)
        .some((file) => holds(file) && isBarrel(this.sources[this.numbers.get(file) as number] as SourceFile));
      this.modulesNamed.set(name, known);
    }
    return known;
  }

  /** All lowered files, by path. */
  files(): LoadedFile[] {
    return this.loaded.filter((file): file is LoadedFile => file !== undefined && file !== null);
  }

  /**
   * Lowered files that contain the identifier; the others are wanted, unless only carriers are looked for.
   * @param from the file that declares what is meant: only files that can see it are asked.
   * @param role how the identifier must be written there.
   * @returns the same list for the same question, as long as no file arrives.
   */
  filesWith(name: string, from?: LoadedFile, role?: WordRole): readonly LoadedFile[] {
    if (this.namedEpoch !== this.missing.epoch) {
      this.named.clear();
      this.namedEpoch = this.missing.epoch;
    }
    const viewpoint = `${from ? viewpointOf(from, name) : ""} ${role ?? ""}`;
    let byName = this.named.get(viewpoint);
    if (!byName) {
      byName = new Map();
      this.named.set(viewpoint, byName);
    }
    let known = byName.get(name);
    if (!known) {
      const { count } = this.missing;
      const files = this.findFilesWith(name, from, role);
      known = { files, isPartial: this.missing.count !== count };
      byName.set(name, known);
    } else if (known.isPartial) this.missing.count++;
    return known.files;
  }

  private findFilesWith(name: string, from: LoadedFile | undefined, role: WordRole | undefined): LoadedFile[] {
    const found: LoadedFile[] = [];
    for (const key of this.index.filesWith(name, role)) {
      if (from && !this.sees(key, from, name)) continue;
      const file = this.need(key);
      if (file) found.push(file);
    }
    return found;
  }

  /**
   * Lowered files that may import what a file declares by a name of their own: `import { ask as question }`,
   * `const { ask: question } = require(…)`.
   */
  filesRenaming(name: string, from: LoadedFile): ReadonlySet<LoadedFile> {
    const files = new Set(this.filesWith(name, from, "renamed"));
    if (from.language !== "javascript") return files;
    const importing = [this.keysWith("require"), this.keysWith("import", "imported")];
    for (const key of this.index.filesWith(name)) {
      if (!importing.some((keys) => keys.has(key)) || !this.sees(key, from, name)) continue;
      const file = this.need(key);
      if (file) files.add(file);
    }
    return files;
  }

  /** Lowered files that declare a type or an extension method of that name; the others are wanted when the name is looked for. */
  filesDeclaring(name: string): LoadedFile[] {
    const found: LoadedFile[] = [];
    for (const key of this.index.filesWith(name, "declared")) {
      const file = this.need(key, name);
      if (file) found.push(file);
    }
    return found;
  }

  /** Files of the language of `from` that contain every one of the identifiers, as {@link filesWith} gives them. */
  filesWithAll(names: readonly string[], from: LoadedFile): LoadedFile[] {
    const [first, ...others] = names;
    if (first === undefined) return [];
    const sets = others.map((name) => new Set(this.index.filesWith(name)));
    const found: LoadedFile[] = [];
    for (const key of this.index.filesWith(first)) {
      if (!sets.every((keys) => keys.has(key)) || !names.every((name) => this.sees(key, from, name))) continue;
      const file = this.need(key);
      if (file) found.push(file);
    }
    return found;
  }

  /** Folders with a file of the language that contains the identifier. */
  foldersWith(name: string, from: LoadedFile): ReadonlySet<string> {
    const folders = new Set<string>();
    for (const key of this.index.filesWith(name)) {
      const source = this.source(key);
      if (source && this.sees(key, from, name)) folders.add(`${source.root}:${parentPath(source.path)}`);
    }
    return folders;
  }

  private source(key: FileKey): SourceFile | undefined {
    const number = this.numbers.get(key);
    return number === undefined ? undefined : this.sources[number];
  }

  /**
   * A name means the same only in files of one language. Of Go, what does not begin with a capital stays in its package, and
   * nothing of a test is part of the program.
   */
  private sees(key: FileKey, from: LoadedFile, name: string): boolean {
    const source = this.source(key);
    if (!source || !this.isOfLanguage(key, from)) return false;
    if (from.language !== "go") return true;
    if (isGoTest(source) && !isGoTest(from.source)) return false;
    if (/^\p{Lu}/u.test(name)) return true;
    return source.root === from.source.root && parentPath(source.path) === parentPath(from.source.path);
  }

  /** Lowered files that contain the identifier and all words of one of the groups; the others are wanted. */
  filesWithOneOf(name: string, groups: readonly (readonly string[])[], from?: LoadedFile): LoadedFile[] {
    const written = this.index.filesWith(name);
    const named = from ? written.filter((key) => this.sees(key, from, name)) : written;
    if (named.length === 0) return [];
    const holds = groups.map((words) => words.map((word) => this.keysWith(word)));
    return named.filter((key) => holds.some((all) => all.every((keys) => keys.has(key)))).flatMap((key) => this.need(key) ?? []);
  }

  /** False for a file that neither writes a name nor hands on everything of another one: it exports nothing by that name. */
  mayExport(key: FileKey, name: string): boolean {
    if (this.has(key) || name === "default" || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return true;
    return this.keysWith(name).has(key) || this.keysWith("*", "imported").has(key) || this.keysWith("require").has(key);
  }

  /** True for an identifier that stands in so many files that it says nothing by itself, unless it is made of several words. */
  isCommon(name: string): boolean {
    return !isTellingName(name) && this.index.filesWith(name).length > COMMON;
  }

  /** Of the files that {@link filesWith} gives, those with one of the words and those named. */
  filesWithAnyOf(name: string, words: Iterable<string>, from: LoadedFile, others: ReadonlySet<LoadedFile>): LoadedFile[] {
    const sets = [...words].map((word) => this.keysWith(word));
    for (const { source } of others) sets.push(new Set([source.key]));
    return this.index
      .filesWith(name)
      .filter((key) => this.sees(key, from, name) && sets.some((keys) => keys.has(key)))
      .flatMap((key) => this.need(key) ?? []);
  }

  private keysWith(word: string, role?: WordRole): ReadonlySet<FileKey> {
    const asked = role === undefined ? word : `${word} ${role}`;
    let keys = this.common.get(asked);
    if (!keys) {
      keys = new Set(this.index.filesWith(word, role));
      this.common.set(asked, keys);
    }
    return keys;
  }

  /**
   * Wants every file of the language of `from` that contains the identifier.
   * @returns all of them.
   */
  wantFilesWith(name: string, from: LoadedFile): readonly FileKey[] {
    const files = this.index.filesWith(name).filter((key) => this.isOfLanguage(key, from));
    for (const key of files) if (!this.has(key)) this.wanted.add(key);
    return files;
  }

  private isOfLanguage(key: FileKey, { language }: LoadedFile): boolean {
    const source = this.source(key);
    return source !== undefined && knowledgeLanguage(source.language) === language;
  }
}

/** Files with the same one see the same files by a name (see {@link Program.sees}). */
function viewpointOf({ language, source }: LoadedFile, name: string): string {
  if (language !== "go") return language;
  const reader = isGoTest(source) ? "go test" : "go";
  return /^\p{Lu}/u.test(name) ? reader : `${reader} ${source.root}:${parentPath(source.path)}`;
}

function isGoTest(source: SourceFile): boolean {
  return source.path.endsWith("_test.go");
}

/** A small index file: it most often only hands on what other files export. */
export function isBarrel(file: SourceFile): boolean {
  return /(?:^|\/)index\.[mc]?[jt]s$/.test(file.path) && file.size < BARREL_SIZE;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Words by which a file itself is named in imports: its own name and its folder's. */
export function baseWords(path: string): string[] {
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  return parts.slice(-2).flatMap((part) => part.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
}
