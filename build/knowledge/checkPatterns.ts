/**
 * Regular expressions of data types must compile and be linear: names in the user's code must not make a scan hang.
 */
import type { DataProblem } from "./compile.js";
import type { DataFile } from "./dataFile.js";

export function checkPatterns(file: DataFile, problems: DataProblem[]): void {
  for (const [index, row] of (file.content.dataTypes ?? []).entries()) {
    for (const field of ["patterns", "exclude", "context"] as const) {
      for (const [item, pattern] of (row[field] ?? []).entries()) {
        const problem = patternProblem(pattern);
        if (problem === null) continue;
        const line = file.lineOf(["dataTypes", index, field, item]);
        problems.push({ file: file.path, line, message: `${JSON.stringify(pattern)} ${problem}` });
      }
    }
  }
}

/** What is wrong with a pattern, or null. A repeated group may hold neither a repetition nor alternatives; no back references. */
export function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    return `is not a regular expression: ${(error as Error).message}`;
  }
  const groups: { varies: boolean }[] = [{ varies: false }];
  let closed: { varies: boolean } | null = null;
  for (const [token] of pattern.matchAll(/\\(?:k<[^>]*>|[\s\S])|\[(?:\\.|[^\]\\])*\]|\{[0-9,]+\}|\((?:\?(?:<?[=!]|:|<[^>]*>))?|[\s\S]/gu)) {
    const group = groups[groups.length - 1]!;
    if (/^\\(?:[1-9]|k<)/.test(token)) return "has a back reference, which cannot be matched in linear time";
    const repeats = token === "*" || token === "+" || /^\{\d+,\d*\}$/.test(token);
    if (repeats && closed?.varies === true) return "repeats a group that itself repeats or chooses; write it without nested quantifiers";
    if (repeats || token === "|") group.varies = true;
    closed = null;
    if (token.startsWith("(")) groups.push({ varies: false });
    else if (token === ")") {
      closed = groups.pop()!;
      if (closed.varies) groups[groups.length - 1]!.varies = true;
    }
  }
  return null;
}
