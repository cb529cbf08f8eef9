/** Merging: settings may only tighten what the policy file says, several roots are as strict as the strictest. */
import assert from "node:assert/strict";
import { clearanceOf } from "../../../../src/core/policy/clearance.js";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import { parsePolicy, parseSettings } from "../../../../src/core/policy/parsePolicy.js";
import { resolvePolicy } from "../../../../src/core/policy/resolvePolicy.js";

const file = (text: string) => {
  const { raw, errors } = parsePolicy(`version: 1\n${text}`, "policy.yaml", new Set());
  assert.deepEqual(errors, []);
  return raw;
};
const settings = (values: object) => parseSettings(JSON.stringify(values, null, 1), "settings.json", new Set()).raw;

describe("resolvePolicy", () => {
  it("is the default policy without files and settings", () => {
    assert.deepEqual(resolvePolicy([]).policy, defaultPolicy);
    assert.deepEqual(resolvePolicy([{ file: null, settings: null }]).policy, defaultPolicy);
  });

  it("takes settings as the policy when there is no file", () => {
    const { policy, errors } = resolvePolicy([{ file: null, settings: settings({ "parapet.rules": { "missing-audit-log": "off" } }) }]);
    assert.deepEqual(errors, []);
    assert.equal(policy.rules.get("missing-audit-log"), "off");
  });

  it("lets settings tighten the file", () => {
    const { policy, errors } = resolvePolicy([
      {
        file: file("rules: { missing-audit-log: info }\nproviders: { openai: Confidential }\nclasses: { notes: Internal }"),
        settings: settings({
          "parapet.rules": { "missing-audit-log": "error" },
          "parapet.providers": { openai: "Public", ollama: "Restricted" },
          "parapet.classes": { notes: "Restricted", memo: "Internal" },
          "parapet.scopes": ["test"],
        }),
      },
    ]);
    assert.deepEqual(errors, []);
    assert.equal(policy.rules.get("missing-audit-log"), "error");
    assert.equal(clearanceOf(policy, { provider: "openai", host: null, phase: "inference" }), "Public");
    assert.equal(clearanceOf(policy, { provider: "ollama", host: null, phase: "inference" }), "Restricted");
    assert.deepEqual(policy.classes, [
      { level: "Restricted", names: ["notes"] },
      { level: "Internal", names: ["memo"] },
    ]);
    assert.deepEqual([...policy.scopes], ["product", "test"]);
  });

  const LOOSENING: Readonly<Record<string, object>> = {
    "a lower severity": { "parapet.rules": { "missing-audit-log": "hint" } },
    "a rule off that the file leaves alone": { "parapet.rules": { "unsanitized-prompt": "off" } },
    "a higher clearance": { "parapet.providers": { openai: "Restricted" } },
    "a higher clearance by host": { "parapet.providers": { "api.openai.com": "Restricted" } },
    "a lower class": { "parapet.classes": { notes: "Public" } },
    "a public class": { "parapet.classes": { other: "Public" } },
    "a sanitizer": { "parapet.sanitizers": [{ name: "trim", tier: "removes" }] },
    "an audit function": { "parapet.audit": ["print"] },
    "a wider exclude": { "parapet.exclude": ["src/**"] },
  };
  const TEAM = "rules: { missing-audit-log: error }\nproviders: { openai: Internal }\nclasses: { notes: Restricted }\n";

  for (const [what, values] of Object.entries(LOOSENING)) {
    it(`refuses ${what}, unless delegated`, () => {
      const alone = resolvePolicy([{ file: file(TEAM), settings: null }]);
      const loosened = resolvePolicy([{ file: file(TEAM), settings: settings(values) }]);
      assert.deepEqual(loosened.policy, alone.policy);
      assert.deepEqual(
        loosened.errors.map((error) => [error.file, error.line && error.line > 1]),
        [["settings.json", true]],
      );
      assert.match(loosened.errors[0]?.message ?? "", /may only tighten/);
      const all = `${TEAM}delegate: [rules, providers, classes, sanitizers, audit, exclude]`;
      const delegated = resolvePolicy([{ file: file(all), settings: settings(values) }]);
      assert.deepEqual(delegated.errors, []);
      assert.notDeepEqual(delegated.policy, alone.policy);
    });
  }

  it("is as strict as the strictest of several roots", () => {
    const { policy } = resolvePolicy([
      {
        file: file(
          'rules: { missing-audit-log: off, unsanitized-prompt: error }\nproviders: { openai: Restricted }\nexclude: ["a/**", "b/**"]',
        ),
        settings: null,
      },
      { file: file('providers: { "*": Public }\nclasses: { notes: Internal }\nexclude: ["b/**"]'), settings: null },
    ]);
    assert.equal(policy.rules.get("missing-audit-log"), undefined);
    assert.equal(policy.rules.get("unsanitized-prompt"), "error");
    assert.equal(clearanceOf(policy, { provider: "openai", host: null, phase: "training" }), "Public");
    assert.deepEqual(policy.exclude, ["b/**"]);
    assert.ok(policy.declaresClasses);
  });

  it("hashes what is in force, not how it is written", () => {
    const hash = (text: string) => resolvePolicy([{ file: file(text), settings: null }]).policy.hash;
    assert.equal(hash("classes: { a: Internal, b: Public }"), hash("classes:\n  b: public\n  a: Internal\n"));
    assert.notEqual(hash("classes: { a: Internal }"), hash("classes: { a: Public }"));
    assert.equal(hash(""), null);
  });
});

describe("clearanceOf", () => {
  const policy = {
    clearances: [
      { provider: "*", inference: "Public" },
      { provider: "openai", inference: "Internal" },
      { provider: "*.openai.azure.com", inference: "Confidential" },
    ],
  } as const;
  const ask = (provider: string, host: string | null, phase: "inference" | "training" = "inference") =>
    clearanceOf(policy, { provider, host, phase });

  it("takes the most specific entry", () => {
    assert.equal(ask("anthropic", null), "Public");
    assert.equal(ask("openai", "api.openai.com"), "Internal");
    assert.equal(ask("openai", "acme.openai.azure.com"), "Confidential");
    assert.equal(ask("openai", "openai.azure.com.evil.example"), "Internal");
    assert.equal(ask("openai", null, "training"), null);
  });
});
