/** The dialect of each language that mutants are made in. */
import type { LanguageId } from "../../src/core/facts/fileFacts.js";
import type { Dialect } from "./dialect.js";
import { csharp } from "./dialects/csharp.js";
import { ecmascript } from "./dialects/ecmascript.js";
import { go } from "./dialects/go.js";
import { java } from "./dialects/java.js";
import { python } from "./dialects/python.js";

export const dialects: readonly Dialect[] = [ecmascript, python, java, csharp, go];

export function dialectOf(language: LanguageId): Dialect | null {
  return dialects.find((one) => one.languages.includes(language)) ?? null;
}
