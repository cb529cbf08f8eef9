/** Order of everything in a result: two runs over the same code say the same, byte for byte, in the editor and on the command line. */
import type { BlindSpot, Finding, ModelCall, ScanError, SkippedFile } from "../core/report/scanResult.js";

export function orderedCalls(calls: readonly ModelCall[]): ModelCall[] {
  return sorted(calls, (call) => [call.root, call.file, call.line, call.column, call.api]);
}

export function orderedFindings(findings: readonly Finding[]): Finding[] {
  return sorted(findings, (finding) => [finding.root, finding.file, finding.line, finding.column, finding.rule, finding.fingerprint]);
}

export function orderedBlindSpots(blindSpots: readonly BlindSpot[]): BlindSpot[] {
  return sorted(blindSpots, (spot) => [spot.root, spot.file, spot.line ?? 0, spot.reason]);
}

/** Each said once, however many stages met it. */
export function orderedErrors(errors: readonly ScanError[]): ScanError[] {
  return distinct(errors, (error) => [error.file ?? "", error.line ?? 0, error.message]);
}

export function orderedSkips(skipped: readonly SkippedFile[]): SkippedFile[] {
  return distinct(skipped, (skip) => [skip.file, skip.reason]);
}

type Sortable = readonly (string | number)[];

/** By the keys in turn; texts by code unit, because an order that depends on the locale is none. */
function sorted<Item>(items: readonly Item[], keysOf: (item: Item) => Sortable): Item[] {
  return [...items].sort((left, right) => compare(keysOf(left), keysOf(right)));
}

function distinct<Item>(items: readonly Item[], keysOf: (item: Item) => Sortable): Item[] {
  const all = sorted(items, keysOf);
  return all.filter((item, at) => at === 0 || compare(keysOf(all[at - 1] as Item), keysOf(item)) !== 0);
}

function compare(left: Sortable, right: Sortable): number {
  for (let at = 0; at < left.length; at++) {
    const [one, other] = [left[at] as string | number, right[at] as string | number];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
