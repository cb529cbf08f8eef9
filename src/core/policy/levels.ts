/** The lattice of classifications: Public < Internal < Confidential < Restricted. */
import type { Classification } from "../report/scanResult.js";

export const CLASSIFICATIONS: readonly Classification[] = ["Public", "Internal", "Confidential", "Restricted"];

/** True when data of class `level` may not go where only `clearance` may. */
export function exceeds(level: Classification, clearance: Classification): boolean {
  return CLASSIFICATIONS.indexOf(level) > CLASSIFICATIONS.indexOf(clearance);
}

export function lowest(left: Classification, right: Classification): Classification {
  return exceeds(left, right) ? right : left;
}

export function highest(left: Classification, right: Classification): Classification {
  return exceeds(left, right) ? left : right;
}

/** Reads a level in any case; null when it is none. */
export function readLevel(text: string): Classification | null {
  return CLASSIFICATIONS.find((level) => level.toLowerCase() === text.trim().toLowerCase()) ?? null;
}
