/** The `.gitignore` files that hold at a folder, from the top of the repository down, deepest first decided. */
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Ignore } from "ignore";
import type { FileSystem } from "./fileSystem.js";
import { compileGitignore } from "./globs.js";

export interface IgnoreRules {
  readonly parent: IgnoreRules | null;
  /** Absolute path of the folder that the rules are relative to. */
  readonly folder: string;
  readonly rules: Ignore;
}

const LARGEST = 256 * 1024;

/** Rules of the folder itself on top of those of its parents. */
export async function withRulesOf(
  folder: string,
  parent: IgnoreRules | null,
  files: FileSystem,
  name = ".gitignore",
): Promise<IgnoreRules | null> {
  try {
    const bytes = await files.readFile(join(folder, name));
    if (bytes.length > LARGEST) return parent;
    return { parent, folder, rules: compileGitignore(Buffer.from(bytes).toString("utf8")) };
  } catch {
    return parent;
  }
}

/** Rules that hold at a root before its own: those of the repository around it. */
export async function rulesAbove(root: string, files: FileSystem): Promise<IgnoreRules | null> {
  const top = await repositoryTop(root, files);
  if (!top) return null;
  let rules = await withRulesOf(top, null, files, join(".git", "info", "exclude"));
  if (top === root) return rules;
  let at = top;
  rules = await withRulesOf(at, rules, files);
  for (const part of relative(top, root).split(sep).slice(0, -1)) {
    at = join(at, part);
    rules = await withRulesOf(at, rules, files);
  }
  // Somebody who names an ignored folder wants it read.
  return isIgnored(rules, root, true) ? null : rules;
}

export function isIgnored(rules: IgnoreRules | null, path: string, folder: boolean): boolean {
  for (let at = rules; at; at = at.parent) {
    const { ignored, unignored } = at.rules.test(relative(at.folder, path).split(sep).join("/") + (folder ? "/" : ""));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** The folder at or above `start` that holds `.git`, null outside of any repository. */
export async function repositoryTop(start: string, files: FileSystem): Promise<string | null> {
  for (let at = resolve(start); ; at = dirname(at)) {
    try {
      await files.stat(join(at, ".git"));
      return at;
    } catch {
      if (dirname(at) === at) return null;
    }
  }
}
