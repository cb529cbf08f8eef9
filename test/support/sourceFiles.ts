/** Source files of this project: ordinary code to try lowering, caching and the pool on. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { languageOf } from "../../src/core/languages/languages.js";

const PROJECT = join(__dirname, "..", "..");

export interface SourceText {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

export function sourceFiles(): SourceText[] {
  return ["src", "test"]
    .flatMap((folder) => readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)))
    .filter((path) => languageOf(path) !== null && !path.includes("node_modules"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(PROJECT, path), "utf8") }));
}
