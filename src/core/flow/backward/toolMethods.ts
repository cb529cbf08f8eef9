/** Objects that a model is given as tools: it is told what their marked methods answer. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { LoadedFile } from "../../link/program.js";
import type { ClassRef } from "../../link/valueSet.js";
import type { Task } from "../task.js";
import { type Walk, withoutPlace } from "./walk.js";

/** Annotations, attributes and decorators that make a tool of a method. */
const MARKER = /^(?:Tool|KernelFunction|SKFunction|McpTool|McpServerTool|kernel_function|tool|tool_plain|function_tool|ai_function)$/;

export class ToolMethods {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
  ) {}

  /** The tools of whatever object a value is. */
  visitInstances(task: Task): void {
    for (const ref of this.pointsTo.of(task.file, task.value).instances) this.visit(task, ref);
  }

  visit(task: Task, ref: ClassRef): void {
    for (const part of this.pointsTo.classes.parts(ref)) {
      const file = this.pointsTo.classes.file(part);
      for (const member of this.pointsTo.classes.facts(part).members) {
        const method = member.function === NONE ? undefined : (file.facts.functions[member.function] as FunctionFacts);
        if (!method?.decorators.some((one) => MARKER.test(markerName(file, one)))) continue;
        for (const value of method.returns)
          this.walk.push({
            ...withoutPlace(task),
            file,
            value,
            fields: [],
            frame: null,
            role: "tool",
            next: task,
            label: "returned by a tool",
          });
      }
    }
  }
}

function markerName(file: LoadedFile, decorator: ValueId): string {
  return file.view.op(decorator) === Op.Call ? file.calleeName(decorator) : file.nameOf(decorator);
}
