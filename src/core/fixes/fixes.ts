/** Every fix that a finding has, the best first. Only offers what the team's own code and policy already hold. */
import type { Finding, ModelCall } from "../report/scanResult.js";
import { classify, suppress } from "./commentFixes.js";
import { declareAudit, declareSanitizer } from "./declareFixes.js";
import type { Fix, FixEdit, FixInput } from "./fix.js";
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

/** Languages in which fixes write code; in all others a finding can be declared or suppressed. */
const WRITTEN: ReadonlySet<string> = new Set(["typescript", "javascript", "python"]);
const COMMENTS: ReadonlySet<Maker> = new Set([classify, suppress]);

export async function fixesFor(finding: Finding, calls: readonly ModelCall[], input: FixInput): Promise<readonly Fix[]> {
  const call = calls.find(({ id }) => id === finding.call);
  if (!call) return [];
  const files = new FixFiles(input);
  const fixes: Fix[] = [];
  for (const make of MAKERS[finding.rule] ?? [suppress]) {
    if (input.signal.cancelled) break;
    if (!WRITTEN.has(call.language) && !COMMENTS.has(make)) continue;
    for (const fix of await make(finding, files, call)) {
      const edits = await inFiles(fix.edits, files);
      if (edits) fixes.push({ ...fix, edits });
    }
  }
  return fixes;
}

/** Edits of code as edits of the files that it stands in; null when one of them has no place there. */
async function inFiles(edits: readonly FixEdit[], files: FixFiles): Promise<readonly FixEdit[] | null> {
  const found: FixEdit[] = [];
  for (const edit of edits) {
    const map = (await files.at(edit.root, edit.file))?.map;
    const placed = map ? map.toFileEdit(edit.start, edit.end, edit.text) : edit;
    if (!placed) return null;
    const { start, end, text } = placed;
    const { snippet, ...rest } = edit;
    // A snippet has escapes of its own, which do not mix with those of the file.
    const keepsSnippet = snippet !== undefined && !("encoded" in placed && placed.encoded);
    found.push({ ...rest, start, end, text, ...(keepsSnippet ? { snippet } : {}) });
  }
  return found;
}
