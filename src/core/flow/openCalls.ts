/** Calls of an interface's method that several classes implement: which of them is meant, the place alone does not say. */
import { type FunctionFacts, NONE, type ValueId } from "../facts/fileFacts.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "../link/program.js";

/** What each of them adds to the doubt about a way. */
export function doubtOf(pointsTo: PointsTo, file: LoadedFile, call: ValueId): number {
  const { functions } = pointsTo.of(file, file.view.a(call));
  if (functions.size < 3) return 0;
  for (const ref of functions) {
    const owner = pointsTo.program.file(fileOf(ref));
    const facts = owner.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.owner !== NONE && owner.facts.classes[facts.owner]?.kind === "interface") return 1;
  }
  return 0;
}
