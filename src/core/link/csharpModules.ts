/**
 * C# namespaces: what a `using` means, and which namespaces are in scope where a file names something that it does not
 * declare. Nothing points from a namespace to its files, so the name index is asked for those that declare the name.
 */
import type { ClassFacts, FileFacts } from "../facts/fileFacts.js";
import { type FileKey, type NameIndex, type SourceFile, type Workspace, filesByKey } from "../host.js";
import type { LanguageModules, ModuleTarget } from "./modules.js";
import { parentPath } from "./paths.js";

/** Module of a `using` that holds for the whole project is written with this before it. */
export const GLOBAL_USING = "global::";

/** Namespaces that the SDK puts in scope by itself: the console's and, harmless where they are not, the web's. */
const IMPLICIT_USINGS = [
  "System",
  "System.IO",
  "System.Linq",
  "System.Collections.Generic",
  "System.Net.Http",
  "System.Threading",
  "System.Threading.Tasks",
  "System.Net.Http.Json",
  "Microsoft.AspNetCore.Builder",
  "Microsoft.AspNetCore.Hosting",
  "Microsoft.AspNetCore.Http",
  "Microsoft.AspNetCore.Routing",
  "Microsoft.Extensions.Configuration",
  "Microsoft.Extensions.DependencyInjection",
  "Microsoft.Extensions.Hosting",
  "Microsoft.Extensions.Logging",
];

/** `<Using Include="Azure.AI.OpenAI" />`; aliases and static ones name types. */
const PROJECT_USING = /<Using\s+Include\s*=\s*"([\w.]+)"/g;

export function createCsharpResolver(workspace: Workspace, index: NameIndex, factsOf: (key: FileKey) => FileFacts | null): LanguageModules {
  /** Folders with a project, and namespaces that project files put in scope, by root and folder. */
  const projects = new Set<string>();
  const usings = new Map<string, string[]>();
  for (const { root, path, text } of workspace.configuration) {
    if (!isProjectFile(path)) continue;
    const folder = `${root}:${parentPath(path)}`;
    if (path.endsWith(".csproj")) projects.add(folder);
    usings.set(folder, [...(usings.get(folder) ?? []), ...projectUsings(text)]);
  }
  const declaring = new Map<string, readonly FileKey[]>();
  /** Scopes of files; those that were made while files with global directives were still missing are made again. */
  const scopes = new WeakMap<FileFacts, { readonly scope: readonly ModuleTarget[]; readonly missing: number }>();
  const byKey = filesByKey(workspace.files);
  const isCsharp = (key: FileKey): boolean => byKey.get(key)?.language === "csharp";
  const projectOf = (file: SourceFile): string => {
    for (let folder = parentPath(file.path); ; folder = parentPath(folder)) {
      if (projects.has(`${file.root}:${folder}`) || folder === "") return `${file.root}:${folder}`;
    }
  };
  const fromProjectFiles = (file: SourceFile): string[] => {
    const found: string[] = [];
    for (let folder = parentPath(file.path); ; folder = parentPath(folder)) {
      found.push(...(usings.get(`${file.root}:${folder}`) ?? []));
      if (folder === "") return found;
    }
  };
  /** `global using` directives, wherever in the project they stand. */
  const fromDirectives = (file: SourceFile): { readonly names: string[]; readonly missing: number } => {
    const project = projectOf(file);
    const names: string[] = [];
    let missing = 0;
    for (const key of index.filesWith("using", "declared")) {
      const other = byKey.get(key);
      if (other?.language !== "csharp" || projectOf(other) !== project) continue;
      const facts = factsOf(key);
      if (!facts) missing++;
      for (const one of facts?.imports ?? [])
        if (one.name === "*" && one.module.startsWith(GLOBAL_USING)) names.push(one.module.slice(GLOBAL_USING.length));
    }
    return { names, missing };
  };
  const scopeOf = (from: SourceFile, facts: FileFacts): readonly ModuleTarget[] => {
    const known = scopes.get(facts);
    if (known?.missing === 0) return known.scope;
    const directives = fromDirectives(from);
    if (known && known.missing === directives.missing) return known.scope;
    const names = new Set<string>([""]);
    for (const one of facts.packages) for (let at = one; at !== ""; at = parentNamespace(at)) names.add(at);
    for (const one of facts.imports) if (one.name === "*") names.add(one.module.replace(GLOBAL_USING, ""));
    for (const one of [...fromProjectFiles(from), ...directives.names, ...IMPLICIT_USINGS]) names.add(one);
    const scope = [namespace([...names])];
    scopes.set(facts, { scope, missing: directives.missing });
    return scope;
  };
  const declaringFiles = (name: string): readonly FileKey[] => {
    let found = declaring.get(name);
    if (!found) {
      found = index.filesWith(name, "declared").filter(isCsharp);
      declaring.set(name, found);
    }
    return found;
  };

  return {
    resolve: (_from, specifier) => [namespace([specifier.startsWith(GLOBAL_USING) ? specifier.slice(GLOBAL_USING.length) : specifier])],
    member: (target, name) => (target.kind === "library" ? [{ kind: "library", name: `${target.name}.${name}` }] : []),
    declaring: (_from, target, name) => (target.kind === "namespace" ? declaringFiles(name) : []),
    ambient: (from, facts, name) => {
      // Type parameters.
      if (/^T(?:[A-Z][a-z]\w*)?$/.test(name) && declaringFiles(name).length === 0) return [];
      return scopeOf(from, facts);
    },
    isLibrary: (specifier) => declaringFiles(specifier.replace(GLOBAL_USING, "").split(".")[0] as string).length === 0,
    parts: (_from, _facts, type: ClassFacts) => declaringFiles(type.name),
  };
}

function namespace(names: readonly string[]): ModuleTarget {
  return { kind: "namespace", names };
}

function parentNamespace(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

export function isProjectFile(path: string): boolean {
  return /\.csproj$|(?:^|\/)Directory\.Build\.(?:props|targets)$/.test(path);
}

/** Namespaces that a project file puts in scope in all of its files. */
export function projectUsings(text: string): string[] {
  return [...text.matchAll(PROJECT_USING)].map((found) => found[1] as string);
}
