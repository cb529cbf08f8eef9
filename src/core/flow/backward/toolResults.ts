/** What comes back into a conversation as the result of a tool. */
import { locator } from "../../calls/modelCalls.js";
import { Op, type ValueId } from "../../facts/fileFacts.js";
import type { CallGraph } from "../../link/callGraph.js";
import { objectEntries } from "../../link/objectEntries.js";
import type { LoadedFile } from "../../link/program.js";
import type { Task } from "../task.js";
import { type Cleaning, appliedAt } from "./cleaning.js";
import type { Summaries } from "./summaries.js";
import type { Walk } from "./walk.js";

/** `call.ID`, `tool_call_id`: stands beside the result in its message. */
const CALL_ID = /^(?:tool_?)?(?:call_?)?(?:use_?)?id$/i;

/** Operations that only pass on what their origins are. */
const TRANSPARENT: ReadonlySet<Op> = new Set([Op.Choice, Op.Capture, Op.Cast, Op.Await, Op.AfterCall, Op.Store, Op.StoreElement]);

/** Calls around a constant that are looked through. */
const MAXIMUM_DEPTH = 3;

export class ToolResults {
  constructor(
    private readonly walk: Walk,
    private readonly callGraph: CallGraph,
    private readonly summaries: Summaries,
    private readonly cleaning: Cleaning,
  ) {}

  /** What is given as the result of a tool: a constant is none, the id of the call that it answers neither, and what went through a sanitiser is what went into that. */
  hitToolResult(task: Task): void {
    const { file } = task;
    const { view } = file;
    const origins = file
      .copies(task.value)
      .filter((one) => !TRANSPARENT.has(view.op(one)) && !this.isConstant(file, one, 0) && !this.summaries.givesNothingOn(file, one))
      .filter((one) => !CALL_ID.test(file.nameOf(one)));
    const cleaned = origins.map((one) => (view.op(one) === Op.Call ? this.cleaning.cleaningOf(file, one) : null));
    if (cleaned.every((one) => one === null)) {
      if (origins.length > 0) this.walk.hit(task, "tool-result", null);
      return;
    }
    for (const [index, value] of origins.entries()) {
      const cleaning = cleaned[index] ?? null;
      if (cleaning === null) {
        this.walk.hit({ ...task, value }, "tool-result", null);
        continue;
      }
      const sanitizers = [...task.sanitizers, appliedAt(file, value, cleaning)];
      for (const one of this.callGraph.locators.located(file, value, locator(cleaning.input)))
        this.walk.hit({ ...task, file: one.file, value: one.value, next: { ...task, value }, sanitizers }, "tool-result", null);
    }
  }

  /** A text of one's own, also where a library only hands it on: `answer.ToString()`. */
  private isConstant(file: LoadedFile, value: ValueId, depth: number): boolean {
    const { view } = file;
    if (view.op(value) === Op.Literal) return true;
    if (view.op(value) !== Op.Call || depth > MAXIMUM_DEPTH) return false;
    const ends = this.summaries
      .of(file, value)
      .flatMap(({ flows }) => flows.filter(({ to }) => to.locator.root.kind === "result" && !to.callback))
      .flatMap(({ from }) => this.callGraph.locators.located(file, value, from.locator));
    const origins = ends.flatMap((end) => end.file.copies(end.value).map((one) => ({ file: end.file, value: one })));
    const told = origins.filter((one) => !TRANSPARENT.has(one.file.view.op(one.value)));
    return told.length > 0 && told.every((one) => this.isConstant(one.file, one.value, depth + 1));
  }

  /** `{ type: "tool_result", … }`: whatever a tool brought in. */
  isToolResult(file: LoadedFile, object: ValueId): boolean {
    return objectEntries(file, object, "type").some(
      (one) => file.view.op(one) === Op.Literal && /^(?:tool[_-]result|function_call_output)$/.test(file.view.string(file.view.a(one))),
    );
  }
}
