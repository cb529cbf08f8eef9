/** The record of a call moved to those who call its function. */
import type { Analysis } from "../../src/core/analysis.js";
import type { Step } from "../../src/core/report/scanResult.js";
import { NO_NODE } from "../../src/core/syntax/syntaxTable.js";
import { Code } from "./code.js";
import { type Edit, insertion, positionIn } from "./edits.js";
import { type Mutant, supported } from "./mutant.js";
import type { Texts } from "./project.js";
import type { CallSeed } from "./seeds.js";
import { callAt } from "./verdicts.js";

const OPERATOR = "audit in the caller";

interface Site {
  readonly code: Code;
  readonly offset: number;
  readonly edit: Edit;
}

export async function recordInCallers(seed: CallSeed, analysis: Analysis): Promise<Mutant | null> {
  const { call, code, project, point } = seed;
  if (call.audit.status !== "never") return null;
  const sites = new Map<string, Site>();
  for (const finding of analysis.findings) {
    if (finding.rule !== "missing-audit-log" || finding.call !== call.id) continue;
    const step = callerIn(finding.path);
    const site = step && (await siteOf(seed, step));
    if (!step || !site) continue;
    sites.set(`${step.file}:${step.line}:${step.column}`, site);
  }
  if (sites.size === 0) return null;
  let changed: Texts = {};
  const places: { readonly file: string; readonly line: number; readonly column: number }[] = [];
  for (const path of new Set([...sites.values()].map((site) => site.code.path))) {
    const here = [...sites.values()].filter((site) => site.code.path === path);
    // Two calls in one statement share its record.
    const edits = [...new Map(here.map(({ edit }) => [edit.start, edit])).values()];
    const change = supported((here[0] as Site).code, edits);
    changed = { ...changed, ...change.changed };
    for (const { offset } of here) places.push({ file: path, ...change.placeOf(offset) });
  }
  const own = changed[code.path];
  const place = own === undefined ? positionIn(code.text, point) : ownPlace(seed, sites);
  return {
    operator: OPERATOR,
    project,
    path: code.path,
    line: call.line,
    changed,
    focus: [code.path],
    check(after) {
      const found = callAt(after, code.path, place);
      if (!found) return "the call is not found";
      if (found.audit.status === "never") return "recorded never";
      // Others may call the function as well; nobody may be accused who does record.
      const accused = after.findings.filter(
        ({ rule, call: about, path }) =>
          rule === "missing-audit-log" &&
          about === found.id &&
          path.some((step) => places.some(({ file, line, column }) => step.file === file && step.line === line && step.column === column)),
      );
      return accused.length === 0 ? null : "a caller that records is accused";
    },
  };
}

/** The call of the function that makes the model call: the step before that. */
function callerIn(path: readonly Step[]): Step | null {
  const at = path.findIndex(({ label }) => label.startsWith("model call in"));
  return at > 0 ? (path[at - 1] ?? null) : null;
}

async function siteOf({ project, code }: CallSeed, { file, line, column }: Step): Promise<Site | null> {
  const caller = file === code.path ? code : await Code.open(project, file);
  if (!caller) return null;
  const offset = caller.offsetOf(line, column);
  const node = caller.nodeAround({ start: offset, end: offset + 1 });
  const statement = node === NO_NODE ? null : caller.statementOf(node);
  if (!statement) return null;
  return { code: caller, offset, edit: insertion(statement.start, `${caller.dialect.record}\n${statement.indent}`) };
}

function ownPlace({ code, point }: CallSeed, sites: ReadonlyMap<string, Site>): { readonly line: number; readonly column: number } {
  const edits = [...sites.values()].filter((site) => site.code.path === code.path).map(({ edit }) => edit);
  return supported(code, [...new Map(edits.map((edit) => [edit.start, edit])).values()]).placeOf(point);
}
