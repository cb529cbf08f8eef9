/** Every JavaScript model call of the knowledge base against the declarations of the SDK that it names. */
import { join } from "node:path";
import { readFileSync, readdirSync } from "node:fs";
import { parseValuePath } from "../../../src/core/knowledge/paths.js";
import { DATA_DIRECTORY } from "../compile.js";
import { type DataFile, readDataFile } from "../dataFile.js";
import { installed, packageOf, versionsOf } from "./packages.js";
import { Declarations } from "./walk.js";

/** A value path of the knowledge base, and where it stands. */
interface Entry {
  readonly id: string;
  readonly path: string;
  readonly place: string;
  /** Named in a row that nobody saw in a source: reported, and no failure. */
  readonly unverified: boolean;
  /** Where the row was seen: `npm:openai@3.3.0/dist/api.d.ts`. */
  readonly source: string;
}

/** 0 when every entry is declared in a version of a package that it names; 1 otherwise. @param only packages to look at, all when empty. */
export async function checkDeclarations(only: readonly string[]): Promise<number> {
  const files = readdirSync(DATA_DIRECTORY, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => readDataFile(name, readFileSync(join(DATA_DIRECTORY, name), "utf8"), []))
    .filter((file): file is DataFile => file !== null);
  const typePaths = new Map<string, readonly string[]>();
  for (const { content } of files)
    for (const row of content.types ?? []) if (row.language === "javascript") typePaths.set(row.type, row.from);
  const byPackage = new Map<string, Entry[]>();
  const unchecked: Entry[] = [];
  for (const entry of files.flatMap(entriesOf)) {
    const packages = [...specifiersOf(entry.path, typePaths)].map(packageOf).filter((name): name is string => name !== null);
    if (packages.length === 0) unchecked.push(entry);
    for (const name of new Set(packages)) {
      const entries = byPackage.get(name);
      if (entries) entries.push(entry);
      else byPackage.set(name, [entry]);
    }
  }
  const found = new Map<Entry, string[]>();
  const missed = new Map<Entry, string[]>();
  for (const [name, entries] of [...byPackage].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (only.length > 0 && !only.includes(name)) continue;
    const seen = entries.map(({ source }) => source).filter((source) => source.startsWith(`npm:${name}@`));
    const named = seen.map((source) => source.slice(`npm:${name}@`.length).split("/")[0] as string);
    const versions = [...new Set([...(await versionsOf(name)), ...named])];
    const parts: string[] = [];
    for (const version of versions) {
      const folder = await installed(name, version);
      if (!folder) {
        parts.push(`${version} cannot be installed`);
        continue;
      }
      const specifiers = new Set(
        entries.flatMap(({ path }) => [...specifiersOf(path, typePaths)]).filter((one) => packageOf(one) === name),
      );
      const declarations = new Declarations(folder, name, expanded(folder, name, [...specifiers]), typePaths);
      let declared = 0;
      for (const entry of entries) {
        const missing = declarations.missing(entry.path);
        if (missing === null) declared++;
        const list = missing === null ? found : missed;
        list.set(entry, [...(list.get(entry) ?? []), `${name}@${version}${missing === null ? "" : ` lacks ${missing}`}`]);
      }
      parts.push(`${version} ${declared}/${entries.length}`);
    }
    console.log(`${name.padEnd(36)} ${parts.length === 0 ? "not published" : parts.join("   ")}`);
  }
  const open = [...missed].filter(([entry]) => !found.has(entry));
  const failures = open.filter(([entry]) => !entry.unverified);
  for (const [entry, reasons] of open) {
    console.log(`${entry.unverified ? "unverified" : "MISSING"} ${entry.place} ${entry.id}: ${entry.path}\n    ${reasons.join("\n    ")}`);
  }
  for (const entry of only.length > 0 ? [] : unchecked) console.log(`not in a package  ${entry.place} ${entry.id}: ${entry.path}`);
  console.log(
    `\n${found.size} paths declared, ${failures.length} missing, ${open.length - failures.length} unverified and missing, ${unchecked.length} in no package`,
  );
  return failures.length === 0 ? 0 : 1;
}

function entriesOf(file: DataFile): Entry[] {
  return (file.content.calls ?? []).flatMap((row, index) =>
    row.language !== "javascript"
      ? []
      : row.callee.map((path, at) => ({
          id: row.id,
          path,
          place: `${file.path}:${file.lineOf(["calls", index, "callee", at])}`,
          unverified: row.unverified === true,
          source: row.source,
        })),
  );
}

/** Modules in which a path begins, through the types that it names. */
function specifiersOf(path: string, typePaths: ReadonlyMap<string, readonly string[]>, seen = new Set<string>()): Set<string> {
  const { root } = parseValuePath(path);
  if (root.kind === "module") return new Set(root.names.map(({ name, prefix }) => (prefix ? `${name}**` : name)));
  const found = new Set<string>();
  if (root.kind !== "type" || seen.has(root.name)) return found;
  seen.add(root.name);
  for (const from of typePaths.get(root.name) ?? []) for (const one of specifiersOf(from, typePaths, seen)) found.add(one);
  return found;
}

/** Specifiers to import: `langchain/llms/**` stands for what the package exports below it. */
function expanded(folder: string, name: string, specifiers: readonly string[]): string[] {
  const wanted = new Set(specifiers.filter((one) => !one.endsWith("**")));
  const prefixes = specifiers.filter((one) => one.endsWith("**")).map((one) => one.slice(0, -2));
  if (prefixes.length > 0) {
    const manifest = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")) as { exports?: unknown };
    const keys = typeof manifest.exports === "object" && manifest.exports !== null ? Object.keys(manifest.exports) : ["."];
    for (const key of keys) {
      if (!key.startsWith(".") || key.includes("*") || key.endsWith(".json")) continue;
      const specifier = `${name}${key.slice(1)}`;
      if (prefixes.some((prefix) => specifier.startsWith(prefix))) wanted.add(specifier);
    }
  }
  return [...wanted].sort();
}
