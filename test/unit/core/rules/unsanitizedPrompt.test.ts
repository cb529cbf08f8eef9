import assert from "node:assert/strict";
import type { AnalysedCall } from "../../../../src/core/flow/analysedCall.js";
import type { SourceKind } from "../../../../src/core/knowledge/schema.js";
import type { CallInput, CreditedSanitizer } from "../../../../src/core/report/scanResult.js";
import { call, evaluate, input, summary } from "./builders.js";

const RULE = "unsanitized-prompt";
const severity = (over: Partial<CallInput>, ofCall: Partial<AnalysedCall> = {}) =>
  evaluate([call({ inputs: [input(over)], ...ofCall })])[0]?.severity ?? "silent";

describe(RULE, () => {
  it("weighs the system prompt most, tools next, and plain chat least", () => {
    assert.equal(severity({ role: "system" }), "warning");
    assert.equal(severity({ role: "user" }, { hasTools: true }), "warning");
    assert.equal(severity({ role: "user" }), "hint");
  });

  it("weighs who wrote the text", () => {
    const inSystem = (kind: SourceKind) => severity({ kind, role: "system" });
    assert.deepEqual(
      (["web-content", "email", "tool-result", "database", "retrieval", "file", "cli-argument", "stdin"] as const).map(inSystem),
      ["warning", "warning", "warning", "info", "info", "info", "hint", "hint"],
    );
    assert.equal(severity({ kind: "web-content", role: "context" }), "info");
    assert.equal(severity({ kind: "retrieval", role: "context" }), "hint");
    assert.equal(severity({ kind: "retrieval", role: "context" }, { hasTools: true }), "info");
    assert.equal(severity({ kind: "tool-result", role: "tool" }, { hasTools: true }), "hint");
  });

  it("accuses neither the team's own values nor what nobody knows", () => {
    for (const kind of ["constant", "configuration", "environment", "repository-file", "caller-parameter"] as const) {
      assert.equal(severity({ kind, role: "system" }), "silent", kind);
    }
    assert.equal(severity({ role: "system", trusted: true }), "silent");
    assert.equal(severity({ kind: "model-output", role: "assistant" }, { hasTools: true }), "silent");
  });

  it("looks only at calls that follow instructions", () => {
    for (const [operation, phase] of [
      ["embedding", "embedding"],
      ["audio", "inference"],
      ["moderation", "safety"],
      ["rerank", "inference"],
      ["train", "training"],
    ] as const) {
      assert.equal(severity({ role: "system" }, { operation, phase }), "silent", operation);
    }
  });

  const through = (over: Partial<CreditedSanitizer>) =>
    evaluate([
      call({ inputs: [input({ role: "system", sanitizers: [{ name: "scrub", tier: "removes", file: "src/api.ts", line: 4, ...over }] })] }),
    ]);

  it("credits what removes or narrows", () => {
    assert.deepEqual(through({ tier: "removes" }), []);
    assert.deepEqual(through({ tier: "narrows" }), []);
    assert.deepEqual(through({ protects: ["prompt-injection"] }), []);
  });

  it("names what does not count", () => {
    for (const over of [{ tier: "limits" }, { tier: "nominal" }, { protects: ["personal-data"] }] as const) {
      const findings = through(over);
      assert.deepEqual(summary(findings), [`warning ${RULE}`]);
      assert.match(findings[0]?.message ?? "", /`scrub` on the way does not count/);
    }
    assert.doesNotMatch(evaluate([call({ inputs: [input({ role: "system" })] })])[0]?.message ?? "", /count/);
  });

  it("is one finding per source and calling function, at its gravest role", () => {
    const calls = [
      call({ inputs: [input({ role: "user" }), input({ role: "system" })] }),
      call({ id: "c2", line: 30, inputs: [input({ role: "user" })] }),
      call({ id: "c3", line: 70, functionName: "other", inputs: [input({ role: "user" })] }),
      call({ id: "c4", line: 80, inputs: [input({ role: "user", line: 99 })] }),
    ];
    assert.deepEqual(summary(evaluate(calls)), [`warning ${RULE}`, `hint ${RULE}`, `hint ${RULE}`]);
  });

  it("stands at the call, carries the path and says what to do", () => {
    const [finding] = evaluate([call({ inputs: [input({ role: "system" })] })]);
    assert.deepEqual([finding?.file, finding?.line, finding?.call], ["src/llm.ts", 20, "c1:answer"]);
    assert.deepEqual(
      finding?.path.map(({ kind }) => kind),
      ["source", "sink"],
    );
    assert.match(
      finding?.message ?? "",
      /^HTTP request data .* reaches the system prompt for openai \(chat\) with no sanitiser or guard between, .*\. Keep the system prompt constant/,
    );
    assert.deepEqual(finding?.references["owasp-llm"], ["LLM01:2025", "LLM07:2025"]);
  });
});
