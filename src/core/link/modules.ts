/** What an import specifier means: a file of the workspace, or a library. Nothing is parsed and nothing is read here. */
import type { FileKey, SourceFile, Workspace } from "../host.js";
import { createEcmascriptResolver } from "./ecmascriptModules.js";
import { createPythonResolver } from "./pythonModules.js";

export type ModuleTarget =
  /** A file of the workspace. */
  | { readonly kind: "file"; readonly key: FileKey }
  /** A Python package without `__init__`, or whose members may be its modules: name below which modules are found. */
  | { readonly kind: "folder"; readonly root: string; readonly path: string }
  /** Not in the workspace. `name` is the specifier with relative parts resolved. */
  | { readonly kind: "library"; readonly name: string };

export interface LanguageModules {
  /** Everything the specifier may mean from this file: usually one target. */
  resolve(from: SourceFile, specifier: string): readonly ModuleTarget[];
  /** Module below a target: `package.member` as a module of its own (Python). */
  member(target: ModuleTarget, name: string): readonly ModuleTarget[];
}

export interface ModuleResolver {
  resolve(from: SourceFile, specifier: string): readonly ModuleTarget[];
  member(from: SourceFile, target: ModuleTarget, name: string): readonly ModuleTarget[];
}

export function createModuleResolver(workspace: Workspace): ModuleResolver {
  const python = createPythonResolver(workspace);
  const ecmascript = createEcmascriptResolver(workspace);
  const of = (file: SourceFile): LanguageModules => (file.language === "python" ? python : ecmascript);
  return {
    resolve: (from, specifier) => of(from).resolve(from, specifier),
    member: (from, target, name) => of(from).member(target, name),
  };
}
