/**
 * Which files belong to a root: walks its folders by their names alone, nothing is read but ignore files.
 *
 * Symbolic links are not walked: a target inside the root is found under its own name (or was left out under it), a
 * target outside is not the root's. That also cuts loops.
 */
import type { Dirent } from "node:fs";
import { join } from "node:path";
import { isSource } from "../core/documents/document.js";
import { unreadLanguageOf } from "../core/files/unreadLanguages.js";
import type { ScanError, SkippedFile } from "../core/report/scanResult.js";
import { isConfigurationFile } from "../core/files/configurationFiles.js";
import { builtinExclude, VIRTUAL_ENVIRONMENT } from "./builtinExcludes.js";
import { type FileSystem, inParallel, readProblem } from "./fileSystem.js";
import { type IgnoreRules, isIgnored, rulesAbove, withRulesOf } from "./gitignore.js";
import type { Globs } from "./globs.js";
import { POLICY_FILE } from "./policyFiles.js";
import { contains, type Root } from "./roots.js";

/** Folders read at the same time. */
const PARALLEL = 16;

export interface Discovered {
  /** Paths relative to the root with `/`, in the order of their names, folder by folder. */
  readonly sources: readonly string[];
  readonly configuration: readonly string[];
  /** Code in languages that no module reads. */
  readonly unread: readonly string[];
  /** Folders below the root with a policy of their own. */
  readonly policies: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly errors: readonly ScanError[];
}

export async function discover(root: Root, exclude: Globs, files: FileSystem): Promise<Discovered> {
  const found: Found = { sources: [], configuration: [], unread: [], policies: [], skipped: [], errors: [] };
  const realRoot = await files.realPath(root.path).catch(() => root.path);
  const walk = new Walk(root.path, realRoot, root.only === null ? exclude : null, files, found);
  let folders: Folder[] = [{ path: "", rules: root.only === null ? await rulesAbove(root.path, files) : null }];
  if (root.only) {
    for (const name of root.only) {
      if (isSource(name)) walk.file(name);
      else found.skipped.push({ file: name, reason: "no language module reads it" });
    }
    const entries = await files.readFolder(root.path).catch(() => [] as Dirent[]);
    for (const entry of entries) if (entry.isFile() && isConfigurationFile(entry.name)) found.configuration.push(entry.name);
    folders = [];
  }
  while (folders.length > 0) folders = (await inParallel(folders, PARALLEL, (folder) => walk.folder(folder))).flat();
  return {
    sources: found.sources.sort(),
    configuration: found.configuration.sort(),
    unread: found.unread.sort(),
    policies: found.policies.sort(),
    skipped: found.skipped.sort((left, right) => (left.file < right.file ? -1 : 1)),
    errors: found.errors.sort((left, right) => ((left.file ?? "") < (right.file ?? "") ? -1 : 1)),
  };
}

/** What is left when folders with policies of their own exclude something. */
export function without(found: Discovered, isExcluded: (path: string) => boolean): Discovered {
  const stays = (path: string): boolean => !isExcluded(path);
  const gone = found.sources.filter(isExcluded).map((file): SkippedFile => ({ file, reason: EXCLUDED }));
  return {
    ...found,
    sources: found.sources.filter(stays),
    configuration: found.configuration.filter(stays),
    unread: found.unread.filter(stays),
    skipped: [...found.skipped, ...gone].sort((left, right) => (left.file < right.file ? -1 : 1)),
  };
}

interface Found {
  readonly sources: string[];
  readonly configuration: string[];
  readonly unread: string[];
  readonly policies: string[];
  readonly skipped: SkippedFile[];
  readonly errors: ScanError[];
}

interface Folder {
  /** Relative to the root, "" for the root. */
  readonly path: string;
  readonly rules: IgnoreRules | null;
}

class Walk {
  constructor(
    private readonly root: string,
    private readonly realRoot: string,
    private readonly exclude: Globs | null,
    private readonly files: FileSystem,
    private readonly found: Found,
  ) {}

  /** Notes what lies in the folder and returns the folders below it. */
  async folder({ path, rules: rulesOfParent }: Folder): Promise<Folder[]> {
    const absolute = join(this.root, path);
    let entries: Dirent[];
    try {
      entries = await this.files.readFolder(absolute);
    } catch (error) {
      this.found.errors.push(readProblem(path === "" ? "." : path, error));
      return [];
    }
    if (path !== "" && entries.some((entry) => entry.name === VIRTUAL_ENVIRONMENT)) return [];
    const hasRules = entries.some((entry) => entry.name === ".gitignore");
    const rules = hasRules ? await withRulesOf(absolute, rulesOfParent, this.files) : rulesOfParent;
    const below: Folder[] = [];
    for (const entry of entries) {
      const inRoot = path === "" ? entry.name : `${path}/${entry.name}`;
      const folder = entry.isDirectory();
      const builtin = folder ? builtinExclude(entry.name) : null;
      // Most files are none that anybody reads: whether they are ignored as well is not asked.
      if (entry.isFile() && !isWanted(inRoot)) continue;
      if (builtin === "silent" || isIgnored(rules, join(absolute, entry.name), folder)) continue;
      if (builtin === "declared") this.found.skipped.push({ file: `${inRoot}/`, reason: "code of other people" });
      else if (entry.isSymbolicLink()) await this.link(inRoot);
      else if (folder && this.exclude?.matches(inRoot)) this.found.skipped.push({ file: `${inRoot}/`, reason: EXCLUDED });
      else if (folder) below.push({ path: inRoot, rules });
      else if (entry.isFile()) this.file(inRoot);
    }
    return below;
  }

  file(path: string): void {
    if (path.endsWith(`/${POLICY_FILE}`)) this.found.policies.push(path.slice(0, -POLICY_FILE.length - 1));
    const source = isSource(path);
    const configuration = isConfigurationFile(path);
    const unread = unreadLanguageOf(path) !== null;
    if (!source && !configuration && !unread) return;
    if (this.exclude?.matches(path)) {
      if (source) this.found.skipped.push({ file: path, reason: EXCLUDED });
      return;
    }
    if (source) this.found.sources.push(path);
    if (configuration) this.found.configuration.push(path);
    if (unread) this.found.unread.push(path);
  }

  /** A link adds no file; one that leads out of the root to something readable is declared. */
  private async link(path: string): Promise<void> {
    const target = await this.files.realPath(join(this.root, path)).catch(() => null);
    if (target === null) {
      if (isSource(path)) this.found.skipped.push({ file: path, reason: "symbolic link that leads nowhere" });
    } else if (!contains(this.realRoot, target) && (isSource(path) || (await this.isFolder(target)))) {
      this.found.skipped.push({ file: path, reason: "symbolic link that leads out of the root" });
    }
  }

  private async isFolder(path: string): Promise<boolean> {
    return this.files.stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
  }
}

/** True for a file that a scan reads or takes note of, when it is not left out. */
function isWanted(path: string): boolean {
  return isSource(path) || isConfigurationFile(path) || unreadLanguageOf(path) !== null || path.endsWith(`/${POLICY_FILE}`);
}

const EXCLUDED = "excluded by the policy";
