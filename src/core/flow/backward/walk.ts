/** The places that a walk backwards still has to look at, those that it has seen, and the sources where it ended. */
import type { DetectedCall } from "../../calls/modelCalls.js";
import { NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { MessageShape, Role, SourceKind, SourceRow } from "../../knowledge/schema.js";
import { type LoadedFile, nodeOf } from "../../link/program.js";
import { type Fields, MESSAGE, MESSAGES, asksBehind, bounded } from "../fields.js";
import { scalarTypeOf } from "../scalarTypes.js";
import { SeenPlaces } from "../seenPlaces.js";
import type { StepBudget } from "../stepBudget.js";
import type { AppliedSanitizer, Frame, Task } from "../task.js";

/** Places looked at for one call before the answer is declared incomplete. */
const MAXIMUM_STEPS = 12_000;

/** Walks to one source that are told apart. */
const MAXIMUM_WAYS = 24;

/** Values that a walk may end at for want of knowledge; it ends at others because nothing of them is asked for. */
const ENDS: ReadonlySet<Op> = new Set([
  Op.Call,
  Op.Global,
  Op.Import,
  Op.Capture,
  Op.Parameter,
  Op.This,
  Op.Class,
  Op.Element,
  Op.Object,
  Op.Exception,
]);

/** Begins the label of a step from a handler to the page that asks it. */
export const SENT_TO = "sent to ";

export interface Hit {
  readonly kind: SourceKind;
  readonly role: Role;
  readonly task: Task;
  readonly row: SourceRow | null;
  /** All walks that end here, the first one too: each asks for a part of the source of its own. */
  readonly ways: readonly Task[];
}

export interface Query {
  readonly start: DetectedCall;
  readonly shape: MessageShape;
  /** The provider keeps system text out of the message list. */
  readonly systemElsewhere: boolean;
}

export interface FlowOutcome {
  readonly hits: readonly Hit[];
  /** Places where nothing is known of what comes before. */
  readonly ends: readonly Task[];
  readonly incomplete: boolean;
  /** Places looked at. */
  readonly steps: number;
}

export class Walk {
  private queue: Task[] = [];
  private head = 0;
  seen = new SeenPlaces();
  private hits = new Map<string, Hit & { readonly ways: Task[] }>();
  private ends: Task[] = [];
  /** Rises whenever the walk goes on or arrives. */
  private progress = 0;
  query!: Query;

  constructor(private readonly budget: StepBudget) {}

  run(query: Query, starts: readonly Task[], visit: (task: Task) => void): FlowOutcome {
    this.queue = [];
    this.head = 0;
    this.seen = new SeenPlaces();
    this.hits = new Map();
    this.ends = [];
    this.query = query;
    for (const start of starts) this.push(start);
    const most = this.budget.upTo(MAXIMUM_STEPS);
    for (; this.head < this.queue.length && this.head < most; this.head++) {
      const task = this.queue[this.head] as Task;
      const before = this.progress;
      visit(task);
      if (this.progress === before && ENDS.has(task.file.view.op(task.value))) this.ends.push(task);
    }
    this.budget.spend(this.head);
    return { hits: [...this.hits.values()], ends: this.ends, incomplete: this.head < this.queue.length, steps: this.head };
  }

  push(task: Task): void {
    if (task.value === NONE) return;
    this.progress++;
    if (this.seen.add(nodeOf(task.file.number, task.value), wayOf(task))) this.queue.push(task);
  }

  /** Goes on to another value of the same file. */
  to(
    task: Task,
    value: ValueId,
    fields: Fields,
    change: Partial<Pick<Task, "role" | "frame" | "doubt" | "label" | "sanitizers">> = {},
  ): void {
    this.push({ ...withoutPlace(task), value, fields: bounded(fields), next: task, label: "", ...change });
  }

  toFile(task: Task, file: LoadedFile, value: ValueId, fields: Fields, frame: Frame | null, label: string, doubt = task.doubt): void {
    // Out of all functions: what is known of their callers holds no longer.
    const known = frame === null ? { present: [], calling: null } : {};
    this.push({ ...withoutPlace(task), file, value, fields: bounded(fields), frame, next: task, label, doubt, ...known });
  }

  hit(from: Task, kind: SourceKind, row: SourceRow | null): void {
    this.progress++;
    if (asksBehind(from.fields)) return;
    const task = throughType(from);
    // What a user types or picks in the application's own page arrives in the request, which is reported already.
    if ((kind === "ui-input" || kind === "file") && this.behindRequest(task)) return;
    for (const role of this.rolesOf(task, kind)) {
      const key =
        kind === "constant" ? `${role}|constant` : `${role}|${kind}|${task.file.number}|${task.value}|${task.sanitizers.length > 0}`;
      const known = this.hits.get(key);
      if (!known) this.hits.set(key, { kind, role, task, row, ways: [task] });
      // Of all constants the longest says most of what the prompt is.
      else if (kind === "constant" && lengthOf(task) > lengthOf(known.task)) this.hits.set(key, { ...known, task });
      else if (known.ways.length < MAXIMUM_WAYS) known.ways.push(task);
    }
  }

  private rolesOf(task: Task, kind: SourceKind): readonly Role[] {
    if (task.role === "any") {
      // Whoever sends the request writes the role beside the text; other data only fills what the application made.
      if (kind !== "http-request" || this.behindRequest(task)) return ["user"];
      return this.query.systemElsewhere ? ["user", "assistant"] : ["system", "user", "assistant"];
    }
    return task.role ? [task.role] : this.pendingRoles(task, kind);
  }

  private behindRequest(task: Task): boolean {
    for (let at: Task | null = task; at; at = at.next) if (at.label.startsWith(SENT_TO)) return true;
    return false;
  }

  /** Whoever writes the message list writes its roles, unless the provider keeps system text apart. */
  private pendingRoles(task: Task, kind: SourceKind): readonly Role[] {
    const wholeMessages = task.fields.includes(MESSAGES) || task.fields.includes(MESSAGE);
    // A text that is sent as it is, is the user's; only a list of messages holds other roles.
    if (isText(task)) return ["user"];
    if (!wholeMessages || this.query.shape !== "objects" || kind === "constant" || kind === "environment") return ["user"];
    if (kind === "model-output") return ["assistant"];
    if (kind === "tool-result") return ["tool"];
    return this.query.systemElsewhere ? ["user", "assistant"] : ["system", "user", "assistant"];
  }
}

function lengthOf({ file, value }: Task): number {
  return file.view.end(value) - file.view.start(value);
}

/** A parameter that is declared as text. */
function isText({ file, value }: Task): boolean {
  if (file.view.op(value) !== Op.Parameter) return false;
  const type = file.facts.functions[file.view.a(value)]?.parameters[file.view.b(value)]?.type ?? NONE;
  return type !== NONE && /^(?:string|String|str)\??$/.test(file.view.string(type));
}

/** A number cannot hold instructions: the declared type of what is handed in narrows it. */
function throughType(task: Task): Task {
  const { file, value, sanitizers } = task;
  const name = scalarTypeOf(file, value);
  if (name === null) return task;
  const narrowed: AppliedSanitizer = { name: `type ${name}`, tier: "narrows", file, value, protects: ["prompt-injection"] };
  return { ...task, sanitizers: [...sanitizers, narrowed] };
}

export function withoutPlace(task: Task): Task {
  if (task.labelAt === undefined) return task;
  const { labelAt: _labelAt, ...rest } = task;
  return rest;
}

/** Everything but the place that makes two visits of it different. */
function wayOf({ fields, frame, role, sanitizers, roleTests, present, calling }: Task): string {
  let way = role ?? "";
  if (fields.length > 0) way += `\u0002${fields.join("\u0001")}`;
  if (frame) way += `\u0003${frame.key}`;
  for (const one of sanitizers) way += `\u0004${one.tier}`;
  for (const one of roleTests) way += `\u0005${one.is}${one.role}`;
  if (present.length > 0) way += `\u0006${present.join()}`;
  if (calling) way += `\u0007${calling.key}`;
  return way;
}
