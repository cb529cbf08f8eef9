/** The one entry of the core: a workspace in, calls and findings out. Editor, CLI and agent tools all call it. */
import type { Analysis, AnalysisInput, LineAnswer, LineQuestion } from "./analysis.js";
import { Cancelled } from "./cancelled.js";
import { Carriers } from "./calls/carriers.js";
import { CallDetector, type DetectedCall } from "./calls/modelCalls.js";
import { makersOf, setupsIn } from "./calls/modelSetups.js";
import { type ProviderUse, providerUsesIn } from "./calls/providerUses.js";
import { declaringFiles, seedFiles } from "./calls/seeds.js";
import { unreadBlindSpots } from "./calls/unreadFiles.js";
import { Annotations } from "./classification/annotations.js";
import { Declarations } from "./classification/declarations.js";
import type { NameClassifier } from "./classification/nameClassifier.js";
import { Entities, SchemaIndex } from "./classification/entities.js";
import { Queries } from "./classification/queries.js";
import { Records } from "./classification/records.js";
import { AuditAnalysis, type AuditOutcome } from "./controls/audit.js";
import { AuditSinks } from "./controls/auditSinks.js";
import { InstrumentationAnalysis } from "./controls/instrumentation.js";
import { FileBudget } from "./fileBudget.js";
import type { AnalysedCall } from "./flow/analysedCall.js";
import { BackwardFlow } from "./flow/backward.js";
import { Classifier } from "./flow/classify.js";
import { DataAt } from "./flow/dataAt.js";
import { declaredFunctions } from "./flow/declaredFunctions.js";
import { analysedCall, toModelCall, withIds } from "./flow/describeCall.js";
import { ForwardFlow } from "./flow/forward.js";
import { Guards } from "./flow/guards.js";
import { Handlers } from "./flow/handlers.js";
import { type Explained, LineExplainer } from "./explain/explainLine.js";
import type { LineExplanation } from "./explain/explanation.js";
import { Inputs } from "./flow/inputs.js";
import { Outputs } from "./flow/outputs.js";
import { OutputSinks } from "./flow/outputSinks.js";
import { type DeclaredFunctions, Sanitizers } from "./flow/sanitizers.js";
import { StepBudget } from "./flow/stepBudget.js";
import { linesAround, positionOf } from "./flow/steps.js";
import type { FileKey } from "./host.js";
import { RecordingIndex } from "./index/recordingIndex.js";
import type { Knowledge } from "./knowledge/knowledge.js";
import { LastAnalysis } from "./lastAnalysis.js";
import { CallGraph } from "./link/callGraph.js";
import { PointsTo } from "./link/pointsTo.js";
import { Routes } from "./link/routes.js";
import { type LoadedFile, type Node, Program, nodeOf } from "./link/program.js";
import type { FileDirectives } from "./policy/directive.js";
import { directivesOf } from "./policy/directives.js";
import type { BlindSpot, Finding, ModelCall, ScanError, SkippedFile } from "./report/scanResult.js";
import { evaluateRules } from "./rules/evaluate.js";
import { AnalysisSession } from "./session.js";

/** A session that lives longer remembers what did not change; the result is the same. */
export async function analyse(input: AnalysisInput, session: AnalysisSession = new AnalysisSession()): Promise<Analysis> {
  const known = input.questions ? null : session.lastFor(input);
  if (known) return known;
  const index = new RecordingIndex(input.index);
  const scan = new Scan({ ...input, index }, session);
  const analysis = await scan.run();
  if (!input.focus && !input.questions && !input.signal.cancelled) session.keep(new LastAnalysis(input, index, scan.read, analysis));
  return analysis;
}

/** What one look at every file finds. */
interface Detected {
  readonly calls: readonly DetectedCall[];
  readonly setups: readonly DetectedCall[];
  readonly uses: readonly ProviderUse[];
}

