/** What knowledge says of a library call: which of its parts flow into which, and the walk from one end to the other. */
import { Op, type ValueId } from "../../facts/fileFacts.js";
import type { State } from "../../knowledge/automaton.js";
import type { Knowledge, Summary } from "../../knowledge/knowledge.js";
import type { FieldStep, FlowEnd } from "../../knowledge/paths.js";
import type { SummaryRow } from "../../knowledge/schema.js";
import { fieldOf } from "../../link/builders.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { LoadedFile } from "../../link/program.js";
import { ELEMENT, type Fields, MESSAGE, MESSAGES, RESULT, bounded, ofElement, ofEntry } from "../fields.js";
import type { Task } from "../task.js";
import { type Walk, withoutPlace } from "./walk.js";

export class Summaries {
  constructor(
    private readonly walk: Walk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  isKnown(file: LoadedFile, states: readonly State[]): boolean {
    return states.some((state) => this.knowledge.automaton(file.language).accepted(state).summaries.length > 0);
  }

  of(file: LoadedFile, call: ValueId): readonly Summary[] {
    const automaton = this.knowledge.automaton(file.language);
    const callee = this.pointsTo.of(file, file.view.a(call));
    const found: Summary[] = [];
    for (const state of callee.states) for (const row of automaton.accepted(state).summaries) found.push(this.knowledge.summary(row));
    if (found.length > 0 || callee.functions.size > 0 || callee.classes.size > 0) return found;
    return this.knowledge.memberSummaries(file.language, file.calleeName(call));
  }

  /** A call that is known to pass on nothing of what it is given: `int.Parse(text)`. */
  givesNothingOn(file: LoadedFile, value: ValueId): boolean {
    if (file.view.op(value) !== Op.Call) return false;
    const summaries = this.of(file, value);
    return summaries.length > 0 && summaries.every(({ flows }) => flows.length === 0);
  }

  /** Goes to one end of a summary's flow, asking for `fields` of it. */
  fromEnd(task: Task, call: ValueId, end: FlowEnd, fields: Fields, doubt: number): void {
    const callback = end.callback?.kind === "return" ? [RESULT, ...fieldNames(end.fields)] : [];
    for (const one of this.callGraph.locators.located(task.file, call, end.locator)) {
      if (one.value === call) continue;
      const asked = adapt([...one.fields, ...callback], fields);
      this.walk.push({ ...withoutPlace(task), file: one.file, value: one.value, fields: bounded(asked), next: task, label: "", doubt });
    }
  }

  /** The same, for text that the call makes a message of: it takes the role that the summary names. */
  fromMessageEnd(task: Task, call: ValueId, row: SummaryRow, end: FlowEnd, fields: Fields): void {
    const isMessage = fields[0] === MESSAGE || fields[0] === MESSAGES;
    if (row.role && isMessage) this.fromEnd({ ...task, role: row.role }, call, end, [], task.doubt);
    else this.fromEnd(task, call, end, fields, task.doubt);
  }
}

export function fieldNames(fields: readonly FieldStep[]): string[] {
  return fields.map(fieldOf);
}

/** What is left of `fields` below `prefix`; null when another part is asked for. */
export function dropPrefix(fields: Fields, prefix: readonly string[]): Fields | null {
  let rest: Fields = fields;
  for (const name of prefix) {
    if (rest.length === 0) return [];
    const next = name === ELEMENT ? ofElement(rest, null) : ofEntry(rest, name);
    if (!next) return null;
    rest = next;
  }
  return rest;
}

/** `prefix` followed by `fields`; a message of a list's element is the list's messages again. */
function adapt(prefix: readonly string[], fields: Fields): Fields {
  if (prefix[prefix.length - 1] === ELEMENT && fields[0] === MESSAGE) return [...prefix.slice(0, -1), MESSAGES, ...fields.slice(1)];
  return [...prefix, ...fields];
}
