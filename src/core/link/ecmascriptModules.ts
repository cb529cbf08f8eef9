/** JavaScript and TypeScript imports: relative files, tsconfig paths and baseUrl, packages of the workspace. */
import type { FileKey, SourceFile, Workspace } from "../host.js";
import { parseJsonWithComments } from "../text/jsonWithComments.js";
import type { LanguageModules, ModuleTarget } from "./modules.js";
import { joinPath, parentPath } from "./paths.js";

const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".d.ts",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  "/index.ts",
  "/index.tsx",
  "/index.mts",
  "/index.js",
  "/index.jsx",
  "/index.mjs",
];

/** `prefix*suffix`, or the prefix alone when there is no suffix. */
interface PathMapping {
  readonly prefix: string;
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

interface Project {
  readonly root: string;
  readonly folder: string;
  readonly baseUrl: string | null;
  readonly paths: readonly PathMapping[];
}

interface WorkspacePackage {
  readonly root: string;
  readonly folder: string;
  readonly entries: readonly string[];
  /** What `exports` gives below the package's name. */
  readonly subpaths: readonly PathMapping[];
}

export function createEcmascriptResolver(workspace: Workspace): LanguageModules {
  const files = new Map<string, FileKey>();
  for (const file of workspace.files)
    if (file.language === "typescript" || file.language === "javascript") files.set(`${file.root}:${file.path}`, file.key);
  const projects = readProjects(workspace);
  const packages = readPackages(workspace);

  const at = (root: string, path: string): ModuleTarget[] => {
    for (const extension of EXTENSIONS) {
      const key = files.get(`${root}:${path}${extension}`);
      if (key !== undefined) return [{ kind: "file", key }];
    }
    // `./llm.js` written for a `./llm.ts` on disk.
    const written = /\.(m|c)?jsx?$/.exec(path);
    if (written) {
      const bare = path.slice(0, -written[0].length);
      for (const extension of [`.${written[1] ?? ""}ts`, ".tsx"]) {
        const key = files.get(`${root}:${bare}${extension}`);
        if (key !== undefined) return [{ kind: "file", key }];
      }
    }
    return [];
  };

  const resolve = (from: SourceFile, specifier: string): readonly ModuleTarget[] => {
    if (specifier.startsWith(".") || specifier.startsWith("/")) {
      const found = at(from.root, specifier.startsWith("/") ? joinPath("", specifier) : joinPath(parentPath(from.path), specifier));
      return found;
    }
    for (const project of projects) {
      if (project.root !== from.root || !inside(from.path, project.folder)) continue;
      for (const target of mapped(project.paths, specifier)) {
        const found = at(project.root, joinPath(project.folder, target));
        if (found.length > 0) return found;
      }
      if (project.baseUrl !== null) {
        const found = at(project.root, joinPath(project.baseUrl, specifier));
        if (found.length > 0) return found;
      }
    }
    const parts = specifier.split("/");
    const packageName = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] as string);
    const local = packages.get(packageName);
    if (local) {
      const rest = specifier.slice(packageName.length + 1);
      const candidates = rest === "" ? local.entries : [...mapped(local.subpaths, rest), rest, `src/${rest}`];
      for (const candidate of candidates) {
        const found = at(local.root, joinPath(local.folder, candidate));
        if (found.length > 0) return found;
      }
    }
    return [{ kind: "library", name: specifier.replace(/^(?:npm|jsr):(@?[^@]+)(?:@[^/]*)?/, "$1").replace(/^node:/, "") }];
  };

  return { resolve, member: () => [] };
}

