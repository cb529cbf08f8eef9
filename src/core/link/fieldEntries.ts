/** Values that a field may hold, where they are written out. */
import { ElementKind, Op, type ValueId } from "../facts/fileFacts.js";
import { parseSummaryFlow } from "../knowledge/paths.js";
import { builtLink, builtWith } from "./builders.js";
import { resultIndex } from "./elementValues.js";
import { MAXIMUM_SPREADS } from "./memberValues.js";
import { objectEntries, objectSpreads } from "./objectEntries.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "./program.js";

export class FieldEntries {
  constructor(private readonly pointsTo: PointsTo) {}

  /** Values that a value's field may hold, where they are written out: stores, object literals, members, exports. */
  of(file: LoadedFile, value: ValueId, name: string, spreads = 0): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const built = builtLink(name);
    if (built) return builtWith(this.pointsTo, file, value, built).filter((one) => one.fields.length === 0);
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const origin of file.copies(value)) {
      if (file.view.op(origin) === Op.Store && file.view.string(file.view.b(origin)) === name)
        found.push({ file, value: file.view.c(origin) });
      found.push(...this.madeByLibrary(file, origin, name));
    }
    const set = this.pointsTo.of(file, value);
    for (const node of set.objects) {
      const owner = this.pointsTo.program.file(fileOf(node));
      for (const entry of objectEntries(owner, rowOf(node), name)) found.push({ file: owner, value: entry });
      if (spreads < MAXIMUM_SPREADS)
        for (const spread of objectSpreads(owner, rowOf(node))) found.push(...this.of(owner, spread, name, spreads + 1));
    }
    for (const ref of [...set.instances, ...set.classes]) {
      for (const member of this.pointsTo.classes.own(ref, name))
        if (member.kind === "value") found.push({ file: member.file, value: member.value });
      if (this.pointsTo.classes.file(ref).language === "go") found.push(...this.pointsTo.fieldWrites.of(ref, name));
    }
    for (const { target, file: from } of set.modules.values())
      found.push(...this.pointsTo.exports.at(this.pointsTo.program.file(from), target, name));
    return found;
  }

  /** `http.NewRequest(method, url, body)`: a field of what a library call makes, by what is known of the call. */
  private madeByLibrary(file: LoadedFile, value: ValueId, name: string): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const { view } = file;
    const isFirst = view.op(value) === Op.Element && view.c(value) === ElementKind.Result && resultIndex(file, value) === 0;
    const call = isFirst ? view.a(value) : value;
    if (view.op(call) !== Op.Call) return [];
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const state of this.pointsTo.of(file, view.a(call)).states) {
      for (const row of this.pointsTo.automaton(file).accepted(state).summaries) {
        for (const written of row.flows) {
          const { from, to } = parseSummaryFlow(written);
          const [field, ...deeper] = to.locator.fields;
          if (to.locator.root.kind !== "result" || field === undefined || field === "element" || deeper.length > 0) continue;
          if (!("name" in field) || field.name !== name || from.callback || from.locator.fields.length > 0) continue;
          for (const one of this.pointsTo.callGraph.locators.located(file, call, from.locator))
            found.push({ file: one.file, value: one.value });
        }
      }
    }
    return found;
  }
}
