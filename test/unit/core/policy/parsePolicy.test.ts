/** Broken policies: each mistake costs its own entry, is reported once at its line with a remedy, and changes nothing else. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import { LARGEST_POLICY, parsePolicy, parseSettings } from "../../../../src/core/policy/parsePolicy.js";
import { onlyPolicy } from "../../../support/onlyPolicy.js";

const FOLDER = join(import.meta.dirname, "../../../fixtures/policies");
const PROVIDERS = new Set(["openai", "anthropic", "mistral", "ollama"]);

/** Fixtures that are no policy at all: nothing of them is used. */
const UNUSABLE = new Set(["empty", "not-yaml", "plain-text", "two-documents", "version-is-text", "version-unknown"]);

describe("broken policies", () => {
  const names = readdirSync(join(FOLDER, "broken")).map((file) => file.replace(/\.yaml$/, ""));

  it("are many", () => assert.ok(names.length >= 30));

  for (const name of names) {
    const text = readFileSync(join(FOLDER, "broken", `${name}.yaml`), "utf8");
    const expected = [...text.matchAll(/^# error: (.*)$/gm)].map((match) => match[1]);

    it(`${name}: each mistake once, at its line, with a remedy`, () => {
      const { errors } = parsePolicy(text, "policy.yaml", PROVIDERS);
      assert.deepEqual(
        errors.map(({ line, message }) => `${line} ${message}`),
        expected,
      );
      assert.ok(expected.length > 0);
      for (const { file, remedy } of errors) {
        assert.equal(file, "policy.yaml");
        assert.match(remedy, /^[A-Z].*[.\w}"*]$/);
      }
    });

    it(`${name}: nothing else changes`, () => {
      const { raw } = parsePolicy(text, "policy.yaml", PROVIDERS);
      if (UNUSABLE.has(name)) {
        assert.equal(raw, null);
        return;
      }
      const right = text.replace(/^.*# wrong\n/gm, "");
      const without = parsePolicy(right, "policy.yaml", PROVIDERS);
      if (name !== "version-missing") assert.deepEqual(without.errors, []);
      assert.ok(raw);
      assert.deepEqual(onlyPolicy(raw), onlyPolicy(without.raw));
    });
  }
});

describe("parsePolicy", () => {
  it("reads every key of a complete policy", () => {
    const { raw, errors } = parsePolicy(readFileSync(join(FOLDER, "complete.yaml"), "utf8"), "policy.yaml", PROVIDERS);
    assert.deepEqual(errors, []);
    const { policy } = onlyPolicy(raw);
    assert.ok(policy.declaresClasses);
    assert.deepEqual(policy.classes, [
      { level: "Confidential", names: ["customerNotes"] },
      { level: "Restricted", names: ["Patient.*"] },
      { level: "Public", names: ["pressRelease"] },
    ]);
    assert.deepEqual(policy.clearances[0], { provider: "openai", inference: "Internal", training: "Public" });
    assert.deepEqual(policy.sanitizers[1], { name: "pickTopic", module: null, tier: "narrows" });
    assert.deepEqual(policy.auditFunctions, [
      { name: "recordModelCall", module: null },
      { name: "AuditTrail.record", module: "@acme/audit" },
    ]);
    assert.deepEqual(
      [...policy.rules],
      [
        ["unsanitized-prompt", "error"],
        ["unclassified-data-flow", "off"],
      ],
    );
    assert.deepEqual([...policy.scopes], ["product", "example"]);
    assert.deepEqual(policy.exclude, ["vendor/**", "**/*.{min,bundle}.js"]);
    assert.match(policy.hash ?? "", /^[0-9a-f]{16}$/);
  });

  it("refuses what is too large or too deep without failing", () => {
    const large = parsePolicy(`version: 1\n# ${"x".repeat(LARGEST_POLICY)}`, "policy.yaml", PROVIDERS);
    assert.equal(large.raw, null);
    assert.match(large.errors[0]?.message ?? "", /larger than 256 KB/);
    const deep = parsePolicy(`version: 1\nclasses: ${"[".repeat(20000)}`, "policy.yaml", PROVIDERS);
    assert.equal(deep.raw, null);
    assert.ok(deep.errors.length > 0);
  });

  it("tells of the first mistakes of a text that is broken throughout, and once of one that is too deep", () => {
    for (const deep of ["[".repeat(100_000), "{a: ".repeat(3000), "- ".repeat(100_000), "? ".repeat(3000)])
      assert.deepEqual(
        parsePolicy(`exclude: ${deep}`, "policy.yaml", PROVIDERS).errors.map(({ line, message }) => `${line} ${message}`),
        ["1 The policy cannot be read: it is nested too deeply."],
      );
    const broken = parsePolicy('a: "\n'.repeat(500), "policy.yaml", PROVIDERS);
    assert.ok(broken.errors.length > 0 && broken.errors.length <= 10, `${broken.errors.length}`);
  });

  it("does not expand an alias bomb", () => {
    const rows = Array.from({ length: 30 }, (_, index) => `  - &a${index} [${index === 0 ? "x" : `*a${index - 1}, *a${index - 1}`}]`);
    const { raw, errors } = parsePolicy(`version: 1\nexclude:\n${rows.join("\n")}\n`, "policy.yaml", PROVIDERS);
    assert.deepEqual(raw?.exclude, []);
    assert.equal(errors.length, 30);
  });

  it("allows common globs and names", () => {
    const text =
      'version: 1\nexclude: ["**/config.*", "app/routes/$id.tsx", "app/(group)/**", "*.min.js"]\nclasses: { $notes: Internal, "*Email": Confidential }\n';
    assert.deepEqual(parsePolicy(text, "policy.yaml", PROVIDERS).errors, []);
  });
});

describe("parseSettings", () => {
  it("reads the policy keys of JSON with comments and leaves the rest alone", () => {
    const text = `{
  // team settings
  "editor.tabSize": 2,
  "parapet.trace": "verbose",
  "parapet.rules": { "unsanitized-prompt": "error", "nonsense": "error" },
  "parapet.rules.missing-audit-log": "warning",
  "parapet.exclude": ["vendor/**"],
}`;
    const { raw, errors } = parseSettings(text, ".vscode/settings.json", PROVIDERS);
    assert.deepEqual(
      raw?.rules.map(({ value, place }) => [value.id, value.severity, place.line]),
      [
        ["unsanitized-prompt", "error", 5],
        ["missing-audit-log", "warning", 6],
      ],
    );
    assert.deepEqual(
      raw?.exclude.map(({ value }) => value),
      ["vendor/**"],
    );
    assert.deepEqual(
      errors.map(({ line }) => line),
      [5],
    );
  });

  it("says nothing without policy keys", () => {
    const { raw } = parseSettings('{ "editor.tabSize": 2 }', "settings.json", PROVIDERS);
    assert.deepEqual(onlyPolicy(null, raw).policy, defaultPolicy);
  });
});
