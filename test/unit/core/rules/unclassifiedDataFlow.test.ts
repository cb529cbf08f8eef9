import assert from "node:assert/strict";
import { call, evaluate, input, summary } from "./builders.js";

const none = { level: null, basis: "none", types: [], clearance: null } as const;
/** Sanitised, so that only the missing class is left to report. */
const clean = [{ name: "redact", tier: "narrows", file: "src/api.ts", line: 4 }] as const;

describe("unclassified-data-flow", () => {
  it("is a hint at the source until classes are declared", () => {
    const calls = [call({ inputs: [input({ classification: none, sanitizers: clean })] })];
    const findings = evaluate(calls);
    assert.deepEqual(summary(findings), ["hint unclassified-data-flow"]);
    assert.deepEqual([findings[0]?.file, findings[0]?.line, findings[0]?.column, findings[0]?.endColumn], ["src/api.ts", 3, 9, 26]);
    assert.match(
      findings[0]?.message ?? "",
      /^HTTP request data `req\.body\.question` \(src\/api\.ts:3\) reaches openai \(chat\) without a classification/,
    );
    assert.deepEqual(summary(evaluate(calls, { policy: { declaresClasses: true } })), ["warning unclassified-data-flow"]);
  });

  it("is silent when a class is known, and for the team's own values", () => {
    const own = (["constant", "configuration", "environment", "model-output"] as const).map((kind, line) =>
      input({ kind, line: line + 1, classification: none, sanitizers: clean }),
    );
    assert.deepEqual(evaluate([call({ inputs: [...own, input({ sanitizers: clean })] })]), []);
  });

  it("reports a source once, however many roles and calls it reaches", () => {
    const one = input({ classification: none, sanitizers: clean });
    const findings = evaluate([
      call({ inputs: [one, { ...one, role: "context" }] }),
      call({ id: "c2", line: 40, functionName: "again", inputs: [one] }),
    ]);
    assert.deepEqual(summary(findings), ["hint unclassified-data-flow"]);
    assert.match(findings[0]?.message ?? "", /and 1 more model call without/);
  });

  it("asks less of parameters whose caller is not known", () => {
    const calls = [call({ inputs: [input({ kind: "caller-parameter", trusted: null, classification: none })] })];
    assert.deepEqual(summary(evaluate(calls, { policy: { declaresClasses: true } })), ["info unclassified-data-flow"]);
  });

  it("looks at training and embedding too", () => {
    const training = call({ operation: "fine-tune", phase: "training", inputs: [input({ role: "training-data", classification: none })] });
    assert.deepEqual(summary(evaluate([training])), ["hint unclassified-data-flow"]);
  });
});
