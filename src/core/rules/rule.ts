/** What a rule is: a pure function over analysed calls. It never sees a syntax tree, so it works in all languages at once. */
import type { AnalysedCall, Location, WorkspaceSummary } from "../flow/analysedCall.js";
import type { ProviderUse } from "../calls/providerUses.js";
import type { Policy } from "../policy/policy.js";
import type { Phase } from "../knowledge/schema.js";
import type { Confidence, Scope, Severity, Step } from "../report/scanResult.js";

/** Facts about a rule, kept as data beside it; settings, schemas and rule pages are generated from them. */
export interface RuleMeta {
  /** Kebab-case; never changes meaning. Also the name of the rule's folder. */
  readonly id: string;
  readonly title: string;
  /** One paragraph for people: what is wrong, why it matters, what to do. */
  readonly description: string;
  /** Severity in product code when the policy does not say otherwise; a finding may be lower. */
  readonly severity: Severity;
  readonly phases: readonly Phase[];
  /** Framework -> ids of requirements, such as `owasp-llm: [LLM01:2025]`. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Titles of the remedies that a finding offers. */
  readonly fixes: readonly string[];
}

export interface RuleContext {
  readonly calls: readonly AnalysedCall[];
  /** Models that were made with instructions and that nobody is seen to call. */
  readonly setups: readonly AnalysedCall[];
  /** Where providers are used besides the calls. */
  readonly uses: readonly ProviderUse[];
  readonly policy: Policy;
  readonly workspace: WorkspaceSummary;
}

/** A finding before severity settings, scopes and suppressions are applied. */
export interface FindingDraft {
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** First sentence stands alone in a list of problems: what, why; then what to do. */
  readonly message: string;
  readonly location: Location;
  /** null: the finding is about no one call. */
  readonly call: AnalysedCall | null;
  /** Scope of the file, where there is no call to tell it. */
  readonly scope?: Scope;
  readonly path: readonly Step[];
  /** What makes this finding the same one tomorrow: never a line and never a path. */
  readonly anchor: readonly string[];
}

export interface Rule {
  readonly meta: RuleMeta;
  evaluate(context: RuleContext): readonly FindingDraft[];
  /** Why nothing is found at a call that the rule looked at, as a sentence: for "why was this not flagged?". */
  silence(call: AnalysedCall): string;
}
