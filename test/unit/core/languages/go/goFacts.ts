/** Short ways to ask what Go text was lowered to. */
import type { ClassFacts, FileFacts, FunctionFacts } from "../../../../../src/core/facts/fileFacts.js";
import { printBlocks, printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";

/** `text` follows the package clause. */
export function lowerGo(text: string): Promise<FileFacts> {
  return lowerText("main.go", `package main\n${text}`);
}

export function functionNamed(facts: FileFacts, name: string): FunctionFacts {
  const found = facts.functions.find((one) => one.name === name);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

export function classNamed(facts: FileFacts, name: string): ClassFacts {
  const found = facts.classes.find((one) => one.name === name);
  if (!found) throw new Error(`no type ${name}`);
  return found;
}

/** What the function returns, one line each. */
export async function returned(text: string, name = "f"): Promise<string> {
  const facts = await lowerGo(text);
  return functionNamed(facts, name)
    .returns.map((value) => printValue(facts, value))
    .join("\n");
}

/** Calls and control flow of the function, as indented lines. */
export async function blocksOf(text: string, name = "f"): Promise<string> {
  const facts = await lowerGo(text);
  return printBlocks(facts, facts.functions.indexOf(functionNamed(facts, name)));
}
