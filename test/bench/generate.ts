/**
 * A workspace for measurements: applications in TypeScript and Python whose modules import each other, as large as is asked
 * for, with as many model calls as are asked for. The same numbers give the same bytes.
 *
 *     npx tsx test/bench/generate.ts --files 3000 --calls 20 --output DIR
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export interface Size {
  readonly files: number;
  /** Files that call a model; their questions come from an HTTP handler in another file. */
  readonly calls: number;
}

const PER_FOLDER = 40;
const WORDS = ["account", "basket", "customer", "delivery", "invoice", "ledger", "order", "parcel", "refund", "stock", "ticket", "voucher"];

/** Paths and texts, in a stable order. */
export function generate({ files, calls }: Size): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let number = 0; texts.size < files - 3 * calls; number++) {
    const [path, text] = number % 2 === 0 ? typescriptModule(number) : pythonModule(number);
    texts.set(path, text);
  }
  for (let number = 0; number < calls; number++) for (const [path, text] of askingFiles(number)) texts.set(path, text);
  return texts;
}

/** One file of about as many lines as asked for, with a model call at its end whose question comes from another file. */
export function longFile(lines: number): ReadonlyMap<string, string> {
  const parts: string[] = ['import OpenAI from "openai";', 'import { questionOf } from "./web";', "const client = new OpenAI();"];
  for (let number = 0; parts.length < lines - 12; number++) parts.push(...typescriptFunction(number, "long").split("\n"));
  parts.push(
    "export async function answer(request: Request) {",
    "  const question = questionOf(request);",
    '  const text = "Answer: " + question;',
    '  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: text }] });',
    "}",
    "",
  );
  const web = `export function questionOf(request: Request) {\n  return new URL(request.url).searchParams.get("question") ?? "";\n}\n`;
  return new Map([
    ["src/long.ts", parts.join("\n")],
    ["src/web.ts", web],
  ]);
}

export function write(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function placeOf(number: number): string {
  return `part${Math.floor(number / PER_FOLDER)}`;
}

function word(number: number): string {
  return WORDS[number % WORDS.length] as string;
}

function title(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function typescriptModule(number: number): [string, string] {
  const neighbour = number >= 2 && placeOf(number - 2) === placeOf(number) ? number - 2 : null;
  const lines = neighbour === null ? [] : [`import { total${neighbour} } from "./module${neighbour}";`, ""];
  for (let at = 0; at < 6; at++) lines.push(typescriptFunction(at, String(number)), "");
  lines.push(`export function total${number}(values: readonly number[]): number {`);
  lines.push(neighbour === null ? "  let sum = 0;" : `  let sum = total${neighbour}(values);`);
  lines.push("  for (const value of values) sum += value;", "  return sum;", "}", "");
  return [`${placeOf(number)}/module${number}.ts`, lines.join("\n")];
}

function typescriptFunction(at: number, owner: string): string {
  const name = word(at);
  return [
    `export interface ${title(name)}${at}Of${owner} {`,
    "  readonly id: string;",
    "  readonly amount: number;",
    "}",
    `export async function load${title(name)}${at}Of${owner}(store: Map<string, ${title(name)}${at}Of${owner}>, id: string) {`,
    "  const found = store.get(id);",
    `  if (!found) throw new Error(\`no ${name} \${id}\`);`,
    "  const doubled = { ...found, amount: found.amount * 2 };",
    "  store.set(id, doubled);",
    "  return doubled.amount > 10 ? doubled : found;",
    "}",
  ].join("\n");
}

function pythonModule(number: number): [string, string] {
  const lines = ["from dataclasses import dataclass", ""];
  for (let at = 0; at < 6; at++) {
    const name = word(number + at);
    lines.push(
      "",
      "@dataclass",
      `class ${title(name)}${at}:`,
      "    id: str",
      "    amount: int",
      "",
      `    def doubled(self, store):`,
      "        found = store.get(self.id)",
      "        if found is None:",
      `            raise KeyError(f"no ${name} {self.id}")`,
      "        found.amount = found.amount * 2",
      "        return found",
    );
  }
  lines.push("", "", `def total${number}(values):`, "    return sum(value.amount for value in values)", "");
  return [`${placeOf(number)}/module${number}.py`, lines.join("\n")];
}

/** A handler, a service between, and the call: the data goes through three files. */
function askingFiles(number: number): [string, string][] {
  const folder = `ask${Math.floor(number / PER_FOLDER)}`;
  return [
    [
      `${folder}/handler${number}.ts`,
      `import express from "express";\nimport { reply${number} } from "./service${number}";\nconst app = express();\n` +
        `app.post("/ask${number}", async (request, response) => {\n  response.json(await reply${number}(request.body.question));\n});\n`,
    ],
    [
      `${folder}/service${number}.ts`,
      `import { complete${number} } from "./model${number}";\nexport async function reply${number}(question: string) {\n` +
        `  const prompt = \`Answer shortly: \${question}\`;\n  return complete${number}(prompt);\n}\n`,
    ],
    [
      `${folder}/model${number}.ts`,
      `import OpenAI from "openai";\nconst client = new OpenAI();\nexport async function complete${number}(prompt: string) {\n` +
        `  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: prompt }] });\n}\n`,
    ],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { files: { type: "string", default: "3000" }, calls: { type: "string", default: "20" }, output: { type: "string" } },
  });
  if (values.output === undefined) throw new Error("Name a folder: --output DIR");
  write(values.output, generate({ files: Number(values.files), calls: Number(values.calls) }));
}
