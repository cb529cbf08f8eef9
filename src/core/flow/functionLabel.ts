/** How a function is called where people read of it. */
import type { FunctionFacts } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

export function functionLabel(file: LoadedFile, id: number): string {
  const name = (file.facts.functions[id] as FunctionFacts).name || [...file.namesOf(id)][0];
  return name ? `${name}()` : "a callback";
}
