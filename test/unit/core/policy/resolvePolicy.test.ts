/** Merging: what is further in may only tighten what stands above it; each root and folder is judged by its own. */
import assert from "node:assert/strict";
import { clearanceOf } from "../../../../src/core/policy/clearance.js";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import { parsePolicy, parseSettings } from "../../../../src/core/policy/parsePolicy.js";
import { resolvePolicies } from "../../../../src/core/policy/resolvePolicy.js";
import { onlyPolicy } from "../../../support/onlyPolicy.js";

const file = (text: string) => {
  const { raw, errors } = parsePolicy(`version: 1\n${text}`, "policy.yaml", new Set());
  assert.deepEqual(errors, []);
  return raw;
};
const layer = (text: string) => {
  const raw = file(text);
  assert.ok(raw);
  return raw;
};
const settings = (values: object) => parseSettings(JSON.stringify(values, null, 1), "settings.json", new Set()).raw;

describe("resolvePolicies", () => {
  it("is the default policy without files and settings", () => {
    assert.deepEqual(resolvePolicies([]).policies.all, [defaultPolicy]);
    assert.deepEqual(onlyPolicy(null).policy, defaultPolicy);
  });

  it("takes settings as the policy when there is no file", () => {
    const { policy, errors } = onlyPolicy(null, settings({ "parapet.rules": { "missing-audit-log": "off" } }));
    assert.deepEqual(errors, []);
    assert.equal(policy.rules.get("missing-audit-log"), "off");
  });

  it("lets settings tighten the file", () => {
    const { policy, errors } = onlyPolicy(
      file("rules: { missing-audit-log: info }\nproviders: { openai: Confidential }\nclasses: { notes: Internal }"),
      settings({
        "parapet.rules": { "missing-audit-log": "error" },
        "parapet.providers": { openai: "Public", ollama: "Restricted" },
        "parapet.classes": { notes: "Restricted", memo: "Internal" },
        "parapet.scopes": ["test"],
      }),
    );
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
      const alone = onlyPolicy(file(TEAM));
      const loosened = onlyPolicy(file(TEAM), settings(values));
      assert.deepEqual(loosened.policy, alone.policy);
      assert.deepEqual(
        loosened.errors.map((error) => [error.file, error.line && error.line > 1]),
        [["settings.json", true]],
      );
      assert.match(loosened.errors[0]?.message ?? "", /may only tighten/);
      const all = `${TEAM}delegate: [rules, providers, classes, sanitizers, audit, exclude]`;
      const delegated = onlyPolicy(file(all), settings(values));
      assert.deepEqual(delegated.errors, []);
      assert.notDeepEqual(delegated.policy, alone.policy);
    });
  }

  const at = (root: string, path: string, ...roots: Parameters<typeof resolvePolicies>[0]) =>
    resolvePolicies(roots).policies.of({ root, path });

  it("judges each root by its own policy", () => {
    const one = {
      root: "one",
      files: [{ folder: "", layer: layer("providers: { openai: Restricted }\nclasses: { notes: Internal }") }],
      settings: [],
    };
    const other = { root: "other", files: [{ folder: "", layer: layer('providers: { "*": Public }') }], settings: [] };
    const openai = { provider: "openai", host: null, phase: "inference" } as const;
    assert.equal(clearanceOf(at("one", "a.ts", one, other), openai), "Restricted");
    assert.equal(clearanceOf(at("other", "a.ts", one, other), openai), "Public");
    assert.ok(!at("other", "a.ts", one, other).declaresClasses);
  });

  it("lets a folder's own policy tighten what stands above it, and refuses what loosens", () => {
    const above = { folder: "", layer: layer("rules: { missing-audit-log: warning }\nproviders: { openai: Internal }\nexclude: [gen]") };
    const below = {
      folder: "packages/desk",
      layer: layer(
        "rules: { missing-audit-log: error, unsanitized-prompt: off }\nproviders: { openai: Public }\nclasses: { letter: Restricted }",
      ),
    };
    const deeper = { folder: "packages/desk/inner", layer: layer("providers: { openai: Restricted }") };
    const { policies, errors } = resolvePolicies([{ root: "r", files: [deeper, above, below], settings: [] }]);
    const openai = (path: string) => clearanceOf(policies.of({ root: "r", path }), { provider: "openai", host: null, phase: "inference" });
    assert.deepEqual(["main.ts", "packages/desk.ts", "packages/desk/a.ts", "packages/desk/inner/a.ts"].map(openai), [
      "Internal",
      "Internal",
      "Public",
      "Public",
    ]);
    const desk = policies.of({ root: "r", path: "packages/desk/a.ts" });
    assert.equal(desk.rules.get("missing-audit-log"), "error");
    assert.equal(desk.rules.get("unsanitized-prompt"), undefined);
    assert.ok(desk.declaresClasses);
    assert.deepEqual(desk.exclude, []);
    assert.equal(errors.length, 2);
    for (const error of errors) assert.match(error.message, /a nested policy may only tighten/);
  });

  it("takes the policy of a folder as it is where nothing stands above it", () => {
    const below = { folder: "desk", layer: layer("audit: [record]\nexclude: [gen]") };
    const { policies, errors } = resolvePolicies([{ root: "r", files: [below], settings: [] }]);
    assert.deepEqual(errors, []);
    assert.deepEqual(policies.of({ root: "r", path: "desk/a.ts" }).auditFunctions, [{ name: "record", module: null }]);
    assert.deepEqual(policies.of({ root: "r", path: "desk/a.ts" }).exclude, ["gen"]);
    assert.deepEqual(policies.of({ root: "r", path: "a.ts" }), defaultPolicy);
  });

  it("lets the folder's settings tighten those of the workspace, and says once what is refused", () => {
    const workspace = settings({ "parapet.rules": { "missing-audit-log": "warning" } });
    const folder = settings({ "parapet.rules": { "missing-audit-log": "hint", "unsanitized-prompt": "error" } });
    const below = { folder: "desk", layer: layer("classes: { letter: Internal }") };
    assert.ok(workspace && folder);
    const { policies, errors } = resolvePolicies([{ root: "r", files: [below], settings: [workspace, folder] }]);
    for (const path of ["a.ts", "desk/a.ts"]) assert.equal(policies.of({ root: "r", path }).rules.get("unsanitized-prompt"), "error", path);
    assert.equal(policies.of({ root: "r", path: "a.ts" }).rules.get("missing-audit-log"), "warning");
    assert.equal(errors.length, 1);
  });

  it("hashes what is in force, not how it is written", () => {
    const hash = (text: string) => onlyPolicy(file(text)).policy.hash;
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
