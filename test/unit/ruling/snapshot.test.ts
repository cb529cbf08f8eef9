/** Snapshots of the ruling suite: facts alone, and differences as a reviewer reads them. */
import assert from "node:assert/strict";
import type { Finding, ModelCall } from "../../../src/core/report/scanResult.js";
import { differencesOf, printDifferences, type ScanFacts, snapshotOf } from "../../ruling/snapshot.js";

function facts(calls: readonly [file: string, line: number][], findings: readonly [file: string, line: number, rule: string][]): ScanFacts {
  return {
    calls: calls.map(([file, line]) => ({ file, line, provider: "openai", operation: "chat" }) as ModelCall),
    findings: findings.map(([file, line, rule]) => ({ file, line, rule, severity: "hint", suppressed: null }) as Finding),
  };
}

const BEFORE = snapshotOf(
  facts(
    [
      ["b.py", 20],
      ["a.py", 9],
      ["b.py", 3],
    ],
    [
      ["b.py", 20, "a-rule"],
      ["b.py", 20, "a-rule"],
    ],
  ),
);

describe("snapshots", () => {
  it("are sorted by file and by line as a number", () => {
    assert.equal(
      BEFORE,
      "a.py\n  9 call openai chat\nb.py\n  3 call openai chat\n  20 a-rule hint\n  20 a-rule hint\n  20 call openai chat\n",
    );
  });

  it("differ in what is gone and what is new, each as often as it is", () => {
    const after = snapshotOf(facts([["b.py", 20]], [["b.py", 20, "a-rule"]]));
    assert.deepEqual(differencesOf(BEFORE, BEFORE), []);
    assert.equal(
      printDifferences(differencesOf(BEFORE, after)),
      "  a.py\n  - 9 call openai chat\n  b.py\n  - 3 call openai chat\n  - 20 a-rule hint",
    );
    assert.equal(printDifferences(differencesOf(after, BEFORE)).match(/\+/g)?.length, 3);
    assert.equal(differencesOf("", BEFORE).length, 5);
  });
});
