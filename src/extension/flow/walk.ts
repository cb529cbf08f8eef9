/** Walking the steps of one flow: which step is current, and where next and previous lead. */
import type { LocatedFinding } from "../../server/protocol.js";
import { placeName } from "../placeName.js";
import type { Translate } from "../translate.js";

export interface Walk {
  readonly located: LocatedFinding;
  /** From 0. */
  readonly index: number;
}

/** At the first step; null when the finding has no path. */
export function startWalk(located: LocatedFinding): Walk | null {
  return located.finding.path.length === 0 ? null : { located, index: 0 };
}

/** Round and round, so that one key is enough. */
export function move(walk: Walk, by: 1 | -1): Walk {
  const length = walk.located.finding.path.length;
  return { ...walk, index: (walk.index + by + length) % length };
}

/** The same flow in new results; null when it is gone. */
export function renew(walk: Walk, located: LocatedFinding | undefined): Walk | null {
  if (!located || located.finding.path.length === 0) return null;
  return { located, index: Math.min(walk.index, located.finding.path.length - 1) };
}

/** `Step 2 of 5, source: request body (src/app.ts:12)` */
export function announce({ located, index }: Walk, words: Readonly<Record<string, string>>, t: Translate): string {
  const { path } = located.finding;
  const step = path[index];
  if (!step) return "";
  return t("Step {0} of {1}, {2}: {3} ({4})", index + 1, path.length, words[step.kind] ?? step.kind, step.label, placeName(step, t));
}

export interface NumberedStep {
  /** From 1; several steps may stand in one place. */
  readonly numbers: readonly number[];
  readonly line: number;
  readonly column: number;
  readonly labels: readonly string[];
  readonly current: boolean;
  readonly missing: boolean;
}

/** Steps that lie in one document, those at the same place together. */
export function stepsIn({ located, index }: Walk, isDocument: (uri: string) => boolean): readonly NumberedStep[] {
  const places = new Map<string, NumberedStep>();
  located.finding.path.forEach((step, at) => {
    if (!isDocument(located.pathUris[at] ?? located.uri)) return;
    const key = `${step.line}:${step.column}`;
    const known = places.get(key);
    places.set(key, {
      line: step.line,
      column: step.column,
      numbers: [...(known?.numbers ?? []), at + 1],
      labels: [...(known?.labels ?? []), step.label],
      current: known?.current === true || at === index,
      missing: known?.missing === true || step.kind === "missing",
    });
  });
  return [...places.values()];
}
