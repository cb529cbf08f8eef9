import assert from "node:assert/strict";
import pc from "picocolors";
import { renderText } from "../../../../src/core/report/text.js";
import { finding, modelCall, scanResult } from "../../../support/scanResults.js";

const report = (result = scanResult(), width = 80) => renderText(result, { width });

describe("text report", () => {
  it("shows a finding with its message, its numbered path and the summary", () => {
    assert.equal(
      report(),
      [
        "src/chat.ts",
        "",
        "  12:20 error unsanitized-prompt",
        "    Untrusted request data reaches the system prompt and nothing on the way",
        "    sanitises it. Put a guard between.",
        "    1 src/chat.ts:8    source: body of the request",
        "    2 src/prompt.ts:3  put into a template by buildPrompt",
        "    3 src/chat.ts:12   sink: system prompt of client.chat.completions.create",
        "",
        "1 model call in 1 file",
        "  openai  1 inference",
        "1 finding",
        "  error    1 unsanitized-prompt",
        "",
        "1 blind spot: what this result cannot tell",
        "  src/legacy.rb:4 Names api.openai.com, but Ruby is not analysed.",
        "",
      ].join("\n"),
    );
  });

  it("names a file once, however many findings it has, and files in order", () => {
    const text = report(scanResult({ findings: [finding({ line: 90 }), finding({ file: "a.ts" }), finding({ line: 2 })] }));
    const headings = text.split("\n").filter((line) => /^\S+\.ts$/.test(line) || /^ {2}\d/.test(line));
    assert.deepEqual(
      headings.map((line) => line.trim().split(" ")[0]),
      ["a.ts", "12:20", "src/chat.ts", "2:20", "90:20"],
    );
  });

  it("marks the missing step, which has no number", () => {
    const path = [
      { file: "a.py", line: 3, column: 1, kind: "source" as const, label: "answer()" },
      { file: "a.py", line: 9, column: 5, kind: "missing" as const, label: "audit record before the exception leaves" },
    ];
    const lines = report(scanResult({ findings: [finding({ path })] })).split("\n");
    assert.ok(lines.includes("    1 a.py:3  source: answer()"));
    assert.ok(lines.includes("    ∅ a.py:9  missing: audit record before the exception leaves"));
  });

  for (const width of [60, 80, 120]) {
    it(`keeps every line within ${width} columns`, () => {
      const long = "every word of this message is short ".repeat(12);
      const path = [{ file: "src/a.ts", line: 1, column: 1, kind: "source" as const, label: long }];
      const text = report(
        scanResult({
          findings: [
            finding({
              message: long,
              path,
              confidence: "medium",
              scope: "test",
              rule: "classification-exceeds-clearance",
              line: 1234,
              column: 120,
            }),
          ],
          blindSpots: [{ root: "shop", file: "src/a.ts", line: null, reason: long }],
          errors: [{ file: "src/b.ts", line: 4, message: long, remedy: long }],
        }),
        width,
      );
      const tooLong = text.split("\n").filter((line) => [...line].length > width);
      assert.deepEqual(tooLong, []);
    });
  }

  it("puts labels below places that leave no room beside them", () => {
    const file = "packages/assistant/src/very/deep/folder/of/files/conversation.ts";
    const path = [{ file, line: 1, column: 1, kind: "source" as const, label: "body of the request" }];
    const text = report(scanResult({ findings: [finding({ path })] }));
    assert.ok(text.includes(`    1 ${file}:1\n        source: body of the request\n`), text);
  });

  it("leaves suppressed findings out and counts them", () => {
    const suppressed = { by: "team", reason: "internal tool", until: null };
    const text = report(scanResult({ findings: [finding({ suppressed })] }));
    assert.ok(!text.includes("12:20"), text);
    assert.ok(text.includes("No findings (1 more suppressed)"), text);
  });

  it("counts calls by provider and phase", () => {
    const calls = [modelCall(), modelCall({ phase: "embedding" }), modelCall({ provider: "anthropic", file: "b.ts" }), modelCall()];
    const text = report(scanResult({ calls }));
    assert.ok(text.includes("4 model calls in 2 files\n  anthropic  1 inference\n  openai     1 embedding, 2 inference\n"), text);
  });

  it("says that a result with errors is incomplete, and what to do", () => {
    const errors = [{ file: "src/big.ts", message: "The step budget ran out.", remedy: "Split the file." }];
    const text = report(scanResult({ errors }));
    assert.ok(text.includes("1 error: this result is incomplete\n  src/big.ts The step budget ran out. Split the file.\n"), text);
  });

  it("says when there is nothing", () => {
    assert.equal(report(scanResult({ calls: [], findings: [], blindSpots: [] })), "No model calls found\nNo findings\n");
  });

  it("lists ten blind spots and counts the others", () => {
    const blindSpots = Array.from({ length: 13 }, (_, index) => ({ root: "shop", file: `f${index}.go`, line: 1, reason: "Go." }));
    const text = report(scanResult({ blindSpots }));
    assert.equal(text.split("\n").filter((line) => line.includes(".go:1")).length, 10);
    assert.ok(text.includes("  and 3 more: --format json lists all"), text);
  });

  it("prefixes files with their root when there are several", () => {
    const roots = [
      { id: "shop", path: "/home/user/shop" },
      { id: "desk", path: "/home/user/desk" },
    ];
    assert.ok(report(scanResult({ roots })).startsWith("shop:src/chat.ts\n"));
  });

  it("never lets text of the workspace control the terminal", () => {
    const evil = "a\u001b[2Jb\u202ec\u0007\u200bd\u2066\r\n\u009be";
    const path = [{ file: `x${evil}.ts`, line: 1, column: 1, kind: "source" as const, label: evil }];
    const text = report(
      scanResult({
        calls: [modelCall({ provider: evil })],
        findings: [finding({ file: evil, message: evil, path })],
        blindSpots: [{ root: "shop", file: evil, line: 1, reason: evil }],
        errors: [{ file: evil, message: evil, remedy: evil }],
      }),
    );
    assert.match(text, /\\u\{1b\}\[2Jb\\u\{202e\}c/);
    assert.doesNotMatch(text.replaceAll("\n", ""), /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  });

  it("uses the colours it is given and none of its own", () => {
    const coloured = renderText(scanResult(), { width: 80, palette: pc.createColors(true) });
    assert.ok(coloured.includes("\u001b[31merror\u001b[39m"), JSON.stringify(coloured));
    assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), report());
  });
});
