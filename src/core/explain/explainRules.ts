/** What each rule says about one call, and why those are silent that say nothing. */
import type { AnalysedCall } from "../flow/analysedCall.js";
import type { Policies } from "../policy/policies.js";
import type { Finding } from "../report/scanResult.js";
import { rules } from "../rules/rules.js";
import type { RuleExplanation } from "./explanation.js";

export function explainRules(call: AnalysedCall, policies: Policies, findings: readonly Finding[]): RuleExplanation[] {
  const policy = policies.of({ root: call.root, path: call.file });
  return rules.flatMap(({ meta, silence }): RuleExplanation[] => {
    const rule = meta.id;
    if (policy.rules.get(rule) === "off") return [{ rule, outcome: "off", reason: "The policy switches the rule off." }];
    if (!policy.scopes.has(call.scope))
      return [
        {
          rule,
          outcome: "out-of-scope",
          reason: `The file is ${call.scope} code, and the policy looks at ${[...policy.scopes].join(", ")} code.`,
        },
      ];
    const own = findings.filter((one) => one.rule === rule && one.call === call.id);
    if (own.length === 0) return [{ rule, outcome: "silent", reason: silence(call) }];
    return own.map((one) =>
      one.suppressed === null
        ? { rule, outcome: "found", severity: one.severity, reason: one.message }
        : { rule, outcome: "suppressed", reason: `${one.message} Suppressed: ${one.suppressed.reason}.` },
    );
  });
}
