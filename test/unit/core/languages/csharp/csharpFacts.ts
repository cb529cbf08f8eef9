/** Short ways to ask what C# text was lowered to. */
import type { ClassFacts, FileFacts, FunctionFacts } from "../../../../../src/core/facts/fileFacts.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";

export function lowerCsharp(text: string): Promise<FileFacts> {
  return lowerText("Module.cs", text);
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

/** What a method returns and yields, one line each. */
export async function returned(members: string, name = "F"): Promise<string> {
  const facts = await lowerCsharp(`class C { ${members} }`);
  return functionNamed(facts, name)
    .returns.map((value) => printValue(facts, value))
    .join("\n");
}

/** The value of an expression of the parameters a, b, c, x and xs. */
export async function expressionValue(expression: string): Promise<string> {
  return returned(`object F(object a, object b, object c, object x, object xs) { return ${expression}; }`);
}
