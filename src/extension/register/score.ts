/** A first score of a risk on the usual five by five scale, from what was found. Only people lower it, in the register's files. */
import type { Confidence, Finding, Severity } from "../../core/report/scanResult.js";

export interface Score {
  /** 1 to 5. */
  readonly impact: number;
  /** 1 to 5. */
  readonly likelihood: number;
  /** Product of the two, 1 to 25. */
  readonly value: number;
}

const IMPACT: Readonly<Record<Severity, number>> = { error: 5, warning: 4, info: 2, hint: 1 };
const LIKELIHOOD: Readonly<Record<Confidence, number>> = { high: 4, medium: 3, low: 2 };
/** So many places say that it is a habit, not a slip. */
const HABIT = 3;

export function scoreOf(findings: readonly Pick<Finding, "severity" | "confidence" | "suppressed">[]): Score {
  const open = findings.filter((finding) => finding.suppressed === null);
  if (open.length === 0) return { impact: 0, likelihood: 0, value: 0 };
  const impact = Math.max(...open.map((finding) => IMPACT[finding.severity]));
  const gravest = open.filter((finding) => IMPACT[finding.severity] === impact);
  const certainty = Math.max(...gravest.map((finding) => LIKELIHOOD[finding.confidence]));
  const likelihood = Math.min(5, certainty + (gravest.length >= HABIT ? 1 : 0));
  return { impact, likelihood, value: impact * likelihood };
}
