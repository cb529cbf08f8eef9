/** JSON as tsconfig and VS Code write it: with comments and trailing commas. */
import { parse } from "jsonc-parser";

/** What can be read of it; undefined when nothing can. */
export function parseJsonWithComments(text: string): unknown {
  return parse(text, undefined, { allowTrailingComma: true });
}
