/** Changes of shape that mean nothing: whatever was said about the calls must be said again. */
import { CallFlag, NONE, Op, type ValueId } from "../../src/core/facts/fileFacts.js";
import type { Statement, Stretch } from "./code.js";
import type { CallOperator } from "./auditOperators.js";
import type { MadeElsewhere, MakerParts } from "./dialect.js";
import { inlined } from "./inlineOperator.js";
import { Change, type Mutant } from "./mutant.js";
import type { CallSeed } from "./seeds.js";
import { differenceOf, profileOf } from "./verdicts.js";

export const shapeOperators: Readonly<Record<string, CallOperator>> = {
  "wrapper extracted": (seed) => extracted(seed),
  "wrapper inlined": (seed) => inlined(seed),
  "client from a factory": (seed) => elsewhere(seed, "client from a factory", seed.code.dialect.factory),
  "file split": (seed) => elsewhere(seed, "file split", seed.code.dialect.split),
};

function extracted(seed: CallSeed): Mutant | null {
  const { code, statement, stretch, callee } = seed;
  const wrapped =
    code.dialect.wrapper?.(code, {
      ...stretch,
      callee: code.text.slice(callee.start, callee.end),
      calleeStart: callee.start,
      calleeEnd: callee.end,
      arguments: seed.arguments,
      argumentsText: seed.argumentsText,
      statement: statement.start,
      indent: statement.indent,
    }) ?? null;
  return wrapped && same(seed, "wrapper extracted", new Change(code, wrapped.edits, wrapped.files));
}

function elsewhere(
  seed: CallSeed,
  operator: string,
  move: ((code: CallSeed["code"], maker: MakerParts) => MadeElsewhere | null) | null,
): Mutant | null {
  const { code } = seed;
  for (const value of makersOf(seed)) {
    const parts = makerParts(seed, value);
    const moved = parts && (move?.(code, parts) ?? null);
    if (moved) return same(seed, operator, new Change(code, moved.edits, moved.files));
  }
  return null;
}

/** Everything about the calls of the file is as before. */
function same(seed: CallSeed, operator: string, change: Change): Mutant {
  const { code, project, call } = seed;
  const files = Object.keys(change.changed);
  return {
    operator,
    project,
    path: code.path,
    line: call.line,
    changed: change.changed,
    focus: files,
    check: (after, before) => differenceOf(profileOf(before, [code.path]), profileOf(after, files)),
  };
}

/** Calls of the file that may have made the object that the model call is made on. */
function makersOf({ code, value }: CallSeed): ValueId[] {
  const { file } = code;
  const { view, facts } = file;
  const found = new Set<ValueId>();
  const work = [view.a(value)];
  const seen = new Set<ValueId>();
  for (let at = work.pop(); at !== undefined && seen.size < 200; at = work.pop()) {
    if (at === NONE || seen.has(at)) continue;
    seen.add(at);
    for (const one of file.copies(at)) {
      switch (view.op(one)) {
        case Op.Field: {
          const name = view.string(view.b(one));
          const object = view.a(one);
          work.push(object);
          // `this.client`: whatever the file stores under that name.
          if (view.op(object) === Op.This || view.op(object) === Op.Parameter) {
            for (const store of file.storesByName.get(name) ?? []) work.push(view.c(store));
            for (const owner of facts.classes) for (const member of owner.members) if (member.name === name) work.push(member.value);
          }
          break;
        }
        case Op.Call:
          if (one !== value) found.add(one);
          break;
        default:
      }
    }
  }
  const isNew = (one: ValueId) => Number((view.c(one) & CallFlag.New) !== 0);
  return [...found].sort((left, right) => isNew(right) - isNew(left) || left - right);
}

/** A field with its value stands where statements do not. */
function memberStatement(code: CallSeed["code"], stretch: Stretch): Statement | null {
  const member = code.memberOf(stretch);
  const node = member ? code.nodeOf(member) : -1;
  return member && code.table.kind(node) === "field_declaration" ? { ...member, node } : null;
}

function makerParts({ code }: CallSeed, value: ValueId): MakerParts | null {
  const { table, text } = code;
  const { view } = code.file;
  const stretch = { start: view.start(value), end: view.end(value) };
  const node = code.nodeOf(stretch);
  const statement = node < 0 ? null : (code.statementOf(node) ?? memberStatement(code, stretch));
  if (!statement) return null;
  const isTop = table.parent(statement.node) === table.root;
  const name = /^(?:export\s+)?(?:const|let|var)?\s*([A-Za-z_$][\w$]*)(?:\s*:\s*[\w.<>[\]| ]+)?\s*=\s*$/.exec(
    text.slice(statement.start, stretch.start),
  )?.[1];
  const ends = /^\s*;?\s*$/.test(text.slice(stretch.end, statement.end));
  const declared = /^(?:[a-z]+\s+)*([A-Z][\w.<>?]*)\s+\w+\s*=\s*$/.exec(text.slice(statement.start, stretch.start))?.[1];
  return {
    ...stretch,
    text: text.slice(stretch.start, stretch.end),
    statement: statement.start,
    statementEnd: statement.end,
    indent: statement.indent,
    topLevelName: isTop && ends ? (name ?? null) : null,
    declaredType: declared ?? null,
  };
}
