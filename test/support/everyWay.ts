/**
 * Analyses a project as text in every way that must not matter: with and without the prefilter, with its files in
 * another order, with an index that knows less, and twice. Tests of the engine go through here, so that each of their projects proves it.
 */
import assert from "node:assert/strict";
import type { Analysis } from "../../src/core/analysis.js";
import type { ModelCall } from "../../src/core/report/scanResult.js";
import { analyseText, type AnalyseTextOptions } from "./analyseText.js";

export type Project = Readonly<Record<string, string>>;

export async function analyseEveryWay(files: Project, options: AnalyseTextOptions = {}): Promise<Analysis> {
  const result = await analyseText(files, options);
  const others: readonly (readonly [string, AnalyseTextOptions])[] = [
    ["a second time", {}],
    ["without the prefilter", { prefilter: false }],
    ["without the roles of words", { roles: false }],
    ["with its files in another order", { order: "reversed" }],
    ["without the prefilter in another order", { prefilter: false, order: "reversed" }],
  ];
  for (const [how, change] of others) {
    const other = await analyseText(files, { ...options, ...change });
    assert.deepEqual(other.calls.map(placeOf), result.calls.map(placeOf), `other calls are found ${how}`);
    assert.equal(written(other), written(result), `the project gives another result ${how}`);
  }
  return result;
}

function written({ calls, findings, blindSpots }: Analysis): string {
  return JSON.stringify({ calls, findings, blindSpots }, null, 1);
}

function placeOf(call: ModelCall): string {
  return `${call.file}:${call.line} ${call.provider} ${call.operation}${call.confidence === "high" ? "" : "?"}`;
}

/** `file:line provider operation` of every call; a `?` behind it when the engine is not sure. */
export async function callsOf(files: Project, options: AnalyseTextOptions = {}): Promise<string[]> {
  const { calls } = await analyseEveryWay(files, options);
  return calls.map(placeOf);
}

/** `role text` of what reaches the calls of a project, `!name` behind it for every credited sanitizer; constants are left out. */
export async function inputsOf(files: Project, options: AnalyseTextOptions = {}): Promise<string[]> {
  const { calls } = await analyseEveryWay(files, options);
  assert.ok(calls.length > 0, "no model call was found");
  const found = calls.flatMap((call) =>
    call.inputs
      .filter((one) => one.kind !== "constant")
      .map((one) => `${one.role} ${one.text}${one.sanitizers.map(({ name }) => ` !${name}`).join("")}`),
  );
  return [...new Set(found)].sort();
}

/** A call of OpenAI's chat with one message, in TypeScript. */
export function chat(content: string, role = "user", client = "client"): string {
  return `await ${client}.chat.completions.create({ model: "m", messages: [{ role: "${role}", content: ${content} }] });`;
}

/** The same in Python. */
export function pythonChat(content: string, role = "user", client = "client"): string {
  return `${client}.chat.completions.create(model="m", messages=[{"role": "${role}", "content": ${content}}])`;
}

export const CLIENT = 'import OpenAI from "openai";\nexport const client = new OpenAI();\n';
export const PYTHON_CLIENT = "from openai import OpenAI\nclient = OpenAI()\n";
