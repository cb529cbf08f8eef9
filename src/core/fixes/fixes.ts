/** Every fix that a finding has, the best first. Only offers what the team's own code and policy already hold. */
import type { Finding, ModelCall } from "../report/scanResult.js";
import { classify, suppress } from "./commentFixes.js";
import { declareAudit, declareSanitizer } from "./declareFixes.js";
import type { Fix, FixInput } from "./fix.js";
import { FixFiles } from "./fixFiles.js";
import { record } from "./recordFix.js";
import { sanitize } from "./sanitizeFix.js";
import { moveToUserRole } from "./userRoleFix.js";

type Maker = (finding: Finding, files: FixFiles, call: ModelCall) => Promise<readonly Fix[]>;

const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  "unsanitized-prompt": [moveToUserRole, sanitize, declareSanitizer, suppress],
  "missing-audit-log": [record, declareAudit, suppress],
  "unclassified-data-flow": [classify, suppress],
  "classification-exceeds-clearance": [sanitize, declareSanitizer, suppress],
};

export async function fixesFor(finding: Finding, calls: readonly ModelCall[], input: FixInput): Promise<readonly Fix[]> {
  const call = calls.find(({ id }) => id === finding.call);
  if (!call) return [];
  const files = new FixFiles(input);
  const fixes: Fix[] = [];
  for (const make of MAKERS[finding.rule] ?? [suppress]) {
    if (input.signal.cancelled) break;
    fixes.push(...(await make(finding, files, call)));
  }
  return fixes;
}
