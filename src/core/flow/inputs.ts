/** What a model call is given: one input per role and source, each with its path, sanitisers and classification. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import { declaredInputs } from "../calls/declaredPrompts.js";
import { type DetectedCall, locator } from "../calls/modelCalls.js";
import type { CallGraph } from "../link/callGraph.js";
import { clearanceOf } from "../policy/clearance.js";
import type { Policies } from "../policy/policies.js";
import type { CallInput, Confidence, CreditedSanitizer, Step } from "../report/scanResult.js";
import type { SourceKind } from "../knowledge/schema.js";
import { type Node, type Program, nodeOf } from "../link/program.js";
import { SettledAnswers } from "../link/settledAnswers.js";
import type { BackwardFlow } from "./backward.js";
import type { FlowOutcome, Hit } from "./backward/walk.js";
import { type Classified, UNCLASSIFIED, asAnswer, stricterOf } from "../classification/classified.js";
import type { Classifier } from "./classify.js";
import { MESSAGES, TOOLS, UPLOAD, asksBehind } from "./fields.js";
import type { Guards } from "./guards.js";
import { excerpt, pointOf, positionOf, stepAt } from "./steps.js";
import { type Task, startTask } from "./task.js";
import { maskKeys } from "../text/secrets.js";

const SOURCE_LABELS: Readonly<Record<SourceKind, string>> = {
  "http-request": "from an HTTP request",
  "cli-argument": "from the command line",
  stdin: "from standard input",
  file: "from a file",
  "repository-file": "from a file of this repository",
  configuration: "from configuration",
  database: "from a database",
  "web-content": "from the web",
  retrieval: "retrieved",
  "tool-result": "result of a tool",
  "message-queue": "from a message queue",
  "chat-platform": "from a chat platform",
  email: "from an e-mail",
  "ui-input": "typed in the user interface",
  environment: "from the environment",
  infrastructure: "from infrastructure",
  "version-control": "from version control",
  "model-output": "output of a model",
  "caller-parameter": "given by a caller outside of this workspace",
  unresolved: "from code that is not known",
  constant: "constant",
};

const TRUSTED = new Set<SourceKind>(["constant", "configuration", "environment", "repository-file"]);

export interface InputsOutcome {
  readonly inputs: readonly CallInput[];
  readonly incomplete: boolean;
}

/** Sources of one call. */
interface Walk {
  readonly sources: readonly { readonly hit: Hit; readonly own: Classified }[];
  readonly incomplete: boolean;
}

/** Assumed calls behind which a place is worth no word of its own. */
const MAXIMUM_DOUBT = 2;
/** Steps up to which a path is as sure as its parts, and up to which it is more than a guess: longer ones nobody follows to the end. */
const LONG_PATH = 30;
const LONGEST_PATH = 60;
/** Model calls behind an answer that are looked at. */
const MAXIMUM_CALLS = 40;

export class Inputs {
  /** Sources of calls with what they are for their own sake. */
  private readonly found: () => Map<Node, Walk>;
  private readonly outcomes: SettledAnswers<Node, FlowOutcome>;

  constructor(
    program: Program,
    private readonly flow: BackwardFlow,
    private readonly callGraph: CallGraph,
    private readonly guards: Guards,
    private readonly classifier: () => Classifier,
    private readonly policies: Policies,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly again: (detected: DetectedCall) => DetectedCall,
  ) {
    this.found = program.perGeneration(() => new Map());
    this.outcomes = new SettledAnswers(program);
  }

  /** Where walks from a call end. */
  follow(detected: DetectedCall): FlowOutcome {
    return this.outcomes.get(nodeOf(detected.file.number, detected.call), () => this.run(this.again(detected)));
  }

