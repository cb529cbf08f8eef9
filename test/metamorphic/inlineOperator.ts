/** A wrapper that does nothing but make the call, written out where it is called. */
import { Op, type ValueId } from "../../src/core/facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../src/core/syntax/syntaxTable.js";
import type { Stretch } from "./code.js";
import { type Edit, edited } from "./edits.js";
import { Change, type Mutant } from "./mutant.js";
import type { CallSeed } from "./seeds.js";
import { differenceOf, profileOf } from "./verdicts.js";

const OPERATOR = "wrapper inlined";

export function inlined(seed: CallSeed): Mutant | null {
  const { code, project, call, node } = seed;
  const { table, file, text } = code;
  const owner = code.functionAround(node);
  const body = owner === NO_NODE ? NO_NODE : onlyExpression(seed, owner);
  if (body === NO_NODE) return null;
  const id = file.facts.functions.findIndex((one, at) => at > 0 && one.start === table.start(owner) && one.end === table.end(owner));
  const facts = file.facts.functions[id];
  if (!facts || facts.name === "" || /\b(?:this|super|yield)\b/.test(table.textOf(body))) return null;
  const names = facts.parameters.map(({ name, kind }) => (kind === "plain" ? file.view.string(name) : ""));
  if (names.includes("") || occurrences(seed, facts.name) === 0) return null;
  const sites = (file.callsByName.get(facts.name) ?? []).filter(
    (site) => !within({ start: file.view.start(site), end: file.view.end(site) }, code.stretchOf(owner)),
  );
  if (sites.length === 0 || occurrences(seed, facts.name) !== sites.length + 1) return null;
  const edits: Edit[] = [];
  for (const site of sites) {
    const given = argumentsOf(seed, site, names);
    if (!given) return null;
    const start = file.view.start(site);
    edits.push({ start, end: file.view.end(site), text: `(${substituted(seed, body, given)})` });
  }
  // Sites inside of each other would be edited twice.
  if (edits.some((one, at) => edits.some((other, index) => index !== at && other.start <= one.start && one.end <= other.end))) return null;
  // What is left of the wrapper calls nothing any more.
  edits.push({ start: table.start(body), end: table.end(body), text: code.dialect.constant });
  if (edited(text, edits) === text) return null;
  const change = new Change(code, edits);
  return {
    operator: OPERATOR,
    project,
    path: code.path,
    line: call.line,
    changed: change.changed,
    focus: [code.path],
    check: (after, before) => differenceOf(distinct(profileOf(before, [code.path])), distinct(profileOf(after, [code.path]))),
  };
}

/** One call that was shared is several now: each line counts once. */
function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}

/** What a function returns that has no other statement. */
function onlyExpression({ code, statement }: CallSeed, owner: NodeId): NodeId {
  const { table } = code;
  const body = table.child(owner, "body");
  if (body === NO_NODE || table.kind(statement.node) !== "return_statement") return NO_NODE;
  const list =
    table.firstChild(body) !== NO_NODE && table.kind(table.firstChild(body)) === "statement_list" ? table.firstChild(body) : body;
  const statements = table
    .namedChildren(list)
    .filter((one) => !/^(?:expression_statement)$/.test(table.kind(one)) || !/^["']/.test(table.textOf(one)));
  const value = table.namedChildren(statement.node)[0] ?? NO_NODE;
  return statements.length === 1 && statements[0] === statement.node ? value : NO_NODE;
}

/** How often the name is written in the whole repository. */
function occurrences({ project }: CallSeed, name: string): number {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  let count = 0;
  for (const path of project.filesWith(name)) count += project.texts[path]?.match(word)?.length ?? 0;
  return count;
}

/** Text of each parameter at a call; null when one cannot be told. */
function argumentsOf({ code }: CallSeed, site: ValueId, names: readonly string[]): ReadonlyMap<string, string> | null {
  const { file, text } = code;
  const { view } = file;
  const given = new Map<string, string>();
  const all = file.arguments(site);
  const callee = view.a(site);
  const positional = [...names];
  // `self` is what stands in front of the method.
  if (file.language === "python" && view.op(callee) === Op.Field && /^(?:self|cls)$/.test(names[0] ?? "")) {
    const object = view.a(callee);
    given.set(positional.shift() as string, text.slice(view.start(object), view.end(object)));
  }
  for (const { name, value, kind } of all) {
    const parameter = name ?? positional.shift();
    if (kind !== 0 || parameter === undefined || !names.includes(parameter)) return null;
    given.set(parameter, text.slice(view.start(value), view.end(value)));
  }
  return names.every((name) => given.has(name)) ? given : null;
}

function substituted({ code }: CallSeed, body: NodeId, given: ReadonlyMap<string, string>): string {
  const { table } = code;
  const start = table.start(body);
  const edits: Edit[] = [];
  for (let node = 0; node < table.nodeCount; node++) {
    if (table.start(node) < start || table.end(node) > table.end(body)) continue;
    const kind = table.kind(node);
    const text = given.get(table.textOf(node));
    if (text === undefined || !/^(?:identifier|shorthand_property_identifier)$/.test(kind)) continue;
    if (["name", "attribute", "field", "property", "key"].includes(table.field(node))) continue;
    const written = kind === "identifier" ? text : `${table.textOf(node)}: ${text}`;
    edits.push({ start: table.start(node) - start, end: table.end(node) - start, text: written });
  }
  return edited(table.textOf(body), edits);
}

function within(inner: Stretch, outer: Stretch): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
