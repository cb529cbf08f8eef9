import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "classification-exceeds-clearance",
  title: "Classified data goes to a provider that may not receive it",
  description:
    "Data of a class that is above the clearance of the provider, in this phase, reaches a model call. What has left cannot be called back, and " +
    "training data cannot be unlearnt. Remove or mask it on the way, or send it to a provider that is cleared for it.",
  severity: "error",
  phases: ["inference", "training", "embedding", "safety"],
  references: {
    "owasp-llm": ["LLM02:2025"],
    gdpr: ["Art. 5(1)(c)", "Art. 5(1)(f)", "Art. 9(1)", "Art. 32(1)"],
    "eu-ai-act": ["Art. 10(5)", "Art. 15(5)"],
    "nist-ai-rmf": ["MAP 4.1", "MEASURE 2.10"],
    "nist-ai-600-1": ["MP-4.1-001", "MP-4.1-009", "MS-2.2-002"],
    "iso-42001": ["A.7.2", "A.9.2"],
    "mitre-atlas": ["AML.M0007", "AML.T0057"],
    cwe: ["CWE-201", "CWE-359"],
  },
  fixes: ["Leave the classified fields out", "Redact the data before the call", "Use a provider that is cleared for this class"],
};
