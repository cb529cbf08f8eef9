import assert from "node:assert/strict";
import type { CallInput, InputClassification } from "../../../../src/core/report/scanResult.js";
import { call, evaluate, input, summary } from "./builders.js";
import { builtinKnowledge } from "../../../../src/workspace/builtinKnowledge.js";

const RULE = "classification-exceeds-clearance";
const restricted: InputClassification = { level: "Restricted", basis: "inferred", types: ["social-security-number"], clearance: null };
const from = (classification: Partial<InputClassification>, over: Partial<CallInput> = {}) =>
  input({ kind: "database", trusted: null, classification: { ...restricted, ...classification }, ...over });
const only = (...args: Parameters<typeof evaluate>) => evaluate(...args).filter(({ rule }) => rule === RULE);

describe(RULE, () => {
  it("is an error where the policy clears less", () => {
    const findings = only([
      call({ inputs: [from({ level: "Confidential", basis: "declared", types: ["person-name"], clearance: "Internal" })] }),
    ]);
    assert.deepEqual(summary(findings), [`error ${RULE}`]);
    assert.match(
      findings[0]?.message ?? "",
      /is Confidential \(declared: person-name\) and goes to openai \(chat\), which the policy clears up to Internal for inference\. /,
    );
    assert.equal(findings[0]?.line, 20);
  });

  it("is silent up to the clearance", () => {
    for (const level of ["Public", "Internal", "Confidential"] as const)
      assert.deepEqual(only([call({ inputs: [from({ level, clearance: "Confidential" })] })]), []);
  });

  it("is at most a warning when a name alone says so", () => {
    assert.deepEqual(summary(only([call({ inputs: [from({ level: "Confidential", types: ["person-name"], clearance: "Public" })] })])), [
      `warning ${RULE}`,
    ]);
    assert.deepEqual(summary(only([call({ inputs: [from({ clearance: "Public" })] })])), [`error ${RULE}`]);
  });

  it("warns without a clearance only of data no third party should have, on strong evidence", () => {
    assert.deepEqual(summary(only([call({ inputs: [from({})] })])), [`warning ${RULE}`]);
    assert.deepEqual(summary(only([call({ inputs: [from({ basis: "declared", types: [] })] })])), [`warning ${RULE}`]);
    const silent = [
      call({ inputs: [from({ level: "Confidential", types: ["email-address"] })] }),
      call({ inputs: [from({ types: ["trade-secret"] })] }),
      call({ inputs: [from({}, { confidence: "medium" })] }),
      call({ confidence: "medium", inputs: [from({})] }),
      call({ provider: "ollama", inputs: [from({})] }),
      call({ provider: "langchain", inputs: [from({})] }),
      call({ host: "localhost:8000", inputs: [from({})] }),
      call({ operation: "train", phase: "training", provider: "transformers", inputs: [from({})] }),
    ];
    for (const one of silent) assert.deepEqual(only([one]), []);
  });

  it("knows by their data types which data no third party should have: every strong one that is restricted, none below", () => {
    const types = builtinKnowledge.files.flatMap((file) => file.dataTypes ?? []);
    const found = (type: string) => only([call({ inputs: [from({ types: [type] })] })]).length > 0;
    const strong = types.filter((one) => one.classification === "Restricted" && one.strength === "strong");
    assert.ok(strong.length > 20);
    assert.deepEqual(
      strong.filter(({ id }) => !found(id)).map(({ id }) => id),
      [],
    );
    const others = types.filter((one) => one.classification !== "Restricted" || one.strength === "weak");
    assert.deepEqual(
      others.filter(({ id }) => found(id)).map(({ id }) => id),
      [],
    );
  });

  it("credits redaction, but no injection shield", () => {
    const sanitizer = { name: "redact", tier: "removes", file: "src/api.ts", line: 4 } as const;
    const through = (protects: "personal-data" | "prompt-injection") =>
      only([call({ inputs: [from({ clearance: "Public" }, { sanitizers: [{ ...sanitizer, protects: [protects] }] })] })]);
    assert.deepEqual(through("personal-data"), []);
    assert.equal(through("prompt-injection").length, 1);
  });

  it("reports a source once for a call", () => {
    assert.equal(only([call({ inputs: [from({ clearance: "Public" }), from({ clearance: "Public" }, { role: "system" })] })]).length, 1);
  });
});
