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
      .filter((one) => !TRANSPARENT.has(view.op(one)) && view.op(one) !== Op.Literal && !this.summaries.givesNothingOn(file, one))
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

  /** `{ type: "tool_result", … }`: whatever a tool brought in. */
  isToolResult(file: LoadedFile, object: ValueId): boolean {
    return objectEntries(file, object, "type").some(
      (one) => file.view.op(one) === Op.Literal && /^(?:tool[_-]result|function_call_output)$/.test(file.view.string(file.view.a(one))),
    );
  }
}