  of(detected: DetectedCall): InputsOutcome {
    const clearance = clearanceOf(this.policies.of(detected.file.source), {
      provider: detected.provider,
      host: detected.host,
      phase: detected.phase,
    });
    const { sources, incomplete } = this.walk(detected);
    const inputs = sources.map(({ hit, own }) => {
      const classified = hit.kind === "model-output" ? stricterOf(own, this.answer(hit.task)) : own;
      return this.input(detected, hit, classified, clearance);
    });
    inputs.sort(
      (a, b) => compare(a.role, b.role) || compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.kind, b.kind),
    );
    return { inputs, incomplete };
  }

  /** What a model answers is as sensitive as all that it was given, and what the models were given whose answers it was given. */
  private answer({ file, value }: Task): Classified {
    let all = UNCLASSIFIED;
    const nodes = new Set([nodeOf(file.number, value)]);
    for (const node of nodes) {
      const call = nodes.size > MAXIMUM_CALLS ? undefined : this.modelCalls.get(node);
      for (const { hit, own } of call ? this.walk(call).sources : []) {
        if (hit.kind === "model-output") nodes.add(nodeOf(hit.task.file.number, hit.task.value));
        all = stricterOf(all, asAnswer(own));
      }
    }
    return all;
  }

  /** Sources of a call with what they are for their own sake; remembered as long as no file arrives. */
  private walk(detected: DetectedCall): Walk {
    const node = nodeOf(detected.file.number, detected.call);
    const known = this.found().get(node);
    if (known) return known;
    const { hits, ends, incomplete } = this.follow(detected);
    const classifier = this.classifier();
    const sources = hits.map((hit) => ({ hit, own: classifier.of(hit.ways, hit.kind, hit.role) }));
    for (const hit of unresolved(ends)) {
      const own = classifier.of(hit.ways, hit.kind);
      if (own.level !== null && hit.task.doubt <= MAXIMUM_DOUBT) sources.push({ hit, own });
    }
    const walk = { sources, incomplete };
    this.found().set(node, walk);
    return walk;
  }

  private run(detected: DetectedCall): FlowOutcome {
    const { file, call } = detected;
    const starts: Task[] = [];
    const rows = detected.inputs;
    const systemElsewhere = rows.some((row) => row.role === "system");
    const shape = rows.find((row) => row.shape)?.shape ?? "objects";
    const end = startTask(file, call);
    for (const row of rows) {
      for (const one of this.callGraph.locators.located(file, call, locator(row.at))) {
        const isMessages = row.role === "messages";
        starts.push({
          ...end,
          file: one.file,
          value: one.value,
          fields: isMessages ? [...one.fields, MESSAGES] : row.upload ? [...one.fields, UPLOAD] : one.fields,
          role: row.role === "messages" ? null : row.role,
          next: end,
        });
      }
    }
    if (detected.row?.declaration) {
      for (const one of declaredInputs(this.callGraph.pointsTo, file, call, detected.row.declaration))
        starts.push({ ...end, file: one.file, value: one.value, fields: one.fields, role: one.role, next: end });
    }
    for (const written of detected.row?.tools ?? []) {
      for (const one of this.callGraph.locators.located(file, call, locator(written))) {
        starts.push({ ...end, file: one.file, value: one.value, fields: [...one.fields, TOOLS], role: "tool", next: end });
      }
    }
    return this.flow.run({ start: detected, shape, systemElsewhere }, starts);
  }

  private input(detected: DetectedCall, hit: Hit, classified: Classified, clearance: CallInput["classification"]["clearance"]): CallInput {
    const { file, value } = hit.task;
    const guards = this.guards.on(hit.task);
    const position = positionOf(file, file.view.op(value) === Op.Call ? pointOf(file, value) : file.view.start(value));
    const sanitizers: CreditedSanitizer[] = [...hit.task.sanitizers, ...guards].map((one) => {
      const step = stepAt(one.file, one.value, "sanitizer", "");
      return { name: one.name, tier: one.tier, file: step.file, line: step.line, protects: one.protects };
    });
    const path = pathOf(detected, hit, guards);
    return {
      role: hit.role,
      kind: hit.kind,
      file: file.source.path,
      ...position,
      text: excerpt(file, value),
      trusted:
        hit.kind === "caller-parameter" || hit.kind === "unresolved"
          ? null
          : hit.row?.untrusted === undefined
            ? TRUSTED.has(hit.kind)
            : !hit.row.untrusted,
      classification: {
        level: classified.level,
        basis: classified.basis,
        types: classified.types,
        clearance,
        ...(classified.evidence.length > 0 ? { evidence: classified.evidence } : {}),
      },
      sanitizers,
      path,
      confidence: confidenceOf(detected.confidence, hit.task.doubt, path.length),
    };
  }
}

/** Ends of walks as sources, those of one line and role together. */
export function unresolved(ends: readonly Task[]): readonly Hit[] {
  const hits = new Map<string, Hit & { readonly ways: Task[] }>();
  for (const task of ends) {
    if (asksBehind(task.fields)) continue;
    const role = task.role === null || task.role === "any" ? "user" : task.role;
    const { line } = positionOf(task.file, task.file.view.start(task.value));
    const key = `${role}|${task.file.number}|${line}|${task.sanitizers.length > 0}`;
    const known = hits.get(key);
    if (known) known.ways.push(task);
    else hits.set(key, { kind: "unresolved", role, task, row: null, ways: [task] });
  }
  return [...hits.values()];
}

