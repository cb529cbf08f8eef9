import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "unsanitized-prompt",
  title: "Untrusted input reaches a prompt unchecked",
  description:
    "Text that somebody else controls becomes part of a prompt and no sanitiser or guard stands between. It can then act as instructions: gravest in " +
    "the system role, next in agents that hold tools. Keep it in a user message as data, check it with a guard, or narrow it to a closed set.",
  severity: "warning",
  phases: ["inference"],
  references: {
    "owasp-llm": ["LLM01:2025", "LLM07:2025"],
    gdpr: ["Art. 32(1)"],
    "eu-ai-act": ["Art. 15(5)"],
    "nist-ai-rmf": ["MAP 5.1", "MEASURE 2.7"],
    "nist-ai-600-1": ["MS-2.6-006", "MS-2.7-007"],
    "iso-42001": ["A.6.1.3", "A.6.2.4"],
    "mitre-atlas": ["AML.M0030", "AML.M0033", "AML.T0051.000", "AML.T0051.001"],
    cwe: ["CWE-1427", "CWE-74"],
  },
  fixes: ["Move the input to a user message", "Check the input with a guard before the call", "Narrow the input to a closed set of values"],
};
