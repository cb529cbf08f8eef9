/**
 * Reads one data file: YAML, then the JSON Schema. Later checks ask it for the line of a row or field.
 */
import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { KnowledgeFile } from "../../src/core/knowledge/schema.js";
import type { DataProblem } from "./compile.js";

export interface DataFile {
  readonly path: string;
  readonly content: KnowledgeFile;
  /** Line of what stands at these keys and indices; of the nearest thing around it when there is nothing. */
  lineOf(at: readonly (string | number)[]): number;
}

/** null when it cannot be used; why is then among the problems. */
export function readDataFile(path: string, text: string, problems: DataProblem[]): DataFile | null {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      problems.push({ file: path, line: counter.linePos(error.pos[0]).line, message: error.message.split("\n")[0] ?? error.code });
    }
    return null;
  }
  const content: unknown = document.toJS();
  const lineOf = (at: readonly (string | number)[]): number => lineIn(document, counter, at);
  if (validate(content)) return { path, content: content as KnowledgeFile, lineOf };
  for (const error of validate.errors ?? []) {
    if (isConsequence(error)) continue;
    problems.push({ file: path, line: lineOf(segments(error)), message: describe(error) });
  }
  return null;
}

const schemaFile = new URL("../../src/core/knowledge/knowledgeFile.schema.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(schemaFile, "utf8")),
);

/** `if`, `oneOf` and `anyOf` report themselves beside what they contain. */
function isConsequence(error: ErrorObject): boolean {
  return error.keyword === "if";
}

function segments(error: ErrorObject): (string | number)[] {
  const at: (string | number)[] = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra: unknown = error.params["additionalProperty"];
  return typeof extra === "string" ? [...at, extra] : at;
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === "" ? "the file" : error.instancePath.slice(1);
  if (error.keyword === "additionalProperties") {
    return `${place} has an unknown field ${JSON.stringify(error.params["additionalProperty"])}; see schema.ts for the fields there are`;
  }
  if (error.keyword === "enum") return `${place} must be one of ${(error.params["allowedValues"] as string[]).join(", ")}`;
  if (error.keyword === "false schema") return `${place} may only be given for the role messages`;
  return `${place} ${error.message ?? error.keyword}`;
}

function lineIn(document: Document, counter: LineCounter, at: readonly (string | number)[]): number {
  for (let length = at.length; length > 0; length--) {
    const node = document.getIn(at.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}
