/** The one order of a result: by root, file, line, column, rule. Compared by code unit, so that every machine agrees. */
import type { ScanResult } from "./scanResult.js";

interface Placed {
  readonly root?: string;
  readonly file: string | null;
  readonly line?: number | null;
  readonly column?: number;
}

export function inOrder(result: ScanResult): ScanResult {
  return {
    ...result,
    calls: [...result.calls].sort((left, right) => comparePlaces(left, right) || compareText(left.id, right.id)),
    findings: [...result.findings].sort(
      (left, right) => comparePlaces(left, right) || compareText(left.rule, right.rule) || compareText(left.fingerprint, right.fingerprint),
    ),
    blindSpots: [...result.blindSpots].sort((left, right) => comparePlaces(left, right) || compareText(left.reason, right.reason)),
    errors: [...result.errors].sort((left, right) => comparePlaces(left, right) || compareText(left.message, right.message)),
  };
}

function comparePlaces(left: Placed, right: Placed): number {
  return (
    compareText(left.root ?? "", right.root ?? "") ||
    compareText(left.file ?? "", right.file ?? "") ||
    (left.line ?? 0) - (right.line ?? 0) ||
    (left.column ?? 0) - (right.column ?? 0)
  );
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
