/** What is known of data, and what is known of several together. */
import { exceeds } from "../policy/levels.js";
import type { ClassEvidence, Classification, InputClassification } from "../report/scanResult.js";
import { SECRETS } from "./secrets.js";

/** Facts that a reader is shown. */
export const MAXIMUM_EVIDENCE = 4;

/** What is known of data: null level when nothing is. */
export interface Classified {
  readonly level: Classification | null;
  readonly basis: InputClassification["basis"];
  readonly types: readonly string[];
  readonly evidence: readonly ClassEvidence[];
}

export const UNCLASSIFIED: Classified = { level: null, basis: "none", types: [], evidence: [] };

/** What data of this class makes of the answer of a model that is given it; a key that it may have been given is not taken to come back. */
export function asAnswer(given: Classified): Classified {
  const types = given.types.filter((id) => !SECRETS.has(id));
  if (given.basis === "inferred" && types.length === 0) return UNCLASSIFIED;
  const label = `answer of a model that is given ${given.level} data`;
  return { ...given, types, evidence: given.evidence.slice(0, 1).map((one) => ({ ...one, label })) };
}

export function stricterOf(one: Classified, other: Classified): Classified {
  if (other.level === null && other.types.length === 0) return one;
  if (one.level === null && one.types.length === 0) return other;
  const wins = other.level !== null && (one.level === null || exceeds(other.level, one.level)) ? other : one;
  return {
    level: wins.level,
    basis: wins.basis,
    types: [...new Set([...one.types, ...other.types])].sort(),
    evidence: [...wins.evidence, ...(wins === one ? other : one).evidence].slice(0, MAXIMUM_EVIDENCE),
  };
}
