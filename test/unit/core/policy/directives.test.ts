/** Declarations in comments of every style; a mistake is reported and declares nothing. */
import assert from "node:assert/strict";
import { directivesOf, parseDirective } from "../../../../src/core/policy/directives.js";

const parse = (text: string) => parseDirective({ text, start: 100, end: 100 + text.length, targetStart: 200, targetEnd: 220 });
const only = (text: string) => {
  const { directives, mistakes } = parse(text);
  assert.deepEqual(mistakes, []);
  assert.equal(directives.length, 1, text);
  const { start: _start, end: _end, targetStart: _targetStart, targetEnd: _targetEnd, ...rest } = directives[0] ?? assert.fail();
  return rest;
};

describe("directives", () => {
  const confidential = { kind: "classify", level: "Confidential", types: [], reason: null };
  for (const text of [
    "# parapet-classify: confidential",
    "// parapet-classify: Confidential",
    "//parapet-classify confidential",
    "/* parapet-classify: confidential */",
    "/**\n * The notes.\n * @classification confidential\n */",
    "/** @classification Confidential */",
    '"""Notes of a customer.\n\n    @classification confidential\n    """',
    '"""@classification confidential"""',
    "'''parapet-classify: CONFIDENTIAL'''",
    "# noqa: E501  # parapet-classify: confidential",
    "# parapet-classify: confidential\r",
  ]) {
    it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(only(text), confidential));
  }

  it("reads data types and a reason", () => {
    assert.deepEqual(only("// parapet-classify: restricted person-name, email-address because support tickets"), {
      kind: "classify",
      level: "Restricted",
      types: ["email-address", "person-name"],
      reason: "support tickets",
    });
  });

  it("reads sanitizers and audit functions", () => {
    assert.deepEqual(only("# parapet-sanitizer: narrows"), { kind: "sanitizer", tier: "narrows", name: null });
    assert.deepEqual(only("// parapet-sanitizer: removes Prompt shield"), { kind: "sanitizer", tier: "removes", name: "Prompt shield" });
    assert.deepEqual(only("/* parapet-audit */"), { kind: "audit", note: null });
    assert.deepEqual(only("# parapet-audit: writes to the ledger"), { kind: "audit", note: "writes to the ledger" });
  });

  it("reads suppressions with a reason and an end", () => {
    assert.deepEqual(only("// parapet-ignore: unsanitized-prompt, missing-audit-log because the gateway records it until 2028-02-29"), {
      kind: "ignore",
      rules: ["unsanitized-prompt", "missing-audit-log"],
      reason: "the gateway records it",
      until: "2028-02-29",
    });
    assert.deepEqual(only("# parapet-ignore: unsanitized-prompt because we wait until spring"), {
      kind: "ignore",
      rules: ["unsanitized-prompt"],
      reason: "we wait until spring",
      until: null,
    });
  });

  it("reads several of one comment, each at its place", () => {
    const text = "/**\n * parapet-classify: internal\n * parapet-audit\n */";
    const { directives } = parse(text);
    assert.deepEqual(
      directives.map(({ kind, start, end }) => [kind, text.slice(start - 100, end - 100)]),
      [
        ["classify", "parapet-classify: internal"],
        ["audit", "parapet-audit"],
      ],
    );
    assert.deepEqual([directives[0]?.targetStart, directives[0]?.targetEnd], [200, 220]);
  });

  it("leaves prose about directives alone", () => {
    for (const text of [
      "// see parapet-ignore: x",
      "# the @classification decorator",
      "/* parapet-language-server starts here */",
      "# https://example.com/parapet-audit",
    ]) {
      assert.deepEqual(parse(text), { directives: [], mistakes: [] }, text);
    }
  });

  const MISTAKES: readonly (readonly [string, RegExp, RegExp])[] = [
    ["# parapet-classify: secret", /"secret" is no classification/, /Public, Internal/],
    ["# parapet-classify:", /No classification is given/, /Public, Internal/],
    ["# @classification confidental", /"confidental" is no classification/, /Did you mean "Confidential"/],
    ["# parapet-clasify: confidential", /"parapet-clasify" is no declaration/, /Did you mean "parapet-classify"/],
    ["# parapet-sanitizer: cleans", /"cleans" is no tier/, /removes, narrows, limits/],
    ["# parapet-sanitizer", /must say how strong/, /removes, narrows, limits/],
    ["# parapet-ignore: unsanitized-prompt", /gives no reason/, /because/],
    ["# parapet-ignore: unsanitized-prompt because", /gives no reason/, /because/],
    ["# parapet-ignore: unsanitized-prompt because <reason>", /gives no reason/, /because/],
    ["# parapet-ignore because it is fine", /names no rule/, /rule id/],
    ["# parapet-ignore: unsanitised-prompt because it is fine", /no rule "unsanitised-prompt"/, /Did you mean "unsanitized-prompt"/],
    ["# parapet-ignore: unsanitized-prompt because reviewed until 2027-02-29", /"2027-02-29" is no date/, /YYYY-MM-DD/],
  ];
  for (const [text, message, remedy] of MISTAKES) {
    it(`reports ${text}`, () => {
      const { directives, mistakes } = parse(text);
      assert.deepEqual(directives, []);
      assert.equal(mistakes.length, 1);
      assert.match(mistakes[0]?.message ?? "", message);
      assert.match(mistakes[0]?.remedy ?? "", remedy);
    });
  }

  it("keeps the right part of a half-wrong one", () => {
    const { directives, mistakes } = parse("# parapet-ignore: nonsense, missing-audit-log because batch job");
    assert.deepEqual(
      directives.map((one) => one.kind === "ignore" && one.rules),
      [["missing-audit-log"]],
    );
    assert.equal(mistakes.length, 1);
  });

  it("gives mistakes their line", () => {
    const text = "x = 1\n# parapet-classify: secret\n";
    const { directives, errors } = directivesOf("app.py", {
      directives: [{ text: text.slice(6, 32), start: 6, end: 32, targetStart: 0, targetEnd: 5 }],
      lineStarts: Int32Array.of(0, 6, 33),
    });
    assert.deepEqual(directives, []);
    assert.deepEqual(
      errors.map(({ file, line }) => [file, line]),
      [["app.py", 2]],
    );
  });
});
