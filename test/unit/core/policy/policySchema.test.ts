/** The schema for editors says the same as the reader of policies, and the file of it is up to date. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { policySchema } from "../../../../src/core/policy/policySchema.js";

const ROOT = join(import.meta.dirname, "../../../..");
const FOLDER = join(ROOT, "test/fixtures/policies");

/** Mistakes that a JSON schema of this draft cannot see: they lie in the YAML, in names or between entries. */
const BEYOND = new Set([
  "alias",
  "bad-host",
  "class-is-regex",
  "class-matches-everything",
  "class-with-space",
  "custom-tag",
  "exclude-everything",
  "exclude-is-regex",
  "exclude-open-bracket",
  "exclude-outside",
  "sanitizers-contradict",
  "unknown-provider",
]);

describe("policy schema", () => {
  const accepts = new Ajv({ allowUnionTypes: true }).compile(policySchema());

  it("is what the file holds", () => {
    const written = readFileSync(join(ROOT, "syntaxes/policy.schema.json"), "utf8");
    assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(policySchema())));
  });

  it("accepts a complete policy", () => {
    assert.ok(accepts(parse(readFileSync(join(FOLDER, "complete.yaml"), "utf8"))), JSON.stringify(accepts.errors));
  });

  for (const file of readdirSync(join(FOLDER, "broken"))) {
    const name = file.replace(/\.yaml$/, "");
    let value: unknown;
    try {
      value = parse(readFileSync(join(FOLDER, "broken", file), "utf8"), { logLevel: "error" });
    } catch {
      continue;
    }
    it(`${BEYOND.has(name) ? "cannot see" : "refuses"} ${name}`, () => assert.equal(accepts(value), BEYOND.has(name)));
  }
});
