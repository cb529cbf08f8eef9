/**
 * Go packages: folders of the modules that `go.mod` files of the workspace name. A package is many files; the one that
 * declares a name is found by the name index, so that nothing else of the package is read.
 */
import type { FileKey, NameIndex, SourceFile, Workspace } from "../host.js";
import type { LanguageModules, ModuleTarget } from "./modules.js";
import { joinPath, parentPath } from "./paths.js";

interface GoModule {
  readonly name: string;
  readonly root: string;
  readonly folder: string;
}

export function createGoResolver(workspace: Workspace, index: NameIndex): LanguageModules {
  const packages = new Map<string, Map<FileKey, SourceFile>>();
  for (const file of workspace.files) {
    if (file.language !== "go") continue;
    const folder = folderKey(file.root, parentPath(file.path));
    const files = packages.get(folder) ?? new Map<FileKey, SourceFile>();
    packages.set(folder, files);
    files.set(file.key, file);
  }
  const modules = modulesOf(workspace);
  const known = new Map<string, readonly SourceFile[]>();

  /** Files of a package that contain the word. Tests of a package are met by its tests only. */
  const filesOf = (folder: string, name: string, withTests: boolean): readonly SourceFile[] => {
    const id = `${withTests} ${folder} ${name}`;
    let found = known.get(id);
    if (!found) {
      const files = packages.get(folder);
      found = files
        ? index
            .filesWith(name)
            .flatMap((key) => files.get(key) ?? [])
            .filter((file) => withTests || !isTest(file))
        : [];
      known.set(id, found);
    }
    return found;
  };
  const owner = (root: string, path: string): GoModule | undefined =>
    modules.find((one) => one.root === root && (one.folder === "" || path.startsWith(`${one.folder}/`)));

  return {
    resolve: (from, specifier) => {
      const library: ModuleTarget = { kind: "library", name: withoutVersion(specifier) };
      for (const module of modules) {
        if (specifier !== module.name && !specifier.startsWith(`${module.name}/`)) continue;
        const path = joinPath(module.folder, specifier.slice(module.name.length + 1));
        if (!packages.has(folderKey(module.root, path))) continue;
        const target: ModuleTarget = { kind: "package", root: module.root, path };
        // Another module is a library to this one, also where its source lies beside it; an example is a program of its own.
        return owner(from.root, from.path) === module && from.scope !== "example" ? [target] : [target, library];
      }
      return [library];
    },
    member: () => [],
    declaring: (from, target, name) =>
      target.kind === "package" ? filesOf(folderKey(target.root, target.path), name, isTest(from)).map((file) => file.key) : [],
    ambient: (from, _facts, name) =>
      filesOf(folderKey(from.root, parentPath(from.path)), name, isTest(from))
        .filter((file) => file.key !== from.key)
        .map((file) => ({ kind: "file", key: file.key })),
    parts: (from, _facts, type) => filesOf(folderKey(from.root, parentPath(from.path)), type.name, isTest(from)).map((file) => file.key),
  };
}

function folderKey(root: string, path: string): string {
  return `${root}:${path}`;
}

function isTest(file: SourceFile): boolean {
  return file.path.endsWith("_test.go");
}

/** Modules of the workspace, those with the longest names and paths first: an inner one hides a part of an outer one. */
function modulesOf(workspace: Workspace): readonly GoModule[] {
  const found: GoModule[] = [];
  for (const { root, path, text } of workspace.configuration) {
    if (path !== "go.mod" && !path.endsWith("/go.mod")) continue;
    const name = /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1];
    if (name !== undefined) found.push({ name, root, folder: parentPath(path) });
  }
  return found.sort((a, b) => b.folder.length - a.folder.length || b.name.length - a.name.length || compare(a.name, b.name));
}

/** Knowledge names a module once for all its major versions: `github.com/x/y/v2/z` and `gopkg.in/y.v3`. */
export function withoutVersion(specifier: string): string {
  return specifier.replace(/\/v\d+(?=\/|$)/, "").replace(/\.v\d+$/, "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
