/** The fixture runner itself: what it reads from comments, and that it rejects what is not written down. */
import assert from "node:assert/strict";
import { type Fixture, differences, parseExpectations } from "../support/fixtures.js";
import { finding, modelCall } from "../support/scanResults.js";

const RULE = "unsanitized-prompt";

const fixture = (text: string, rule = RULE): Fixture => ({ rule, name: "typescript/a.ts", files: { "a.ts": text } });
const at = (line: number, changes: Partial<Parameters<typeof finding>[0]> = {}) => finding({ file: "a.ts", line, path: [], ...changes });
const check = (text: string, findings: ReturnType<typeof finding>[], calls: ReturnType<typeof modelCall>[] = []) =>
  differences(fixture(text), { findings, calls });

describe("fixture expectations", () => {
  it("are about the next line of code, blank lines and other comments skipped", () => {
    const { expected } = parseExpectations("a.py", "# ! a-rule error\n\n# why it is so\n# = b-rule\ncall()\n");
    assert.deepEqual(
      expected.map(({ kind, line, subject, detail }) => ({ kind, line, subject, detail })),
      [
        { kind: "flagged", line: 5, subject: "a-rule", detail: "error" },
        { kind: "silent", line: 5, subject: "b-rule", detail: "" },
      ],
    );
  });

  it("are about their own line when they follow code", () => {
    const { expected } = parseExpectations("a.ts", "one();\ntwo(); // ! a-rule hint b\nthree(); // > call openai chat\n");
    assert.deepEqual(
      expected.map(({ kind, line, subject, detail, flow }) => [kind, line, subject, detail, flow]),
      [
        ["flagged", 2, "a-rule", "hint", "b"],
        ["call", 3, "openai", "chat", ""],
      ],
    );
  });

  it("read steps under the code, in any order, and the missing one last", () => {
    const { steps } = parseExpectations(
      "a.ts",
      "const q = body;\n//        ^^^^ 1 source: request\nsend(q);\n// ∅ audit record\n//   ^ a2 sink:\n",
    );
    assert.deepEqual(
      steps.map(({ flow, number, kind, text, line, from, to }) => [flow, number, kind, text, line, from, to]),
      [
        ["", 1, "source", "request", 1, 11, 15],
        ["", Number.POSITIVE_INFINITY, "missing", "audit record", 3, 0, 0],
        ["a", 2, "sink", "", 3, 6, 7],
      ],
    );
  });

  for (const text of ["// ! Not A Rule\ncall();", "// > openai chat\ncall();", "call();\n// ^^^^ first source: x", "// ! a-rule"]) {
    it(`refuse ${JSON.stringify(text)}`, () => assert.throws(() => parseExpectations("a.ts", text)));
  }

  it("leave comments alone that are none", () => {
    assert.deepEqual(parseExpectations("a.ts", "// a => b, !important, 1 > 0\ncall(); // see #4\n"), { expected: [], steps: [] });
  });
});

describe("fixture runner", () => {
  it("accepts what is written down", () => {
    assert.deepEqual(check(`// ! ${RULE} error\ncall();\n// = ${RULE}\nsafe();\n`, [at(2)]), []);
  });

  it("rejects a finding that is missing, has another severity, or is elsewhere", () => {
    assert.match(check(`call(); // ! ${RULE}`, []).join(), /a\.ts:1: unsanitized-prompt is not found/);
    assert.match(check(`call(); // ! ${RULE} hint`, [at(1)]).join(), /found as error, not hint/);
    assert.equal(check(`call(); // ! ${RULE}\nother();`, [at(2)]).length, 2);
  });

  it("rejects a finding that nobody wrote down, also a second one in the same place", () => {
    assert.match(check("call();", [at(1)]).join(), /is not written down/);
    assert.match(check(`call(); // ! ${RULE}`, [at(1), at(1)]).join(), /is not written down/);
    assert.match(check(`call(); // = ${RULE}`, [at(1)]).join(), /must stay silent/);
  });

  it("looks at other rules only where the case names them", () => {
    assert.deepEqual(check("call();", [at(1, { rule: "missing-audit-log" })]), []);
    assert.equal(check("call(); // = missing-audit-log\nmore();", [at(2, { rule: "missing-audit-log" })]).length, 1);
  });

  it("fails when a known miss is found", () => {
    assert.deepEqual(check(`call(); // ? ${RULE}`, []), []);
    assert.match(check(`call(); // ? ${RULE}`, [at(1)]).join(), /make it a "!"/);
  });

  it("leaves suppressed findings out", () => {
    assert.deepEqual(check("call();", [at(1, { suppressed: { by: "parapet-ignore", reason: "demo", until: null } })]), []);
  });

  const source = { file: "a.ts", line: 1, column: 11, kind: "source" as const, label: "body of the request" };
  const sink = { file: "a.ts", line: 3, column: 6, kind: "sink" as const, label: "prompt" };
  const missing = { file: "a.ts", line: 3, column: 1, kind: "missing" as const, label: "Audit record" };
  const code = `const q = body;\n//        ^^^^ 1 source: request\nsend(q); // ! ${RULE}\n//   ^ 2 sink: prompt\n`;

  it("accepts the path step by step", () => {
    assert.deepEqual(check(code, [at(3, { path: [source, sink] })]), []);
    assert.deepEqual(check(`${code}// ∅ audit\n`, [at(3, { path: [source, sink, missing] })]), []);
  });

  it("rejects a path with a step too many, too few, elsewhere, of another kind or label", () => {
    const wrong = [
      [source],
      [source, sink, missing],
      [source, { ...sink, kind: "step" as const }, sink],
      [{ ...source, column: 10 }, sink],
      [{ ...source, line: 2 }, sink],
      [{ ...source, label: "file" }, sink],
      [source, { ...sink, kind: "guard" as const }],
    ];
    for (const path of wrong) assert.equal(check(code, [at(3, { path })]).length, 1, JSON.stringify(path));
  });

  it("does not ask for paths where the case writes none", () => {
    assert.deepEqual(check(`send(q); // ! ${RULE}`, [at(1, { path: [source, sink] })]), []);
  });

  it("tells flows apart by their letters, and rejects steps of no finding", () => {
    const two = `const q = body;\n//        ^^^^ a1 source: request\n//        ^^^^ b1 source: request\nsend(q); // ! ${RULE} error a\nsend(q); // ! ${RULE} b\n`;
    assert.deepEqual(check(two, [at(4, { path: [source] }), at(5, { path: [source] })]), []);
    assert.match(check(`const q = body;\n//        ^^^^ c1 source: request\n`, []).join(), /belong to no finding/);
  });

  it("compares all calls once the case writes one", () => {
    const call = modelCall({ file: "a.ts", line: 1 });
    assert.deepEqual(check("create(); // > call openai chat", [], [call]), []);
    assert.match(
      check("create(); // > call anthropic chat", [], [call]).join(),
      /anthropic chat is not found.*openai chat is not written down/,
    );
    assert.match(
      check("create(); // > call openai chat\nmore();", [], [call, modelCall({ file: "a.ts", line: 2 })]).join(),
      /not written down/,
    );
    assert.deepEqual(check("create();", [], [call]), []);
  });
});
