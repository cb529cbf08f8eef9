/** Adds one entry to a list of the policy file as text: comments and layout stay, and nothing is written into a file that cannot be read. */
import { isMap, isSeq, parseDocument } from "yaml";
import type { FixEdit } from "./fix.js";

export const POLICY_PATH = ".ai-risk/policy.yaml";

export type PolicyList = "sanitizers" | "audit";

/** Null when the policy does not parse: then a person has to look at it first. */
export function addToPolicy(root: string, text: string | null, list: PolicyList, entry: string): FixEdit | null {
  if (text === null || text.trim() === "") {
    const written = `version: 1\n\n${list}:\n  - ${entry}\n`;
    const replaced = text?.length ?? 0;
    return { root, file: POLICY_PATH, start: 0, end: replaced, text: written, ...(text === null ? { create: true as const } : {}) };
  }
  const document = parseDocument(text, { prettyErrors: false, logLevel: "error" });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const edit = (start: number, end: number, written: string): FixEdit => ({ root, file: POLICY_PATH, start, end, text: written });
  const pair = document.contents.items.find((item) => String(item.key) === list);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  if (!pair)
    return edit(
      text.length,
      text.length,
      `${text.endsWith("\n") ? "" : lineBreak}${lineBreak}${list}:${lineBreak}  - ${entry}${lineBreak}`,
    );
  const range = (pair.value as { range?: readonly [number, number, number] } | null)?.range;
  if (!range) return null;
  if (isSeq(pair.value) && pair.value.items.length > 0 && !pair.value.flow) {
    const lineStart = text.lastIndexOf("\n", range[0] - 1) + 1;
    const indent = text.slice(lineStart, range[0]);
    if (indent.trim() !== "") return null;
    const end = range[0] + text.slice(range[0], range[1]).trimEnd().length;
    return edit(end, end, `${lineBreak}${indent}- ${entry}`);
  }
  // An empty list, or one in brackets on a line.
  const inside = text.slice(range[0], range[1]).trim();
  if (inside === "[]" || inside === "" || inside === "null" || inside === "~")
    return edit(range[0], range[0] + inside.length, `${lineBreak}  - ${entry}`);
  return null;
}
