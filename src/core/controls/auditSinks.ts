/** Which calls leave an audit record, and what the record holds. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import { isOwn, type DeclaredFunctions } from "../flow/sanitizers.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { AuditRow } from "../knowledge/schema.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Policy } from "../policy/policy.js";

export interface AuditRecord {
  readonly name: string;
  readonly file: LoadedFile;
  readonly call: ValueId;
  /** What it holds, sorted: `actor`, `content`, `model`, `outcome`, `request-id`. */
  readonly records: readonly string[];
  /** False: only named (a print, an event without what it is about). */
  readonly counts: boolean;
}

const HOLDS: readonly (readonly [string, RegExp])[] = [
  ["actor", /\b\w*(?:user|actor|account|tenant|customer|session|principal|owner|caller)\w*\b/i],
  ["content", /\b\w*(?:prompt|message|content|question|answer|text)\w*\b/i],
  ["model", /\b\w*model\w*\b/i],
  ["outcome", /\b\w*(?:usage|token|finish_?reason|stop_?reason|status|outcome|result|success|error|latency|duration|elapsed|response|completion)\w*\b/i],
  ["request-id", /\b\w*(?:request_?id|trace_?id|correlation_?id|run_?id|response\.id|completion\.id|uuid)\w*\b/i],
];

export class AuditSinks {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly policy: Policy,
    private readonly declared: () => DeclaredFunctions,
  ) {}

  at(file: LoadedFile, call: ValueId): AuditRecord | null {
    const callee = this.pointsTo.of(file, file.view.a(call));
    const records = this.held(file, call);
    const name = file.text.slice(file.view.start(file.view.a(call)), file.view.end(file.view.a(call))).replace(/\s+/g, "");
    const own =
      this.policy.auditFunctions.some((one) => isOwn(file, call, callee, one, this.pointsTo)) || [...callee.functions].some((ref) => this.declared().audit.has(ref));
    if (own) return { name, file, call, records, counts: true };
    const row = this.rowAt(file, call);
    if (!row) return null;
    return { name, file, call, records, counts: row.level === "record" || (row.level === "logger" && tellsWhichCall(records)) };
  }

  rowAt(file: LoadedFile, call: ValueId): AuditRow | null {
    const automaton = this.knowledge.automaton(file.language);
    for (const state of this.pointsTo.of(file, file.view.a(call)).states) {
      const row = automaton.accepted(state).audit[0];
      if (row) return row;
    }
    return null;
  }

  private held(file: LoadedFile, call: ValueId): readonly string[] {
    let text = "";
    for (const argument of file.arguments(call)) {
      // A fixed sentence names things without holding them.
      if (file.view.op(argument.value) !== Op.Literal) text += ` ${argument.name ?? ""} ${file.text.slice(file.view.start(argument.value), file.view.end(argument.value))}`;
    }
    const code = text.slice(0, 2000);
    return HOLDS.filter(([, pattern]) => pattern.test(code)).map(([name]) => name);
  }
}

/** Somebody, or an id, and what became of it or which model. */
function tellsWhichCall(records: readonly string[]): boolean {
  return (records.includes("actor") || records.includes("request-id")) && (records.includes("model") || records.includes("outcome"));
}
