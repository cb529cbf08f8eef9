/** Whether a model call leaves an audit record on every way, over the wrappers around it up to the outermost application function. */
import { type FunctionFacts, type ValueId, B } from "../facts/fileFacts.js";
import type { DetectedCall } from "../calls/modelCalls.js";
import { functionLabel } from "../flow/backward.js";
import type { AuditGap } from "../flow/analysedCall.js";
import { locate, stepAt } from "../flow/steps.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, valueOf } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";
import type { AuditEvidence, AuditStatus, CallAudit, Step } from "../report/scanResult.js";
import type { AuditRecord, AuditSinks } from "./auditSinks.js";
import { PathWalker } from "./everyPath.js";

/** Wrappers around a call that are walked outwards, and functions called beside it that are walked inwards. */
const MAXIMUM_OUTWARD = 6;
const MAXIMUM_INWARD = 3;
/** Outermost functions that one call's answer looks at. */
const MAXIMUM_WAYS = 40;

export interface AuditOutcome {
  readonly audit: CallAudit;
  readonly gaps: readonly AuditGap[];
}

interface Way {
  readonly always: boolean;
  readonly may: boolean;
  readonly gap: AuditGap | null;
}

export class AuditAnalysis {
  private evidence = new Map<number, AuditRecord>();
  private ways = 0;

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly sinks: AuditSinks,
  ) {}

  of(detected: DetectedCall, automatic: readonly AuditEvidence[]): AuditOutcome {
    this.evidence = new Map();
    this.ways = 0;
    const ways = this.outwards(detected.file, detected.call, [], 0, new Set());
    const by = [...this.evidence.values()].map(evidenceOf);
    by.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
    if (ways.every((way) => way.always)) return { audit: { status: "always", by }, gaps: [] };
    if (automatic.length > 0) return { audit: { status: "external", by: [...automatic, ...by] }, gaps: [] };
    const status: AuditStatus = ways.some((way) => way.always || way.may) ? "sometimes" : "never";
    const gaps = new Map<string, AuditGap>();
    for (const { gap } of ways) if (gap) gaps.set(`${gap.location.root}:${gap.location.file}:${gap.location.line}:${gap.location.column}`, gap);
    return { audit: { status, by }, gaps: [...gaps.values()] };
  }

  private outwards(file: LoadedFile, call: ValueId, inner: readonly Step[], depth: number, seen: Set<FunctionRef>): Way[] {
    const id = file.view.blockColumn(file.view.block(call), B.Function);
    const ref = nodeOf(file.number, id);
    const walker = new PathWalker(file, (one) => this.verdict(file, one, MAXIMUM_INWARD, new Set()));
    const exits = walker.exitsAfter(call);
    const open = exits.find((exit) => !exit.passed);
    if (!open) return [{ always: true, may: true, gap: null }];
    const facts = file.facts.functions[id] as FunctionFacts;
    const path = [stepAt(file, call, "step", depth === 0 ? `model call in ${id === 0 ? "module code" : functionLabel(file, id)}` : `called in ${id === 0 ? "module code" : functionLabel(file, id)}`), ...inner];
    const callers = id === 0 || depth >= MAXIMUM_OUTWARD || seen.has(ref) ? [] : this.callGraph.callersOf(ref);
    const next = new Set(seen).add(ref);
    const ways = callers.filter(() => this.ways++ < MAXIMUM_WAYS).flatMap((site) => this.outwards(site.file, site.call, path, depth + 1, next));
    if (ways.length > 0) return ways.map((way) => ({ ...way, may: way.may || walker.may }));
    const named = id !== 0 && facts.nameEnd > facts.nameStart;
    const exitLabel = open.kind === "throw" ? "when it throws" : "on the way out";
    const missing: Step = { ...stepAt(file, call, "missing", `no audit record ${exitLabel}`) };
    const location = named ? locate(file, facts.nameStart, facts.nameEnd) : locate(file, file.view.start(call), file.view.end(call));
    return [{ always: false, may: walker.may, gap: { location, functionName: id === 0 ? "" : facts.name || functionLabel(file, id), exit: open.kind, path: [...path, missing] } }];
  }

  /** A call passes when it is a record itself, or goes into a function that always makes one. */
  private verdict(file: LoadedFile, call: ValueId, depth: number, seen: Set<FunctionRef>): "must" | "may" | null {
    const record = this.sinks.at(file, call);
    if (record) {
      this.evidence.set(nodeOf(file.number, call), record);
      return record.counts ? "must" : null;
    }
    if (depth === 0) return null;
    let may = false;
    let all = true;
    const callee = this.pointsTo.of(file, file.view.a(call));
    for (const ref of callee.functions) {
      if (seen.has(ref)) continue;
      const target = this.pointsTo.program.file(fileOf(ref));
      const inside = new Set(seen).add(ref);
      const walker = new PathWalker(target, (one) => this.verdict(target, one, depth - 1, inside));
      const always = walker.always(target.facts.functions[valueOf(ref)] as FunctionFacts);
      if (walker.may) may = true;
      if (!always) all = false;
    }
    return callee.functions.size > 0 && all ? "must" : may ? "may" : null;
  }
}

export function evidenceOf(record: AuditRecord): AuditEvidence {
  const { file, line } = stepAt(record.file, record.call, "step", "");
  return { name: record.name, file, line, records: record.counts ? record.records : [] };
}
