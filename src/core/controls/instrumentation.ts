/**
 * Instrumentation that records model calls by itself once it is set up: by a call, or by an object that the application's container holds.
 * It counts in the project that it is set up in, and in those that call what sets it up.
 */
import { B, BlockKind, type ClassId, type FunctionFacts, NONE, type ValueId } from "../facts/fileFacts.js";
import { projectFolder } from "../files/projectFolders.js";
import { stepAt } from "../flow/steps.js";
import type { Workspace } from "../host.js";
import type { AuditRow } from "../knowledge/schema.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, nodeOf } from "../link/program.js";
import { type Instrumentation, evidenceOf } from "./audit.js";
import type { AuditSinks } from "./auditSinks.js";

/** Callers of a function that sets instrumentation up, outwards. */
const MAXIMUM_OUTWARD = 3;

interface Found extends Instrumentation {
  readonly providers: readonly string[];
  /** Projects that it is set up for. */
  readonly projects: ReadonlySet<string>;
}

export class InstrumentationAnalysis {
  private readonly found: Found[] = [];
  private readonly projectOf: (file: LoadedFile) => string;

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly sinks: AuditSinks,
    workspace: Workspace,
  ) {
    const folder = projectFolder(workspace.configuration);
    this.projectOf = (file) => folder(file.source.root, file.source.path);
    for (const file of pointsTo.program.files()) {
      if (file.source.scope === "test") continue;
      if (sinks.mayInstrument(file)) for (const call of file.calls) this.addCall(file, call);
      for (const row of sinks.injectedRows(file.language)) this.addInjected(file, row);
    }
  }

  /** What records the calls of a provider in a file, whoever makes them. */
  of(file: LoadedFile, ...names: readonly string[]): readonly Instrumentation[] {
    const project = this.projectOf(file);
    return this.found.filter(
      ({ providers, projects }) => projects.has(project) && (providers.includes("*") || names.some((name) => providers.includes(name))),
    );
  }

  private addCall(file: LoadedFile, call: ValueId): void {
    const row = this.sinks.rowAt(file, call);
    if (row?.level !== "record" || !row.automatic || row.injected) return;
    const record = this.sinks.at(file, call);
    if (!record) return;
    const projects = new Set<string>();
    if (!this.isStarted(projects, file, file.view.blockColumn(file.view.block(call), B.Function), 0)) return;
    this.found.push({ providers: row.automatic, evidence: evidenceOf(record), conditional: isInBranch(file, call), projects });
  }

  /** False for what only a class does that nobody here makes: a callback that a library offers. Notes the projects on the way. */
  private isStarted(projects: Set<string>, file: LoadedFile, id: number, depth: number): boolean {
    projects.add(this.projectOf(file));
    if (id <= 0 || depth >= MAXIMUM_OUTWARD) return true;
    const { owner, decorators } = file.facts.functions[id] as FunctionFacts;
    const sites = this.pointsTo.callGraph.callersOf(nodeOf(file.number, id));
    let started = sites.length === 0 && (owner === NONE || decorators.length > 0 || this.isMade(file, owner));
    for (const site of sites) {
      const outer = site.file.view.blockColumn(site.file.view.block(site.call), B.Function);
      if (this.isStarted(projects, site.file, outer, depth + 1)) started = true;
    }
    return started;
  }

  private isMade(file: LoadedFile, owner: ClassId): boolean {
    const ref = this.pointsTo.classRef(file, owner);
    const { name } = this.pointsTo.classes.facts(ref);
    return this.pointsTo.program
      .filesWith(name)
      .some((other) => (other.callsByName.get(name) ?? []).some((call) => this.pointsTo.of(other, other.view.a(call)).classes.has(ref)));
  }

  /** `@Bean ChatModelListener listener()`, `@Component class Listener implements ChatModelListener`. */
  private addInjected(file: LoadedFile, row: AuditRow): void {
    const automaton = this.pointsTo.automaton(file);
    const types = new Set((row.injected ?? []).flatMap((path) => automaton.statesOf(path)));
    const instances = new Set((row.injected ?? []).flatMap((path) => automaton.statesOf(`${path}()`)));
    const add = (at: ValueId): void => {
      const { file: path, line } = stepAt(file, at, "step", "");
      this.found.push({
        providers: row.automatic ?? [],
        evidence: { name: row.name, file: path, line, records: ["content", "model", "outcome"] },
        conditional: false,
        projects: new Set([this.projectOf(file)]),
      });
    };
    for (const one of file.facts.functions) {
      if (one.decorators.length === 0 || one.returnType === NONE) continue;
      const given = this.pointsTo.types.typed(file, file.view.string(one.returnType));
      if (given.stateList.some((state) => instances.has(state))) add(one.decorators[0] as ValueId);
    }
    for (const one of file.facts.classes) {
      if (one.decorators.length === 0) continue;
      const isOne = one.bases.some((base) => this.pointsTo.states(file, base).some((state) => types.has(state)));
      if (isOne) add(one.decorators[0] as ValueId);
    }
  }
}

/** True when the call is made on one way through its function only. */
function isInBranch(file: LoadedFile, call: ValueId): boolean {
  const { view } = file;
  for (let block = view.block(call); block !== NONE; block = view.blockColumn(block, B.Parent)) {
    const kind = view.blockColumn(block, B.Kind);
    if (kind === BlockKind.Branch || kind === BlockKind.Switch || kind === BlockKind.Handler) return true;
  }
  return false;
}
