/**
 * Checks across files: ids are unique, distinctive paths are, and every `type(X)` is a type of the same language that something else gives.
 */
import { parseValuePath } from "../../src/core/knowledge/paths.js";
import type { KnowledgeLanguage } from "../../src/core/knowledge/schema.js";
import { type At, forEachPath } from "./checkPaths.js";
import type { DataProblem } from "./compile.js";
import type { DataFile } from "./dataFile.js";

const SECTIONS_WITH_IDS = [
  "calls",
  "setups",
  "packages",
  "handlers",
  "http",
  "sources",
  "sanitizers",
  "audit",
  "outputSinks",
  "summaries",
  "dataTypes",
  "markers",
] as const;

export function checkNames(files: readonly DataFile[], problems: DataProblem[]): void {
  checkIds(files, problems);
  checkDistinctive(files, problems);
  const types = typesOf(files, problems);
  for (const file of files) checkReferences(file, types, problems);
  checkMarkers(files, problems);
}

/** What a marker says a field holds is a data type of the knowledge base. */
function checkMarkers(files: readonly DataFile[], problems: DataProblem[]): void {
  const known = new Set(files.flatMap((file) => (file.content.dataTypes ?? []).map(({ id }) => id)));
  for (const file of files) {
    for (const [index, row] of (file.content.markers ?? []).entries()) {
      for (const [item, type] of (row.types ?? []).entries()) {
        if (known.has(type)) continue;
        const line = file.lineOf(["markers", index, "types", item]);
        problems.push({ file: file.path, line, message: `${JSON.stringify(type)} is no data type of any file` });
      }
    }
  }
}

function checkIds(files: readonly DataFile[], problems: DataProblem[]): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    for (const section of SECTIONS_WITH_IDS) {
      for (const [index, { id }] of (file.content[section] ?? []).entries()) {
        once(seen, `id ${id}`, file, [section, index, "id"], problems);
      }
    }
    const provider = file.content.provider;
    if (provider !== undefined) once(seen, `provider ${provider}`, file, ["provider"], problems);
  }
}

/** A member path that two providers claim gives neither of them away. */
function checkDistinctive(files: readonly DataFile[], problems: DataProblem[]): void {
  const claims = new Map<string, DataFile>();
  for (const file of files) {
    for (const [index, row] of (file.content.calls ?? []).entries()) {
      for (const [item, chain] of (row.distinctive ?? []).entries()) {
        const claim = `${row.language} ${chain}`;
        const first = claims.get(claim) ?? file;
        claims.set(claim, first);
        if (first === file) continue;
        const line = file.lineOf(["calls", index, "distinctive", item]);
        problems.push({ file: file.path, line, message: `${JSON.stringify(chain)} is not distinctive: ${first.path} claims it as well` });
      }
    }
  }
}

function typesOf(files: readonly DataFile[], problems: DataProblem[]): Map<string, KnowledgeLanguage> {
  const seen = new Map<string, string>();
  const types = new Map<string, KnowledgeLanguage>();
  for (const file of files) {
    for (const [index, row] of (file.content.types ?? []).entries()) {
      const at = ["types", index, "type"];
      once(seen, `type ${row.type}`, file, at, problems);
      types.set(row.type, row.language);
      if (row.from.every((path) => path.startsWith(`type(${row.type})`))) {
        problems.push({
          file: file.path,
          line: file.lineOf(at),
          message: `type ${row.type} only comes from itself; add where the first one comes from`,
        });
      }
    }
  }
  return types;
}

function once(seen: Map<string, string>, name: string, file: DataFile, at: At, problems: DataProblem[]): void {
  const line = file.lineOf(at);
  const first = seen.get(name);
  if (first !== undefined)
    problems.push({ file: file.path, line, message: `${name} is already at ${first}; names are unique in all files` });
  else seen.set(name, `${file.path}:${line}`);
}

function checkReferences(file: DataFile, types: ReadonlyMap<string, KnowledgeLanguage>, problems: DataProblem[]): void {
  forEachPath(file.content, (kind, text, language, at) => {
    if (kind !== "value") return;
    const name = typeNamed(text);
    if (name === null || types.get(name) === language) return;
    const problem = types.has(name) ? `is a type of another language than this row's` : "is not defined under `types` in any file";
    problems.push({ file: file.path, line: file.lineOf(at), message: `${JSON.stringify(text)}: ${name} ${problem}` });
  });
}

/** Paths that do not parse are reported elsewhere. */
function typeNamed(text: string): string | null {
  try {
    const { root } = parseValuePath(text);
    return root.kind === "type" ? root.name : null;
  } catch {
    return null;
  }
}
