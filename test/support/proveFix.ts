/** Proof of a fix: applied and analysed again, its finding is gone, nothing new has come, the code is still code, and a second time changes nothing. */
import assert from "node:assert/strict";
import { applyEdits, type Fix, type FixInput, type FixKind } from "../../src/core/fixes/fix.js";
import { fixesFor } from "../../src/core/fixes/fixes.js";
import { POLICY_PATH } from "../../src/core/fixes/policyText.js";
import { memoryHost } from "../../src/core/memoryHost.js";
import { parsePolicy } from "../../src/core/policy/parsePolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import type { Policy } from "../../src/core/policy/policy.js";
import type { Finding } from "../../src/core/report/scanResult.js";
import { analyseText } from "./analyseText.js";
import { onlyPolicy } from "./onlyPolicy.js";
import { testParser } from "./testParser.js";

export type Project = Readonly<Record<string, string>>;

export interface Proved {
  readonly fix: Fix;
  readonly files: Project;
  /** Findings of the same rule that are left. */
  readonly left: readonly Finding[];
}

export interface Wanted {
  readonly rule: string;
  readonly kind: FixKind;
  /** The finding may stay as a lesser one: text in the user role is still somebody's text. */
  readonly mayBecome?: Finding["severity"];
}

/** Takes the first finding of the rule that has such a fix. */
export async function proveFix(files: Project, { rule, kind, mayBecome }: Wanted): Promise<Proved> {
  const before = await findingsOf(files);
  const found = await firstFix(files, before, rule, kind);
  assert.ok(found, `no ${kind} for ${rule}; findings: ${JSON.stringify(before.map((one) => [one.rule, one.file, one.line]))}`);
  const { finding, fix } = found;
  const after = applyFix(files, fix);
  await assertParses(after);
  const left = await findingsOf(after);
  assert.ok(!left.some((one) => one.fingerprint === finding.fingerprint), `the finding is still there:\n${changed(files, after)}`);
  const known = new Set(before.map((one) => one.fingerprint));
  const fresh = left.filter(
    (one) => !known.has(one.fingerprint) && !(mayBecome !== undefined && one.rule === rule && one.severity === mayBecome),
  );
  assert.deepEqual(
    fresh.map((one) => `${one.rule} ${one.severity} ${one.file}:${one.line} ${one.message}`),
    [],
    changed(files, after),
  );
  const again = await firstFix(
    after,
    left.filter((one) => one.file === finding.file && one.message === finding.message),
    rule,
    kind,
  );
  assert.equal(again, null, "the same fix is offered again for the same finding");
  return { fix, files: after, left: left.filter((one) => one.rule === rule) };
}

/** Kinds of fixes that are offered for findings of a rule. */
export async function kindsOffered(files: Project, rule: string): Promise<readonly FixKind[]> {
  const kinds: FixKind[] = [];
  for (const finding of (await analysisOf(files)).findings.filter((one) => one.rule === rule)) {
    for (const fix of await offered(files, finding)) kinds.push(fix.kind);
  }
  return kinds;
}

export async function findingsOf(files: Project): Promise<readonly Finding[]> {
  return (await analysisOf(files)).findings.filter((one) => one.suppressed === null);
}

export function applyFix(files: Project, fix: Fix): Project {
  const after: Record<string, string> = { ...files };
  for (const file of new Set(fix.edits.map((edit) => edit.file))) {
    after[file] = applyEdits(
      files[file] ?? "",
      fix.edits.filter((edit) => edit.file === file),
    );
  }
  return after;
}

function analysisOf(files: Project) {
  return analyseText(files, { policy: policyOf(files) });
}

function policyOf(files: Project): Policy {
  const text = files[POLICY_PATH];
  const parsed = text === undefined ? null : parsePolicy(text, POLICY_PATH, new Set());
  assert.deepEqual(parsed?.errors ?? [], []);
  return onlyPolicy(parsed?.raw ?? null).policy;
}

async function offered(files: Project, finding: Finding): Promise<readonly Fix[]> {
  const input: FixInput = {
    ...memoryHost(files, await testParser()),
    policies: Policies.everywhere(policyOf(files)),
    policyText: async () => files[POLICY_PATH] ?? null,
    signal: { cancelled: false },
  };
  return fixesFor(finding, (await analysisOf(files)).calls, input);
}

async function firstFix(
  files: Project,
  findings: readonly Finding[],
  rule: string,
  kind: FixKind,
): Promise<{ finding: Finding; fix: Fix } | null> {
  for (const finding of findings.filter((one) => one.rule === rule)) {
    const fix = (await offered(files, finding)).find((one) => one.kind === kind);
    if (fix) return { finding, fix };
  }
  return null;
}

async function assertParses(files: Project): Promise<void> {
  const { workspace, facts } = memoryHost(files, await testParser());
  for (const { key, facts: lowered, text, map } of await facts.lower(
    workspace.files.map((file) => file.key),
    { cancelled: false },
  )) {
    assert.ok((map?.brokenAt ?? -1) < 0, `${key} is no notebook any more`);
    assert.equal(lowered?.syntaxError ?? -1, -1, `${key} does not parse any more:\n${text}`);
  }
}

function changed(before: Project, after: Project): string {
  return Object.keys(after)
    .filter((file) => before[file] !== after[file])
    .map((file) => `--- ${file}\n${after[file]}`)
    .join("\n");
}
