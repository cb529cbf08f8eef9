/** Whether a model call leaves an audit record on every way, over the wrappers around it up to the outermost application function. */
import type { DetectedCall } from "../calls/modelCalls.js";
import { CallFlag, type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { AuditGap } from "../flow/analysedCall.js";
import { functionLabel } from "../flow/functionLabel.js";
import { locate, stepAt } from "../flow/steps.js";
import type { CallGraph } from "../link/callGraph.js";
import { Callers, type Calling } from "../link/callers.js";
import type { CallSite } from "../link/callSite.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";
import type { AuditEvidence, AuditStatus, CallAudit, Step, Scope } from "../report/scanResult.js";
import { type AuditRecord, type AuditSinks, keepsRecords } from "./auditSinks.js";
import { type Exit, Level, type Within, exitsAfter, levelOf, together, type Classify, neverReturns } from "./everyPath.js";
import {
  type Related,
  argumentValues,
  callbacksOf,
  functionOf,
  gather,
  receiverValues,
  relatedInside,
  relatedTo,
} from "./relatedValues.js";

/** Wrappers around a call that are walked outwards, and functions called beside it that are walked inwards. */
const MAXIMUM_OUTWARD = 6;
const MAXIMUM_INWARD = 3;
/** Outermost functions that one call's answer looks at. */
const MAXIMUM_WAYS = 40;

export interface AuditOutcome {
  readonly audit: CallAudit;
  readonly gaps: readonly AuditGap[];
}

/** What records calls by itself once it is set up. */
export interface Instrumentation {
  readonly evidence: AuditEvidence;
  /** Set up in one branch only. */
  readonly conditional: boolean;
}

const ERROR_NAME = /^(?:e|err|error|ex|exc|exception|cause|reason|failure)$/i;

const NO_KEYS: ReadonlySet<string> = new Set();

interface Way {
  readonly level: Level;
  /** Null when every way out is recorded. */
  readonly gap: AuditGap | null;
}

const RECORDED: Way = { level: Level.Must, gap: null };

export class AuditAnalysis {
  private evidence = new Map<Node, AuditRecord>();
  private summaries = new Map<string, Level>();
  private readonly callers: Callers;
  /** Answers of {@link mayRecord}, as long as no file arrives. */
  private readonly recording = new Map<number, boolean>();
  private generation = -1;
  private ways = 0;
  private scope: Scope = "product";
  /** What comes back is what went in, in another form: a vector, a transcript, speech. */
  private saysNothing = false;

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly sinks: AuditSinks,
    /** Every model call: what is recorded about one is no record of another. */
    private readonly modelCalls: { has(node: Node): boolean },
  ) {
    this.callers = new Callers(pointsTo, callGraph);
  }

  of(detected: DetectedCall, automatic: readonly Instrumentation[]): AuditOutcome {
    this.evidence = new Map();
    this.summaries = new Map();
    this.ways = 0;
    this.scope = detected.file.source.scope;
    this.saysNothing = detected.phase === "embedding" || detected.operation === "audio";
    const ways = this.isWatched(detected)
      ? [RECORDED]
      : this.outwards(detected, { normal: Level.None, throws: throwsOn(detected.file) ? Level.None : null }, [], 0, new Set());
    const by = [...this.evidence.values()].map(evidenceOf);
    by.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
    if (ways.every((way) => way.gap === null)) return { audit: { status: "always", by }, gaps: [] };
    if (automatic.length > 0) {
      // Set up for every call of the provider: whatever becomes of the call, the instrumentation has seen it.
      const unconditional = automatic.find((one) => !one.conditional);
      const evidence = [...automatic.map((one) => one.evidence), ...by];
      if (unconditional) return { audit: { status: "always", by: evidence }, gaps: [] };
      const open = gapsOf(ways);
      return { audit: { status: "sometimes", by: evidence }, gaps: open };
    }
    const status: AuditStatus = ways.some((way) => way.level !== Level.None) ? "sometimes" : "never";
    return { audit: { status, by }, gaps: gapsOf(ways) };
  }

  /** Made over a client that records by itself, or with a recorder among its arguments. */
  private isWatched({ file, call }: DetectedCall): boolean {
    const makers = this.callGraph.locators.makersOf(file, call).map((site): CallSite => site);
    for (const value of gather(file, [...receiverValues(file, call), ...argumentValues(file, call)], new Set([call])).values) {
      if (file.view.op(value) === Op.Call && value !== call) makers.push({ file, call: value });
      // `builder.Services.AddLogging(…)`: a statement of its own on the way.
      else if (file.view.op(value) === Op.AfterCall && file.view.c(value) === NONE) makers.push({ file, call: file.view.b(value) });
    }
    let watched = false;
    for (const maker of makers) {
      const row = this.sinks.rowAt(maker.file, maker.call);
      if (row?.level === "memory") makers.push(...storesOf(maker).filter((one) => !makers.some((known) => isSame(known, one))));
      if ((row?.level !== "record" && row?.level !== "memory") || row.automatic) continue;
      if (this.note(this.sinks.at(maker.file, maker.call)) === Level.Must) watched = true;
    }
    return watched;
  }

  private outwards(
    { file, call }: CallSite,
    within: Within,
    inner: readonly Step[],
    depth: number,
    seen: ReadonlySet<FunctionRef | string>,
    captured: ReadonlySet<string> = NO_KEYS,
    calling: Calling | null = null,
  ): Way[] {
    const id = functionOf(file, call);
    const ref = nodeOf(file.number, id);
    const facts = file.facts.functions[id] as FunctionFacts;
    const related = withCaptured(file, relatedTo(file, call, this.saysNothing), captured);
    const exits = exitsAfter(file, call, within, this.classifier(file, call, related, MAXIMUM_INWARD));
    if (exits.every((exit) => exit.level === Level.Must)) return [RECORDED];
    if (id !== 0 && this.wrapping(file, id, facts) === Level.Must) return [RECORDED];
    const where = id === 0 ? "module code" : functionLabel(file, id);
    const path = [stepAt(file, call, "step", `${depth === 0 ? "model call" : "called"} in ${where}`), ...inner];
    const level = together(exits.map((exit) => exit.level));
    // A wrapper that a decorator puts around several functions is another one around each.
    const decorated = calling?.ref === ref ? calling.decorated : null;
    const key = calling && decorated !== null ? calling.key : ref;
    const outer = decorated === null ? depth + 1 : depth;
    const sites = id === 0 || depth >= MAXIMUM_OUTWARD || seen.has(key) ? [] : this.sitesOf(file, id, facts, calling);
    const next = new Set(seen).add(key);
    const ways = sites
      .filter(() => this.ways++ < MAXIMUM_WAYS)
      .flatMap((site) => {
        const keys = site.file === file ? related.keys : NO_KEYS;
        return this.outwards(site, withinOf(exits), path, outer, next, keys, this.callers.beyond(site, ref, calling));
      });
    // Callers are left that nobody looked at any more: this function is not the outermost one.
    if (sites.length > 0 && ways.length === 0) return [{ level, gap: null }];
    if (ways.length > 0) return ways.map((way) => (way.gap ? { ...way, level: Math.max(way.level, level) } : way));
    if (this.isCoveredOutside(file, id, withinOf(exits), depth, next, related)) return [RECORDED];
    return [{ level, gap: gapIn(this.pointsTo, { file, call }, decorated ?? ref, exits, path) }];
  }

  /** Who calls a function from tests and examples is nobody that has to keep records, unless the call is made there itself. */
  private isWatchedScope(scope: Scope): boolean {
    return this.scope === scope || (scope !== "test" && scope !== "example");
  }

  /** Where a function is called from. One that a decorator of the workspace replaces is called in what replaces it. */
  private sitesOf(file: LoadedFile, id: number, facts: FunctionFacts, calling: Calling | null): readonly CallSite[] {
    const sites = this.callers.of(nodeOf(file.number, id), calling).filter((site) => this.isWatchedScope(site.file.source.scope));
    const decorators = new Set(facts.decorators.flatMap((decorator) => [...this.decoratorFunctions(file, decorator)]));
    const replaced = sites.filter((site) => enclosing(site.file, functionOf(site.file, site.call)).some((ref) => decorators.has(ref)));
    return replaced.length > 0 ? replaced : sites;
  }

  private decoratorFunctions(file: LoadedFile, decorator: ValueId): ReadonlySet<FunctionRef> {
    return this.pointsTo.of(file, file.view.op(decorator) === Op.Call ? file.view.a(decorator) : decorator).functions;
  }

  /** Record made by what wraps a function: a decorator, or a call that the function is handed to. */
  private wrapping(file: LoadedFile, id: number, facts: FunctionFacts): Level {
    let level = Level.None;
    for (const decorator of facts.decorators) {
      const record = this.sinks.atDecorator(file, decorator);
      if (record) level = Math.max(level, this.note(record));
      // `descriptor.value = function (…) { … record(…) }` calls the method by a name that nobody can follow.
      for (const ref of this.decoratorFunctions(file, decorator)) {
        const owner = this.pointsTo.program.file(fileOf(ref));
        owner.facts.functions.forEach((inner, at) => {
          if (at !== rowOf(ref) && enclosing(owner, at).includes(ref)) level = Math.max(level, this.alone(owner, inner));
        });
      }
    }
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind !== "argument" || file.view.c(use.call) & CallFlag.Decorator) continue;
      const record = this.sinks.at(file, use.call);
      if (record) level = Math.max(level, this.note(record));
    }
    return level;
  }

  /** What a function records whatever it is called with. */
  private alone(file: LoadedFile, facts: FunctionFacts): Level {
    const nothing: Related = { results: new Set(), answers: new Set(), keys: new Set() };
    return levelOf(file, facts, this.classifier(file, NONE, nothing, MAXIMUM_INWARD));
  }

  /** A callback of a library belongs to the function that hands it over, when that one records: `items.map(async () => …)`. */
  private isCoveredOutside(
    file: LoadedFile,
    id: number,
    within: Within,
    depth: number,
    seen: ReadonlySet<FunctionRef | string>,
    related: Related,
  ): boolean {
    if (id === 0 || depth >= MAXIMUM_OUTWARD) return false;
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind !== "argument" || functionOf(file, use.call) === 0) continue;
      const ways = this.outwards({ file, call: use.call }, within, [], depth + 1, seen, related.keys);
      if (ways.every((way) => way.gap === null)) return true;
    }
    return false;
  }

  private classifier(file: LoadedFile, subject: ValueId, related: Related, depth: number): Classify {
    return (call) => (call !== subject && this.leavesForGood(file, call) ? null : this.verdict({ file, call }, subject, related, depth));
  }

  /** `handle(error)` that always throws again, `sys.exit()`. */
  private leavesForGood(file: LoadedFile, call: ValueId): boolean {
    // `@wraps(ask)` over a function inside of this one ends nothing.
    if (file.view.c(call) & CallFlag.Decorator) return false;
    const callee = file.view.a(call);
    const functions = this.pointsTo.of(file, callee).functions;
    if (functions.size === 0)
      return /^(?:sys\.exit|os\._exit|process\.exit|exit|quit)$/.test(file.text.slice(file.view.start(callee), file.view.end(callee)));
    for (const ref of functions) {
      const target = this.pointsTo.program.file(fileOf(ref));
      if (!neverReturns(target, target.facts.functions[rowOf(ref)] as FunctionFacts)) return false;
    }
    return true;
  }

  /** What a call beside the model call, or the model call itself, records about it. */
  private verdict(site: CallSite, subject: ValueId, related: Related, depth: number): Level {
    const { file, call } = site;
    const isSubject = call === subject;
    const record = this.sinks.at(file, call, related);
    if (record && !isSubject) return this.note(record);
    if (depth === 0 || (!isSubject && this.modelCalls.has(nodeOf(file.number, call)))) return Level.None;
    const callee = this.pointsTo.of(file, file.view.a(call));
    const targets = [...callee.functions, ...this.leavers(callee.classes)];
    if (targets.length === 0) return this.callbacks(site, related, depth);
    return isSubject ? Level.None : together(targets.map((ref) => this.inside(site, ref, related, depth)));
  }

  /** False when nothing that a function calls, or they call, is a record of anything: what it is given decides nothing then. */
  private mayRecord(ref: FunctionRef, depth: number): boolean {
    if (this.generation !== this.pointsTo.program.generation) {
      this.generation = this.pointsTo.program.generation;
      this.recording.clear();
    }
    const key = ref * (MAXIMUM_INWARD + 1) + depth;
    let known = this.recording.get(key);
    if (known === undefined) {
      const file = this.pointsTo.program.file(fileOf(ref));
      known = file.callsIn(rowOf(ref)).some((call) => this.sinks.mayRecord(file, call) || this.mayRecordBehind(file, call, depth - 1));
      this.recording.set(key, known);
    }
    return known;
  }

  private mayRecordBehind(file: LoadedFile, call: ValueId, depth: number): boolean {
    if (depth === 0 || this.modelCalls.has(nodeOf(file.number, call))) return false;
    const callee = this.pointsTo.of(file, file.view.a(call));
    const targets = [...callee.functions, ...this.leavers(callee.classes)];
    if (targets.length > 0) return targets.some((ref) => this.mayRecord(ref, depth));
    return callbacksOf(file, call).some((id) => this.mayRecord(nodeOf(file.number, id), depth));
  }

  /** `with audit_scope():` of a class records when it is left. */
  private leavers(classes: Iterable<number>): FunctionRef[] {
    const found: FunctionRef[] = [];
    for (const ref of classes) {
      const file = this.pointsTo.program.file(fileOf(ref));
      for (const member of file.facts.classes[rowOf(ref)]?.members ?? []) {
        if (/^__a?exit__$/.test(member.name) && member.function !== NONE) found.push(nodeOf(file.number, member.function));
      }
    }
    return found;
  }

  /** A callback that a library runs, or does not: `onFinish`, `.on("end", …)`, `.catch(…)`; `.finally(…)` runs for certain. */
  private callbacks({ file, call }: CallSite, related: Related, depth: number): Level {
    let level = Level.None;
    for (const id of callbacksOf(file, call)) {
      if (!this.mayRecord(nodeOf(file.number, id), depth)) continue;
      const facts = file.facts.functions[id] as FunctionFacts;
      const given = facts.parameters.map((one) => one.value);
      const told = facts.parameters.filter((one) => one.name === NONE || !ERROR_NAME.test(file.view.string(one.name)));
      const results = new Set([...related.results, ...given]);
      const answers = this.saysNothing ? related.answers : new Set([...related.answers, ...told.map((one) => one.value)]);
      level = Math.max(level, this.through(file, id, { ...related, results, answers }, depth));
    }
    return file.calleeName(call) === "finally" ? level : Math.min(level, Level.May);
  }

  private inside(site: CallSite, ref: FunctionRef, related: Related, depth: number): Level {
    if (!this.mayRecord(ref, depth)) return Level.None;
    const target = this.pointsTo.program.file(fileOf(ref));
    const inside = relatedInside(this.callGraph, site, target, ref, related);
    const keeps = related.keeps === true || keepsRecords(site.file.calleeName(site.call));
    return this.through(target, rowOf(ref), keeps ? { ...inside, keeps } : inside, depth);
  }

  private through(file: LoadedFile, id: number, related: Related, depth: number): Level {
    const key = `${nodeOf(file.number, id)}:${depth}:${[...related.results].sort()}:${[...related.answers].sort()}:${related.keeps}:${[...related.keys].sort()}`;
    const known = this.summaries.get(key);
    if (known !== undefined) return known;
    this.summaries.set(key, Level.None);
    // A function that calls a model records its own call.
    const own = file.callsIn(id).some((one) => this.modelCalls.has(nodeOf(file.number, one)));
    const facts = file.facts.functions[id] as FunctionFacts;
    const level = own ? Level.None : levelOf(file, facts, this.classifier(file, NONE, related, depth - 1));
    this.summaries.set(key, level);
    return level;
  }

  private note(record: AuditRecord | null): Level {
    if (!record) return Level.None;
    // A call that is met on several ways is named for what it records on the best of them.
    const node = nodeOf(record.file.number, record.call);
    if (record.counts || !this.evidence.get(node)?.counts) this.evidence.set(node, record);
    return record.counts ? Level.Must : Level.None;
  }
}

