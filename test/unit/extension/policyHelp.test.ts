/** Completion and hover in the policy file, from the schema that ships. */
import assert from "node:assert/strict";
import { policySchema } from "../../../src/core/policy/policySchema.js";
import { explain, parentKeys, proposals, type Schema } from "../../../src/extension/policyFile/schemaHelp.js";

const schema = policySchema() as Schema;

/** The cursor is where `|` stands. */
function at(text: string): { lines: string[]; line: number; column: number } {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes("|"));
  const column = (lines[line] as string).indexOf("|");
  lines[line] = (lines[line] as string).replace("|", "");
  return { lines, line, column };
}

function labels(text: string): readonly string[] {
  const { lines, line, column } = at(text);
  return proposals(schema, lines, line, column).map(({ label }) => label);
}

function hover(text: string): string {
  const { lines, line, column } = at(text);
  return explain(schema, lines, line, column)?.description ?? "";
}

describe("completion in the policy", () => {
  it("proposes keys at the top", () => {
    assert.ok(["version", "classes", "providers", "sanitizers", "audit", "rules"].every((key) => labels("|").includes(key)));
  });

  it("proposes classes for a name, in one spelling", () => {
    assert.deepEqual(labels("classes:\n  question: |"), ["Public", "Internal", "Confidential", "Restricted"]);
  });

  it("proposes rules, and severities for one", () => {
    assert.ok(labels("rules:\n  |").includes("missing-audit-log"));
    assert.ok(labels("rules:\n  missing-audit-log: |").includes("off"));
  });

  it("proposes fields and tiers of a sanitizer, in brackets and below each other", () => {
    assert.ok(labels("sanitizers:\n  - { |").includes("tier"));
    assert.deepEqual(labels("sanitizers:\n  - { name: redact, tier: |"), ["removes", "narrows", "limits"]);
    assert.deepEqual(labels("sanitizers:\n  - name: redact\n    tier: |"), ["removes", "narrows", "limits"]);
  });

  it("proposes scopes in a list", () => {
    assert.ok(labels("scopes:\n  - |").includes("test"));
  });

  it("proposes nothing in comments", () => {
    assert.deepEqual(labels("classes:\n  # |"), []);
  });
});

describe("hover in the policy", () => {
  it("explains keys, rules and tiers", () => {
    assert.match(hover("cl|asses:\n"), /\w{4}/);
    assert.match(hover("rules:\n  missing-audit|-log: error"), /audit record/);
    assert.match(hover("sanitizers:\n  - { name: redact, tier: rem|oves }"), /removes: /);
  });

  it("says nothing of comments and unknown words", () => {
    assert.equal(hover("# classes|"), "");
    assert.equal(hover("nothing|: 1"), "");
  });
});

describe("keys around a line", () => {
  it("are found by indentation", () => {
    assert.deepEqual(parentKeys(["providers:", "  openai:", "    inference: Internal"], 2, 4), ["providers", "openai"]);
    assert.deepEqual(parentKeys(["classes:", "", "rules:", "  x: error"], 3, 2), ["rules"]);
  });
});
