/** The workspace while people work in it: opened once as a scan opens it, then kept up to date file by file. */
import { join, relative, sep } from "node:path";
import { type FileKey, filesByKey, type SourceFile, type Workspace } from "../core/host.js";
import type { WordIndex } from "../core/index/wordIndex.js";
import { sameFile } from "../core/lastAnalysis.js";
import type { Policies } from "../core/policy/policies.js";
import type { ScanError } from "../core/report/scanResult.js";
import { builtinProviders } from "../workspace/builtinKnowledge.js";
import type { Cache } from "../workspace/cache.js";
import { openWorkspace } from "../workspace/openWorkspace.js";
import { loadPolicy } from "../workspace/policyFiles.js";
import { contains, findRoots, type Root } from "../workspace/roots.js";
import { readSource } from "../workspace/sourceReader.js";
import type { DocumentFiles } from "./documentFiles.js";

export interface OpenLiveOptions {
  readonly cache: Cache | null;
  readonly cancelled: () => boolean;
  readonly progress: (stage: string, done: number, total: number) => void;
}

export class LiveWorkspace {
  private constructor(
    readonly roots: readonly Root[],
    readonly policies: Policies,
    /** Of folders and policy; those of files are in the workspace. */
    readonly errors: readonly ScanError[],
    private readonly documents: DocumentFiles,
    readonly index: WordIndex,
    readonly filesFound: number,
    private opened: Workspace,
    private readonly known: Set<FileKey>,
  ) {}

  static async open(
    folders: readonly string[],
    workspaceFile: string | null,
    documents: DocumentFiles,
    options: OpenLiveOptions,
  ): Promise<LiveWorkspace> {
    const { roots, errors } = await findRoots(folders, documents, workspaceFile);
    const { workspace, index, filesFound, policy } = await openWorkspace(roots, {
      ...options,
      policy: (all, below) => loadPolicy(all, below, { providers: builtinProviders }),
      files: documents,
    });
    const known = new Set(workspace.files.map((file) => file.key));
    for (const { file } of workspace.skipped) known.add(file);
    for (const { file } of workspace.errors) if (file !== null) known.add(file);
    return new LiveWorkspace(roots, policy.policies, [...errors, ...policy.errors], documents, index, filesFound, workspace, known);
  }

  get workspace(): Workspace {
    return this.opened;
  }

  /** Reads a file again whose content changed; null when it is none of the workspace. */
  async refresh(path: string, cache: Cache | null): Promise<FileKey | null> {
    const found = this.find(path);
    if (!found || !this.known.has(found.key)) return null;
    const { key, root } = found;
    const source = await readSource(root, found.path, key, this.documents, cache);
    if (source.words) this.index.set(key, source.words);
    else this.index.delete(key);
    const { files, skipped, errors } = this.opened;
    const before = filesByKey(files).get(key);
    const isQuiet = !source.skipped && !source.error && ![...skipped, ...errors].some(({ file }) => file === key);
    // What follows from the workspace as a whole follows still.
    if (before && source.file && sameFile(before, source.file) && isQuiet) return key;
    let next = files;
    if (before && source.file) next = files.map((file) => (file === before ? (source.file as SourceFile) : file));
    else if (before) next = files.filter((file) => file.key !== key);
    else if (source.file) next = this.inserted(source.file);
    this.opened = {
      ...this.opened,
      files: next,
      skipped: [...skipped.filter((skip) => skip.file !== key), ...(source.skipped ? [source.skipped] : [])],
      errors: [...errors.filter((error) => error.file !== key), ...(source.error ? [source.error] : [])],
    };
    return key;
  }

  /** Takes a file out that the engine must not read again, and says so. */
  leaveOut(path: string): FileKey | null {
    const key = this.find(path)?.key;
    if (key === undefined || !this.known.has(key)) return null;
    const error = {
      file: key,
      message: "The analysis of the file ended the engine, so the file was left out",
      remedy: "Change the file, exclude it in the policy, or report it",
    };
    const { files, errors } = this.opened;
    this.opened = {
      ...this.opened,
      files: files.filter((file) => file.key !== key),
      errors: [...errors.filter((one) => one.file !== key), error],
    };
    this.index.delete(key);
    return key;
  }

  keyOf(path: string): FileKey | null {
    return this.find(path)?.key ?? null;
  }

  pathOf(key: FileKey): string | null {
    const file = filesByKey(this.opened.files).get(key);
    const root = file && this.roots.find((one) => one.id === file.root);
    return root && file ? join(root.path, file.path) : null;
  }

  private find(path: string): { readonly key: FileKey; readonly root: Root; readonly path: string } | null {
    for (const root of this.roots) {
      if (!contains(root.path, path)) continue;
      const inRoot = relative(root.path, path).split(sep).join("/");
      return { key: this.roots.length > 1 ? `${root.id}:${inRoot}` : inRoot, root, path: inRoot };
    }
    return null;
  }

  /** Where discovery would have put it: root by root, in the order of paths. */
  private inserted(file: SourceFile): SourceFile[] {
    const rootOf = new Map(this.roots.map((root, number) => [root.id, number]));
    const orderOf = (one: SourceFile): number => rootOf.get(one.root) ?? 0;
    return [...this.opened.files, file].sort(
      (left, right) => orderOf(left) - orderOf(right) || (left.path < right.path ? -1 : left.path > right.path ? 1 : 0),
    );
  }
}
