/** What an import specifier means: a file of the workspace, or a library. Nothing is parsed and nothing is read here. */
import type { ClassFacts, FileFacts, LanguageId } from "../facts/fileFacts.js";
import type { FileKey, NameIndex, SourceFile, Workspace } from "../host.js";
import { onceFor } from "../onceFor.js";
import { createCsharpResolver } from "./csharpModules.js";
import { createEcmascriptResolver } from "./ecmascriptModules.js";
import { createGoResolver } from "./goModules.js";
import { createJavaResolver } from "./javaModules.js";
import { createPythonResolver } from "./pythonModules.js";

export type ModuleTarget =
  /** A file of the workspace. */
  | { readonly kind: "file"; readonly key: FileKey }
  /** A Python package without `__init__`, or whose members may be its modules: name below which modules are found. */
  | { readonly kind: "folder"; readonly root: string; readonly path: string }
  /** A Go package: many files, of which those that declare a name are asked for by that name ({@link LanguageModules.declaring}). */
  | { readonly kind: "package"; readonly root: string; readonly path: string }
  /** One of several namespaces: its names are declared in any files of the workspace, or by libraries. */
  | { readonly kind: "namespace"; readonly names: readonly string[] }
  /** Not in the workspace. `name` is the specifier with relative parts resolved. */
  | { readonly kind: "library"; readonly name: string };

/** The same text for the same target. */
export function keyOfTarget(target: ModuleTarget): string {
  switch (target.kind) {
    case "file":
      return `file ${target.key}`;
    case "library":
      return `library ${target.name}`;
    default:
      return JSON.stringify(target);
  }
}

export interface LanguageModules {
  /**
   * Everything the specifier may mean from this file: usually one target.
   * @param name what is asked of it: a package is many files, and by that name one of them is found.
   */
  resolve(from: SourceFile, specifier: string, name?: string): readonly ModuleTarget[];
  /** Module below a target: `package.member` as a module of its own (Python). */
  member(target: ModuleTarget, name: string): readonly ModuleTarget[];
  /** Files that may declare a name of a package. */
  declaring?(from: SourceFile, target: ModuleTarget, name: string): readonly FileKey[];
  /** What may declare a name that a file neither declares nor imports by name: its own package, namespaces in scope. */
  ambient?(from: SourceFile, facts: FileFacts, name: string): readonly ModuleTarget[];
  /** True when the specifier names nothing of the workspace; when absent, that is what {@link resolve} says. */
  isLibrary?(specifier: string): boolean;
  /** Files that may hold other parts of a type ({@link ClassFacts.part}), the file itself perhaps among them. */
  parts?(from: SourceFile, facts: FileFacts, type: ClassFacts): readonly FileKey[];
}

export interface ModuleResolver {
  resolve(from: SourceFile, specifier: string, name?: string): readonly ModuleTarget[];
  member(from: SourceFile, target: ModuleTarget, name: string): readonly ModuleTarget[];
  /** Files that may declare a name of a module: the module itself, or some files of a package. */
  declaring(from: SourceFile, target: ModuleTarget, name: string): readonly FileKey[];
  ambient(from: SourceFile, facts: FileFacts, name: string): readonly ModuleTarget[];
  parts(from: SourceFile, facts: FileFacts, type: ClassFacts): readonly FileKey[];
  /** True when the specifier names nothing of the workspace. */
  isLibrary(from: SourceFile, specifier: string, name?: string): boolean;
}

/** Those that depend on the workspace alone serve every analysis of it: an edit inside of files leaves it the same. */
const ecmascriptIn = onceFor(createEcmascriptResolver);
const pythonIn = onceFor(createPythonResolver);
const javaIn = onceFor(createJavaResolver);

/** @param factsOf facts of a file that is lowered; another one is asked for. */
export function createModuleResolver(workspace: Workspace, index: NameIndex, factsOf: (key: FileKey) => FileFacts | null): ModuleResolver {
  const ecmascript = (): LanguageModules => ecmascriptIn(workspace);
  const create: Readonly<Record<LanguageId, () => LanguageModules>> = {
    typescript: ecmascript,
    javascript: ecmascript,
    python: () => pythonIn(workspace),
    java: () => javaIn(workspace),
    csharp: () => createCsharpResolver(workspace, index, factsOf),
    go: () => createGoResolver(workspace, index),
  };
  // Each looks at every file of the workspace when it is made, so it is made when a file of its language is first asked about.
  const made = new Map<() => LanguageModules, LanguageModules>();
  const of = ({ language }: SourceFile): LanguageModules => {
    let modules = made.get(create[language]);
    if (!modules) {
      modules = create[language]();
      made.set(create[language], modules);
    }
    return modules;
  };
  // Asked for the same import again and again; the answer depends on the workspace alone.
  const resolved = new Map<SourceFile, Map<string, readonly ModuleTarget[]>>();
  const resolve = (from: SourceFile, specifier: string, name?: string): readonly ModuleTarget[] => {
    let known = resolved.get(from);
    if (!known) {
      known = new Map();
      resolved.set(from, known);
    }
    const key = name === undefined ? specifier : `${specifier}\0${name}`;
    let targets = known.get(key);
    if (!targets) {
      targets = of(from).resolve(from, specifier, name);
      known.set(key, targets);
    }
    return targets;
  };
  return {
    resolve,
    member: (from, target, name) => of(from).member(target, name),
    declaring: (from, target, name) => (target.kind === "file" ? [target.key] : (of(from).declaring?.(from, target, name) ?? [])),
    ambient: (from, facts, name) => of(from).ambient?.(from, facts, name) ?? [],
    isLibrary: (from, specifier, name) => {
      const language = of(from);
      if (language.isLibrary) return language.isLibrary(specifier);
      const targets = resolve(from, specifier, name);
      return targets.length > 0 && targets.every((target) => target.kind === "library");
    },
    parts: (from, facts, type) => of(from).parts?.(from, facts, type) ?? [],
  };
}
