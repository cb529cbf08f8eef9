/**
 * Every path, locator, flow and member chain of a data file is parsed with the engine's own parser.
 */
import {
  type FlowEnd,
  type LocatorRoot,
  parseLocator,
  parseMemberChain,
  parseSummaryFlow,
  parseValuePath,
} from "../../src/core/knowledge/paths.js";
import type { KnowledgeFile, KnowledgeLanguage } from "../../src/core/knowledge/schema.js";
import type { DataProblem } from "./compile.js";
import type { DataFile } from "./dataFile.js";

export function checkPaths(file: DataFile, problems: DataProblem[]): void {
  forEachPath(file.content, (kind, text, language, at) => {
    try {
      const remark = PARSERS[kind](text, language);
      if (remark !== null) problems.push({ file: file.path, line: file.lineOf(at), message: `${JSON.stringify(text)}: ${remark}` });
    } catch (error) {
      problems.push({ file: file.path, line: file.lineOf(at), message: (error as Error).message });
    }
  });
}

export type PathKind = "value" | "locator" | "flow" | "chain";
export type At = readonly (string | number)[];
type Visit = (kind: PathKind, text: string, language: KnowledgeLanguage, at: At) => void;

/** Fields of each section that hold paths, and of which kind; nested rows are named with a dot. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, PathKind>>>> = {
  types: { from: "value" },
  calls: {
    callee: "value",
    "inputs.at": "locator",
    model: "locator",
    host: "locator",
    tools: "locator",
    output: "locator",
    "when.at": "locator",
    "when.is": "value",
    "declaration.prompts.annotation": "value",
    "declaration.variables": "value",
    "declaration.ignored": "value",
    distinctive: "chain",
  },
  setups: { callee: "value", "inputs.at": "locator" },
  handlers: { gives: "value" },
  http: { callee: "value", url: "locator", base: "locator", body: "locator" },
  sources: { value: "value" },
  sanitizers: { callee: "value", input: "locator" },
  audit: { callee: "value", injected: "value", "when.at": "locator", "when.is": "value" },
  outputSinks: { callee: "value", at: "locator" },
  summaries: { callee: "value", flows: "flow" },
};

export function forEachPath(content: KnowledgeFile, visit: Visit): void {
  for (const [section, fields] of Object.entries(FIELDS)) {
    const rows = (content as unknown as Record<string, readonly Record<string, unknown>[] | undefined>)[section] ?? [];
    rows.forEach((row, index) => {
      const language = row["language"] as KnowledgeLanguage;
      for (const [field, kind] of Object.entries(fields)) {
        const names = field.split(".");
        strings(row, names, [section, index], (text, at) => visit(kind, text, language, at));
      }
    });
  }
}

function strings(value: unknown, names: readonly string[], at: At, visit: (text: string, at: At) => void): void {
  if (typeof value === "string" && names.length === 0) visit(value, at);
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) strings(item, names, [...at, index], visit);
  else if (typeof value === "object" && value !== null && names[0] !== undefined) {
    strings((value as Record<string, unknown>)[names[0]], names.slice(1), [...at, names[0]], visit);
  }
}

/** Each gives a remark on a path that parses and still cannot be meant, or null. */
const PARSERS: Readonly<Record<PathKind, (text: string, language: KnowledgeLanguage) => string | null>> = {
  value: (text, language) => {
    const slots = parseValuePath(text).steps.map((step) => (step.kind === "argument" ? step.at : 0));
    return WITHOUT_KEYWORDS.has(language) && slots.some((slot) => typeof slot === "string" && slot !== "*") ? NO_KEYWORDS : null;
  },
  locator: (text, language) => keywordRemark(parseLocator(text).root, language),
  flow: (text, language) => {
    const { from, to } = parseSummaryFlow(text);
    const roots = [from, to].map((end: FlowEnd) => end.locator.root);
    return roots.map((root) => keywordRemark(root, language)).find((remark) => remark !== null) ?? null;
  },
  chain: (text) => {
    parseMemberChain(text);
    return null;
  },
};

const WITHOUT_KEYWORDS: ReadonlySet<KnowledgeLanguage> = new Set(["javascript", "java", "go"]);

const NO_KEYWORDS = "The language has no keyword arguments; give the position, then the field: argument[0].name";

function keywordRemark(root: LocatorRoot, language: KnowledgeLanguage): string | null {
  if (!WITHOUT_KEYWORDS.has(language) || root.kind === "receiver" || root.kind === "result") return null;
  return root.argument.name === undefined ? null : NO_KEYWORDS;
}
