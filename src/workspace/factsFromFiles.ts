/** File facts on demand: from the cache when the content was seen before, else by parsing in the pool. */
import { join } from "node:path";
import type { CodeMap } from "../core/documents/codeMap.js";
import { openDocument } from "../core/documents/document.js";
import { type Cancellation, type FactsProvider, type FileKey, filesByKey, type LoweredFile, type SourceFile } from "../core/host.js";
import { languageOf } from "../core/languages/languages.js";
import type { ScanError, SkippedFile } from "../core/report/scanResult.js";
import type { Cache } from "./cache.js";
import { decode } from "./decode.js";
import { type FileSystem, inParallel, readProblem } from "./fileSystem.js";
import { LOWERING_VERSION } from "./loweringVersion.js";
import type { LoweringRequest, Pool } from "./pool.js";

/** Files read at the same time. */
const PARALLEL = 16;

interface Opened {
  /** Code, and the path that tells its language. */
  readonly text: string;
  readonly codePath: string;
  readonly map: CodeMap | null;
  readonly bytes: Uint8Array | null;
  readonly isEdited: boolean;
  readonly problem: ScanError | SkippedFile | null;
}

const UNOPENED: Opened = { text: "", codePath: "", map: null, bytes: null, isEdited: false, problem: null };

export class FactsFromFiles implements FactsProvider {
  private readonly known: ReadonlyMap<FileKey, SourceFile>;
  private readonly folders: ReadonlyMap<string, string>;

  constructor(
    files: readonly SourceFile[],
    roots: readonly { readonly id: string; readonly path: string }[],
    private readonly fileSystem: FileSystem,
    private readonly pool: Pool,
    private readonly cache: Cache | null,
    /** By absolute path. */
    private readonly isEdited: (path: string) => boolean = () => false,
  ) {
    this.folders = new Map(roots.map((root) => [root.id, root.path]));
    this.known = filesByKey(files);
  }

  /** After a cancel, the files that were not reached any more have neither facts nor a problem. */
  async lower(keys: readonly FileKey[], signal: Cancellation): Promise<readonly LoweredFile[]> {
    const opened = await inParallel(keys, PARALLEL, (key) => this.open(key, signal));
    const lowered = opened.map(
      ({ text, map, problem }, at): LoweredFile => ({ key: keys[at] as FileKey, facts: null, text, map, problem }),
    );
    const requests: LoweringRequest[] = [];
    const places: number[] = [];
    opened.forEach(({ text, codePath, map, bytes, isEdited }, at) => {
      if (!bytes) return;
      const key = keys[at] as FileKey;
      const facts = this.cache?.facts(bytes, readerOf(codePath, map)) ?? null;
      if (facts) {
        lowered[at] = { key, facts, text, map, problem: null };
      } else {
        requests.push({ path: codePath, file: key, text, isEdited });
        places.push(at);
      }
    });
    const outcomes = await this.pool.lower(requests, () => signal.cancelled);
    outcomes.forEach((outcome, index) => {
      if (!outcome) return;
      const at = places[index] as number;
      const { text, codePath, map, bytes } = opened[at] as Opened;
      if (outcome.facts) this.cache?.storeFacts(bytes as Uint8Array, readerOf(codePath, map), outcome.facts);
      lowered[at] = { key: keys[at] as FileKey, text, map, facts: outcome.facts, problem: outcome.problem };
    });
    return lowered;
  }

  private async open(key: FileKey, signal: Cancellation): Promise<Opened> {
    const known = this.known.get(key);
    if (!known) {
      const problem = { file: key, message: "The file is not part of this scan", remedy: "Scan the folder that holds it" };
      return { ...UNOPENED, problem };
    }
    if (signal.cancelled) return UNOPENED;
    try {
      const path = join(this.folders.get(known.root) as string, known.path);
      const bytes = await this.fileSystem.readFile(path);
      const { text } = decode(bytes);
      if (text === null) return { ...UNOPENED, problem: { file: key, reason: "binary" } };
      const { code, codePath, map } = openDocument(known.path, text);
      return { text: code, codePath, map, bytes, isEdited: this.isEdited(path), problem: null };
    } catch (error) {
      return { ...UNOPENED, problem: readProblem(key, error) };
    }
  }
}

/** Everything besides the content that facts depend on: `App.vue` may hold what `App.ts` holds, and means something else. */
function readerOf(codePath: string, map: CodeMap | null): string {
  const reader = languageOf(codePath);
  const format = map ? `${codePath.split(".").at(-2)} ` : "";
  return `${format}${reader?.language.id} ${reader?.grammar.file} ${LOWERING_VERSION}`;
}
