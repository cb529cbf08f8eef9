import assert from "node:assert/strict";
import { call, evaluate, gap, summary } from "./builders.js";

const RULE = "missing-audit-log";
const never = { status: "never", by: [] } as const;
const sometimes = { status: "sometimes", by: [] } as const;

describe(RULE, () => {
  it("is silent where a record is always left, kept outside, or cannot be told", () => {
    for (const status of ["always", "external", "unknown"] as const) assert.deepEqual(evaluate([call({ audit: { status, by: [] } })]), []);
  });

  it("is one finding per root where nothing could take a record", () => {
    const calls = [
      call({ id: "late", line: 90, audit: never, auditGaps: [gap("late", 80)] }),
      call({ id: "early", line: 10, audit: never, auditGaps: [gap("early", 5)] }),
      call({ id: "train", line: 30, operation: "train", phase: "training", audit: never }),
      call({ id: "safe", line: 1, operation: "moderation", phase: "safety", audit: never }),
    ];
    const findings = evaluate(calls, { auditedRoots: new Set<string>() });
    assert.deepEqual(summary(findings), [`info ${RULE}`]);
    assert.match(findings[0]?.message ?? "", /^None of the 3 model calls leaves an audit record/);
    assert.deepEqual([findings[0]?.call, findings[0]?.line], ["early", 10]);
    assert.equal(findings[0]?.path.at(-1)?.kind, "missing");
  });

  it("keeps the finding of a root the same when a call is added before the first", () => {
    const one = call({ id: "b", line: 50, audit: never });
    const none = { auditedRoots: new Set<string>() };
    const before = evaluate([one], none)[0]?.fingerprint;
    assert.equal(evaluate([call({ id: "a", line: 5, audit: never }), one], none)[0]?.fingerprint, before);
  });

  it("stands at the outermost function, once, with a path that ends in the missing step", () => {
    const calls = [
      call({ audit: never, auditGaps: [gap("handler", 10)] }),
      call({ id: "c2", line: 40, audit: never, auditGaps: [gap("handler", 10), gap("job", 60)] }),
    ];
    const findings = evaluate(calls);
    assert.deepEqual(
      findings.map(({ file, line }) => [file, line]),
      [
        ["src/routes.ts", 10],
        ["src/routes.ts", 60],
      ],
    );
    assert.match(
      findings[0]?.message ?? "",
      /^`handler` calls openai \(chat\) and 1 more model call and leaves no audit record when it returns/,
    );
    assert.deepEqual(
      findings.map(({ path }) => path.at(-1)?.kind),
      ["missing", "missing"],
    );
  });

  it("is information until the team names its audit function, then a warning", () => {
    const hole = call({ audit: sometimes, auditGaps: [gap("handler", 10)] });
    const throwing = call({ audit: sometimes, auditGaps: [gap("handler", 10, "throw")] });
    const all = call({ audit: never, auditGaps: [gap("handler", 10)] });
    const team = { policy: { auditFunctions: [{ name: "record", module: null }] } };
    assert.deepEqual(summary(evaluate([hole])), [`info ${RULE}`]);
    assert.deepEqual(summary(evaluate([throwing])), [`info ${RULE}`]);
    assert.deepEqual(summary(evaluate([all])), [`info ${RULE}`]);
    for (const one of [throwing, all]) assert.deepEqual(summary(evaluate([one], team)), [`warning ${RULE}`]);
  });

  it("takes the gravest way out of a function", () => {
    const findings = evaluate([call({ audit: sometimes, auditGaps: [gap("handler", 10, "throw"), gap("handler", 10, "return")] })]);
    assert.deepEqual(summary(findings), [`info ${RULE}`]);
    assert.match(findings[0]?.message ?? "", /when it returns/);
  });
});
