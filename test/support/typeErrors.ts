/** What the TypeScript compiler says of a project in memory, strictly; libraries of the tests are declared as far as the tests use them. */
import { dirname, join } from "node:path";
import ts from "typescript";

const LIBRARIES = `
declare module "express" {
  interface Request { body: any; query: any; params: any }
  interface Response { json(body: unknown): void }
  const express: () => { post(path: string, handler: (req: Request, res: Response) => void): void };
  export default express;
}
declare module "openai" {
  interface Completion { id: string; choices: [{ message: { content: string | null }; finish_reason: string }] }
  interface Body { model: string; messages: { role: "system" | "user"; content: string }[] }
  export default class OpenAI { chat: { completions: { create(body: Body): Promise<Completion> } } }
}
declare module "pino" {
  const pino: () => { info(record: object, message: string): void };
  export default pino;
}
declare module "node:crypto" {
  export function randomUUID(): string;
}
`;

export function typeErrors(files: Readonly<Record<string, string>>): string[] {
  const folder = "/project";
  const texts = new Map(Object.entries({ ...files, "libraries.d.ts": LIBRARIES }).map(([path, text]) => [join(folder, path), text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noUnusedLocals: true,
    noEmit: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.directoryExists = (path) => path === folder || [...texts.keys()].some((file) => dirname(file).startsWith(path));
  host.getSourceFile = (path, version) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, text, version, true);
  };
  const roots = [...texts.keys()].filter((path) => path.endsWith(".ts"));
  const program = ts.createProgram(roots, options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => `${one.file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(one.messageText, "\n")}`);
}
