/** The injected grammars: their expressions, on what people write. */
import assert from "node:assert/strict";
import directives from "../../../syntaxes/directives.tmLanguage.json";
import placeholders from "../../../syntaxes/placeholders.tmLanguage.json";

interface Rule {
  readonly match: string;
  readonly captures: Readonly<Record<string, { readonly name: string }>>;
}

/** Texts by the last part of their scope's name before the product's. */
function scopes(rules: readonly unknown[], text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { match, captures } of rules as readonly Rule[]) {
    // The engine of the editor's grammars knows flags inside of an expression, that of JavaScript only as a whole.
    const hit = new RegExp(match.replace("(?i:", "(?:"), match.includes("(?i:") ? "i" : "").exec(text);
    if (!hit) continue;
    for (const [number, { name }] of Object.entries(captures))
      if (hit[Number(number)]) found[name.split(".").at(-2) as string] ??= hit[Number(number)] as string;
  }
  return found;
}

describe("grammar of declarations", () => {
  const of = (text: string): Record<string, string> => scopes(directives.patterns, text);

  it("tells apart rule, reason and date of a suppression", () => {
    const found = of("// parapet-ignore: unsanitized-prompt because only staff reach it until 2027-06-30");
    assert.deepEqual(found, {
      directive: "parapet-ignore",
      separator: ":",
      rule: "unsanitized-prompt",
      because: "because",
      reason: "only staff reach it",
      until: "until",
      date: "2027-06-30",
    });
  });

  it("tells apart class and data types of a declaration", () => {
    const found = of("# parapet-classify: confidential email-address because tickets");
    assert.equal(found.classification, "confidential");
    assert.equal(found.data?.trim(), "email-address");
    assert.equal(found.reason, "tickets");
    assert.equal(of("/** @classification restricted */").classification, "restricted");
  });

  it("knows tiers and audit functions", () => {
    assert.equal(of("# parapet-sanitizer: removes").tier, "removes");
    assert.equal(of("// parapet-audit: writes to the ledger").directive, "parapet-audit");
  });
});

describe("grammar of placeholders", () => {
  const of = (text: string): string | undefined => scopes(placeholders.patterns, text).placeholder;

  it("finds {name} and {{name}}", () => {
    assert.equal(of('"You are {persona}."'), "persona");
    assert.equal(of('"You are {{ user.name }}."'), "user.name");
  });

  it("leaves interpolation and JSON alone", () => {
    assert.equal(of("`You are ${persona}.`"), undefined);
    assert.equal(of('{"role": 1}'), undefined);
  });
});
