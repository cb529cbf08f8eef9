/**
 * Jupyter notebooks: the code cells in their order, outputs and text left out. Each cell is compiled alone by its kernel and
 * all of them share one namespace, so together they read like one module.
 */
import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { CodeBuilder } from "./codeMap.js";
import type { EmbeddedCode } from "./document.js";
import { isOtherLanguage, plainPython, plainScript } from "./magics.js";

/** What kernels call their language, in lower case -> how its files end. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  python: ".py",
  python3: ".py",
  ipython: ".py",
  "c#": ".cs",
  csharp: ".cs",
  ".net-csharp": ".cs",
  java: ".java",
  go: ".go",
  javascript: ".js",
  typescript: ".ts",
};

export function readNotebook(text: string): EmbeddedCode {
  const builder = new CodeBuilder(text);
  const root = parse(text, builder);
  const language = root ? languageOf(root) : "python";
  const extension = EXTENSIONS[language.toLowerCase()] ?? "";
  const plain = extension === ".py" ? plainPython : plainScript;
  for (const [index, cell] of cellsOf(root).entries()) {
    if (findNodeAtLocation(cell, ["cell_type"])?.value !== "code" || isInOtherLanguage(cell, extension)) continue;
    const source = findNodeAtLocation(cell, ["source"]) ?? findNodeAtLocation(cell, ["input"]);
    const strings = source?.type === "array" ? (source.children ?? []) : source ? [source] : [];
    addCell(
      builder,
      text,
      index + 1,
      strings.filter((one) => one.type === "string"),
      source?.type === "array",
      plain,
      extension,
    );
  }
  return { ...builder.finish(), extension, language: `a notebook in ${language}` };
}

/** Undefined when nothing can be read. A notebook half written is read as far as it goes. */
function parse(text: string, builder: CodeBuilder): Node | undefined {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true });
    builder.brokenAt = text.trim() === "" ? -1 : (errors[0]?.offset ?? -1);
    return root;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    builder.brokenAt = 0;
    return undefined;
  }
}

/** Older notebooks keep their cells in worksheets. */
function cellsOf(root: Node | undefined): readonly Node[] {
  if (!root) return [];
  const cells = findNodeAtLocation(root, ["cells"]);
  if (cells) return cells.children ?? [];
  const sheets = findNodeAtLocation(root, ["worksheets"])?.children ?? [];
  return sheets.flatMap((sheet) => findNodeAtLocation(sheet, ["cells"])?.children ?? []);
}

function languageOf(root: Node): string {
  const named = [
    ["kernelspec", "language"],
    ["language_info", "name"],
    ["kernelspec", "name"],
  ].map((path) => findNodeAtLocation(root, ["metadata", ...path])?.value as unknown);
  // Without any word on its kernel it is what nearly all of them are.
  return named.find((one): one is string => typeof one === "string" && one !== "") ?? "python";
}

/** Kernels with several languages say for each cell which one it is in. */
function isInOtherLanguage(cell: Node, extension: string): boolean {
  const named = [
    ["dotnet_interactive", "language"],
    ["polyglot_notebook", "kernelName"],
    ["vscode", "languageId"],
  ].map((path) => findNodeAtLocation(cell, ["metadata", ...path])?.value as unknown);
  const language = named.find((one): one is string => typeof one === "string");
  return language !== undefined && EXTENSIONS[language.toLowerCase()] !== extension;
}

/** A character of a cell, or a run of them, and where it stands in the file. */
interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function addCell(
  builder: CodeBuilder,
  text: string,
  number: number,
  strings: readonly Node[],
  isArray: boolean,
  plain: (cell: string) => string,
  extension: string,
): void {
  const first = strings[0];
  const last = strings.at(-1);
  if (!first || !last) return;
  const runs = strings.flatMap((string) => runsOf(text, string));
  const written = runs.map((run) => run.text).join("");
  if (isOtherLanguage(written, extension)) return;
  const code = plain(written);
  const encode = isArray ? linesEncoder(text, first) : jsonEncoded;
  builder.region({ cell: number, encode }, () => {
    let at = 0;
    for (const run of runs) {
      const piece = code.slice(at, at + run.text.length);
      at += run.text.length;
      if (run.end - run.start === run.text.length) builder.copy(run.start, run.end, piece);
      else builder.escape(piece, run.start, run.end);
    }
  });
  const end = last.offset + last.length - 1;
  builder.write("\n", end, end);
}

/** Content of a JSON string as it reads, cut at its escapes. */
function runsOf(text: string, string: Node): Run[] {
  const runs: Run[] = [];
  const closed = string.length > 1 && text[string.offset + string.length - 1] === '"';
  const end = string.offset + string.length - (closed ? 1 : 0);
  let start = string.offset + 1;
  const flush = (to: number): void => {
    if (to > start) runs.push({ text: text.slice(start, to), start, end: to });
  };
  for (let at = text.indexOf("\\", start); at >= 0 && at < end; at = text.indexOf("\\", start)) {
    flush(at);
    const hex = /^\\u([0-9a-fA-F]{4})/.exec(text.slice(at, at + 6))?.[1];
    const length = hex === undefined ? Math.min(2, end - at) : 6;
    const character =
      hex === undefined ? (ESCAPES[text[at + 1] ?? ""] ?? text[at + 1] ?? "") : String.fromCharCode(Number.parseInt(hex, 16));
    runs.push({ text: character, start: at, end: at + length });
    start = at + length;
  }
  flush(end);
  return runs;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function jsonEncoded(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Notebooks are written with one string for each line: what is added looks the same. */
function linesEncoder(text: string, first: Node): (added: string) => string {
  const before = text.slice(0, first.offset);
  const gap = before.slice(before.trimEnd().length);
  return (added) => added.split("\n").map(jsonEncoded).join(`\\n",${gap}"`);
}
