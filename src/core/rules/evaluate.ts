/** Runs every rule and turns drafts into findings: severities and scopes of the policy, caps, suppressions, fingerprints, order. */
import type { ProviderUse } from "../calls/providerUses.js";
import type { AnalysedCall, WorkspaceSummary } from "../flow/analysedCall.js";
import type { FileDirectives } from "../policy/directive.js";
import type { Policy } from "../policy/policy.js";
import type { Confidence, Finding, Scope, Severity } from "../report/scanResult.js";
import { hashParts } from "../text/hash.js";
import { atMost } from "./inputs.js";
import type { FindingDraft, Rule, RuleMeta } from "./rule.js";
import { rules } from "./rules.js";
import { type Suppressor, suppressor } from "./suppressions.js";

export interface Evaluation {
  readonly calls: readonly AnalysedCall[];
  readonly setups: readonly AnalysedCall[];
  readonly uses: readonly ProviderUse[];
  readonly policy: Policy;
  readonly workspace: WorkspaceSummary;
  readonly directives: readonly FileDirectives[];
  /** `YYYY-MM-DD`: suppressions that ended before it no longer hold. */
  readonly today: string;
}

export function evaluateRules(evaluation: Evaluation, all: readonly Rule[] = rules): Finding[] {
  const { workspace } = evaluation;
  const policy = withDeclaredClasses(evaluation);
  // In order, so that a rule which names one call of several always names the first.
  const judged = <T extends { readonly scope: Scope }>(all: readonly T[]): T[] => all.filter(({ scope }) => policy.scopes.has(scope));
  const calls = judged(evaluation.calls).sort(comparePlaces);
  const setups = judged(evaluation.setups).sort(comparePlaces);
  const context = { calls, setups, uses: judged(evaluation.uses), policy, workspace };
  const suppress = suppressor(evaluation.directives, evaluation.today);
  const findings: { finding: Finding; anchor: string }[] = [];
  for (const rule of all) {
    const setting = policy.rules.get(rule.meta.id);
    if (setting === "off") continue;
    for (const draft of rule.evaluate(context)) {
      findings.push({ finding: findingOf(rule.meta, draft, setting, suppress), anchor: hashParts([rule.meta.id, ...draft.anchor]) });
    }
  }
  findings.sort((left, right) => compare(left.finding, right.finding) || compareText(left.anchor, right.anchor));
  return withFingerprints(findings);
}

/** A class declared in code is a class: from then on everything else is asked for one. */
function withDeclaredClasses({ policy, directives }: Evaluation): Policy {
  const inCode = directives.some((file) => file.directives.some((one) => one.kind === "classify"));
  return inCode && !policy.declaresClasses ? { ...policy, declaresClasses: true } : policy;
}

/** Least certain findings must not break a build whatever the policy says. */
const CAPS: Readonly<Record<Confidence, Severity>> = { high: "error", medium: "warning", low: "hint" };

function findingOf(meta: RuleMeta, draft: FindingDraft, setting: Severity | undefined, suppress: Suppressor): Finding {
  const { root, file, line, column, endLine, endColumn, cell } = draft.location;
  const { suppression, expired } = suppress(meta.id, draft.location);
  return {
    rule: meta.id,
    severity: atMost(setting ?? draft.severity, CAPS[draft.confidence]),
    confidence: draft.confidence,
    message: expired === null ? draft.message : `${draft.message} The suppression here ended on ${expired}.`,
    root,
    file,
    line,
    column,
    endLine,
    endColumn,
    ...(cell ? { cell } : {}),
    scope: draft.scope ?? draft.call?.scope ?? "product",
    call: draft.call === null || draft.call.isSetup ? null : draft.call.id,
    fingerprint: "",
    path: draft.path,
    references: meta.references,
    fixes: meta.fixes,
    suppressed: suppression,
  };
}

/** Equal anchors are told apart by their order, so that two alike findings stay two. */
function withFingerprints(findings: readonly { finding: Finding; anchor: string }[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map(({ finding, anchor }) => {
    const ordinal = seen.get(anchor) ?? 0;
    seen.set(anchor, ordinal + 1);
    return { ...finding, fingerprint: `v1:${ordinal === 0 ? anchor : hashParts([anchor, String(ordinal)])}` };
  });
}

function compare(left: Finding, right: Finding): number {
  return comparePlaces(left, right) || compareText(left.rule, right.rule);
}

type Placed = Pick<Finding, "root" | "file" | "line" | "column">;

function comparePlaces(left: Placed, right: Placed): number {
  return compareText(left.root, right.root) || compareText(left.file, right.file) || left.line - right.line || left.column - right.column;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
