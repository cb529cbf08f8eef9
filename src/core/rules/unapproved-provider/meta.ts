import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "unapproved-provider",
  title: "A model provider is used that the policy does not name",
  description:
    "The code imports, sets up, addresses or calls a model provider that `providers` of the policy does not name: nobody has decided whether it may be " +
    "used, and for which data. Approve it in the policy with a clearance, or use one that is approved. As long as the policy names no provider " +
    "at all, each use is a hint: the list of them is the inventory to decide about.",
  severity: "warning",
  phases: ["inference", "training", "embedding", "safety"],
  references: {
    "owasp-llm": ["LLM03:2025"],
    gdpr: ["Art. 28(1)", "Art. 28(3)"],
    "eu-ai-act": ["Art. 26(1)"],
    "nist-ai-rmf": ["GOVERN 6.1", "MAP 4.1", "GOVERN 1.6"],
    "iso-42001": ["A.10.3", "A.4.2"],
    cwe: ["CWE-1357"],
  },
  fixes: ["Name the provider in .ai-risk/policy.yaml", "Use a provider that the policy names"],
};
