/** Every fix that a finding has, the best first. Only offers what the team's own code and policy already hold. */
import type { Finding, ModelCall } from "../report/scanResult.js";
import { classify, suppress } from "./commentFixes.js";
import { declareAudit, declareSanitizer } from "./declareFixes.js";
import type { Fix, FixEdit, FixInput } from "./fix.js";
import { FixFiles } from "./fixFiles.js";
import { record } from "./recordFix.js";
import { sanitize } from "./sanitizeFix.js";
import { moveToUserRole } from "./userRoleFix.js";

type CodeMaker = (finding: Finding, files: FixFiles, call: ModelCall) => Promise<readonly Fix[]>;
type CommentMaker = (finding: Finding, files: FixFiles) => Promise<readonly Fix[]>;

interface Makers {
  readonly code: readonly CodeMaker[];
  readonly comments: readonly CommentMaker[];
}

const MAKERS: Readonly<Record<string, Makers>> = {
  "unsanitized-prompt": { code: [moveToUserRole, sanitize, declareSanitizer], comments: [suppress] },
  "missing-audit-log": { code: [record, declareAudit], comments: [suppress] },
  "unclassified-data-flow": { code: [], comments: [classify, suppress] },
  "classification-exceeds-clearance": { code: [sanitize, declareSanitizer], comments: [suppress] },
};
const OTHER_RULES: Makers = { code: [], comments: [suppress] };

/** Languages in which fixes write code; in all others a finding can be declared or suppressed. */
const WRITTEN: ReadonlySet<string> = new Set(["typescript", "javascript", "python"]);

export async function fixesFor(finding: Finding, calls: readonly ModelCall[], input: FixInput): Promise<readonly Fix[]> {
  const call = calls.find(({ id }) => id === finding.call);
  const files = new FixFiles(input);
  const { code, comments } = MAKERS[finding.rule] ?? OTHER_RULES;
  const found: Fix[] = [];
  if (call && WRITTEN.has(call.language)) {
    for (const make of code) if (!input.signal.cancelled) found.push(...(await make(finding, files, call)));
  }
  for (const make of comments) if (!input.signal.cancelled) found.push(...(await make(finding, files)));
  const fixes: Fix[] = [];
  for (const fix of found) {
    const edits = await inFiles(fix.edits, files);
    if (edits) fixes.push({ ...fix, edits });
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
