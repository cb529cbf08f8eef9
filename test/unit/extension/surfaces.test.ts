/** What the views show, without an editor: filter, register, model calls, walks along a flow. */
import assert from "node:assert/strict";
import type { Finding } from "../../../src/core/report/scanResult.js";
import { callsTree, dataClasses } from "../../../src/extension/calls/callsTree.js";
import { describeFilter, EVERYTHING, passes, readFilter } from "../../../src/extension/filter/filter.js";
import { announce, move, renew, startWalk, stepsIn } from "../../../src/extension/flow/walk.js";
import { countForBadge, registerTree } from "../../../src/extension/register/registerTree.js";
import { english } from "../../../src/extension/translate.js";
import { scoreOf } from "../../../src/extension/register/score.js";
import { systemOf } from "../../../src/extension/register/system.js";
import type { LocatedCall, LocatedFinding } from "../../../src/server/protocol.js";
import { finding, modelCall } from "../../support/scanResults.js";

let number = 0;
function located(changes: Partial<Finding> = {}): LocatedFinding {
  const one = finding({ fingerprint: `v1:${number++}`, suppressed: null, ...changes });
  const range = { start: { line: one.line - 1, character: 0 }, end: { line: one.line - 1, character: 5 } };
  return { uri: `file:///${one.file}`, range, version: null, finding: one, pathUris: one.path.map((step) => `file:///${step.file}`) };
}

const PATH: Finding["path"] = [
  { file: "a.ts", line: 1, column: 1, kind: "source", label: "request body" },
  { file: "b.ts", line: 4, column: 3, kind: "sink", label: "model call" },
  { file: "b.ts", line: 4, column: 3, kind: "missing", label: "no audit record" },
];

describe("filter", () => {
  it("lets everything open through at first, and no suppressed finding", () => {
    assert.ok(passes(EVERYTHING, located({ severity: "hint", confidence: "low" }).finding));
    assert.ok(!passes(EVERYTHING, located({ suppressed: { by: "parapet-ignore", reason: "known", until: null } }).finding));
    assert.equal(describeFilter(EVERYTHING, english), "");
  });

  it("hides by severity, confidence, rule and scope", () => {
    const warning = located({ severity: "warning", confidence: "medium", rule: "missing-audit-log", scope: "test" }).finding;
    assert.ok(passes({ ...EVERYTHING, severity: "warning" }, warning));
    assert.ok(!passes({ ...EVERYTHING, severity: "error" }, warning));
    assert.ok(!passes({ ...EVERYTHING, confidence: "high" }, warning));
    assert.ok(!passes({ ...EVERYTHING, hiddenRules: ["missing-audit-log"] }, warning));
    assert.ok(!passes({ ...EVERYTHING, hiddenScopes: ["test"] }, warning));
  });

  it("says what it does in one line", () => {
    assert.equal(
      describeFilter({ ...EVERYTHING, severity: "warning", hiddenScopes: ["test"] }, english),
      "warning and above; no test code",
    );
  });

  it("survives what an earlier version has stored", () => {
    assert.deepEqual(readFilter({ severity: "loud", hiddenRules: "all" }), EVERYTHING);
    assert.deepEqual(readFilter(undefined), EVERYTHING);
    assert.equal(readFilter({ severity: "error" }).severity, "error");
  });
});

