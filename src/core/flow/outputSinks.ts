/** Places where a model's text takes effect: which of them a call, a written field or a markup attribute is. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import { locator } from "../calls/modelCalls.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { OutputKind } from "../knowledge/schema.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Fields } from "./fields.js";
import { isText, isTexts, takePart } from "./parts.js";

/** Kinds that take something that has text inside as well as the text. */
const TAKES_OBJECTS: ReadonlySet<OutputKind> = new Set(["business-action", "database", "log", "response", "tool-invocation"]);

export class OutputSinks {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  /** Kinds of harm that a call does with a value that is given to it. */
  atCall(file: LoadedFile, call: ValueId, value: ValueId, fields: Fields): readonly OutputKind[] {
    const automaton = this.knowledge.automaton(file.language);
    const found = new Set<OutputKind>();
    for (const state of this.pointsTo.of(file, file.view.a(call)).states) {
      for (const row of automaton.accepted(state).outputs) {
        if (!row.at) continue;
        for (const one of this.callGraph.locators.located(file, call, locator(row.at))) {
          if (one.value !== value) continue;
          const part = takePart(fields, one.fields);
          if (part && this.takes(row.kind, part)) found.add(row.kind);
        }
      }
    }
    return [...found];
  }

  /** Kinds of harm in writing a value to a field of that name, or giving it to that attribute. */
  atMember(file: LoadedFile, name: string, fields: Fields, isAttribute: boolean): readonly OutputKind[] {
    const rows = this.knowledge.outputMember(file.language, name);
    return rows.length > 0 && (isAttribute || isText(fields)) ? [...new Set(rows.map((row) => row.kind))] : [];
  }

  /** Markdown component that is told to let HTML through. */
  rendersRawHtml(file: LoadedFile, markup: ValueId): boolean {
    const { view } = file;
    const list = view.list(view.c(markup));
    for (let at = 0; at < list.length; at += 2) {
      if ((list[at] as number) < 0 || view.string(list[at] as number) !== "rehypePlugins") continue;
      for (const plugins of file.copies(list[at + 1] as ValueId)) {
        if (view.op(plugins) === Op.Array && view.list(view.a(plugins)).some((plugin) => file.nameOf(plugin) === "rehypeRaw")) return true;
      }
    }
    return false;
  }

  private takes(kind: OutputKind, part: Fields): boolean {
    return TAKES_OBJECTS.has(kind) || (kind === "shell" ? isTexts(part) : isText(part));
  }
}
