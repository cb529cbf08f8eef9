/** Goes to where a summary of a call says that a part of what it was given ends up. */
import { type FunctionFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import type { Knowledge, Summary } from "../../knowledge/knowledge.js";
import type { FlowEnd, Locator } from "../../knowledge/paths.js";
import { fieldOf } from "../../link/builders.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { CallSite } from "../../link/callSite.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "../../link/program.js";
import type { Fields } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import { bounded, takePart } from "../parts.js";
import type { Frame } from "../task.js";
import { usesOf } from "../uses.js";
import type { ForwardWalk, Reached } from "./walk.js";

export class SummaryEnds {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  of(file: LoadedFile, call: ValueId): readonly Summary[] {
    const automaton = this.knowledge.automaton(file.language);
    const found: Summary[] = [];
    for (const state of this.pointsTo.of(file, file.view.a(call)).states)
      for (const row of automaton.accepted(state).summaries) found.push(this.knowledge.summary(row));
    return found.length > 0 ? found : this.knowledge.memberSummaries(file.language, file.calleeName(call));
  }

  /** Where the text is below a locator of a call; null when the value is not there. */
  partAt(at: Reached, call: ValueId, where: Locator): Fields | null {
    for (const one of this.callGraph.locators.located(at.file, call, where)) {
      if (one.value !== at.value) continue;
      const part = takePart(at.fields, one.fields);
      if (part) return part;
    }
    return null;
  }

  /** Goes to one end of a summary's flow with the part that goes there. */
  toEnd(at: Reached, call: ValueId, end: FlowEnd, part: Fields): void {
    const { file } = at;
    const names = [...end.locator.fields, ...end.fields].map(fieldOf);
    const fields = names.length > 0 ? [...names, ...part] : part;
    const { root } = end.locator;
    if (end.callback) {
      if (end.callback.kind !== "parameter" || root.kind !== "argument") return;
      const position = end.callback.at;
      for (const one of this.callGraph.locators.located(file, call, { root, fields: [] }))
        this.intoCallback(at, one.value, position, fields);
      return;
    }
    if (root.kind === "result") this.walk.to(at, call, fields);
    else if (root.kind === "receiver") this.intoChanged(at, { file, call }, NONE, fields, at.frame);
    else if (root.kind === "argument") {
      file.arguments(call).forEach((argument, index) => {
        if (this.callGraph.locators.located(file, call, { root, fields: [] }).some((one) => one.value === argument.value))
          this.intoChanged(at, { file, call }, index, fields, at.frame);
      });
    }
  }

  intoCallback(at: Reached, callback: ValueId, position: number | string, fields: Fields): void {
    for (const ref of this.pointsTo.of(at.file, callback).functions) {
      const file = this.pointsTo.program.file(fileOf(ref));
      const { parameters } = file.facts.functions[rowOf(ref)] as FunctionFacts;
      parameters.forEach((parameter, index) => {
        if (position !== "*" && position !== index) return;
        this.walk.toFile(
          at,
          file,
          parameter.value,
          fields,
          file === at.file ? this.walk.frameSeenFrom(at.frame, file, parameter.value) : null,
          `given to ${functionLabel(file, rowOf(ref))}`,
        );
      });
    }
  }

  /** The receiver or an argument of a call holds the text afterwards. */
  intoChanged(at: Reached, site: CallSite, index: number, fields: Fields, frame: Frame | null): void {
    for (const after of usesOf(site.file).afterCall(site.call)) {
      if (site.file.view.c(after) === index)
        this.walk.push({ ...at, file: site.file, value: after, fields: bounded(fields), frame, previous: at, label: "" });
    }
  }
}
