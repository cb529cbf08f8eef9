/**
 * Java packages: by convention a file's folder ends with its package, and a class stands in a file of its own name. So
 * what an import means is known without parsing anything. Everything else is a library's.
 */
import type { SourceFile, Workspace } from "../host.js";
import type { LanguageModules, ModuleTarget } from "./modules.js";
import { parentPath } from "./paths.js";

/** What every file sees without an import, when its own package has nothing of that name. */
const ALWAYS: ModuleTarget = { kind: "library", name: "java.lang" };

export function createJavaResolver(workspace: Workspace): LanguageModules {
  /** Files by the name of the class that they are named after. */
  const byClass = new Map<string, SourceFile[]>();
  for (const file of workspace.files) {
    if (file.language !== "java") continue;
    const name = file.path.slice(file.path.lastIndexOf("/") + 1).replace(/\.java$/i, "");
    const known = byClass.get(name);
    if (known) known.push(file);
    else byClass.set(name, [file]);
  }

  /** The file that declares a class of a package; of several modules that do, the one nearest to the file that asks. */
  const declaring = (from: SourceFile, packageName: string, name: string): ModuleTarget | null => {
    const folder = packageName.replaceAll(".", "/");
    let best: SourceFile | null = null;
    let bestShared = -1;
    for (const file of byClass.get(name) ?? []) {
      const own = parentPath(file.path);
      if (own !== folder && !own.endsWith(`/${folder}`) && folder !== "") continue;
      const shared = file.root === from.root ? sharedFolders(own, parentPath(from.path)) : -1;
      if (best === null || shared > bestShared || (shared === bestShared && file.path < best.path)) {
        best = file;
        bestShared = shared;
      }
    }
    return best ? { kind: "file", key: best.key } : null;
  };

  return {
    resolve: (from, specifier, name) => [
      (name === undefined ? null : declaring(from, specifier, name)) ?? { kind: "library", name: specifier },
    ],
    member: (target, name) => (target.kind === "library" ? [{ kind: "library", name: `${target.name}.${name}` }] : []),
    ambient: (from, facts, name) => [declaring(from, facts.packages[0] ?? "", name) ?? ALWAYS],
  };
}

/** How many folders two paths have in common from the root down. */
function sharedFolders(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}
