/** Published packages behind module specifiers: which majors there are, and a folder in which one version is installed. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "parapet-knowledge");
/** Majors that are looked at, newest first. Below 1.0 each minor may break, and only the newest is looked at. */
const MAJORS = 5;

/** Package of a specifier as imports write it; null for what Node has itself, other registries and patterns that name no package. */
export function packageOf(specifier: string): string | null {
  if (/^(?:node|npm|jsr|bun|astro|https?):|^\$/.test(specifier) || builtinModules.includes(specifier)) return null;
  // The editor has its module itself; what is published are its declarations.
  if (specifier === "vscode") return "@types/vscode";
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] as string);
  return name === "" || name.endsWith("/") || name.startsWith("@/") ? null : name;
}

/** Newest version of each of the last majors, newest first; [] when the package is not published. */
export async function versionsOf(name: string): Promise<readonly string[]> {
  let listed: unknown;
  try {
    listed = JSON.parse((await run("npm", ["view", name, "versions", "--json"], { maxBuffer: 1 << 26 })).stdout);
  } catch {
    return [];
  }
  const newest = new Map<number, { readonly version: string; readonly order: readonly number[] }>();
  for (const version of [listed].flat()) {
    const order = typeof version === "string" ? /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number) : undefined;
    if (!order) continue;
    const major = order[0] as number;
    const known = newest.get(major);
    if (!known || compare(order, known.order) > 0) newest.set(major, { version: version as string, order });
  }
  return [...newest.values()]
    .sort((left, right) => compare(right.order, left.order))
    .slice(0, MAJORS)
    .map(({ version }) => version);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return (left[at] as number) - (right[at] as number);
  return 0;
}

/** Folder whose `node_modules` has the version and what it needs; no script of any package is run. null when it cannot be installed. */
export async function installed(name: string, version: string): Promise<string | null> {
  const folder = join(CACHE, `${name.replace("/", "+")}@${version}`);
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, "package.json"), JSON.stringify({ private: true, type: "module" }));
  try {
    const packages = [`${name}@${version}`, "@types/node@20"];
    await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", ...packages], {
      cwd: fresh,
      maxBuffer: 1 << 26,
    });
  } catch {
    rmSync(fresh, { recursive: true, force: true });
    return null;
  }
  renameSync(fresh, folder);
  return folder;
}
