/** Goes through a call: it is a model's answer, a source, a sanitiser, a function of the workspace, known by a summary, or unknown. */
import { type DetectedCall, locator } from "../../calls/modelCalls.js";
import { ElementKind, Op } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type Node, nodeOf } from "../../link/program.js";
import { MESSAGES, TOOLS, UPLOAD, ofElement } from "../fields.js";
import type { Sanitizers } from "../sanitizers.js";
import { doubtOf } from "../openCalls.js";
import type { Task } from "../task.js";
import { type Cleaning, appliedAt } from "./cleaning.js";
import type { Components } from "./components.js";
import type { Entering } from "./entering.js";
import { Receivers } from "./receivers.js";
import type { Sources } from "./sources.js";
import { type Summaries, dropPrefix, fieldNames } from "./summaries.js";
import type { UnknownCalls } from "./unknownCalls.js";
import { type Walk, withoutPlace } from "./walk.js";

/** Members of vector stores, indexes and retrievers that answer with stored text. */
const RETRIEVES = /^(?:a|get_?)?(?:invoke|similarity|search|query|retrieve|relevant|max_?marginal)/i;

export class Calls {
  private readonly receivers: Receivers;

  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly sanitizers: Sanitizers,
    private readonly sources: Sources,
    private readonly summaries: Summaries,
    private readonly cleaning: Cleaning,
    private readonly entering: Entering,
    private readonly unknown: UnknownCalls,
    private readonly components: Components,
  ) {
    this.receivers = new Receivers(pointsTo);
  }

  visitCall(task: Task): void {
    const { file, value: call, fields } = task;
    const { view } = file;
    const modelCall = task.next === null ? undefined : this.modelCalls.get(nodeOf(file.number, call));
    if (modelCall?.operation === "file-upload") {
      this.visitUpload(task, modelCall);
      return;
    }
    // What a vector store answers is retrieved text, though an embedding model ran for it.
    if (modelCall && modelCall.phase !== "embedding") {
      this.walk.hit(task, "model-output", null);
      return;
    }
    if (this.sources.at(task)) return;
    if (modelCall) {
      if (modelCall !== this.walk.query.start && RETRIEVES.test(file.calleeName(call))) this.walk.hit(task, "retrieval", null);
      return;
    }
    if (fields[0] === TOOLS && this.visitToolCall(task)) return;
    if (this.cleaning.visitCleaned(task, [])) return;
    const nominal = this.sanitizers.at(file, call).find((use) => use.tier === "nominal");
    const sanitizers = nominal ? [...task.sanitizers, appliedAt(file, call, nominal)] : task.sanitizers;
    const doubt = task.doubt + doubtOf(this.pointsTo, file, call);
    const current = { ...task, sanitizers, doubt };
    const callee = this.pointsTo.of(file, view.a(call));
    let entered = false;
    // What is known of a library holds, also where its source lies in the workspace.
    const isKnown = callee.functions.size > 0 && this.summaries.isKnown(file, callee.stateList);
    for (const ref of isKnown ? [] : this.receivers.among(task, callee.functions)) {
      if (this.entering.enter(current, ref, fields)) entered = true;
    }
    for (const ref of callee.classes) {
      this.entering.construct(current, ref);
      entered = true;
    }
    for (const ref of callee.instances) {
      for (const member of this.pointsTo.classes.own(ref, "__call__"))
        if (member.kind === "method" && this.entering.enter(current, member.function, fields)) entered = true;
    }
    if (entered) return;
    this.components.visit(current);
    if (this.unknown.visitEntryCall(current)) return;
    const summaries = this.summaries.of(file, call);
    if (summaries.length > 0) {
      for (const { row, flows } of summaries) {
        for (const flow of flows) {
          const { root, fields: into } = flow.to.locator;
          if (root.kind !== "result" || flow.to.callback) continue;
          const rest = row.role && fields[0] === MESSAGES ? ofElement(fields, null) : dropPrefix(fields, fieldNames(into));
          if (rest) this.summaries.fromMessageEnd(current, call, row, flow.from, rest);
        }
      }
      return;
    }
    this.unknown.visitUnknownCall(current);
  }

  /** The answer to an upload stands for what was uploaded. */
  private visitUpload(task: Task, { file, call, inputs }: DetectedCall): void {
    for (const row of inputs) {
      for (const { file: at, value, fields } of this.pointsTo.callGraph.locators.located(file, call, locator(row.at)))
        this.walk.push({
          ...withoutPlace(task),
          file: at,
          value,
          fields: row.upload ? [...fields, UPLOAD] : fields,
          next: task,
          label: "uploaded before",
          labelAt: value,
        });
    }
  }

  private visitToolCall(task: Task): boolean {
    const callee = this.pointsTo.of(task.file, task.file.view.a(task.value));
    if (callee.functions.size > 0) return false;
    for (const argument of task.file.arguments(task.value)) this.walk.to(task, argument.value, task.fields);
    return true;
  }

  /** One of several results of a call into a library: all that is known of the call is its data. */
  visitLibraryResult(task: Task): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const call = view.a(value);
    if (view.op(call) === Op.Call) {
      const callee = this.pointsTo.of(file, view.a(call));
      if (callee.functions.size > 0 || callee.instances.size > 0) return false;
    }
    if (view.c(value) === ElementKind.Result) this.walk.to(task, call, fields);
    return true;
  }
}
