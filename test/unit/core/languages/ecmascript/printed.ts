/** Short ways to ask what a text lowers to, as readable text. */
import type { FileFacts } from "../../../../../src/core/facts/fileFacts.js";
import { printBlocks, printFacts, printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";

export const facts = (text: string, path = "file.tsx"): Promise<FileFacts> => lowerText(path, text);

/** Definitions of the variable of that name, each as one nested expression. */
export async function definitions(text: string, name: string, path?: string): Promise<string[]> {
  const all = await facts(text, path);
  const variable = all.variables.find((one) => one.name === name);
  if (!variable) throw new Error(`no variable ${name}`);
  return variable.definitions.map((value) => printValue(all, value));
}

/** The value of `x` in `x = <expression>`. */
export async function expression(text: string, path?: string): Promise<string> {
  return (await definitions(`const x = ${text};`, "x", path)).join(" / ");
}

/** Lines of the block tree of a function, of the module by default. */
export async function blocks(text: string, name = "", path?: string): Promise<string[]> {
  const all = await facts(text, path);
  return printBlocks(
    all,
    all.functions.findIndex((one) => one.name === name),
  ).split("\n");
}

/** The dump with `v` for every value number: those change with every value that lowering adds. */
export async function dump(text: string, path?: string): Promise<string[]> {
  return printFacts(await facts(text, path))
    .replace(/\bv\d+\b/g, "v")
    .split("\n");
}

/** Lines of the dump that start with one of the words. */
export async function lines(text: string, words: readonly string[], path?: string): Promise<string[]> {
  return (await dump(text, path)).filter((line) => words.some((word) => line.startsWith(word)));
}
