/** Exit codes, a contract: wrong usage, else an incomplete result, else findings, else nothing to say. */
import type { Finding, ScanResult, Severity } from "../core/report/scanResult.js";

export enum ExitCode {
  Clean = 0,
  Findings = 1,
  Usage = 2,
  Incomplete = 3,
}

export type FailLevel = "error" | "warning" | "info" | "none";

const RANK: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, hint: 0 };

export function exitCodeOf(result: ScanResult, failOn: FailLevel): ExitCode {
  if (result.errors.length > 0) return ExitCode.Incomplete;
  if (failOn === "none") return ExitCode.Clean;
  return result.findings.some((finding) => counts(finding) && RANK[finding.severity] >= RANK[failOn]) ? ExitCode.Findings : ExitCode.Clean;
}

/** What was accepted, was there before, or is gone fails no build. */
function counts(finding: Finding): boolean {
  return finding.suppressed === null && finding.baselineState !== "unchanged" && finding.baselineState !== "absent";
}
