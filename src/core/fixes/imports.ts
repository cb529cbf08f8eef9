/** The import that a fix needs, in the style of the file; nothing when the name is there already. */
import { NONE } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { FixEdit } from "./fix.js";
import type { FixFiles } from "./fixFiles.js";
import { lineBreakOf, lineText } from "./statements.js";

/** Lines of one import statement. */
const LONGEST_IMPORT = 40;

export interface Imported {
  /** Name to call it by in the file. */
  readonly local: string;
  readonly edits: readonly FixEdit[];
}

/** A function of the workspace. Null when it cannot be imported without a guess. */
export async function importOwn(file: LoadedFile, target: LoadedFile, name: string, files: FixFiles): Promise<Imported | null> {
  if (file.source.key === target.source.key) return { local: name, edits: [] };
  const pointsToTarget = (module: string): boolean =>
    files.modules.resolve(file.source, module).some((one) => one.kind === "file" && one.key === target.source.key);
  for (const one of file.facts.imports) {
    if (one.kind !== "type" && one.name === name && pointsToTarget(one.module)) return { local: one.local, edits: [] };
  }
  // Nobody imports from a notebook, and from a component only the component.
  if (isTaken(file, name) || target.map) return null;
  if (file.language !== "python" && !target.facts.exports.some((one) => one.name === name)) return null;
  const users = await files.withName(name, file.source.language);
  const specifier = specifiers(file, target, users).find(pointsToTarget);
  return specifier === undefined ? null : { local: name, edits: [insert(file, specifier, name)] };
}

/** A function of a library that comes with the language. */
export function importLibrary(file: LoadedFile, module: string, name: string): Imported | null {
  const known = file.facts.imports.find(
    (one) => one.kind !== "type" && one.name === name && (one.module === module || `node:${one.module}` === module),
  );
  if (known) return { local: known.local, edits: [] };
  return isTaken(file, name) ? null : { local: name, edits: [insert(file, module, name)] };
}

/** Two fixes of one file may both import: edits at one place are joined in the order in which they were made. */
function insert(file: LoadedFile, module: string, name: string): FixEdit {
  const statement = file.language === "python" ? `from ${module} import ${name}` : ecmascriptImport(file, module, name);
  const { at, gap } = placeForImport(file);
  const lineBreak = lineBreakOf(file);
  return { root: file.source.root, file: file.source.path, start: at, end: at, text: `${statement}${lineBreak}${gap ? lineBreak : ""}` };
}

function ecmascriptImport(file: LoadedFile, module: string, name: string): string {
  const written = importLines(file).map((line) => lineText(file, line));
  const quote = written.some((line) => line.includes("'")) && !written.some((line) => line.includes('"')) ? "'" : '"';
  const end = written.length > 0 && !written.some((line) => line.trimEnd().endsWith(";")) ? "" : ";";
  const isModule = file.facts.imports.some((one) => one.kind === "static" || one.kind === "type") || /^\s*export\b/m.test(file.text);
  const isCommon = !isModule && (file.facts.imports.some((one) => one.kind === "require") || file.source.path.endsWith(".cjs"));
  return isCommon
    ? `const { ${name} } = require(${quote}${module}${quote})${end}`
    : `import { ${name} } from ${quote}${module}${quote}${end}`;
}

function isTaken(file: LoadedFile, name: string): boolean {
  return file.facts.variables.some((one) => one.name === name) || file.facts.imports.some((one) => one.local === name);
}

/** Lines, from 0, on which a top-level import stands. */
function importLines(file: LoadedFile): number[] {
  const lines = new Set<number>();
  for (const one of file.facts.imports) {
    if (one.kind === "dynamic" || one.start === NONE) continue;
    const line = upperBound(file.facts.lineStarts, one.start);
    // Inside of a function, or in the middle of a longer statement.
    for (let at = line; at >= Math.max(0, line - LONGEST_IMPORT); at--) {
      const text = lineText(file, at);
      if (/^(?:import|from|const|let|var)\b/.test(text)) {
        lines.add(at);
        break;
      }
      if (/^\S/.test(text) && !/^[})\]]/.test(text)) break;
    }
  }
  return [...lines].sort((left, right) => left - right);
}

