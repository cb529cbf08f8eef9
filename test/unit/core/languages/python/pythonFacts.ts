/** Short ways to ask what Python text was lowered to. */
import type { ClassFacts, FileFacts, FunctionFacts } from "../../../../../src/core/facts/fileFacts.js";
import { printBlocks, printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";

export function lowerPython(text: string): Promise<FileFacts> {
  return lowerText("module.py", text);
}

export function functionNamed(facts: FileFacts, name: string): FunctionFacts {
  const found = facts.functions.find((one) => one.name === name);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

export function classNamed(facts: FileFacts, name: string): ClassFacts {
  const found = facts.classes.find((one) => one.name === name);
  if (!found) throw new Error(`no class ${name}`);
  return found;
}

/** What the function returns and yields, one line each. */
export async function returned(text: string, name = "f"): Promise<string> {
  const facts = await lowerPython(text);
  return functionNamed(facts, name)
    .returns.map((value) => printValue(facts, value))
    .join("\n");
}

/** The value of an expression whose names nobody declares. */
export async function expressionValue(expression: string): Promise<string> {
  return returned(`def f():\n  return ${expression}\n`);
}

/** Calls and control flow of the function, as indented lines. */
export async function blocksOf(text: string, name = "f"): Promise<string> {
  const facts = await lowerPython(text);
  return printBlocks(facts, facts.functions.indexOf(functionNamed(facts, name)));
}

/** Every definition of a variable, in source order; the last variable of that name when there are several. */
export async function definitions(text: string, name: string): Promise<string[]> {
  const facts = await lowerPython(text);
  const variable = facts.variables.filter((one) => one.name === name).pop();
  return (variable?.definitions ?? []).map((value) => printValue(facts, value));
}

/** Line of an offset, from 1. */
export function lineOf(facts: FileFacts, offset: number): number {
  let line = 0;
  while (line < facts.lineStarts.length && (facts.lineStarts[line] as number) <= offset) line++;
  return line;
}

export function strings(facts: FileFacts, id: number): string | null {
  return id < 0 ? null : (facts.strings[id] as string);
}
