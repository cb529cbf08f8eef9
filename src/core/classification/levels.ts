/** The order of classifications, and what several kinds of data about one person are together. */
import type { Classification } from "../report/scanResult.js";

const ORDER: readonly Classification[] = ["Public", "Internal", "Confidential", "Restricted"];

/** The strictest of them; null when there are none. */
export function highest(levels: Iterable<Classification>): Classification | null {
  let rank = -1;
  for (const level of levels) rank = Math.max(rank, ORDER.indexOf(level));
  return ORDER[rank] ?? null;
}

/**
 * Level of data of these types going together. Two traits that narrow a person down (birth date and postcode) identify
 * somebody without a name, so together they are Restricted.
 */
export function combine(types: Iterable<{ readonly id: string; readonly classification: Classification }>): Classification | null {
  const levels: Classification[] = [];
  const traits = new Set<string>();
  for (const { id, classification } of types) {
    levels.push(classification);
    const trait = TRAIT_OF.get(id);
    if (trait !== undefined) traits.add(trait);
  }
  return traits.size >= 2 ? "Restricted" : highest(levels);
}

/** Data types by the trait they tell: two spellings of one trait (age, date of birth) narrow no further than one. */
const TRAIT_OF: ReadonlyMap<string, string> = new Map([
  ["date-of-birth", "birth"],
  ["age", "birth"],
  ["gender", "gender"],
  ["postal-address", "residence"],
  ["address", "residence"],
  ["coarse-location", "residence"],
  ["precise-location", "residence"],
  ["coordinates", "residence"],
  ["nationality", "origin"],
  ["marital-status", "family"],
  ["household", "family"],
  ["job", "work"],
]);
