import assert from "node:assert/strict";
import { parsePolicy, parseSettings } from "../../../../src/core/policy/parsePolicy.js";
import type { PolicyLayer } from "../../../../src/core/policy/policyLayer.js";
import { renderPolicies } from "../../../../src/core/policy/renderPolicy.js";
import { type RootLayers, resolvePolicies } from "../../../../src/core/policy/resolvePolicy.js";

function file(text: string, name = "policy.yaml"): PolicyLayer {
  const { raw, errors } = parsePolicy(`version: 1\n${text}`, name, new Set());
  assert.deepEqual(errors, []);
  assert.ok(raw);
  return raw;
}

function rendered(...roots: readonly RootLayers[]): string {
  return renderPolicies(resolvePolicies(roots).policies);
}

describe("the policy in force, in words", () => {
  it("names where each value comes from, and what is built in", () => {
    const settings = parseSettings(
      JSON.stringify({ "parapet.rules": { "missing-audit-log": "error" }, "parapet.providers": { openai: "Public" } }, null, 1),
      "settings.json",
      new Set(),
    ).raw;
    assert.ok(settings);
    const text = rendered({
      root: "shop",
      files: [
        {
          folder: "",
          layer: file(
            "classes: { notes: Internal }\nproviders: { openai: { inference: Internal } }\naudit: [{ name: keep, module: ./a b }]",
          ),
        },
      ],
      settings: [settings],
    });
    for (const line of [
      "# In force in shop.",
      "  notes: Internal  # policy.yaml:2",
      "    inference: Public  # settings.json:6",
      '  - { name: keep, module: "./a b" }  # policy.yaml:4',
      "  missing-audit-log: error  # settings.json:3",
      "  missing-system-prompt: hint  # built in",
      "  - product  # built in",
    ])
      assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
  });

  it("is a policy itself, and says the same", () => {
    const layer = file(
      'classes: { notes: Internal, "Patient.*": Restricted }\nproviders: { openai: Internal, "*.example.com": Public }\n' +
        "sanitizers: [{ name: redact, module: safety, tier: removes, protects: personal-data }]\nexclude: ['old/**']\nscopes: [test]\ndelegate: [audit]",
    );
    const once = resolvePolicies([{ root: "shop", files: [{ folder: "", layer }], settings: [] }]).policies;
    const { raw, errors } = parsePolicy(renderPolicies(once), "again.yaml", new Set());
    assert.deepEqual(errors, []);
    assert.ok(raw);
    const again = resolvePolicies([{ root: "shop", files: [{ folder: "", layer: raw }], settings: [] }]).policies;
    const [first, second] = [once.all[0], again.all[0]];
    for (const key of ["classes", "sanitizers", "auditFunctions", "exclude", "scopes", "clearances"] as const)
      assert.deepEqual(second?.[key], first?.[key], key);
  });

  it("has a document for each folder with a policy of its own", () => {
    const text = rendered({
      root: "shop",
      files: [
        { folder: "", layer: file("classes: { notes: Internal }") },
        { folder: "packages/claims", layer: file("classes: { claim: Restricted }", "claims.yaml") },
      ],
      settings: [],
    });
    const [outer = "", inner = "", ...more] = text.split("---\n");
    assert.deepEqual(more, []);
    assert.ok(!outer.includes("claim: Restricted"));
    assert.match(inner, /^# In force in shop\/packages\/claims/);
    assert.match(inner, /notes: Internal {2}# policy\.yaml:2\n {2}claim: Restricted {2}# claims\.yaml:2/);
  });

  it("says what is built in where nobody has decided anything", () => {
    assert.match(renderPolicies(resolvePolicies([]).policies), /^# In force\.\n.*\nversion: 1\nclasses: \{\}\n/);
  });
});
