/**
 * What one analysis leaves for the next: facts of files that did not change, with their look-ups, compiled knowledge, and
 * the last result, which holds as it is where nothing changed that it was made from.
 *
 * File facts are a pure function of a file's text, so an analysis over remembered facts walks the very steps of one from scratch.
 */
import type { Analysis, AnalysisInput } from "./analysis.js";
import { NameClassifier } from "./classification/nameClassifier.js";
import type { Cancellation, FactsProvider, FileKey, LoweredFile, SourceFile } from "./host.js";
import { Knowledge } from "./knowledge/knowledge.js";
import type { KnowledgeBundle, KnowledgeFile } from "./knowledge/schema.js";
import type { LastAnalysis } from "./lastAnalysis.js";
import { LoadedFile } from "./link/program.js";

export interface HeldFile {
  readonly lowered: LoweredFile;
  /** The file with its look-ups, under the number it had last; null when it has no facts. */
  loaded: LoadedFile | null;
}

export class AnalysisSession {
  private readonly files = new Map<FileKey, HeldFile>();
  private last: LastAnalysis | null = null;
  /** Since the last analysis. */
  private readonly changed = new Set<FileKey>();
  /** Roots with something that takes audit records, as the last analysis of everything found them: one of a few files cannot know. */
  auditedRoots: ReadonlySet<string> = new Set();
  private knowledge: {
    readonly bundle: KnowledgeBundle;
    readonly own: string;
    readonly compiled: Knowledge;
    readonly names: NameClassifier;
  } | null = null;

  /** To be told of every file that was changed, added or removed since the last analysis. */
  forget(keys: Iterable<FileKey>): void {
    for (const key of keys) {
      this.files.delete(key);
      this.changed.add(key);
    }
  }

  forgetAll(): void {
    this.files.clear();
    this.auditedRoots = new Set();
    this.last = null;
  }

  /** Facts that are made once more; the text of the file is what it was. */
  renew(key: FileKey): void {
    this.files.delete(key);
  }

  /** The last result, when it is what an analysis of this input would find. */
  lastFor(input: AnalysisInput): Analysis | null {
    return this.last?.holdsFor(input, this.changed) ? this.last.analysis : null;
  }

  keep(last: LastAnalysis): void {
    this.last = last;
    this.changed.clear();
  }

  /** Files whose facts are held. */
  get size(): number {
    return this.files.size;
  }

  /** Held files at once, the others from the host. After a cancel, those that were not reached are left out. */
  async lower(keys: readonly FileKey[], facts: FactsProvider, signal: Cancellation): Promise<readonly HeldFile[]> {
    const missing = keys.filter((key) => !this.files.has(key));
    for (const lowered of missing.length === 0 ? [] : await facts.lower(missing, signal)) {
      if (lowered.facts || lowered.problem) this.files.set(lowered.key, { lowered, loaded: null });
    }
    return keys.flatMap((key) => this.files.get(key) ?? []);
  }

  /** Building the look-ups of a file costs more than an answer from them, so they are kept as long as the file stays what it is. */
  loaded(held: HeldFile, number: number, source: SourceFile): LoadedFile | null {
    const { facts, text, map } = held.lowered;
    if (!facts) return null;
    if (held.loaded?.number !== number || !sameSource(held.loaded.source, source))
      held.loaded = new LoadedFile(number, source, facts, text, map);
    return held.loaded;
  }

  knowledgeOf(bundle: KnowledgeBundle, own: readonly KnowledgeFile[]): { readonly compiled: Knowledge; readonly names: NameClassifier } {
    const text = JSON.stringify(own);
    if (this.knowledge?.bundle !== bundle || this.knowledge.own !== text) {
      const compiled = new Knowledge(bundle, own);
      this.knowledge = { bundle, own: text, compiled, names: new NameClassifier(compiled.dataTypes) };
    }
    return this.knowledge;
  }
}

function sameSource(one: SourceFile, other: SourceFile): boolean {
  return (
    one.key === other.key &&
    one.root === other.root &&
    one.path === other.path &&
    one.language === other.language &&
    one.scope === other.scope &&
    one.size === other.size
  );
}
