/** All languages that Parapet reads, found by the extension of a path. */
import { javascript, typescript } from "./ecmascript/ecmascript.js";
import { csharp } from "./csharp/csharp.js";
import { go } from "./go/go.js";
import { java } from "./java/java.js";
import type { Grammar, Language } from "./language.js";
import { python } from "./python/python.js";

export const languages: readonly Language[] = [typescript, javascript, python, java, csharp, go];

/** Extension, with its dot and in lower case -> who reads it. */
const byExtension = new Map<string, { readonly language: Language; readonly grammar: Grammar }>();
for (const language of languages) for (const { ext, grammar } of language.extensions) byExtension.set(ext, { language, grammar });

/** Language and grammar of the file, null when no module reads it. */
export function languageOf(path: string): { readonly language: Language; readonly grammar: Grammar } | null {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? null : (byExtension.get(path.slice(dot).toLowerCase()) ?? null);
}