/** In Go a call that fails returns an error like any other result. */
function throwsOn(file: LoadedFile): boolean {
  return file.language !== "go";
}

/** `getMessageHistory: () => new RedisChatMessageHistory({ sessionId })`: what a memory is told to keep its conversations in. */
function storesOf({ file, call }: CallSite): CallSite[] {
  const returned = callbacksOf(file, call).flatMap((id) => (file.facts.functions[id] as FunctionFacts).returns);
  const { values } = gather(file, returned, new Set());
  return [...values].filter((value) => file.view.op(value) === Op.Call).map((value) => ({ file, call: value }));
}

function isSame(left: CallSite, right: CallSite): boolean {
  return left.file === right.file && left.call === right.call;
}

/** A function inside of another is given what it captures: `go func() { vendor.Send(session) }()`. */
function withCaptured(file: LoadedFile, related: Related, captured: ReadonlySet<string>): Related {
  const values: ValueId[] = [];
  for (const key of captured) {
    const variable = /^V(\d+)/.exec(key)?.[1];
    if (variable !== undefined) values.push(...(file.facts.variables[Number(variable)]?.definitions ?? []));
  }
  return values.length === 0 ? related : { ...related, keys: new Set([...related.keys, ...gather(file, values, new Set()).keys]) };
}