function inside(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

/** tsconfig and jsconfig files, innermost folders first, with what they extend merged in. */
function readProjects(workspace: Workspace): Project[] {
  const texts = new Map(workspace.configuration.map((file) => [`${file.root}:${file.path}`, file]));
  type Options = { baseUrl?: string; paths?: Record<string, readonly string[]>; from: string };
  const optionsOf = (root: string, path: string, depth: number): Options | null => {
    const file = texts.get(`${root}:${path}`);
    const json = file && depth < 8 ? parseJsonWithComments(file.text) : null;
    if (!isRecord(json)) return null;
    const own = isRecord(json["compilerOptions"]) ? json["compilerOptions"] : {};
    const folder = parentPath(path);
    const bases = [json["extends"]].flat().filter((one): one is string => typeof one === "string" && one.startsWith("."));
    let merged: Options | null = null;
    for (const base of bases) {
      const target = joinPath(folder, base);
      merged = optionsOf(root, target, depth + 1) ?? optionsOf(root, `${target}.json`, depth + 1) ?? merged;
    }
    const paths = isRecord(own["paths"]) ? own["paths"] : null;
    const result: Options = { ...(merged ?? { from: folder }) };
    if (typeof own["baseUrl"] === "string") result.baseUrl = joinPath(folder, own["baseUrl"]);
    if (paths) {
      result.from = folder;
      result.paths = Object.fromEntries(
        Object.entries(paths).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [],
        ]),
      );
    }
    return result;
  };
  const projects: Project[] = [];
  for (const file of workspace.configuration) {
    if (!/(?:^|\/)(?:ts|js)config[^/]*\.json$/.test(file.path)) continue;
    const options = optionsOf(file.root, file.path, 0);
    if (!options || (!options.paths && options.baseUrl === undefined)) continue;
    const paths = Object.entries(options.paths ?? {}).map(([pattern, targets]) => {
      return mapping(
        pattern,
        targets.map((target) => joinPath(options.baseUrl ?? options.from, target)),
      );
    });
    // Targets are relative to the root already.
    projects.push({ root: file.root, folder: parentPath(file.path), baseUrl: options.baseUrl ?? null, paths });
  }
  return projects
    .map((project) => ({
      ...project,
      paths: project.paths.map((one) => ({ ...one, targets: one.targets.map((target) => relativeTo(project.folder, target)) })),
    }))
    .sort((a, b) => b.folder.length - a.folder.length);
}

function mapping(pattern: string, targets: readonly string[]): PathMapping {
  const star = pattern.indexOf("*");
  return star < 0
    ? { prefix: pattern, suffix: null, targets }
    : { prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), targets };
}

/** Targets of every mapping that a specifier fits, in order. */
function mapped(mappings: readonly PathMapping[], specifier: string): string[] {
  return mappings.flatMap(({ prefix, suffix, targets }) => {
    if (suffix === null) return specifier === prefix ? targets : [];
    if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix) || specifier.length < prefix.length + suffix.length) return [];
    const star = specifier.slice(prefix.length, specifier.length - suffix.length);
    return targets.map((target) => target.replace("*", star));
  });
}

/** Root-relative path as one relative to a folder, so that joining with the folder gives it back. */
function relativeTo(folder: string, path: string): string {
  if (folder === "") return path;
  return `${folder
    .split("/")
    .map(() => "..")
    .join("/")}/${path}`;
}

/** Packages of the workspace by name, with the places where their source may start. */
function readPackages(workspace: Workspace): Map<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const file of workspace.configuration) {
    if (!/(?:^|\/)package\.json$/.test(file.path)) continue;
    const json = parseJsonWithComments(file.text);
    if (!isRecord(json) || typeof json["name"] !== "string") continue;
    const exported = json["exports"];
    const entries = ["source", "types", "module", "main"].flatMap((key) => sources(json[key]));
    entries.push(...sources(isRecord(exported) && "." in exported ? exported["."] : exported));
    const subpaths = Object.entries(isRecord(exported) ? exported : {}).flatMap(([key, value]) =>
      key.startsWith("./") ? [mapping(key.slice(2), sources(value))] : [],
    );
    packages.set(json["name"], {
      root: file.root,
      folder: parentPath(file.path),
      entries: [...entries, "src/index", "src/main", "index", "src"],
      subpaths,
    });
  }
  return packages;
}

/** Every path written in an entry, conditions included, each with where its source may be: `dist/index.js` is most often built from `src/index`. */
function sources(value: unknown): string[] {
  if (isRecord(value)) return Object.values(value).flatMap(sources);
  if (typeof value !== "string") return [];
  return [value, value.replace(/^(\.\/)?(?:dist|lib|build|out)(?:\/(?:esm|cjs|src))?\//, "src/").replace(/(?:\.d)?\.[mc]?[jt]s$/, "")];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
