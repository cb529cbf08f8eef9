import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "missing-system-prompt",
  title: "A chat model is called without instructions",
  description:
    "The conversation that is sent has no system or developer message, so nothing but the prompt itself tells the model its task and its " +
    "limits, and the user writes in the same place. Give the model a system prompt of its own, constant and reviewed.",
  severity: "hint",
  phases: ["inference"],
  references: {
    "owasp-llm": ["LLM01:2025"],
    "eu-ai-act": ["Art. 15(5)"],
    "nist-ai-rmf": ["MAP 3.3", "MANAGE 2.4"],
    "iso-42001": ["A.6.2.3"],
    cwe: ["CWE-1427"],
  },
  fixes: ["Add a system message"],
};
