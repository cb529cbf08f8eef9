/** Fixes that write a declaration in a comment: the class of data where it enters, or a suppression with a reason. */
import type { LoadedFile } from "../link/program.js";
import type { Finding } from "../report/scanResult.js";
import type { Fix, FixEdit } from "./fix.js";
import { type FixFiles, offsetOf } from "./fixFiles.js";
import { indentAt, lineBreakOf, lineNumber, lineText, statementLine } from "./statements.js";

/** `parapet-classify` above the declaration or statement where the data enters: above a parameter, when it has a line of its own. */
export async function classify(finding: Finding, files: FixFiles): Promise<readonly Fix[]> {
  const place = await placeOf(finding, files);
  if (!place) return [];
  const { file, offset } = place;
  const what =
    file.text
      .slice(offset, offsetOf(file, finding.endLine, finding.endColumn))
      .split("\n")[0]
      ?.slice(0, 40) ?? "";
  const edit = commentAbove(
    file,
    lineOfParameter(file, offset) ?? place.line,
    "parapet-classify: internal",
    `parapet-classify: \${1|internal,confidential,restricted,public|}`,
  );
  return [{ kind: "classify", title: `Declare the class of \`${what}\``, edits: [edit], preferred: true }];
}

/** A class above the whole function would be that of everything that it takes and gives. */
function lineOfParameter(file: LoadedFile, offset: number): number | null {
  const { view, text } = file;
  const isParameter = file.facts.functions.some(({ parameters }) =>
    parameters.some(({ value }) => view.start(value) <= offset && offset < view.end(value)),
  );
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return isParameter && text.slice(line, offset).trim() === "" ? line : null;
}

/** `parapet-ignore` with a reason that a person writes. */
export async function suppress(finding: Finding, files: FixFiles): Promise<readonly Fix[]> {
  if (finding.suppressed) return [];
  const place = await placeOf(finding, files);
  if (!place) return [];
  const { file, line } = place;
  const above = lineText(file, lineNumber(file, line) - 1);
  // Twice the same comment would say nothing more.
  if (above.includes("parapet-ignore") && above.includes(finding.rule)) return [];
  const head = `parapet-ignore: ${finding.rule} because`;
  const edit = commentAbove(file, line, `${head} it was reviewed and accepted`, `${head} \${1:reason}`);
  return [{ kind: "suppress", title: `Suppress ${finding.rule} here with a reason`, edits: [edit], preferred: false }];
}

async function placeOf(finding: Finding, files: FixFiles): Promise<{ file: LoadedFile; offset: number; line: number } | null> {
  const file = await files.at(finding.root, finding.file);
  if (!file) return null;
  const offset = offsetOf(file, finding.line, finding.column);
  const line = statementLine(file, offset);
  return line === null ? null : { file, offset, line };
}

function commentAbove(file: LoadedFile, line: number, text: string, snippet: string): FixEdit {
  const mark = file.language === "python" ? "#" : "//";
  const indent = indentAt(file, line);
  const write = (words: string): string => `${indent}${mark} ${words}${lineBreakOf(file)}`;
  return { root: file.source.root, file: file.source.path, start: line, end: line, text: write(text), snippet: write(snippet) };
}