interface AnalysedResult {
  readonly detected: DetectedCall;
  readonly call: AnalysedCall;
  /** The budget that ran out. */
  readonly incomplete: "steps" | "files" | null;
}

/** Steps of a walk that costs more than it does to read the files that it lacks by themselves. */
const LONG_WALK = 1000;

/** Files that one call's flows may ask for: data that comes from further around goes through everything there is. */
const MAXIMUM_FILES = 300;

/** Nothing is recorded of what is not called. */
const NOT_ASKED: AuditOutcome = { audit: { status: "unknown", by: [] }, gaps: [] };

class Scan {
  private readonly knowledge: Knowledge;
  private readonly names: NameClassifier;
  private readonly program: Program;
  private readonly pointsTo: PointsTo;
  private readonly callGraph: CallGraph;
  private readonly detector: CallDetector;
  private readonly errors: ScanError[] = [];
  private readonly blindSpots: BlindSpot[] = [];
  private readonly skipped: SkippedFile[] = [];
  private readonly directives = new Map<LoadedFile, FileDirectives>();
  private readonly schemas: SchemaIndex;
  private readonly phases: Record<string, number> = {};
  /** Files that were read, with facts or without. */
  readonly read = new Set<FileKey>();
  private filesParsed = 0;
  private bytesParsed = 0;
  private readonly declared: () => DeclaredFunctions;
  private readonly classifier: () => Classifier;

  constructor(
    private readonly input: AnalysisInput,
    private readonly session: AnalysisSession,
  ) {
    const { compiled, names } = session.knowledgeOf(
      input.knowledge,
      input.policies.all.flatMap(({ knowledge }) => knowledge),
    );
    this.knowledge = compiled;
    this.names = names;
    this.program = new Program(input.workspace, input.index, () => {
      if (input.signal.cancelled) throw new Cancelled();
    });
    this.pointsTo = new PointsTo(this.program, (language) => this.knowledge.automaton(language));
    this.callGraph = new CallGraph(this.program, this.pointsTo);
    this.pointsTo.callGraph = this.callGraph;
    this.schemas = new SchemaIndex(input.workspace.configuration);
    this.detector = new CallDetector(this.knowledge, this.pointsTo);
    this.declared = this.program.perGeneration(() => declaredFunctions(this.directives));
    this.classifier = this.program.perGeneration(() => this.newClassifier());
  }

  async run(): Promise<Analysis> {
    try {
      return await this.analyse();
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      const { blindSpots, errors, skipped, filesParsed, bytesParsed, phases } = this;
      return { calls: [], findings: [], blindSpots, errors, skipped, filesParsed, bytesParsed, phases };
    }
  }

