/** What is done to every finding: settings, scopes, caps, suppressions, fingerprints, order. */
import assert from "node:assert/strict";
import type { FileDirectives } from "../../../../src/core/policy/directive.js";
import { rules } from "../../../../src/core/rules/rules.js";
import { call, evaluate, input, summary } from "./builders.js";

const RULE = "unsanitized-prompt";
const system = input({ role: "system" });

/** A file of 100 lines of 10 characters, with a suppression about lines `first` to `last`. */
function ignoring(first: number, last: number, until: string | null = null, rule = RULE): FileDirectives {
  const place = { start: 0, end: 5, targetStart: (first - 1) * 10, targetEnd: last * 10 - 1 };
  return {
    root: "r",
    file: "src/llm.ts",
    linesAround: (start, end) => ({
      from: { line: Math.floor(start / 10) + 1, column: 1 },
      to: { line: Math.floor((end - 1) / 10) + 1, column: 1000 },
    }),
    directives: [{ kind: "ignore", rules: [rule], reason: "reviewed", until, ...place }],
  };
}

describe("evaluateRules", () => {
  it("applies the severity of the policy", () => {
    const calls = [call({ inputs: [input()] })];
    for (const severity of ["error", "warning", "info", "hint"] as const) {
      assert.deepEqual(summary(evaluate(calls, { policy: { rules: new Map([[RULE, severity]]) } })), [`${severity} ${RULE}`]);
    }
    assert.deepEqual(evaluate(calls, { policy: { rules: new Map([[RULE, "off"]]) } }), []);
  });

  it("caps by confidence, whatever the policy says", () => {
    const policy = { rules: new Map([[RULE, "error" as const]]) };
    const at = (confidence: "high" | "medium" | "low") => summary(evaluate([call({ inputs: [{ ...system, confidence }] })], { policy }));
    assert.deepEqual(at("high"), [`error ${RULE}`]);
    assert.deepEqual(at("medium"), [`warning ${RULE}`]);
    // What the analysis is not sure of is listed with the call and accused by no rule.
    assert.deepEqual(at("low"), []);
    assert.deepEqual(summary(evaluate([call({ confidence: "low", inputs: [system] })])), [`hint ${RULE}`]);
  });

  it("looks at product code unless the policy widens that", () => {
    const calls = [call({ scope: "test", inputs: [system] })];
    assert.deepEqual(evaluate(calls), []);
    assert.equal(evaluate(calls, { policy: { scopes: new Set(["product", "test"]) } })[0]?.scope, "test");
  });

  it("suppresses in the code that a directive is about, with its reason", () => {
    const calls = [call({ inputs: [system] })];
    assert.deepEqual(evaluate(calls, { directives: [ignoring(18, 20)] })[0]?.suppressed, {
      by: "parapet-ignore",
      reason: "reviewed",
      until: null,
    });
    assert.equal(evaluate(calls, { directives: [ignoring(18, 19)] })[0]?.suppressed, null);
    assert.equal(evaluate(calls, { directives: [ignoring(21, 22)] })[0]?.suppressed, null);
    assert.equal(evaluate(calls, { directives: [ignoring(20, 20, null, "missing-audit-log")] })[0]?.suppressed, null);
    assert.equal(evaluate(calls, { directives: [{ ...ignoring(20, 20), root: "other" }] })[0]?.suppressed, null);
  });

  it("lets a suppression end after its last day, and says so", () => {
    const calls = [call({ inputs: [system] })];
    const on = (today: string) => evaluate(calls, { today, directives: [ignoring(20, 20, "2026-06-30")] })[0];
    assert.equal(on("2026-06-30")?.suppressed?.until, "2026-06-30");
    assert.equal(on("2026-07-01")?.suppressed, null);
    assert.match(on("2026-07-01")?.message ?? "", /The suppression here ended on 2026-06-30\.$/);
    assert.equal(on("2026-07-01")?.fingerprint, on("2026-06-30")?.fingerprint);
  });

  it("gives fingerprints that survive moving code and files", () => {
    const print = (line: number, file: string) =>
      evaluate([call({ line, file, inputs: [{ ...system, line: line - 10, file }] })])[0]?.fingerprint;
    assert.match(print(20, "src/llm.ts") ?? "", /^v1:[0-9a-f]{16}$/);
    assert.equal(print(20, "src/llm.ts"), print(77, "lib/other.ts"));
  });

  it("tells alike findings apart", () => {
    const twins = evaluate([call({ inputs: [system, { ...system, line: 5 }] })]);
    assert.equal(new Set(twins.map(({ fingerprint }) => fingerprint)).size, 2);
    assert.notEqual(evaluate([call({ id: "x", inputs: [system] })])[0]?.fingerprint, twins[0]?.fingerprint);
  });

  it("sorts by root, file, line, column and rule, whatever order calls come in", () => {
    const calls = [
      call({ id: "a", root: "s", location: { root: "s", file: "a.ts", line: 1, column: 1, endLine: 1, endColumn: 2 }, inputs: [system] }),
      call({ id: "b", line: 100, functionName: "b", inputs: [system] }),
      call({
        id: "c",
        line: 9,
        functionName: "c",
        inputs: [system, input({ line: 7, classification: { level: null, basis: "none", types: [], clearance: null } })],
      }),
    ];
    const findings = evaluate(calls);
    const places = findings.map(({ root, file, line }) => `${root} ${file} ${line}`);
    assert.deepEqual(places, ["r src/api.ts 7", "r src/llm.ts 9", "r src/llm.ts 9", "r src/llm.ts 100", "s a.ts 1"]);
    assert.deepEqual(evaluate([...calls].reverse()), findings);
  });

  it("names the same call for a shared source, whatever order calls come in", () => {
    const unclassified = input({ classification: { level: null, basis: "none", types: [], clearance: null } });
    const calls = [5, 40, 12].map((line) => call({ id: `at ${line}`, line, audit: { status: "never", by: [] }, inputs: [unclassified] }));
    const findings = evaluate(calls, { auditedRoots: new Set<string>() });
    assert.deepEqual([...new Set(findings.map((finding) => finding.call))], ["at 5"]);
    assert.deepEqual(evaluate([...calls].reverse(), { auditedRoots: new Set<string>() }), findings);
  });

  it("writes messages whose first sentence stands alone, on one line", () => {
    const calls = [
      call({
        audit: { status: "never", by: [] },
        inputs: [
          { ...system, text: "a\n  b", classification: { level: null, basis: "none", types: [], clearance: null } },
          input({ line: 8, classification: { level: "Restricted", basis: "declared", types: [], clearance: "Public" } }),
        ],
      }),
    ];
    const findings = evaluate(calls);
    assert.equal(new Set(findings.map(({ rule }) => rule)).size, 4);
    for (const { message, references, fixes } of findings) {
      assert.match(message, /^[A-Z`][^\n]*\. [A-Z][^\n]*\.$/);
      assert.ok(Object.keys(references).length >= 5 && fixes.length > 0);
    }
  });
});

describe("rule metadata", () => {
  it("has unique kebab-case ids", () => {
    const ids = rules.map(({ meta }) => meta.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[a-z]+(-[a-z]+)*$/);
  });
});
