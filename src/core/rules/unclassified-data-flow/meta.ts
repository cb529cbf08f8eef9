import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "unclassified-data-flow",
  title: "Data reaches a model and nobody has said how sensitive it is",
  description:
    "Data flows into a model call and neither a declaration in code, nor the policy, nor its names and types say which class it has " +
    "(Public, Internal, Confidential, Restricted). Without a class no clearance can be checked. Declare the class where the data enters.",
  severity: "warning",
  phases: ["inference", "training", "embedding", "safety"],
  references: {
    "owasp-llm": ["LLM02:2025"],
    gdpr: ["Art. 5(1)", "Art. 24", "Art. 30(1)"],
    "eu-ai-act": ["Art. 10(2)"],
    "nist-ai-rmf": ["GOVERN 1.2", "MAP 4.1"],
    "nist-ai-600-1": ["GV-6.1-001", "GV-1.6-003"],
    "iso-42001": ["A.2.3", "A.4.3", "A.7.2"],
    "mitre-atlas": ["AML.M0019"],
    cwe: ["CWE-200"],
  },
  fixes: ["Declare the classification at the source", "Add the name to the classes of .ai-risk/policy.yaml"],
};
