import assert from "node:assert/strict";
import type { Log, Run } from "sarif";
import { renderSarif } from "../../../../src/core/report/sarif.js";
import type { ScanResult } from "../../../../src/core/report/scanResult.js";
import type { RuleMeta } from "../../../../src/core/rules/rule.js";
import { sarifProblems } from "../../../support/sarif.js";
import { finding, scanResult } from "../../../support/scanResults.js";

const rule = (id: string, changes: Partial<RuleMeta> = {}): RuleMeta => ({
  id,
  title: `Title of ${id}`,
  description: `What ${id} means.`,
  severity: "warning",
  phases: ["inference"],
  references: { "owasp-llm": ["LLM01:2025"], "eu-ai-act": ["Art. 15"] },
  fixes: ["Mend it"],
  ...changes,
});

const RULES = [rule("unsanitized-prompt"), rule("missing-audit-log", { severity: "hint", references: {} })];

function render(result: ScanResult, rules: readonly RuleMeta[] = RULES): Run {
  const text = renderSarif(result, rules);
  assert.deepEqual(sarifProblems(text), []);
  return (JSON.parse(text) as Log).runs[0] as Run;
}

describe("SARIF report", () => {
  it("lists every rule with help and points results at them", () => {
    const run = render(scanResult());
    assert.deepEqual(
      run.tool.driver.rules?.map(({ id }) => id),
      ["missing-audit-log", "unsanitized-prompt"],
    );
    assert.equal(run.results?.[0]?.ruleIndex, 1);
    assert.match(run.tool.driver.rules?.[1]?.help?.markdown ?? "", /- Mend it/);
    assert.deepEqual(
      run.tool.driver.rules?.map(({ defaultConfiguration }) => defaultConfiguration?.level),
      ["note", "warning"],
    );
  });

  it("gives the path as a code flow with a message for each step", () => {
    const steps = render(scanResult()).results?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.deepEqual(
      steps.map(
        (step) =>
          `${step.executionOrder} ${step.kinds?.[0]} ${step.location?.physicalLocation?.region?.startLine} ${step.location?.message?.text}`,
      ),
      [
        "1 source 8 body of the request",
        "2 step 3 put into a template by buildPrompt",
        "3 sink 12 system prompt of client.chat.completions.create",
      ],
    );
  });

  it("encodes paths, keeps them relative, and gives every root its base", () => {
    const roots = [
      { id: "shop", path: "/home/user/my shop" },
      { id: "desk", path: "C:\\code\\desk" },
    ];
    const run = render(
      scanResult({ roots, findings: [finding({ file: "src/a b#c?.ts" }), finding({ root: "desk", path: [] })], blindSpots: [] }),
    );
    assert.deepEqual(run.originalUriBaseIds, {
      "%SRCROOT%": { uri: "file:///home/user/my%20shop/" },
      "%ROOT_desk%": { uri: "file:///C:/code/desk/" },
    });
    assert.deepEqual(
      run.results?.map((result) => result.locations?.[0]?.physicalLocation?.artifactLocation),
      [
        { uri: "src/chat.ts", uriBaseId: "%ROOT_desk%" },
        { uri: "src/a%20b%23c%3F.ts", uriBaseId: "%SRCROOT%" },
      ],
    );
  });

  it("gives an absolute address to steps outside of every root", () => {
    const path = [{ file: "/usr/lib/x.py", external: true as const, line: 1, column: 1, kind: "source" as const, label: "x" }];
    const step = render(scanResult({ findings: [finding({ path })] })).results?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations[0];
    assert.deepEqual(step?.location?.physicalLocation?.artifactLocation, { uri: "file:///usr/lib/x.py" });
  });

  it("maps severities to levels and keeps the finer one as a property", () => {
    const findings = (["error", "warning", "info", "hint"] as const).map((severity, line) =>
      finding({ severity, line: line + 1, endLine: 9 }),
    );
    const results = render(scanResult({ findings })).results ?? [];
    assert.deepEqual(
      results.map(({ level }) => level),
      ["error", "warning", "note", "note"],
    );
    assert.deepEqual(
      results.map(({ properties }) => properties?.["severity"]),
      ["error", "warning", "info", "hint"],
    );
  });

  it("carries suppressions with their reason and the state against a baseline", () => {
    const findings = [finding({ suppressed: { by: "policy", reason: "internal tool", until: "2030-01-01" }, baselineState: "unchanged" })];
    const [result] = render(scanResult({ findings })).results ?? [];
    assert.deepEqual(result?.suppressions, [
      { kind: "external", status: "accepted", justification: "internal tool (policy, until 2030-01-01)" },
    ]);
    assert.equal(result?.baselineState, "unchanged");
    const inCode = [finding({ suppressed: { by: "parapet-ignore", reason: "demo", until: null } })];
    assert.deepEqual(render(scanResult({ findings: inCode })).results?.[0]?.suppressions, [
      { kind: "inSource", status: "accepted", justification: "demo (parapet-ignore)" },
    ]);
    assert.deepEqual(render(scanResult()).results?.[0]?.suppressions, []);
  });

  it("names the frameworks as taxonomies", () => {
    const run = render(scanResult());
    assert.deepEqual(
      run.taxonomies?.map(({ name, taxa }) => [name, taxa?.map(({ id }) => id)]),
      [
        ["eu-ai-act", ["Art. 15"]],
        ["owasp-llm", ["LLM01:2025"]],
      ],
    );
    assert.deepEqual(run.results?.[0]?.taxa, [{ id: "LLM01:2025", index: 0, toolComponent: { name: "owasp-llm", index: 1 } }]);
    assert.equal(
      render(scanResult({ findings: [finding({ references: {} })] }), [rule("unsanitized-prompt", { references: {} })]).taxonomies,
      undefined,
    );
  });

  it("says whether the scan was complete, and what went wrong", () => {
    const errors = [
      { file: "src/big.ts", line: 3, message: "The budget ran out.", remedy: "Split it." },
      { file: null, message: "No policy.", remedy: "Write one." },
    ];
    const [invocation] = render(scanResult({ errors })).invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    assert.deepEqual(
      invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level} ${message.text}`),
      [
        "error No policy. Write one.",
        "error The budget ran out. Split it.",
        "note Blind spot: Names api.openai.com, but Ruby is not analysed.",
      ],
    );
    assert.equal(render(scanResult()).invocations?.[0]?.executionSuccessful, true);
  });

  it("shortens descriptions to what code-scanning services take, and knows rules that nobody described", () => {
    const long = "word ".repeat(400);
    render(scanResult({ findings: [finding({ rule: "of-another-version" })] }), [rule("long", { title: long, description: long })]);
  });

  it("is byte-identical for the same result", () => {
    assert.equal(renderSarif(scanResult({ stats: { ...scanResult().stats, durationMs: 99 } }), RULES), renderSarif(scanResult(), RULES));
  });

  it("would notice an invalid log", () => {
    const broken = (change: (log: Log) => void): number => {
      const log = JSON.parse(renderSarif(scanResult(), RULES)) as Log;
      change(log);
      return sarifProblems(JSON.stringify(log)).length;
    };
    assert.ok(broken((log) => Object.assign(log.runs[0] as object, { nonsense: 1 })) > 0);
    assert.ok(broken((log) => Object.assign(log.runs[0]?.results?.[0] as object, { ruleIndex: 0 })) > 0);
    assert.ok(broken((log) => Object.assign(log.runs[0]?.results?.[0]?.message as object, { text: "" })) > 0);
  });
});
