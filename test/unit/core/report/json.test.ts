import assert from "node:assert/strict";
import { renderJson } from "../../../../src/core/report/json.js";
import { finding, modelCall, scanResult } from "../../../support/scanResults.js";

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

describe("JSON report", () => {
  it("holds everything that the result holds", () => {
    const result = scanResult({
      calls: [modelCall({ cell: { number: 2, line: 4 } })],
      findings: [finding({ baselineState: "new", suppressed: { by: "team", reason: "internal", until: "2030-01-01" } })],
      errors: [{ file: null, line: 3, message: "No.", remedy: "Yes." }],
    });
    assert.deepEqual(JSON.parse(renderJson(result)), result);
  });

  it("does not depend on the order in which keys were made", () => {
    const result = scanResult({ errors: [{ file: "a", message: "b", remedy: "c" }] });
    assert.equal(renderJson({ ...(shuffled(result) as typeof result), stats: result.stats }), renderJson(result));
  });

  it("sorts by root, file, line, column and rule", () => {
    const findings = [
      finding({ file: "b.ts", line: 1, column: 1 }),
      finding({ file: "a.ts", line: 10, column: 1 }),
      finding({ file: "a.ts", line: 9, column: 5, rule: "z" }),
      finding({ file: "a.ts", line: 9, column: 5, rule: "a" }),
      finding({ file: "a.ts", line: 9, column: 4 }),
      finding({ root: "a", file: "z.ts" }),
    ];
    const sorted = JSON.parse(renderJson(scanResult({ findings }))).findings as (typeof findings)[number][];
    assert.deepEqual(
      sorted.map(({ root, file, line, column, rule }) => `${root} ${file} ${line} ${column} ${rule}`),
      [
        "a z.ts 12 20 unsanitized-prompt",
        "shop a.ts 9 4 unsanitized-prompt",
        "shop a.ts 9 5 a",
        "shop a.ts 9 5 z",
        "shop a.ts 10 1 unsanitized-prompt",
        "shop b.ts 1 1 unsanitized-prompt",
      ],
    );
    const reversed = renderJson(scanResult({ findings: [...findings].reverse() }));
    assert.equal(reversed, renderJson(scanResult({ findings })));
  });

  it("writes the keys of a finding in the order of the contract and leaves absent ones out", () => {
    const keys = Object.keys(JSON.parse(renderJson(scanResult())).findings[0]);
    assert.deepEqual(keys, [
      "rule",
      "severity",
      "confidence",
      "message",
      "root",
      "file",
      "line",
      "column",
      "endLine",
      "endColumn",
      "scope",
      "call",
      "fingerprint",
      "path",
      "references",
      "fixes",
      "suppressed",
    ]);
  });
});
