/** Runs every rule and turns drafts into findings: severities and scopes of the policy, caps, suppressions, fingerprints, order. */
import type { ProviderUse } from "../calls/providerUses.js";
import type { AnalysedCall, Location } from "../flow/analysedCall.js";
import type { FileDirectives } from "../policy/directive.js";
import type { Policies } from "../policy/policies.js";
import type { Policy } from "../policy/policy.js";
import type { Confidence, Finding, Scope, Severity } from "../report/scanResult.js";
import { hashParts } from "../text/hash.js";
import { atMost } from "./inputs.js";
import type { FindingDraft, Rule, RuleContext, RuleMeta } from "./rule.js";
import { rules } from "./rules.js";
import { type Suppressor, suppressor } from "./suppressions.js";

export interface Evaluation {
  readonly calls: readonly AnalysedCall[];
  readonly setups: readonly AnalysedCall[];
  readonly uses: readonly ProviderUse[];
  readonly policies: Policies;
  /** Roots in which anything takes audit records, by the knowledge base. */
  readonly auditedRoots: ReadonlySet<string>;
  readonly directives: readonly FileDirectives[];
  /** `YYYY-MM-DD`: suppressions that ended before it no longer hold. */
  readonly today: string;
}

export function evaluateRules(evaluation: Evaluation, all: readonly Rule[] = rules): Finding[] {
  const suppress = suppressor(evaluation.directives, evaluation.today);
  const findings: { finding: Finding; anchor: string }[] = [];
  for (const context of contexts(evaluation)) {
    for (const rule of all) {
      const setting = context.policy.rules.get(rule.meta.id);
      if (setting === "off") continue;
      for (const draft of rule.evaluate(context)) {
        findings.push({ finding: findingOf(rule.meta, draft, setting, suppress), anchor: hashParts([rule.meta.id, ...draft.anchor]) });
      }
    }
  }
  findings.sort((left, right) => compare(left.finding, right.finding) || compareText(left.anchor, right.anchor));
  return withFingerprints(findings);
}

/** What each policy judges: the calls and uses in the files that it is the nearest to. */
function contexts({ calls, setups, uses, policies, auditedRoots }: Evaluation): readonly RuleContext[] {
  const places = new Map<string, FolderOf>();
  const add = (at: Pick<Location, "root" | "file">): void => {
    const one = folderOf(policies, at);
    places.set(one.key, one);
  };
  for (const call of [...calls, ...setups]) add(call);
  for (const { location } of uses) add(location);
  return [...places.values()]
    .sort((left, right) => compareText(left.key, right.key))
    .map(({ key, root, policy }) => {
      const isJudged = (scope: Scope, at: Pick<Location, "root" | "file">): boolean =>
        policy.scopes.has(scope) && folderOf(policies, at).key === key;
      return {
        // In order, so that a rule which names one call of several always names the first.
        calls: calls.filter((call) => isJudged(call.scope, call)).sort(comparePlaces),
        setups: setups.filter((call) => isJudged(call.scope, call)).sort(comparePlaces),
        uses: uses.filter(({ scope, location }) => isJudged(scope, location)),
        policy,
        workspace: { hasAuditSink: auditedRoots.has(root) || policy.auditFunctions.length > 0 },
      };
    });
}

interface FolderOf {
  readonly key: string;
  readonly root: string;
  readonly policy: Policy;
}

function folderOf(policies: Policies, { root, file }: Pick<Location, "root" | "file">): FolderOf {
  const folder = policies.folderOf(root, file)?.folder ?? "";
  return { key: `${root}\0${folder}`, root, policy: policies.of({ root, path: file }) };
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
