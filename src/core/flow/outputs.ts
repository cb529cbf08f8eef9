/** What a model's answer does: one output per kind of effect and place, each with its path from the call. */
import type { DetectedCall } from "../calls/modelCalls.js";
import type { OutputKind } from "../knowledge/schema.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type Node, nodeOf } from "../link/program.js";
import { SettledAnswers } from "../link/settledAnswers.js";
import type { CallOutput, Step } from "../report/scanResult.js";
import type { ForwardFlow } from "./forward.js";
import type { Applied, Effect, EffectsOutcome, Reached } from "./forward/walk.js";
import type { Guards } from "./guards.js";
import { stepLabel } from "./inputs.js";
import { ANSWER } from "./parts.js";
import { pointOf, positionOf, stepAt } from "./steps.js";
import { type Task, startTask } from "./task.js";
import { listenerParameters, toolParameters } from "./toolFunctions.js";

const EFFECT_LABELS: Readonly<Record<OutputKind, string>> = {
  "code-execution": "run as code",
  shell: "run by the operating system",
  sql: "run as SQL",
  html: "shown as HTML",
  "file-path": "names a file",
  deserialisation: "read as an object",
  "network-request": "names an address that is called",
  template: "read as a template",
  "tool-invocation": "chooses or feeds a tool",
  "business-action": "acts outside of the application",
  database: "written to a database",
  log: "written to a log",
  response: "sent as a response",
};

/** What the sanitisers of text help against; those that are not named here are believed for every kind, unless nominal. */
const HELPS_AGAINST: Readonly<Record<string, readonly OutputKind[]>> = {
  "HTML sanitiser": ["html", "template", "response"],
  Encoding: ["html", "network-request", "file-path", "response"],
  Encryption: ["log", "database"],
  "Shell quoting": ["shell"],
  "Safe file name": ["file-path"],
  "Length limit": [],
};

export interface OutputsOutcome {
  readonly outputs: readonly CallOutput[];
  readonly incomplete: boolean;
}

const NO_EFFECTS: EffectsOutcome = { effects: [], incomplete: false };

export class Outputs {
  private readonly outcomes: SettledAnswers<Node, EffectsOutcome>;

  constructor(
    private readonly flow: ForwardFlow,
    private readonly guards: Guards,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly again: (detected: DetectedCall) => DetectedCall,
  ) {
    this.outcomes = new SettledAnswers(pointsTo.program);
  }

  /** Where the model's answer takes effect. */
  follow(detected: DetectedCall): EffectsOutcome {
    return this.outcomes.get(nodeOf(detected.file.number, detected.call), () => this.run(this.again(detected)));
  }

  private run(detected: DetectedCall): EffectsOutcome {
    if (detected.phase !== "inference" || detected.operation === "rerank") return NO_EFFECTS;
    const { file, call } = detected;
    const origin: Reached = { file, value: call, fields: [ANSWER], frame: null, doubt: 0, applied: [], previous: null, label: "" };
    const starts: Reached[] = [origin];
    for (const one of listenerParameters(detected, this.pointsTo))
      starts.push({
        ...origin,
        file: one.file,
        value: one.value,
        previous: origin,
        label: `told to the listener as ${one.name || "its parameter"}`,
      });
    for (const one of toolParameters(detected, this.pointsTo, this.callGraph)) {
      starts.push({
        ...origin,
        file: one.file,
        value: one.value,
        fields: [],
        previous: origin,
        label: `chosen by the model as ${one.name || "input of a tool"}`,
      });
    }
    return this.flow.run(detected, starts);
  }

  of(detected: DetectedCall): OutputsOutcome {
    const { effects, incomplete } = this.follow(detected);
    const outputs = new Map<string, CallOutput>();
    for (const effect of effects) {
      const output = this.output(detected, effect);
      const key = `${output.kind}|${output.file}|${output.line}|${output.column}`;
      const known = outputs.get(key);
      // A way without a guard is the one to know of.
      if (!known || (known.guard !== null && output.guard === null)) outputs.set(key, output);
    }
    return {
      outputs: [...outputs.values()].sort(
        (a, b) => compare(a.kind, b.kind) || compare(a.file, b.file) || a.line - b.line || a.column - b.column,
      ),
      incomplete,
    };
  }

  private output(detected: DetectedCall, effect: Effect): CallOutput {
    const guard = this.guardOf(effect);
    return {
      kind: effect.kind,
      file: effect.file.source.path,
      ...positionOf(effect.file, pointOf(effect.file, effect.value)),
      guard: guard?.name ?? null,
      path: pathOf(detected, effect, guard),
    };
  }

  private guardOf(effect: Effect): Applied | null {
    const applied = effect.from.applied.find((one) => helps(one, effect.kind));
    return applied ?? this.guards.on(taskChain(effect))[0] ?? null;
  }
}

function helps(applied: Applied, kind: OutputKind): boolean {
  const kinds = HELPS_AGAINST[applied.name];
  return kinds ? kinds.includes(kind) : applied.tier !== "nominal";
}

/** The way of an effect as the backward walk would write it: from the source on. */
function taskChain(effect: Effect): Task {
  let chain = startTask(effect.file, effect.value);
  for (let at: Reached | null = effect.from; at; at = at.previous) chain = { ...startTask(at.file, at.value), next: chain };
  return chain;
}

function pathOf(detected: DetectedCall, effect: Effect, guard: Applied | null): Step[] {
  const ways: Reached[] = [];
  for (let at: Reached | null = effect.from; at; at = at.previous) ways.unshift(at);
  const steps: Step[] = [stepAt(detected.file, detected.call, "source", `answered by ${detected.provider}`)];
  const add = (step: Step): void => {
    const last = steps[steps.length - 1];
    if (
      last &&
      last.file === step.file &&
      last.line === step.line &&
      (last.kind === "source" || last.label === step.label) &&
      step.kind === "step" &&
      !step.label.startsWith("chosen")
    )
      return;
    steps.push(step);
  };
  for (const at of ways.slice(1)) {
    const label = at.label || stepLabel(at);
    if (label !== "") add(stepAt(at.file, at.value, "step", label));
    const applied = at.applied[at.applied.length - 1];
    if (applied && at.applied.length > (at.previous?.applied.length ?? 0))
      add(stepAt(applied.file, applied.value, "sanitizer", `through ${applied.name}`));
  }
  if (guard && !effect.from.applied.includes(guard)) steps.push(stepAt(guard.file, guard.value, "guard", `checked by ${guard.name}`));
  steps.push(stepAt(effect.file, effect.value, "sink", EFFECT_LABELS[effect.kind]));
  return steps;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