describe("risk register", () => {
  it("leads from the system over risk and finding to the missing step", () => {
    const [system] = registerTree([located({ root: "shop", file: "service/a.ts", path: PATH })], EVERYTHING, "system");
    assert.equal(system?.name, "shop/service");
    const [risk] = system?.children ?? [];
    assert.equal(risk?.kind, "risk");
    const [one] = risk?.children ?? [];
    assert.equal(one?.kind, "finding");
    assert.deepEqual(one?.kind === "finding" && one.children.map(({ step }) => step.kind), ["source", "sink", "missing"]);
  });

  it("puts the gravest first", () => {
    const findings = [
      located({ rule: "unclassified-data-flow", severity: "hint" }),
      located({ rule: "unsanitized-prompt", severity: "error" }),
    ];
    const [group] = registerTree(findings, EVERYTHING, "system");
    assert.deepEqual(
      group?.children.map((one) => one.kind === "risk" && one.rule),
      ["unsanitized-prompt", "unclassified-data-flow"],
    );
    assert.equal(registerTree(findings, EVERYTHING, "severity")[0]?.name, "error");
  });

  it("shows and counts what the filter lets through", () => {
    const findings = [located({ severity: "error" }), located({ severity: "hint" }), located({ severity: "warning", scope: "test" })];
    const groups = registerTree(findings, { ...EVERYTHING, hiddenScopes: ["test"] }, "file");
    assert.equal(groups.flatMap((group) => group.findings).length, 2);
    assert.equal(countForBadge(groups), 1);
  });

  it("has ids that are unique and the same tomorrow", () => {
    const findings = [located({ path: PATH }), located({ path: PATH, line: 9 })];
    const ids = (): string[] => {
      const found: string[] = [];
      const visit = (node: { id: string; children: readonly { id: string; children: readonly never[] }[] }): void => {
        found.push(node.id);
        for (const child of node.children) visit(child);
      };
      for (const group of registerTree(findings, EVERYTHING, "rule")) visit(group as never);
      return found;
    };
    assert.equal(new Set(ids()).size, ids().length);
    assert.deepEqual(ids(), ids());
  });

  it("scores by severity and certainty, a habit higher, and nothing for what is suppressed", () => {
    const one = located({ severity: "warning", confidence: "high" }).finding;
    assert.deepEqual(scoreOf([one]), { impact: 4, likelihood: 4, value: 16 });
    assert.equal(scoreOf([one, one, one]).value, 20);
    assert.equal(scoreOf([{ ...one, suppressed: { by: "x", reason: "y", until: null } }]).value, 0);
  });

  it("takes the part of the root for the system", () => {
    const name = (file: string): string => systemOf({ root: "shop", file });
    assert.deepEqual(["a.py", "src/a.ts", "web/src/a.ts", "packages/billing/src/a.ts"].map(name), [
      "shop",
      "shop",
      "shop/web",
      "shop/packages/billing",
    ]);
  });
});

describe("model calls", () => {
  const call = (changes: Partial<LocatedCall["call"]>): LocatedCall => {
    const one = modelCall(changes);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    return {
      uri: "file:///a.ts",
      range,
      version: null,
      call: one,
      inputUris: one.inputs.map(() => "file:///a.ts"),
      pathUris: [],
      auditUris: [],
    };
  };

  it("are listed by provider and model, with the state of the audit record", () => {
    const [anthropic, openai] = callsTree(
      [
        call({ id: "1", provider: "openai", model: { value: "gpt-4o", pinned: false } }),
        call({ id: "2", provider: "anthropic", model: null, audit: { status: "never", by: [] } }),
      ],
      english,
    );
    assert.deepEqual([anthropic?.name, openai?.name], ["anthropic", "openai"]);
    assert.deepEqual([anthropic?.children[0]?.name, openai?.children[0]?.name], ["", "gpt-4o"]);
    const control = anthropic?.children[0]?.children[0]?.children.find((one) => one.kind === "control");
    assert.ok(control?.kind === "control");
    assert.deepEqual([control.present, control.detail], [false, "missing"]);
  });

  it("say which classes of data go in, and how many have none", () => {
    const [base] = modelCall({}).inputs;
    assert.ok(base);
    const input = (level: "Internal" | "Restricted" | null) => ({
      ...base,
      kind: "http-request" as const,
      classification: { ...base.classification, level },
    });
    assert.equal(
      dataClasses({ inputs: [input("Internal"), input(null), input("Restricted")] }, english),
      "Restricted, Internal, 1 unclassified",
    );
  });
});

describe("walk along a flow", () => {
  const one = located({ path: PATH });

  it("goes round, and stays at its step when results change", () => {
    const walk = startWalk(one);
    assert.ok(walk);
    assert.equal(move(walk, -1).index, 2);
    assert.equal(move(move(walk, -1), 1).index, 0);
    assert.equal(renew({ ...walk, index: 2 }, located({ path: PATH.slice(0, 2) }))?.index, 1);
    assert.equal(renew(walk, undefined), null);
    assert.equal(startWalk(located({ path: [] })), null);
  });

  it("says where it is", () => {
    assert.equal(announce({ located: one, index: 1 }, { sink: "model call" }, english), "Step 2 of 3, model call: model call (b.ts:4)");
  });

  it("numbers the steps of a document, those at one place together", () => {
    const steps = stepsIn({ located: one, index: 2 }, (uri) => uri.endsWith("/b.ts"));
    assert.deepEqual(
      steps.map(({ numbers, current, missing }) => ({ numbers, current, missing })),
      [{ numbers: [2, 3], current: true, missing: true }],
    );
  });
});