  private async analyse(): Promise<Analysis> {
    const { workspace, index, policies, prefilter, focus, questions } = this.input;
    const first = focus
      ? [...focus, ...declaringFiles(this.knowledge, policies, index, workspace)]
      : prefilter
        ? seedFiles(this.knowledge, policies, index, workspace)
        : workspace.files.map((file) => file.key);
    await this.timed("lower", () => this.lower([...first, ...(questions ?? []).map((one) => one.file)]));
    const detected = await this.timed("calls", () => this.collectCalls());
    const { calls, setups, answers, explainer } = await this.timed("flows", () => this.analyseCalls(detected.calls, detected.setups));
    for (const { call, incomplete } of calls) {
      const { root, file, line } = call;
      if (incomplete)
        this.blindSpots.push({
          root,
          file,
          line,
          reason: `The flow analysis of this call ran out of its budget of ${incomplete}; inputs may be missing.`,
        });
    }
    this.blindSpots.push(...unreadBlindSpots(this.knowledge, workspace.unread ?? []));
    this.blindSpots.sort((a, b) => compare(a.root, b.root) || compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0));
    const shown = calls.map(({ call }) => toModelCall(call));
    const findings = this.findings(
      calls.map(({ call }) => call),
      setups,
      detected.uses,
    );
    return {
      calls: shown,
      findings,
      blindSpots: this.blindSpots,
      errors: this.errors,
      skipped: this.skipped,
      filesParsed: this.filesParsed,
      bytesParsed: this.bytesParsed,
      phases: this.phases,
      ...(questions
        ? {
            answers: answers.map((answer) => ({
              ...answer,
              explanation: this.explain(
                answer,
                explainer,
                calls.map((one, at) => ({ ...one, analysed: one.call, shown: shown[at] as ModelCall })),
                findings,
              ),
            })),
          }
        : {}),
    };
  }

  private explain(
    { file, line }: LineQuestion,
    explainer: LineExplainer,
    calls: readonly Explained[],
    findings: readonly Finding[],
  ): LineExplanation {
    const loaded = this.program.need(file);
    if (loaded) return explainer.line(loaded, line, calls, findings);
    const reason = this.errors.find((one) => one.file === file)?.message ?? this.skipped.find((one) => one.file === file)?.reason;
    return { file, line, calls: [], others: [], unread: reason ?? "no language module reads it, or it is excluded" };
  }

  /** To be passed between files and between calls: here a cancel arrives that comes by the event loop. */
  private async goOn(): Promise<void> {
    const { signal } = this.input;
    await signal.arrive?.();
    if (signal.cancelled) throw new Cancelled();
  }

  private async timed<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const start = this.input.clock.now();
    const result = await work();
    this.phases[phase] = (this.phases[phase] ?? 0) + Math.round(this.input.clock.now() - start);
    return result;
  }

  /** Lowers files that are not there yet; every file that cannot be is one notice. */
  private async lower(keys: readonly FileKey[]): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.program.has(key)).sort();
    if (missing.length === 0) return;
    const batch = 200;
    for (let at = 0; at < missing.length; at += batch) {
      await this.goOn();
      this.input.progress?.("Reading code", at, missing.length);
      for (const held of await this.session.lower(missing.slice(at, at + batch), this.input.facts, this.input.signal)) {
        const { key, facts, text, problem } = held.lowered;
        this.read.add(key);
        this.program.add(key, (number, source) => this.session.loaded(held, number, source));
        if (facts) {
          this.filesParsed++;
          this.bytesParsed += text.length;
        }
        if (problem) {
          if ("remedy" in problem) this.errors.push(problem);
          else this.skipped.push(problem);
        }
      }
    }
    for (const file of this.program.files()) {
      if (this.directives.has(file)) continue;
      const { directives, errors } = directivesOf(file.source.key, file.facts, (offset) => positionOf(file, offset).line);
      const { root, path } = file.source;
      this.directives.set(file, { root, file: path, linesAround: (start, end) => linesAround(file, start, end), directives });
      this.errors.push(...errors);
      if (file.facts.syntaxError >= 0 || (file.map?.brokenAt ?? -1) >= 0) this.blindSpots.push(syntaxNotice(file));
    }
  }

  /** Lowers what questions asked for; false when nothing was. */
  private async lowerWanted(): Promise<boolean> {
    const wanted = [...this.program.wanted];
    if (wanted.length === 0) return false;
    await this.timed("lower", () => this.lower(wanted));
    this.program.wanted.clear();
    return true;
  }

  /** Model calls of all files that can have one: what leaves a file by a name is looked for where that name is. */
  private async collectCalls(): Promise<Detected> {
    const focus = this.input.focus ? new Set(this.input.focus) : null;
    const carriers = new Carriers(this.knowledge, this.pointsTo);
    /** Files that lacked no other one: what they hold is known for good. */
    const settled = new Map<LoadedFile, Detected>();
    this.program.lookFor(carriers.names);
    try {
      for (;;) {
        const calls: DetectedCall[] = [];
        const setups: DetectedCall[] = [];
        const uses: ProviderUse[] = [];
        for (const file of this.program.files()) {
          await this.goOn();
          if (focus && !focus.has(file.source.key)) continue;
          const { count } = this.program.missing;
          if (carriers.reopened.delete(file.source.key)) settled.delete(file);
          const found = settled.get(file) ?? this.detectIn(file, focus ? null : carriers);
          if (this.program.missing.count === count) settled.set(file, found);
          calls.push(...found.calls);
          setups.push(...found.setups);
          uses.push(...found.uses);
        }
        if (!(await this.lowerWanted()) && carriers.reopened.size === 0) return { calls, setups, uses };
      }
    } finally {
      this.program.lookFor(null);
    }
  }

  /** @param carriers null where nothing but the file itself is looked at. */
  private detectIn(file: LoadedFile, carriers: Carriers | null): Detected {
    this.input.visit?.(file.source.key);
    carriers?.follow(file);
    const calls = this.detector.detect(file);
    return {
      calls,
      setups: setupsIn(this.knowledge, this.pointsTo, file),
      uses: providerUsesIn(this.knowledge, this.pointsTo, file, new Set(calls.map((one) => one.call))),
    };
  }

  private async analyseCalls(
    detected: readonly DetectedCall[],
    setups: readonly DetectedCall[],
  ): Promise<{
    readonly calls: readonly AnalysedResult[];
    readonly setups: readonly AnalysedCall[];
    readonly answers: readonly Omit<LineAnswer, "explanation">[];
    readonly explainer: LineExplainer;
  }> {
    const { policies } = this.input;
    const byNode = new Map<Node, DetectedCall>(detected.map((one) => [nodeOf(one.file.number, one.call), one]));
    const sanitizers = new Sanitizers(this.knowledge, this.pointsTo, policies, this.declared);
    const guards = new Guards(sanitizers, this.callGraph, () => this.program.generation);
    const routes = new Routes(this.knowledge, this.pointsTo);
    const steps = new StepBudget();
    const flow = new BackwardFlow(this.knowledge, this.pointsTo, this.callGraph, sanitizers, byNode, routes, steps);
    const again = (one: DetectedCall): DetectedCall => this.detector.again(one);
    const inputs = new Inputs(this.program, flow, this.callGraph, guards, this.classifier, policies, byNode, again);
    const forward = new ForwardFlow(
      this.knowledge,
      this.pointsTo,
      this.callGraph,
      sanitizers,
      new OutputSinks(this.knowledge, this.pointsTo, this.callGraph),
      new Handlers(this.knowledge, this.pointsTo),
      routes,
      byNode,
      steps,
    );
    const outputs = new Outputs(forward, guards, this.pointsTo, this.callGraph, again);
    const sinks = this.auditSinks();
    const audit = new AuditAnalysis(this.pointsTo, this.callGraph, sinks, byNode);
    const results: AnalysedResult[] = [];
    const budget = new FileBudget<DetectedCall>(this.program, MAXIMUM_FILES);
    for (;;) {
      // Flows first: only when they want no further file is it worth while to judge what they carry.
      do
        for (const [at, call] of detected.entries()) {
          await this.goOn();
          this.input.progress?.("Following data", at, detected.length);
          this.input.visit?.(call.file.source.key);
          let taken: number;
          do {
            taken = budget.within(call, () => {
              outputs.follow(call);
              return inputs.follow(call).steps;
            });
            // Files that a short walk lacks are read together with those of others; a long one is not walked twice for nothing.
          } while (taken > LONG_WALK && (await this.lowerWanted()));
        }
      while (await this.lowerWanted());
      const automatic = this.program.quietly(() => new InstrumentationAnalysis(this.pointsTo, sinks, this.input.workspace));
      for (const [at, call] of detected.entries()) {
        await this.goOn();
        results[at] = budget.within(call, () => {
          const one = again(call);
          const found = inputs.of(one);
          const effects = outputs.of(one);
          const outcome = audit.of(one, automatic.of(one.file, one.provider, one.api.slice(0, one.api.indexOf("."))));
          return {
            detected: one,
            call: analysedCall(this.detector, one, found.inputs, effects.outputs, outcome),
            incomplete: budget.isSpent(call) ? "files" : found.incomplete || effects.incomplete ? "steps" : null,
          };
        });
      }
      if (!(await this.lowerWanted())) break;
    }
    return {
      calls: withIds(results),
      setups: await this.analyseSetups(detected, setups, inputs),
      answers: await this.answer(new DataAt(flow, this.classifier)),
      explainer: new LineExplainer(this.pointsTo, inputs, policies),
    };
  }

  private async answer(data: DataAt): Promise<readonly Omit<LineAnswer, "explanation">[]> {
    for (;;) {
      const answers = (this.input.questions ?? []).map(({ file, line }) => {
        const loaded = this.program.need(file);
        return { file, line, values: loaded ? data.line(loaded, line) : [] };
      });
      if (!(await this.lowerWanted())) return answers;
    }
  }

  /** Instructions of models that nobody is seen to call. */
  private async analyseSetups(
    detected: readonly DetectedCall[],
    setups: readonly DetectedCall[],
    inputs: Inputs,
  ): Promise<readonly AnalysedCall[]> {
    const used = setups.length === 0 ? new Set<Node>() : makersOf(this.pointsTo, detected);
    for (;;) {
      const found: { readonly call: AnalysedCall }[] = [];
      for (const one of setups) {
        if (used.has(nodeOf(one.file.number, one.call))) continue;
        const call = analysedCall(this.detector, one, inputs.of(one).inputs, [], NOT_ASKED);
        found.push({ call: { ...call, isSetup: true } });
      }
      if (!(await this.lowerWanted())) return withIds(found).map(({ call }) => call);
    }
  }

  /** Knows what is declared and what files hold, as far as they are read. */
  private newClassifier(): Classifier {
    const annotations = new Annotations(this.knowledge.markers);
    const declarations = new Declarations(annotations, [...this.directives.values()], this.program.files());
    const records = new Records(this.pointsTo, this.names, declarations);
    const entities = new Entities(this.program, records, this.names, annotations, this.schemas);
    const queries = new Queries(this.pointsTo, entities, this.names);
    return new Classifier(this.names, records, declarations, queries, entities, this.input.policies);
  }

  private auditSinks(): AuditSinks {
    const holds: CallDetector["holds"] = (file, call, conditions) => this.detector.holds(file, call, conditions);
    return new AuditSinks(this.knowledge, this.pointsTo, this.input.policies, this.declared, holds);
  }

  private findings(calls: readonly AnalysedCall[], setups: readonly AnalysedCall[], uses: readonly ProviderUse[]): Finding[] {
    const sinks = this.auditSinks();
    const { focus, policies } = this.input;
    const audited = new Set(calls.filter((call) => call.audit.status !== "never").map((call) => call.root));
    this.program.quietly(() => {
      for (const file of this.program.files()) {
        const { scope, root } = file.source;
        if (scope !== "test" && !audited.has(root) && sinks.holdsRecord(file)) audited.add(root);
      }
    });
    if (focus) for (const root of this.session.auditedRoots) audited.add(root);
    else this.session.auditedRoots = audited;
    return evaluateRules({
      calls,
      setups,
      uses,
      policies,
      auditedRoots: audited,
      directives: [...this.directives.values()],
      today: this.input.today ?? "",
    });
  }
}

/** A file that does not parse completely is no failure of the scan: what could be read of it was analysed. */
function syntaxNotice(file: LoadedFile): BlindSpot {
  const broken = file.map?.brokenAt ?? -1;
  const { line } = file.map && broken >= 0 ? file.map.filePosition(broken) : positionOf(file, file.facts.syntaxError);
  return {
    root: file.source.root,
    file: file.source.path,
    line,
    reason: "The file has a syntax error here; what could be read of it was analysed.",
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
