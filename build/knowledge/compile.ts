/**
 * Makes one bundle of all knowledge data files, or says everything that is wrong with them, with file and line.
 * Called by the build and by tests; nothing of it ships.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { KnowledgeBundle, KnowledgeFile } from "../../src/core/knowledge/schema.js";
import { type DataFile, readDataFile } from "./dataFile.js";
import { checkPaths } from "./checkPaths.js";
import { checkPatterns } from "./checkPatterns.js";
import { checkNames } from "./checkNames.js";

/** Folder of the data files. */
export const DATA_DIRECTORY = fileURLToPath(new URL("../../src/core/knowledge/data", import.meta.url));

export interface DataProblem {
  /** Relative to the data folder, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export class KnowledgeError extends Error {
  constructor(readonly problems: readonly DataProblem[]) {
    super(`Knowledge data files are wrong:\n${problems.map(({ file, line, message }) => `  ${file}:${line}: ${message}`).join("\n")}`);
    this.name = "KnowledgeError";
  }
}

export function compileKnowledge(directory: string = DATA_DIRECTORY): KnowledgeBundle {
  const texts = dataFilesIn(directory).map((path) => ({
    path: relative(directory, path).replaceAll("\\", "/"),
    text: readFileSync(path, "utf8"),
  }));
  return compileTexts(texts);
}

/** The same, from texts; the order of files does not matter. */
export function compileTexts(texts: readonly { readonly path: string; readonly text: string }[]): KnowledgeBundle {
  const problems: DataProblem[] = [];
  const sorted = [...texts].sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = sorted.map(({ path, text }) => readDataFile(path, text, problems)).filter((file): file is DataFile => file !== null);
  for (const file of files) {
    checkPaths(file, problems);
    checkPatterns(file, problems);
  }
  checkNames(files, problems);
  if (problems.length > 0) throw new KnowledgeError(problems);
  const contents: readonly KnowledgeFile[] = files.map(({ content }) => content);
  return { version: createHash("sha256").update(JSON.stringify(contents)).digest("hex").slice(0, 12), files: contents };
}

function dataFilesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(directory, name));
}
