/** Every rule there is, one line each. */
import { classificationExceedsClearance } from "./classification-exceeds-clearance/rule.js";
import { missingAuditLog } from "./missing-audit-log/rule.js";
import { missingSystemPrompt } from "./missing-system-prompt/rule.js";
import type { Rule } from "./rule.js";
import { unapprovedProvider } from "./unapproved-provider/rule.js";
import { unclassifiedDataFlow } from "./unclassified-data-flow/rule.js";
import { unsanitizedPrompt } from "./unsanitized-prompt/rule.js";

export const rules: readonly Rule[] = [
  classificationExceedsClearance,
  missingAuditLog,
  missingSystemPrompt,
  unapprovedProvider,
  unclassifiedDataFlow,
  unsanitizedPrompt,
];

export const ruleIds: ReadonlySet<string> = new Set(rules.map((rule) => rule.meta.id));
