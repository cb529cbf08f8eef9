/** Why data has a class: one fact about one place, declared by people or inferred from names. */
import type { Classification } from "../report/scanResult.js";

/** What people wrote: in a comment, an annotation, a schema or the policy. */
export interface Declared {
  readonly level: Classification;
  /** Data-type ids. */
  readonly types: readonly string[];
  /** Where it is written, for people: `schema.prisma:12`, `the policy`. */
  readonly where: string;
}

export interface Evidence {
  readonly basis: "declared" | "inferred";
  readonly level: Classification;
  readonly types: readonly string[];
  /** For the path of a finding: `field diagnosis of Patient, declared Restricted in schema.prisma:12`. */
  readonly label: string;
}

/** @param what `column diagnosis of table claims`. */
export function declaredEvidence(what: string, { level, types, where }: Declared): Evidence {
  return { basis: "declared", level, types, label: `${what}, declared ${level} in ${where}` };
}

/** The stricter of two; of equal ones the declared one. */
export function stricter(one: Evidence, other: Evidence): Evidence {
  if (RANK[one.level] !== RANK[other.level]) return RANK[one.level] > RANK[other.level] ? one : other;
  return one.basis === "declared" || other.basis === "inferred" ? one : other;
}

const RANK: Readonly<Record<Classification, number>> = { Public: 0, Internal: 1, Confidential: 2, Restricted: 3 };
