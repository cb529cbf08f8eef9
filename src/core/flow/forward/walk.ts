/** The places that a walk forwards still has to look at, those that it has seen, and the effects that it has met. */
import type { DetectedCall } from "../../calls/modelCalls.js";
import { B, type FunctionFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import type { OutputKind, SanitizerTier } from "../../knowledge/schema.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { Routes } from "../../link/routes.js";
import type { Fields } from "../fields.js";
import { ANSWER, bounded } from "../parts.js";
import { SeenPlaces } from "../seenPlaces.js";
import type { StepBudget } from "../stepBudget.js";
import type { Frame } from "../task.js";

/** Places looked at for one call before the answer is declared incomplete. */
const MAXIMUM_STEPS = 6_000;

/** Assumed calls in a row after which nothing is believed. */
const MAXIMUM_DOUBT = 2;

/** A sanitiser that the text went through. */
export interface Applied {
  readonly name: string;
  readonly tier: SanitizerTier;
  readonly file: LoadedFile;
  readonly value: ValueId;
}

/** One place that the walk has reached, and how it got there. */
export interface Reached {
  readonly file: LoadedFile;
  readonly value: ValueId;
  /** Where the model's text is inside of the value. */
  readonly fields: Fields;
  readonly frame: Frame | null;
  readonly doubt: number;
  readonly applied: readonly Applied[];
  /** Towards the model call. */
  readonly previous: Reached | null;
  readonly label: string;
}

export interface Effect {
  readonly kind: OutputKind;
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly from: Reached;
}

/** Effects in the order in which they are reached, the nearest first. */
export interface EffectsOutcome {
  readonly effects: readonly Effect[];
  readonly incomplete: boolean;
}

export class ForwardWalk {
  constructor(
    private readonly routes: Routes,
    private readonly budget: StepBudget,
  ) {}

  private queue: Reached[] = [];
  seen = new SeenPlaces();
  private effects: Effect[] = [];
  start!: Node;

  run(detected: DetectedCall, starts: readonly Reached[], visit: (at: Reached) => void): EffectsOutcome {
    this.queue = [];
    this.seen = new SeenPlaces();
    this.effects = [];
    this.start = nodeOf(detected.file.number, detected.call);
    for (const one of starts) this.push(one);
    let head = 0;
    const most = this.budget.upTo(MAXIMUM_STEPS);
    for (; head < this.queue.length && head < most; head++) visit(this.queue[head] as Reached);
    this.budget.spend(head);
    return { effects: this.effects, incomplete: head < this.queue.length };
  }

  push(at: Reached): void {
    if (at.value === NONE || at.doubt > MAXIMUM_DOUBT) return;
    const node = nodeOf(at.file.number, at.value);
    let way = at.frame?.key ?? "";
    for (const one of at.applied) way += `\u0002${one.name}`;
    // Where all of a value is followed, none of its parts need be.
    if (at.fields.length > 0) {
      if (this.seen.has(node, way)) return;
      way += `\u0003${at.fields.join("\u0001")}`;
    }
    if (this.seen.add(node, way)) this.queue.push(at);
  }

  /** Goes on to another value of the same file. */
  to(at: Reached, value: ValueId, fields: Fields, change: Partial<Pick<Reached, "frame" | "doubt" | "applied" | "label">> = {}): void {
    this.push({ ...at, value, fields: bounded(fields), previous: at, label: "", ...change });
  }

  toFile(at: Reached, file: LoadedFile, value: ValueId, fields: Fields, frame: Frame | null, label: string): void {
    this.push({ ...at, file, value, fields: bounded(fields), frame, previous: at, label });
  }

  effect(kinds: readonly OutputKind[], value: ValueId, from: Reached): void {
    for (const kind of kinds) this.effects.push({ kind, file: from.file, value, from });
    if (kinds.includes("response")) this.answered(value, from);
  }

  /** A page of the workspace that asked for the response reads it. */
  private answered(value: ValueId, from: Reached): void {
    for (const { site, route } of this.routes.bodiesSentTo(from.file, enclosing(from.file, value))) {
      this.toFile(from, site.file, site.call, [ANSWER], null, `answered to a request of ${route}`);
    }
  }

  /** The call that the walk is in still counts inside of functions that stand in the called one. */
  frameSeenFrom(frame: Frame | null, file: LoadedFile, value: ValueId): Frame | null {
    if (!frame || fileOf(frame.ref) !== file.number) return null;
    for (let id = enclosing(file, value); id > 0; id = (file.facts.functions[id] as FunctionFacts).parent)
      if (id === rowOf(frame.ref)) return frame;
    return null;
  }
}

function enclosing(file: LoadedFile, value: ValueId): number {
  return file.view.blockColumn(file.view.block(value), B.Function);
}