function placeForImport(file: LoadedFile): { readonly at: number; readonly gap: boolean } {
  const { lineStarts } = file.facts;
  const startOf = (line: number): number => lineStarts[line] ?? file.text.length;
  const last = importLines(file).at(-1);
  if (last !== undefined) {
    for (let line = last; line < last + LONGEST_IMPORT && line < lineStarts.length; line++) {
      if (isEndOfImport(lineText(file, line), lineText(file, last), file.language)) return { at: startOf(line + 1), gap: false };
    }
    return { at: startOf(last), gap: false };
  }
  // Behind a shebang, directives such as "use client", the leading comment and the docstring.
  let line = file.map && lineText(file, 0).trim() === "" ? 1 : 0;
  const head = /^(?:#!.*|(["'])use [a-z ]+\1;?\s*|# -\*-.*|\s*(?:\/\/|#).*)$/;
  while (line < lineStarts.length && head.test(lineText(file, line))) line++;
  const rest = file.text.slice(startOf(line));
  const block = (file.language === "python" ? /^\s*[rR]?("""|''')[\s\S]*?\1[^\n]*\n/ : /^\s*\/\*[\s\S]*?\*\/[^\n]*\n/).exec(rest);
  const at = startOf(line) + (block ? block[0].length : 0);
  return { at, gap: file.text.slice(at).trim() !== "" && !/^\s*\n/.test(file.text.slice(at)) };
}

function isEndOfImport(text: string, first: string, language: string): boolean {
  if (language === "python") return first.includes("(") ? text.includes(")") : !text.trimEnd().endsWith("\\");
  return (
    /["'][^"']*["'](?:\s+with\s*\{.*\})?\s*\)?[\w.()]*;?\s*(?:\/\/.*)?$/.test(text) && /from\s*["']|^import\s*["']|require\s*\(/.test(text)
  );
}

/** Ways to write the module, the file's own habit first; the caller takes the first that leads to the target. */
function specifiers(file: LoadedFile, target: LoadedFile, users: readonly LoadedFile[]): string[] {
  return file.language === "python" ? pythonSpecifiers(file, target, users) : ecmascriptSpecifiers(file, target, users);
}

function ecmascriptSpecifiers(file: LoadedFile, target: LoadedFile, users: readonly LoadedFile[]): string[] {
  const path = relativePath(folderOf(file.source.path), target.source.path);
  const stem = path.replace(/\.[cm]?[jt]sx?$/, "");
  const extensions = new Set<string>();
  for (const one of [file, ...users]) {
    for (const { module } of one.facts.imports) if (module.startsWith(".")) extensions.add(/\.(?:[cm]?[jt]sx?)$/.exec(module)?.[0] ?? "");
  }
  const index = stem.endsWith("/index") ? [stem.slice(0, -"/index".length)] : [];
  return [...extensions, "", ".js"].flatMap((extension) => (extension === "" ? [stem, ...index] : [stem + extension]));
}

function pythonSpecifiers(file: LoadedFile, target: LoadedFile, users: readonly LoadedFile[]): string[] {
  const dotted = target.source.path
    .replace(/\.py$/, "")
    .replace(/\/__init__$/, "")
    .split("/");
  const sameFolder = folderOf(file.source.path) === folderOf(target.source.path);
  const relativeStyle = file.facts.imports.some(({ module }) => module.startsWith("."));
  const habits = users.flatMap((user) => user.facts.imports.map(({ module }) => module)).filter((module) => !module.startsWith("."));
  const suffixes = dotted.map((_, index) => dotted.slice(index).join("."));
  const relative = sameFolder ? [`.${dotted.at(-1)}`] : [];
  return [...(relativeStyle ? relative : []), ...habits.filter((module) => suffixes.includes(module)), ...suffixes, ...relative];
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function relativePath(from: string, to: string): string {
  const up = from === "" ? [] : from.split("/");
  const down = to.split("/");
  while (up.length > 0 && down.length > 1 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  return up.length === 0 ? `./${down.join("/")}` : `${"../".repeat(up.length)}${down.join("/")}`;
}

function upperBound(starts: Int32Array, offset: number): number {
  let line = 0;
  while (line + 1 < starts.length && (starts[line + 1] as number) <= offset) line++;
  return line;
}
