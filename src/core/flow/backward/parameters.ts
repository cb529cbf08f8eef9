/** Goes from a parameter to what callers hand over: of the workspace, or of a library that is given the function. */
import { type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { Binding } from "../../link/bindings.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { CallSite } from "../../link/callSite.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { FunctionRef } from "../../link/valueSet.js";
import { ELEMENT, bounded, ofElement, ofEntry } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import { doubtOf } from "../openCalls.js";
import { isAbsent, optionalParameter, withTested, withoutTested } from "../presenceTests.js";
import type { Frame, Task } from "../task.js";
import { Callers } from "../../link/callers.js";
import { MAXIMUM_FRAMES } from "./entering.js";
import type { Members } from "./members.js";
import { type Summaries, dropPrefix, fieldNames } from "./summaries.js";
import type { Walk } from "./walk.js";

/** Types of parameters that steer a call and hold none of its data. */
const NO_CONTENT_TYPE =
  /^\*?(?:context\.Context|testing\.[TBF]|sync\.\w+|http\.(?:Client|ResponseWriter)|time\.(?:Time|Duration)|CancellationToken)$/;

export class Parameters {
  private readonly callers: Callers;

  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly summaries: Summaries,
    private readonly members: Members,
  ) {
    this.callers = new Callers(pointsTo, callGraph);
  }

  visitParameter(task: Task): void {
    const { file, value, fields, frame } = task;
    const id = file.view.a(value);
    const index = file.view.b(value);
    const facts = file.facts.functions[id] as FunctionFacts;
    const ref = nodeOf(file.number, id);
    const parameterType = facts.parameters[index]?.type ?? NONE;
    if (parameterType !== NONE && NO_CONTENT_TYPE.test(file.view.string(parameterType))) return;
    const isReceiver = facts.owner !== NONE && file.language === "python" && index === 0 && !(facts.flags & FunctionFlag.Static);
    if (isReceiver) {
      this.members.visitReceiver(task, id, facts.owner);
      return;
    }
    const name = functionLabel(file, id);
    if (frame?.isCallback && frame.ref === ref) {
      const { file: at, call } = frame.site;
      if (this.visitCallbackParameter(task, id, index, call)) return;
      const callee = at.view.a(call);
      // Nothing is known of the call: most often it goes over what it is a member of.
      if (at.view.op(callee) === Op.Field)
        this.walk.toFile(task, at, at.view.a(callee), [ELEMENT, ...fields], frame.parent, "", task.doubt + 1);
      return;
    }
    if (frame && frame.ref === ref) {
      if (!this.givesTested(task, frame.site, ref)) return;
      const bindings = this.callGraph.bindings.argumentsFor(frame.site, ref, index);
      const outside = { ...task, present: this.testedBeyond(task, frame.site, ref) };
      for (const binding of bindings) this.bind(outside, task, frame.site, binding, frame.parent, `passed to ${name}`);
      return;
    }
    let reached = this.visitCallbackParameter(task, id, index);
    if (facts.flags & FunctionFlag.Setter && facts.owner !== NONE) {
      const owner = this.pointsTo.classRef(file, facts.owner);
      if (this.members.visitOutsideWrites({ ...task, fields: [facts.name, ...fields] }, owner, facts.name)) reached = true;
    }
    if (this.callers.hasAny(ref, task.calling)) reached = true;
    for (const site of this.callers.of(ref, task.calling)) {
      // What tests hand in says nothing about the product.
      if (site.file.source.scope === "test" && this.walk.query.start.file.source.scope !== "test") continue;
      if (!this.givesTested(task, site, ref)) continue;
      const outside = {
        ...task,
        present: this.testedBeyond(task, site, ref),
        calling: this.callers.beyond(site, ref, task.calling),
        doubt: task.doubt + doubtOf(this.pointsTo, site.file, site.call),
      };
      for (const binding of this.callGraph.bindings.argumentsFor(site, ref, index))
        this.bind(outside, task, site, binding, null, `passed to ${name}`);
    }
    // A field of a parameter of a known class: what the class writes there.
    const field = fields[0];
    if (!reached && field !== undefined && !field.startsWith("@")) {
      for (const one of this.pointsTo.of(file, value).instances) if (this.members.visitMembers(task, one, field, false)) reached = true;
    }
    if (!reached) this.walk.hit(task, "caller-parameter", null);
  }

  /** False when a call leaves out, or gives nothing for, a parameter that was tested on the way. */
  private givesTested({ present }: Task, site: CallSite, ref: FunctionRef): boolean {
    return present.every((node) => {
      if (fileOf(node) !== fileOf(ref)) return true;
      const { view } = this.pointsTo.program.file(fileOf(node));
      if (view.a(rowOf(node)) !== rowOf(ref)) return true;
      const given = this.callGraph.bindings.argumentsFor(site, ref, view.b(rowOf(node)));
      return given.some(({ value, fields }) => fields.length > 0 || !isAbsent(site.file, value));
    });
  }

  /** Tested parameters further out: `def ask(q, history=None): return answer(q, history)` hands on what it was given itself. */
  private testedBeyond({ present, file }: Task, site: CallSite, ref: FunctionRef): Task["present"] {
    const left = withoutTested(present, file, rowOf(ref));
    if (left === present) return present;
    const handedOn = present
      .filter((node) => !left.includes(node))
      .flatMap((node) => this.callGraph.bindings.argumentsFor(site, ref, file.view.b(rowOf(node))))
      .filter(({ fields, consume }) => fields.length === 0 && consume === null)
      .map(({ value }) => optionalParameter(site.file, value))
      .filter((one) => one !== NONE);
    return withTested(left, site.file, handedOn);
  }

  private bind(task: Task, next: Task, site: CallSite, binding: Binding, frame: Frame | null, label: string): void {
    const fields =
      binding.consume === null
        ? task.fields
        : binding.consume === "element"
          ? ofElement(task.fields, null)
          : ofEntry(task.fields, binding.consume.key);
    if (fields)
      this.walk.push({
        ...task,
        file: site.file,
        value: binding.value,
        fields: bounded([...binding.fields, ...fields]),
        frame,
        next,
        label,
        labelAt: site.call,
      });
  }

  /** What a function gives that was handed to a call: its parameters are what that call gives it, not what other callers do. */
  visitCallbackResult(task: Task): void {
    const { file, value } = task;
    const id = file.view.a(value);
    let at: Task | null = task.next;
    while (at && at.file.view.op(at.value) !== Op.Call) at = at.next;
    const ref = nodeOf(file.number, id);
    const depth = (task.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return;
    const frame: Frame | null = at && {
      site: { file: at.file, call: at.value },
      ref,
      parent: task.frame,
      depth,
      key: this.walk.seen.short(`${nodeOf(at.file.number, at.value)}~${ref}>${task.frame?.key ?? ""}`),
      isCallback: true,
    };
    for (const one of (file.facts.functions[id] as FunctionFacts).returns) this.walk.to(task, one, task.fields.slice(1), { frame });
  }

  /** Parameter of a function that is handed to a library: what the library calls it with. */
  private visitCallbackParameter(task: Task, id: number, index: number, only: ValueId = NONE): boolean {
    let reached = false;
    const ref = nodeOf(task.file.number, id);
    const own = task.frame?.ref === ref ? task.frame : null;
    for (const use of this.callGraph.uses.usesOf(ref)) {
      if (only !== NONE && use.call !== only) continue;
      for (const { flows } of this.summaries.of(use.file, use.call)) {
        for (const flow of flows) {
          const { to } = flow;
          if (to.callback?.kind !== "parameter" || to.locator.root.kind !== "argument") continue;
          if (to.callback.at !== "*" && to.callback.at !== index) continue;
          const slot = to.locator.root.argument;
          if (!slot.all && slot.index !== use.index && slot.name !== use.name) continue;
          reached = true;
          const fields = dropPrefix(task.fields, fieldNames(to.fields));
          // Out of the function that was handed over, back into the one that hands it over.
          const outer = own ? (own.site.call === use.call ? own.parent : null) : use.file === task.file ? task.frame : null;
          if (fields) this.summaries.fromEnd({ ...task, file: use.file, frame: outer }, use.call, flow.from, fields, task.doubt);
        }
      }
    }
    return reached;
  }
}
