/**
 * One small tree for YAML and for JSON with comments, with the line of each node, so that one checker serves both.
 * The parts of YAML that can hide or multiply content (anchors, aliases, merge keys, tags, several documents) are refused.
 */
import { findNodeAtLocation, type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { lineOf } from "../text/lines.js";
import type { Place } from "./policyLayer.js";
import type { Problems } from "./problems.js";

export type Tree =
  | { readonly kind: "map"; readonly place: Place; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly place: Place; readonly items: readonly Tree[] }
  | { readonly kind: "scalar"; readonly place: Place; readonly value: string | number | boolean | null };

export interface Entry {
  readonly key: string;
  readonly place: Place;
  readonly value: Tree;
}

/** Hand-written policies are a few levels deep; more is an attack on the stack or a mistake. */
const DEEPEST = 12;

/** Far more than that: such a text is not even parsed. */
const DEEPEST_TEXT = 200;
/** One wrong indent breaks all that follows; the first mistakes are those to correct. */
const MOST_MISTAKES = 10;

/** Null, with the reasons in `problems`, when the text is not YAML that can be used. */
export function readYaml(text: string, file: string, problems: Problems): Tree | null {
  const lines = new LineCounter();
  try {
    if (isHostile(text)) throw new RangeError("nested too deeply");
    // Several documents are an error only at this log level.
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      merge: false,
      schema: "core",
      prettyErrors: false,
      logLevel: "error",
    });
    for (const { pos, message } of document.errors.slice(0, MOST_MISTAKES)) {
      problems.add(
        { file, line: lines.linePos(pos[0]).line },
        `The policy is not valid YAML: ${firstSentence(message)}`,
        "Correct the YAML; until then the defaults are in force.",
      );
    }
    if (document.errors.length > 0) return null;
    return document.contents === null ? null : fromYaml(document.contents, file, lines, problems, 0);
  } catch {
    problems.add(
      { file, line: 1 },
      "The policy cannot be read: it is nested too deeply.",
      "Write it as shown in the schema of the policy file.",
    );
    return null;
  }
}

/** Thousands of brackets or dashes in each other: the parser would spend seconds on them until its stack ends. */
function isHostile(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === "[" || sign === "{") depth++;
    else if ((sign === "]" || sign === "}") && depth > 0) depth--;
    if (depth > DEEPEST_TEXT) return true;
  }
  return new RegExp(`(?:[-?:][ \\t]+){${DEEPEST_TEXT}}`).test(text);
}

/** The first value of the keys that `wanted` accepts; everything else in the settings belongs to others. */
export function readSettings(
  text: string,
  file: string,
  inside: readonly string[],
  wanted: (key: string) => boolean,
  problems: Problems,
): Entry[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const placeOf = (offset: number): Place => ({ file, line: lineOf(starts, offset) });
  for (const { error, offset } of errors.slice(0, 1)) {
    problems.add(
      placeOf(offset),
      `The workspace settings are not valid JSON: ${printParseErrorCode(error)}.`,
      "Correct the JSON; what can be read of it is used.",
    );
  }
  const settings = root && findNodeAtLocation(root, [...inside]);
  if (settings?.type !== "object") return [];
  const entries: Entry[] = [];
  for (const { children } of settings.children ?? []) {
    const [key, value] = children ?? [];
    if (!key || !value || !wanted(String(key.value)) || findNodeAtLocation(settings, [String(key.value)]) !== value) continue;
    const tree = fromJson(value, placeOf, 0);
    if (tree) entries.push({ key: String(key.value), place: placeOf(key.offset), value: tree });
  }
  return entries;
}

function fromYaml(node: Node, file: string, lines: LineCounter, problems: Problems, depth: number): Tree | null {
  const placeOf = (at: Node): Place => ({ file, line: lines.linePos(at.range?.[0] ?? 0).line });
  const place = placeOf(node);
  if (depth > DEEPEST) {
    problems.add(place, "This entry is nested too deeply.", "Write it as shown in the schema of the policy file.");
    return null;
  }
  if (isAlias(node) || node.anchor !== undefined) {
    problems.add(
      place,
      "Anchors and aliases are not read in a policy, because a reviewer cannot see what they stand for.",
      "Write the value out.",
    );
    return null;
  }
  if (node.tag !== undefined) {
    problems.add(place, `The tag ${node.tag} is not read in a policy.`, "Write the plain value without a tag.");
    return null;
  }
  if (isScalar(node)) {
    const value = node.value;
    const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null;
    return { kind: "scalar", place, value: plain ? value : String(value) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => fromYaml(item as Node, file, lines, problems, depth + 1));
    return { kind: "list", place, items: items.filter((item) => item !== null) };
  }
  if (!isMap(node)) return null;
  const entries = new Map<string, Entry>();
  for (const pair of node.items) {
    const key = pair.key as Node;
    if (!isScalar(key)) {
      problems.add(placeOf(key), "A key must be a plain word.", "Write the key as text.");
      continue;
    }
    const name = String(key.value);
    const known = entries.get(name);
    if (known) {
      problems.add(placeOf(key), `"${name}" is given twice; the first one (line ${known.place.line}) is in force.`, "Keep one of the two.");
      continue;
    }
    if (name === "<<") {
      problems.add(
        placeOf(key),
        "Merge keys are not read in a policy, because a reviewer cannot see what they stand for.",
        "Write the entries out.",
      );
      continue;
    }
    const value =
      pair.value === null
        ? { kind: "scalar" as const, place: placeOf(key), value: null }
        : fromYaml(pair.value as Node, file, lines, problems, depth + 1);
    if (value) entries.set(name, { key: name, place: placeOf(key), value });
  }
  return { kind: "map", place, entries: [...entries.values()] };
}

function fromJson(node: JsonNode, placeOf: (offset: number) => Place, depth: number): Tree | null {
  if (depth > DEEPEST) return null;
  const place = placeOf(node.offset);
  if (node.type === "array") {
    const items = (node.children ?? []).map((item) => fromJson(item, placeOf, depth + 1));
    return { kind: "list", place, items: items.filter((item) => item !== null) };
  }
  if (node.type !== "object") return { kind: "scalar", place, value: node.value };
  const entries = (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    const tree = value ? fromJson(value, placeOf, depth + 1) : null;
    return key && tree ? [{ key: String(key.value), place: placeOf(key.offset), value: tree }] : [];
  });
  return { kind: "map", place, entries };
}

function firstSentence(message: string): string {
  const line = message.split("\n")[0] ?? "";
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
