/** Which findings a `parapet-ignore` in code covers: those that lie in the code it is about. */
import type { Location } from "../flow/analysedCall.js";
import type { FileDirectives, IgnoreDirective } from "../policy/directive.js";
import type { Suppression } from "../report/scanResult.js";

export interface Verdict {
  readonly suppression: Suppression | null;
  /** The day on which the only suppression for this finding ended. */
  readonly expired: string | null;
}

export type Suppressor = (rule: string, location: Location) => Verdict;

export function suppressor(files: readonly FileDirectives[], today: string): Suppressor {
  const byFile = new Map<string, readonly Cover[]>();
  for (const file of files) byFile.set(`${file.root}\0${file.file}`, covers(file));
  return (rule, location) => {
    let expired: string | null = null;
    for (const { directive, from, to } of byFile.get(`${location.root}\0${location.file}`) ?? []) {
      if (isBefore(location, from) || isBefore(to, location) || !directive.rules.includes(rule)) continue;
      const { reason, until } = directive;
      // Dates in this form sort as text; the last day itself still counts.
      if (until === null || today <= until) return { suppression: { by: "parapet-ignore", reason, until }, expired: null };
      expired = until;
    }
    return { suppression: null, expired };
  };
}

interface Cover {
  readonly directive: IgnoreDirective;
  readonly from: Place;
  readonly to: Place;
}

type Place = Pick<Location, "line" | "column">;

function covers(file: FileDirectives): Cover[] {
  return file.directives
    .filter((directive) => directive.kind === "ignore")
    .map((directive) => ({ directive, ...file.linesAround(directive.targetStart, directive.targetEnd) }));
}

/** Lines alone do not do: a notebook may hold a whole cell on one. */
function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
