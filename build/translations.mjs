// Words of the extension for whoever translates them: every `t("…")` of its code, as the bundle that the editor looks them up in.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CALL = /\bt\(\s*("(?:[^"\\]|\\.)*")/g;

/** English text to English text, sorted. */
export function wordsOf(project) {
  const folder = join(project, "src/extension");
  const words = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, literal] of text.matchAll(CALL)) words.add(JSON.parse(literal));
  }
  return Object.fromEntries([...words].sort().map((one) => [one, one]));
}
