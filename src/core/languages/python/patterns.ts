/** `match`: which part of the subject each name of a `case` pattern captures. */
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { literalIndex } from "./places.js";
import { captureOf } from "./scopeNames.js";
import { assignName } from "./targets.js";

function match(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const subjects = table.childrenOf(node, "subject").map((one) => lowering.expression(one));
  const subject = subjects.length === 1 ? (subjects[0] as ValueId) : builder.array(subjects, lowering.range(node));
  const clauses = lowering.children(table.child(node, "body")).filter((child) => table.kind(child) === "case_clause");
  const cases = clauses.map((clause) => ({ isDefault: matchesAnything(lowering, clause), body: () => runCase(lowering, clause, subject) }));
  builder.switch(subject, cases, false, lowering.range(node));
}

function runCase(lowering: Lowering, clause: NodeId, subject: ValueId): void {
  const { builder, table } = lowering;
  const patterns = lowering.children(clause).filter((child) => table.kind(child) === "case_pattern");
  if (patterns.length === 1) {
    builder.caseOf(comparedWith(lowering, patterns[0] as NodeId), lowering.range(clause));
    capture(lowering, patterns[0] as NodeId, subject);
  } else captureSequence(lowering, patterns, subject);
  const run = () => lowering.block(table.child(clause, "consequence"));
  const guard = table.child(clause, "guard");
  if (guard === NO_NODE) run();
  else builder.branch(lowering.expression(lowering.firstOf(guard)), run, null, lowering.range(clause));
}

/** `case "a" | Role.B:`: the values that a pattern asks for, as far as it asks for nothing else. */
function comparedWith(lowering: Lowering, pattern: NodeId): readonly ValueId[] {
  const { table } = lowering;
  const [only, ...others] = lowering.children(pattern);
  if (only === undefined || others.length > 0) return [];
  const kind = table.kind(only);
  if (kind === "union_pattern") {
    const parts = lowering.children(only).map((one) => constantOf(lowering, one));
    return parts.some((one) => one === null) ? [] : (parts as ValueId[]);
  }
  const value = constantOf(lowering, only);
  return value === null ? [] : [value];
}

function constantOf(lowering: Lowering, pattern: NodeId): ValueId | null {
  const { table } = lowering;
  const kind = table.kind(pattern);
  if (kind === "string" || kind === "integer") return lowering.expression(pattern);
  if (kind !== "dotted_name") return null;
  const [first, ...rest] = lowering.children(pattern);
  if (first === undefined || rest.length === 0) return null;
  return rest.reduce(
    (value, name) => lowering.builder.field(value, table.textOf(name), lowering.range(pattern)),
    lowering.expression(first),
  );
}

/** `case _:` and `case name:` without a guard. */
function matchesAnything(lowering: Lowering, clause: NodeId): boolean {
  const { table } = lowering;
  if (table.child(clause, "guard") !== NO_NODE) return false;
  const patterns = lowering.children(clause).filter((child) => table.kind(child) === "case_pattern");
  return patterns.length === 1 && /^[A-Za-z_]\w*$/.test(table.textOf(patterns[0] as NodeId)) && isName(lowering, patterns[0] as NodeId);
}

function isName(lowering: Lowering, pattern: NodeId): boolean {
  const only = lowering.table.firstChild(pattern);
  const kind = only === NO_NODE ? "_" : lowering.table.kind(only);
  return kind === "_" || kind === "dotted_name";
}

function capture(lowering: Lowering, pattern: NodeId, subject: ValueId): void {
  lowering.deeper(
    () => captureInside(lowering, pattern, subject),
    () => undefined,
  );
}

function captureInside(lowering: Lowering, pattern: NodeId, subject: ValueId): void {
  const { builder, table } = lowering;
  const range = lowering.range(pattern);
  switch (table.kind(pattern)) {
    case "dotted_name":
      captureName(lowering, pattern, subject);
      break;
    case "splat_pattern":
      captureName(lowering, pattern, builder.array([builder.spread(subject, range)], range));
      break;
    case "case_pattern":
    case "union_pattern":
      for (const child of lowering.children(pattern)) capture(lowering, child, subject);
      break;
    case "as_pattern":
      for (const child of lowering.children(pattern)) if (table.kind(child) !== "identifier") capture(lowering, child, subject);
      captureName(lowering, pattern, subject);
      break;
    case "class_pattern":
      for (const child of lowering.children(pattern).slice(1)) capture(lowering, child, keywordSubject(lowering, child, subject));
      break;
    case "keyword_pattern":
      for (const child of lowering.children(pattern).slice(1)) capture(lowering, child, subject);
      break;
    case "dict_pattern":
      captureDictionary(lowering, pattern, subject);
      break;
    case "list_pattern":
    case "tuple_pattern":
      captureSequence(lowering, lowering.children(pattern), subject);
      break;
  }
}

function captureName(lowering: Lowering, node: NodeId, value: ValueId): void {
  const name = captureOf(lowering.table, node);
  if (name !== NO_NODE) assignName(lowering, lowering.table.textOf(name), value);
}

/** In `Point(x=p, q)`: `p` is the field x; which field `q` is, only the class knows. */
function keywordSubject(lowering: Lowering, pattern: NodeId, subject: ValueId): ValueId {
  const { builder, table } = lowering;
  const inner = table.kind(pattern) === "case_pattern" ? lowering.firstOf(pattern) : pattern;
  if (inner === NO_NODE || table.kind(inner) !== "keyword_pattern") return lowering.unknown(pattern, [subject]);
  return builder.field(subject, table.textOf(lowering.firstOf(inner)), lowering.range(inner));
}

function captureDictionary(lowering: Lowering, pattern: NodeId, subject: ValueId): void {
  const { builder, table } = lowering;
  let key: ValueId | null = null;
  for (const child of lowering.children(pattern)) {
    if (table.kind(child) === "splat_pattern") captureName(lowering, child, subject);
    else if (table.field(child) === "key") key = lowering.expression(child);
    else if (key !== null) {
      capture(lowering, child, builder.element(subject, key, lowering.range(child)));
      key = null;
    }
  }
}

function captureSequence(lowering: Lowering, patterns: readonly NodeId[], subject: ValueId): void {
  const { builder, table } = lowering;
  const star = patterns.findIndex((one) => table.textOf(one).startsWith("*"));
  patterns.forEach((one, index) => {
    const position = star >= 0 && index > star ? index - patterns.length : index;
    if (index === star) capture(lowering, one, subject);
    else capture(lowering, one, builder.element(subject, literalIndex(lowering, position, one), lowering.range(one)));
  });
}

export const patternStatements: readonly (readonly [string, StatementHandler])[] = [["match_statement", match]];
