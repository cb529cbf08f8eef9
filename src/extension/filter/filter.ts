/** What is shown of all findings: one state for the register, its badge and the Problems panel. */
import type { Confidence, Finding, Scope, Severity } from "../../core/report/scanResult.js";
import { english, type Translate } from "../translate.js";

export interface Filter {
  /** Findings below it are hidden. */
  readonly severity: Severity;
  /** Findings less certain than it are hidden. */
  readonly confidence: Confidence;
  /** Rules that are hidden. */
  readonly hiddenRules: readonly string[];
  /** Scopes that are hidden, such as tests. */
  readonly hiddenScopes: readonly Scope[];
  /** Findings that somebody has suppressed with a reason are shown in the register too. */
  readonly suppressed: boolean;
}

export const SEVERITIES: readonly Severity[] = ["error", "warning", "info", "hint"];
export const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];

export const EVERYTHING: Filter = { severity: "hint", confidence: "low", hiddenRules: [], hiddenScopes: [], suppressed: false };

/** The part of a finding that the filter looks at. */
export type Filterable = Pick<Finding, "rule" | "severity" | "confidence" | "scope" | "suppressed">;

export function passes(filter: Filter, finding: Filterable): boolean {
  return (
    SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(filter.severity) &&
    CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(filter.confidence) &&
    !filter.hiddenRules.includes(finding.rule) &&
    !filter.hiddenScopes.includes(finding.scope) &&
    (filter.suppressed || finding.suppressed === null)
  );
}

/** True when the filter hides nothing that is open. */
export function showsEverything(filter: Filter): boolean {
  return describeFilter(filter, english) === "";
}

/** One line for the head of the view; empty when nothing is filtered. */
export function describeFilter(filter: Filter, t: Translate): string {
  const parts: string[] = [];
  if (filter.severity !== EVERYTHING.severity) parts.push(filter.severity === "error" ? t("errors") : t("{0} and above", filter.severity));
  if (filter.confidence !== EVERYTHING.confidence)
    parts.push(filter.confidence === "high" ? t("high confidence") : t("medium confidence and above"));
  if (filter.hiddenRules.length > 0) parts.push(t("without {0}", filter.hiddenRules.join(", ")));
  if (filter.hiddenScopes.length > 0) parts.push(t("no {0} code", filter.hiddenScopes.join(", ")));
  if (filter.suppressed) parts.push(t("suppressed ones too"));
  return parts.join("; ");
}

/** What a window remembered of an earlier version may lack fields or hold others. */
export function readFilter(stored: unknown): Filter {
  if (typeof stored !== "object" || stored === null) return EVERYTHING;
  const given = stored as Partial<Record<keyof Filter, unknown>>;
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);
  return {
    severity: SEVERITIES.find((known) => known === given.severity) ?? EVERYTHING.severity,
    confidence: CONFIDENCES.find((known) => known === given.confidence) ?? EVERYTHING.confidence,
    hiddenRules: texts(given.hiddenRules),
    hiddenScopes: texts(given.hiddenScopes) as Scope[],
    suppressed: given.suppressed === true,
  };
}