function gapsOf(ways: readonly Way[]): AuditGap[] {
  const gaps = new Map<string, AuditGap>();
  for (const { gap } of ways)
    if (gap) gaps.set(`${gap.location.root}:${gap.location.file}:${gap.location.line}:${gap.location.column}`, gap);
  return [...gaps.values()];
}

/** What a function has behind it when it returns and when it throws, for those who call it. */
function withinOf(exits: readonly Exit[]): Within {
  const least = (wanted: readonly Exit[]): Level | null => (wanted.length === 0 ? null : together(wanted.map((exit) => exit.level)));
  return { normal: least(exits.filter(({ kind }) => kind !== "throw")), throws: least(exits.filter(({ kind }) => kind === "throw")) };
}

/** A function and those around it, as references. */
function enclosing(file: LoadedFile, id: number): FunctionRef[] {
  const found: FunctionRef[] = [];
  for (let at = id; at > 0; at = (file.facts.functions[at] as FunctionFacts).parent) found.push(nodeOf(file.number, at));
  return found;
}

/** A gap in the function of a call, told at the function that whoever calls it means: `outermost`. */
function gapIn(
  pointsTo: PointsTo,
  { file, call }: CallSite,
  outermost: FunctionRef,
  exits: readonly Exit[],
  path: readonly Step[],
): AuditGap {
  // The plain way out says more than the exception that every call may end in.
  const open = exits.filter((exit) => exit.level !== Level.Must);
  const exit = (open.find(({ kind }) => kind !== "throw") ?? open[0])?.kind ?? "end";
  const owner = pointsTo.program.file(fileOf(outermost));
  const id = rowOf(outermost);
  const facts = owner.facts.functions[id] as FunctionFacts;
  const named = id !== 0 && facts.nameEnd > facts.nameStart;
  const location = named ? locate(owner, facts.nameStart, facts.nameEnd) : locate(file, file.view.start(call), file.view.end(call));
  const missing = stepAt(file, call, "missing", `no audit record ${exit === "throw" ? "when it throws" : "on the way out"}`);
  return {
    location,
    functionName: id === 0 ? "" : facts.name || functionLabel(owner, id).replace("()", ""),
    exit,
    path: [...path, missing],
  };
}

export function evidenceOf(record: AuditRecord): AuditEvidence {
  const { file, line } = stepAt(record.file, record.call, "step", "");
  return { name: record.name, file, line, records: record.counts ? record.records : [] };
}
