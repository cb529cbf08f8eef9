/** Every rule there is, one line each. */
import { classificationExceedsClearance } from "./classification-exceeds-clearance/rule.js";
import { missingAuditLog } from "./missing-audit-log/rule.js";
import type { Rule } from "./rule.js";
import { unclassifiedDataFlow } from "./unclassified-data-flow/rule.js";
import { unsanitizedPrompt } from "./unsanitized-prompt/rule.js";

export const rules: readonly Rule[] = [classificationExceedsClearance, missingAuditLog, unclassifiedDataFlow, unsanitizedPrompt];

export const ruleIds: ReadonlySet<string> = new Set(rules.map((rule) => rule.meta.id));
