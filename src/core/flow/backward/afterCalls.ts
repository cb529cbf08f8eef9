/** What a call did to its receiver or to one of its arguments. */
import type { DetectedCall } from "../../calls/modelCalls.js";
import { CallFlag, type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import { isMutatorName } from "../../facts/mutatorNames.js";
import type { State } from "../../knowledge/automaton.js";
import type { Knowledge } from "../../knowledge/knowledge.js";
import { fieldWritten } from "../../link/accessors.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { FunctionRef } from "../../link/valueSet.js";
import { MESSAGES, POSITION_GUESSED, asksPosition, ofElement, ofEntry } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import type { Task } from "../task.js";
import type { Entering } from "./entering.js";
import { Receivers } from "./receivers.js";
import type { Sources } from "./sources.js";
import { type Summaries, dropPrefix, fieldNames } from "./summaries.js";
import { type Walk, withoutPlace } from "./walk.js";

export class AfterCalls {
  private readonly receivers: Receivers;

  constructor(
    private readonly walk: Walk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly summaries: Summaries,
    private readonly entering: Entering,
    private readonly sources: Sources,
  ) {
    this.receivers = new Receivers(pointsTo);
  }

  /** What a call did to its receiver or to one of its arguments. */
  visitAfterCall(task: Task): void {
    const { file, value, fields } = task;
    const { view } = file;
    const call = view.b(value);
    const index = view.c(value);
    const callee = this.pointsTo.of(file, view.a(call));
    const inCall: Task = { ...task, value: call };
    const isKnown =
      callee.functions.size > 0 && (this.summaries.isKnown(file, callee.stateList) || this.modelCalls.has(nodeOf(file.number, call)));
    for (const ref of isKnown ? [] : [...this.receivers.among(inCall, callee.functions), ...this.delegates(file, call, index)]) {
      const target = this.pointsTo.program.file(fileOf(ref));
      const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
      const parameter =
        index === NONE
          ? null
          : facts.parameters.find(
              (one) =>
                one.value === this.callGraph.bindings.parameterFor(file, call, ref, index, file.arguments(call)[index]?.name ?? null),
            );
      const isBound = index === NONE && this.callGraph.bindings.isBound(file, call, target, facts);
      const own = isBound ? facts.parameters[0] : parameter;
      const exit = index === NONE && !isBound ? facts.thisExit : own && own.exit !== own.value ? own.exit : NONE;
      const frame = exit === NONE ? null : this.entering.frame(inCall, ref);
      if (frame)
        this.walk.push({
          ...withoutPlace(task),
          file: target,
          value: exit,
          fields,
          frame,
          next: task,
          label: `changed by ${functionLabel(target, rowOf(ref))}`,
        });
    }
    if ((callee.functions.size > 0 && !isKnown) || callee.classes.size > 0) return;
    if (index !== NONE && this.filledBySource(task, call, index, callee.stateList)) return;
    const summaries = this.summaries.of(file, call);
    for (const { row, flows } of summaries) {
      for (const flow of flows) {
        const { root, fields: into } = flow.to.locator;
        const isTarget =
          index === NONE
            ? root.kind === "receiver"
            : root.kind === "argument" && (root.argument.index === index || root.argument.all === true);
        if (!isTarget || flow.to.callback) continue;
        const rest = fields[0] === MESSAGES && into.length === 1 ? ofElement(fields, null) : dropPrefix(fields, fieldNames(into));
        const from = asksPosition(fields) ? { ...task, doubt: task.doubt + POSITION_GUESSED } : task;
        if (rest) this.summaries.fromMessageEnd(from, call, row, flow.from, rest);
      }
    }
    if (summaries.length > 0 || index !== NONE || !changesReceiver(file, call)) return;
    const written = fieldWritten(file.calleeName(call));
    const [only, ...others] = file.arguments(call);
    if (written !== null && only && others.length === 0) {
      const rest = ofEntry(fields, written);
      if (rest) this.walk.to(task, only.value, rest);
      return;
    }
    for (const argument of file.arguments(call)) {
      const rest = ofElement(fields, null) ?? fields;
      this.walk.to(task, argument.value, rest, { doubt: task.doubt + 1 });
    }
  }

  /** `rows.Scan(&name)`: a library call that writes what it reads into its argument. */
  private filledBySource(task: Task, call: ValueId, index: number, callee: readonly State[]): boolean {
    const automaton = this.knowledge.automaton(task.file.language);
    for (const state of automaton.argument(callee, index, null)) {
      const row = this.sources.rowFor(automaton.accepted(state).sources, task);
      if (!row) continue;
      this.sources.hit({ ...task, value: call, next: task, label: "" }, row);
      if (row.kind === "http-request") this.sources.visitOwnClients({ ...task, value: call }, task.fields);
      return true;
    }
    return false;
  }

  /** Constructors that `this(…)` and `super(…)` hand over to. */
  private delegates(file: LoadedFile, call: ValueId, index: number): readonly FunctionRef[] {
    const { view } = file;
    const callee = view.a(call);
    if (index !== NONE || view.op(callee) === Op.Field || view.c(call) & CallFlag.New) return [];
    const set = this.pointsTo.of(file, callee);
    const classes = view.op(callee) === Op.Super ? set.instances : set.classes;
    return [...classes].flatMap((ref) => this.pointsTo.calls.makers(file, call, ref));
  }
}

/**
 * A call of an unknown method that by its name puts its arguments into its receiver. Java's services are objects too: what
 * is saved, sent or registered there is not what is asked of them next.
 */
function changesReceiver(file: LoadedFile, call: ValueId): boolean {
  const name = file.calleeName(call);
  return file.language === "java" ? /^(?:add|append|put|push|prepend|set|with|offer|insert)(?:[A-Z]|$)/.test(name) : isMutatorName(name);
}
