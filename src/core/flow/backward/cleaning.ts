/** Sanitisers on the way: what goes into one came out of it as less. */
import { locator } from "../../calls/modelCalls.js";
import type { ValueId } from "../../facts/fileFacts.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { LoadedFile } from "../../link/program.js";
import { type Fields, bounded } from "../fields.js";
import type { SanitizerUse, Sanitizers } from "../sanitizers.js";
import type { AppliedSanitizer, Task } from "../task.js";
import { type Walk, withoutPlace } from "./walk.js";

export class Cleaning {
  constructor(
    private readonly walk: Walk,
    private readonly callGraph: CallGraph,
    private readonly sanitizers: Sanitizers,
  ) {}

  cleaningOf(file: LoadedFile, call: ValueId): SanitizerUse | null {
    return this.sanitizers.at(file, call).find((use) => use.effect === "result" && use.tier !== "nominal") ?? null;
  }

  /** What goes into a sanitiser, and came out of it as less; true when the call is one. */
  visitCleaned(task: Task, fields: Fields): boolean {
    const { file, value: call } = task;
    const cleaning = this.cleaningOf(file, call);
    if (!cleaning) return false;
    const sanitizers = [...task.sanitizers, appliedAt(file, call, cleaning)];
    for (const one of this.callGraph.locators.located(file, call, locator(cleaning.input))) {
      this.walk.push({
        ...withoutPlace(task),
        file: one.file,
        value: one.value,
        fields: bounded([...one.fields, ...fields]),
        next: task,
        label: "",
        sanitizers,
      });
    }
    return true;
  }
}

export function appliedAt(file: LoadedFile, value: ValueId, { name, tier, protects }: SanitizerUse): AppliedSanitizer {
  return { name, tier, file, value, protects };
}