function confidenceOf(call: Confidence, doubt: number, steps: number): Confidence {
  const ofCall = call === "high" ? 0 : call === "medium" ? 1 : 2;
  const ofWay = Math.max(doubt > 2 ? 2 : doubt > 0 ? 1 : 0, steps > LONGEST_PATH ? 2 : steps > LONG_PATH ? 1 : 0);
  const rank = Math.max(ofCall, ofWay);
  return rank === 0 ? "high" : rank === 1 ? "medium" : "low";
}

/** From the source to the call: what a reader follows to believe it. */
function pathOf(
  detected: DetectedCall,
  hit: Hit,
  guards: readonly { readonly file: Task["file"]; readonly value: ValueId; readonly name: string }[],
): Step[] {
  const steps: Step[] = [];
  const add = (step: Step): void => {
    const last = steps[steps.length - 1];
    if (
      last &&
      last.file === step.file &&
      last.line === step.line &&
      (last.label === step.label || (last.kind !== "step" && step.kind === "step"))
    )
      return;
    steps.push(step);
  };
  const { file, value } = hit.task;
  add({
    file: file.source.path,
    ...positionOf(file, file.view.op(value) === Op.Call ? pointOf(file, value) : file.view.start(value)),
    kind: "source",
    label: `${excerpt(file, value)}: ${SOURCE_LABELS[hit.kind]}`,
  });
  for (const guard of guards) add(stepAt(guard.file, guard.value, "guard", `checked by ${guard.name}`));
  for (let task: Task = hit.task; task.next; task = task.next) {
    const next = task.next;
    if (task.label !== "") add(stepAt(task.file, task.labelAt ?? task.value, "step", task.label));
    if (task.sanitizers.length > next.sanitizers.length) {
      const applied = task.sanitizers[task.sanitizers.length - 1];
      if (applied)
        add(
          stepAt(
            applied.file,
            applied.value,
            "sanitizer",
            `${applied.tier === "nominal" ? "only looks sanitised" : "sanitised"} by ${applied.name}`,
          ),
        );
      continue;
    }
    const label = next.next && !passesBy(task, next) ? stepLabel(next) : "";
    if (label !== "") add(stepAt(next.file, next.value, "step", label));
  }
  const callee = detected.file.text
    .slice(detected.file.view.start(detected.file.view.a(detected.call)), detected.file.view.end(detected.file.view.a(detected.call)))
    .replace(/\s+/g, "");
  steps.push(
    stepAt(
      detected.file,
      detected.call,
      "sink",
      `sent to ${detected.provider} by ${callee.length > 60 ? detected.file.calleeName(detected.call) || "a call" : maskKeys(callee)}()`,
    ),
  );
  return steps;
}

/** The data was there before a part was stored, or a call was given the whole: it came by, not from there. */
function passesBy(from: Task, { file, value }: Task): boolean {
  const { view } = file;
  const op = view.op(value);
  const changes = op === Op.Store || op === Op.StoreElement || op === Op.AfterCall;
  return changes && from.file === file && from.value === view.a(value);
}

export function stepLabel(task: Pick<Task, "file" | "value">): string {
  const { file, value } = task;
  const { view } = file;
  switch (view.op(value)) {
    case Op.Template:
      return "put into a template";
    case Op.Binary:
      return view.string(view.c(value)) === "+" || view.string(view.c(value)) === "%" ? "joined with other text" : "";
    case Op.Parameter: {
      const parameter = file.facts.functions[view.a(value)]?.parameters[view.b(value)];
      return parameter && parameter.name >= 0 ? `parameter ${view.string(parameter.name)}` : "";
    }
    case Op.Call:
      return `through ${file.calleeName(value) || "a call"}()`;
    case Op.AfterCall:
      return `added by ${file.calleeName(view.b(value)) || "a call"}()`;
    case Op.Store:
      return `stored in ${view.string(view.b(value))}`;
    default: {
      const variable = file.variableOf.get(value);
      const name = variable === undefined ? "" : (file.facts.variables[variable]?.name ?? "");
      return name === "" || name === "this" ? "" : `assigned to ${name}`;
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
