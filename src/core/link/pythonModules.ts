/** Python imports: relative ones by dots, absolute ones by every folder that may be on the path. */
import type { SourceFile, Workspace } from "../host.js";
import type { LanguageModules, ModuleTarget } from "./modules.js";
import { joinPath, parentPath } from "./paths.js";

export function createPythonResolver(workspace: Workspace): LanguageModules {
  const files = new Map<string, SourceFile>();
  const folders = new Set<string>();
  /** Folders that hold a top-level package or module: candidates for sys.path, by first name. */
  const topLevel = new Map<string, { readonly root: string; readonly folder: string }[]>();
  const packages = new Set<string>();
  for (const file of workspace.files) {
    if (file.language !== "python") continue;
    files.set(`${file.root}:${file.path}`, file);
    if (file.path.endsWith("/__init__.py")) packages.add(`${file.root}:${parentPath(file.path)}`);
    for (let folder = parentPath(file.path); folder !== "" && !folders.has(`${file.root}:${folder}`); folder = parentPath(folder))
      folders.add(`${file.root}:${folder}`);
    folders.add(`${file.root}:`);
  }
  const addTop = (root: string, folder: string, name: string): void => {
    const list = topLevel.get(name);
    if (!list) topLevel.set(name, [{ root, folder }]);
    else if (!list.some((one) => one.root === root && one.folder === folder)) list.push({ root, folder });
  };
  const seen = new Set<string>();
  for (const file of workspace.files) {
    if (file.language !== "python") continue;
    const inFolder = parentPath(file.path);
    const name = file.path.slice(inFolder === "" ? 0 : inFolder.length + 1).replace(/\.pyi?$/, "");
    if (name !== "__init__") addTop(file.root, inFolder, name);
    // Every folder may be a (namespace) package; one inside a package is reached through it. Those around a folder seen before were seen, too.
    for (let folder = inFolder; folder !== "" && !seen.has(`${file.root}:${folder}`); folder = parentPath(folder)) {
      seen.add(`${file.root}:${folder}`);
      const parent = parentPath(folder);
      if (!packages.has(`${file.root}:${parent}`)) addTop(file.root, parent, folder.slice(parent === "" ? 0 : parent.length + 1));
    }
  }

  /** Module at a path without extension: its file, its package's `__init__`, or its bare folder. */
  const at = (root: string, path: string): ModuleTarget[] => {
    const module = files.get(`${root}:${path}.py`);
    const init = files.get(`${root}:${path === "" ? "" : `${path}/`}__init__.py`);
    if (init) return [{ kind: "file", key: init.key }];
    if (module) return [{ kind: "file", key: module.key }];
    return folders.has(`${root}:${path}`) ? [{ kind: "folder", root, path }] : [];
  };
  const folderOf = (target: ModuleTarget): { root: string; path: string } | null => {
    if (target.kind === "folder") return target;
    if (target.kind !== "file") return null;
    const file = byKey.get(target.key);
    return file?.path.endsWith("__init__.py") ? { root: file.root, path: parentPath(file.path) } : null;
  };
  const byKey = new Map(workspace.files.map((file) => [file.key, file]));

  const resolve = (from: SourceFile, specifier: string): readonly ModuleTarget[] => {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const names = specifier.slice(dots).split(".").filter(Boolean);
    if (dots > 0) {
      let folder = parentPath(from.path);
      for (let up = 1; up < dots; up++) folder = parentPath(folder);
      return at(from.root, joinPath(folder, names.join("/")));
    }
    const candidates = topLevel.get(names[0] ?? "") ?? [];
    const found: { target: ModuleTarget; distance: number }[] = [];
    for (const { root, folder } of candidates) {
      for (const target of at(root, joinPath(folder, names.join("/")))) {
        // `import streamlit` in a file of that name means the library.
        if (target.kind !== "file" || target.key !== from.key) found.push({ target, distance: distance(from, root, folder) });
      }
    }
    const real = found.filter((one) => one.target.kind === "file");
    const best = (real.length > 0 ? real : found).sort((a, b) => a.distance - b.distance)[0];
    // A bare folder that only happens to be named like a library (`openai/`) is no package.
    if (best && (best.target.kind === "file" || names.length > 1 || best.distance === 0)) return [best.target];
    return [{ kind: "library", name: specifier }];
  };

  return {
    resolve,
    member: (target, name) => {
      const folder = folderOf(target);
      if (folder) return at(folder.root, joinPath(folder.path, name));
      return target.kind === "library" ? [{ kind: "library", name: `${target.name}.${name}` }] : [];
    },
  };
}

/** Steps up from the importing file to a folder on the path; a folder that is no ancestor is far. */
function distance(from: SourceFile, root: string, folder: string): number {
  if (from.root !== root) return 1000;
  const own = parentPath(from.path);
  if (own === folder) return 0;
  if (folder === "" || own.startsWith(`${folder}/`)) return own.slice(folder.length).split("/").filter(Boolean).length;
  return 100 + folder.split("/").length;
}
