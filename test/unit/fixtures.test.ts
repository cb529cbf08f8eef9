/** Runs every fixture: what is found must be what its comments say. How they are written: test/support/fixtures.ts. */
import assert from "node:assert/strict";
import { parsePolicy } from "../../src/core/policy/parsePolicy.js";
import type { Policy } from "../../src/core/policy/policy.js";
import { ruleIds } from "../../src/core/rules/rules.js";
import { builtinKnowledge, builtinProviders } from "../../src/workspace/builtinKnowledge.js";
import { analyseText } from "../support/analyseText.js";
import { onlyPolicy } from "../support/onlyPolicy.js";
import { type Fixture, differences, loadFixtures } from "../support/fixtures.js";

const POLICY = ".ai-risk/policy.yaml";

function policyOf(fixture: Fixture): Policy {
  const text = fixture.files[POLICY];
  const parsed = text === undefined ? null : parsePolicy(text, POLICY, builtinProviders);
  const { policy, errors } = onlyPolicy(parsed?.raw ?? null);
  assert.deepEqual([...(parsed?.errors ?? []), ...errors], []);
  return policy;
}

/** `calls` holds cases that are about calls alone. */
const fixtures = loadFixtures("test/fixtures", ["calls", ...ruleIds]);

describe("fixtures", () => {
  it("exist for every rule, in every language", () => {
    const covered = new Set(fixtures.map((fixture) => `${fixture.rule}/${fixture.name.split("/")[0]}`));
    for (const rule of ruleIds) {
      for (const language of ["typescript", "python", "go", "java", "csharp"])
        assert.ok(covered.has(`${rule}/${language}`), `${rule} has no fixture in ${language}`);
    }
  });

  for (const fixture of fixtures) {
    it(`${fixture.rule}/${fixture.name}`, async () => {
      const { findings, calls, errors } = await analyseText(fixture.files, { knowledge: builtinKnowledge, policy: policyOf(fixture) });
      assert.deepEqual(errors, []);
      const problems = differences(fixture, { findings, calls });
      assert.deepEqual(problems, [], problems.join("\n"));
    });
  }
});
