/** Which folders a scan works on: the paths somebody named, made absolute, without repeats, each with an id. */
import { basename, dirname, relative, resolve, sep } from "node:path";
import type { ScanError } from "../core/report/scanResult.js";
import type { FileSystem } from "./fileSystem.js";
import { foldersOfWorkspace, isWorkspaceFile } from "./workspaceFile.js";

export interface Root {
  /** Base name of the folder, made unique. */
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** Files named one by one, relative with `/`; null: the whole folder. They are read even when ignored. */
  readonly only: readonly string[] | null;
  /** The editor's workspace file that names the folder; its settings hold for the root. */
  readonly workspaceFile: string | null;
}

/** A `.code-workspace` file stands for its folders. `workspaceFile`: the one that the folders were opened with. */
export async function findRoots(
  paths: readonly string[],
  files: FileSystem,
  workspaceFile: string | null = null,
): Promise<{ readonly roots: readonly Root[]; readonly errors: readonly ScanError[] }> {
  const errors: ScanError[] = [];
  /** With the workspace file that each came from. */
  const folders = new Map<string, string | null>();
  const single = new Map<string, Set<string>>();
  for (const path of paths) {
    const absolute = resolve(path);
    try {
      if ((await files.stat(absolute)).isDirectory()) {
        folders.set(absolute, workspaceFile);
      } else if (isWorkspaceFile(absolute)) {
        const held = await foldersOfWorkspace(absolute, files);
        errors.push(...held.errors);
        for (const folder of held.folders) {
          if (await isFolder(folder, files)) folders.set(folder, absolute);
          else
            errors.push({
              file: folder,
              message: `A folder of ${path} does not exist or cannot be read`,
              remedy: "Correct the workspace file",
            });
        }
      } else {
        const folder = dirname(absolute);
        single.set(folder, (single.get(folder) ?? new Set()).add(basename(absolute)));
      }
    } catch {
      errors.push({ file: path, message: "The path does not exist or cannot be read", remedy: "Name an existing folder or file" });
    }
  }
  const inside = (path: string): boolean => [...folders.keys()].some((folder) => folder !== path && contains(folder, path));
  const found: Omit<Root, "id">[] = [];
  for (const [path, named] of [...folders].sort(([left], [right]) => (left < right ? -1 : 1)))
    if (!inside(path)) found.push({ path, only: null, workspaceFile: named });
  for (const [path, names] of [...single].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!folders.has(path) && !inside(path)) found.push({ path, only: [...names].sort(), workspaceFile: null });
  }
  const used = new Set<string>();
  const roots = found.map((root): Root => {
    const name = basename(root.path) || "root";
    let id = name;
    for (let number = 2; used.has(id); number++) id = `${name}-${number}`;
    used.add(id);
    return { id, ...root };
  });
  return { roots, errors };
}

async function isFolder(path: string, files: FileSystem): Promise<boolean> {
  return files.stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** True when `path` is `folder` or lies in it. Both absolute. */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path);
}
