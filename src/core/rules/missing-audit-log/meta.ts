import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "missing-audit-log",
  title: "A model is called and no audit record is left",
  description:
    "Some way through the application calls a model and ends without a record of who sent what to which model with what outcome. An incident, a " +
    "complaint or an audit then has nothing to go by. Write a record on every way out, also when the call throws.",
  severity: "warning",
  phases: ["inference", "training", "embedding"],
  references: {
    "owasp-llm": ["LLM06:2025", "LLM09:2025"],
    gdpr: ["Art. 5(2)", "Art. 30(1)"],
    "eu-ai-act": ["Art. 12(1)", "Art. 12(2)", "Art. 19", "Art. 26(6)"],
    "nist-ai-rmf": ["MANAGE 4.1", "MEASURE 2.4", "MEASURE 2.8"],
    "nist-ai-600-1": ["GV-1.5-003", "MG-4.1-002", "MS-2.8-003"],
    "iso-42001": ["A.6.2.8"],
    "mitre-atlas": ["AML.M0024"],
    cwe: ["CWE-223", "CWE-778"],
  },
  fixes: ["Record the call before every way out", "Declare your own audit function"],
};
