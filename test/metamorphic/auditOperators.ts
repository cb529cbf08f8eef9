/** Changes around a model call that keep, weaken or take away its record. */
import type { Analysis } from "../../src/core/analysis.js";
import type { AuditStatus } from "../../src/core/report/scanResult.js";
import { NO_NODE } from "../../src/core/syntax/syntaxTable.js";
import { recordInCallers } from "./callerOperator.js";
import type { Edit } from "./edits.js";
import { insertion } from "./edits.js";
import { Change, type Check, type Mutant, supported } from "./mutant.js";
import type { CallSeed } from "./seeds.js";
import { callAt } from "./verdicts.js";

export type CallOperator = (seed: CallSeed, analysis: Analysis) => Promise<Mutant | null> | Mutant | null;

export const auditOperators: Readonly<Record<string, CallOperator>> = {
  "audit inserted": (seed) => (unrecorded(seed) ? recordedBefore(seed, "audit inserted") : null),
  "audit removed": (seed) => removedReal(seed) ?? removedAgain(seed),
  "audit in one branch": (seed) => inOneBranch(seed),
  "audit in the caller": recordInCallers,
  "audit after early return": (seed) => afterEarlyReturn(seed),
};

function unrecorded({ call }: CallSeed): boolean {
  return call.audit.status === "never";
}

function recordEdit({ code, statement }: CallSeed): Edit {
  return insertion(statement.start, `${code.dialect.record}\n${statement.indent}`);
}

function recordedBefore(seed: CallSeed, operator: string): Mutant {
  return mutant(seed, operator, supported(seed.code, [recordEdit(seed)]), "always");
}

/** The statement that leaves a record is taken out of real code. */
function removedReal(seed: CallSeed): Mutant | null {
  const { code, call } = seed;
  const counted = call.audit.by.filter(({ records }) => records.length > 0);
  const [evidence] = counted;
  if (call.audit.status !== "always" || counted.length !== 1 || !evidence || evidence.file !== code.path) return null;
  const { table } = code;
  const lineStart = code.offsetOf(evidence.line, 1);
  const line = code.text.slice(lineStart, code.text.indexOf("\n", lineStart));
  const statement = code.statementOf(code.nodeAround({ start: lineStart + line.search(/\S/), end: lineStart + line.search(/\S/) + 1 }));
  // The record must be a statement of its own, not a part of something else.
  if (
    !statement ||
    statement.start > seed.stretch.start === statement.end < seed.stretch.end ||
    !/^expression_statement$/.test(table.kind(statement.node))
  )
    return null;
  return mutant(
    seed,
    "audit removed",
    new Change(code, [{ start: statement.start, end: statement.end, text: code.dialect.statement("0") }]),
    "never",
  );
}

/** The record that was put there is taken away again. */
function removedAgain(seed: CallSeed): Mutant | null {
  if (!unrecorded(seed)) return null;
  const withRecord = recordedBefore(seed, "audit removed");
  return {
    ...mutant(seed, "audit removed", supported(seed.code, []), "never"),
    base: { changed: withRecord.changed, check: withRecord.check },
  };
}

function inOneBranch(seed: CallSeed): Mutant | null {
  const { code, statement } = seed;
  if (!unrecorded(seed)) return null;
  const branch = code.dialect.when(code.dialect.flag, code.dialect.record, statement.indent);
  const withRecord = recordedBefore(seed, "audit in one branch");
  return {
    ...mutant(seed, "audit in one branch", supported(code, [insertion(statement.start, `${branch}\n${statement.indent}`)]), "sometimes"),
    base: { changed: withRecord.changed, check: withRecord.check },
  };
}

/** Statements behind which another can be written that runs after the call. */
const SIMPLE =
  /^(?:expression_statement|lexical_declaration|variable_declaration|short_var_declaration|assignment_statement|local_variable_declaration|local_declaration_statement)$/;

function afterEarlyReturn(seed: CallSeed): Mutant | null {
  const { code, statement, node } = seed;
  const { table, dialect } = code;
  const owner = code.functionAround(node);
  if (!unrecorded(seed) || owner === NO_NODE) return null;
  for (const around of code.ancestors(node)) {
    if (around === owner) break;
    if (dialect.tries.has(table.kind(around))) return null;
  }
  const { indent } = statement;
  const early = dialect.when(dialect.flag, dialect.emptyReturn, indent);
  let edit: Edit;
  if (SIMPLE.test(table.kind(statement.node))) {
    edit = insertion(statement.end, `\n${indent}${early}\n${indent}${dialect.record}`);
  } else return null;
  const operator = "audit after early return";
  const made = mutant(seed, operator, supported(code, [edit]), "sometimes");
  const check: Check = (after, before) => {
    const problem = made.check(after, before);
    if (problem !== null) return problem;
    const ends = after.findings.filter(({ rule }) => rule === "missing-audit-log").flatMap(({ path }) => path.at(-1)?.label ?? []);
    return ends.some((label) => label.includes("on the way out")) ? null : "no way out without a record is named";
  };
  return { ...made, check };
}

function mutant(seed: CallSeed, operator: string, change: Change, wanted: AuditStatus): Mutant {
  const { code, project, call, point } = seed;
  const place = change.placeOf(point);
  const check: Check = (after) => {
    const found = callAt(after, code.path, place);
    if (!found) return "the call is not found";
    return found.audit.status === wanted ? null : `recorded ${found.audit.status}, not ${wanted}`;
  };
  return { operator, project, path: code.path, line: call.line, changed: change.changed, focus: [code.path], check };
}
