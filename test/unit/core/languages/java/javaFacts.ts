/** Short ways to ask what Java text was lowered to. */
import type { ClassFacts, FileFacts, FunctionFacts } from "../../../../../src/core/facts/fileFacts.js";
import { printBlocks, printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";

export function lowerJava(text: string): Promise<FileFacts> {
  return lowerText("Some.java", text);
}

export function functionNamed(facts: FileFacts, name: string): FunctionFacts {
  const found = facts.functions.find((one) => one.name === name);
  if (!found) throw new Error(`no method ${name}`);
  return found;
}

export function classNamed(facts: FileFacts, name: string): ClassFacts {
  const found = facts.classes.find((one) => one.name === name);
  if (!found) throw new Error(`no class ${name}`);
  return found;
}

/** What method `f` of the text returns, one line each. */
export async function returned(text: string, name = "f"): Promise<string> {
  const facts = await lowerJava(text);
  return functionNamed(facts, name)
    .returns.map((value) => printValue(facts, value))
    .join("\n");
}

/** What the statements of a method of their own return. */
export function body(statements: string): Promise<string> {
  return returned(`class C { Object f(String p, java.util.List<String> q) { ${statements} } }`);
}

/** Calls and control flow of a method, as indented lines. */
export async function blocksOf(text: string, name = "f"): Promise<string> {
  const facts = await lowerJava(text);
  return printBlocks(facts, facts.functions.indexOf(functionNamed(facts, name)));
}
