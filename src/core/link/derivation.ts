/** Whether one class of the workspace is made from another. */
import type { PointsTo } from "./pointsTo.js";
import type { ClassRef } from "./valueSet.js";

/** Bases of bases that are looked at. */
const DEEPEST_BASE = 6;

/** One of the two derives from the other: an object known to be of one may be of both. */
export function mayBeBoth(pointsTo: PointsTo, left: ClassRef, right: ClassRef): boolean {
  return derives(pointsTo, left, right, 0) || derives(pointsTo, right, left, 0);
}

function derives(pointsTo: PointsTo, ref: ClassRef, from: ClassRef, depth: number): boolean {
  if (ref === from || depth > DEEPEST_BASE) return true;
  return pointsTo.classes
    .bases(ref)
    .some(({ file, value }) => [...pointsTo.of(file, value).classes].some((base) => derives(pointsTo, base, from, depth + 1)));
}
