/** Directives with what they are about; broken and hostile text. */
import assert from "node:assert/strict";
import { Op } from "../../../../../src/core/facts/fileFacts.js";
import { FactsView } from "../../../../../src/core/facts/factsView.js";
import { facts, lines } from "./printed.js";

/** Text of the code that each directive is about. */
async function targets(text: string): Promise<string[]> {
  return (await facts(text)).directives.map((one) => text.slice(one.targetStart, one.targetEnd));
}

describe("directives in TypeScript and JavaScript", () => {
  it("a comment on its own line is about what follows", async () => {
    assert.deepEqual(await targets("f();\n// parapet-ignore x: reason\n// more\ng();"), ["g();"]);
    assert.deepEqual(await targets("interface I {\n/** @classification Confidential */\nname: string;\nother: number }"), ["name: string"]);
    assert.deepEqual(await targets("class K {\n// parapet-a\n@d() m() {}\n}"), ["@d() m() {}"]);
    assert.deepEqual(await targets("if (a) {\n// parapet-a\n}\ng();"), ["g();"]);
    assert.deepEqual(await targets("function f(\n// parapet-a\nx: string) {}"), ["x: string"]);
  });

  it("a comment behind code is about that code", async () => {
    assert.deepEqual(await targets("f(); g(); // parapet-a\nh();"), ["g();"]);
    assert.deepEqual(await targets("f({ // parapet-a\n a: 1 });"), ["f({ // parapet-a\n a: 1 });"]);
    assert.deepEqual(await targets("f({\n a: 1, // parapet-a\n b: 2 });"), ["a: 1"]);
    assert.deepEqual(await targets("interface I { name: string; // parapet-a\n other: number }"), ["name: string"]);
  });

  it("keeps the raw text, and ordinary comments out", async () => {
    const all = await facts("// plain\n/* @classification Public */ f(); // @classification in a line comment");
    assert.deepEqual(
      all.directives.map((one) => one.text),
      ["/* @classification Public */"],
    );
  });
});

describe("broken and hostile TypeScript and JavaScript", () => {
  it("notes the first error and keeps what can be read", async () => {
    const all = await facts("a(); const x = ; b(1); function g() { c() }");
    assert.ok(all.syntaxError > 0);
    const view = new FactsView(all);
    const callees: string[] = [];
    for (let value = 0; value < view.valueCount; value++) if (view.op(value) === Op.Call) callees.push(view.string(view.a(view.a(value))));
    assert.deepEqual(callees.sort(), ["a", "b", "c"]);
    assert.equal((await facts("f(1")).syntaxError >= 0, true);
    assert.equal((await facts("f(1)")).syntaxError, -1);
  });

  const deep: Readonly<Record<string, string>> = {
    parentheses: `x = ${"(".repeat(10_000)}a${")".repeat(10_000)}`,
    sum: `x = ${Array(5_000).fill("a").join(" + ")}`,
    alternatives: `x = ${Array(5_000).fill("a()").join(" || ")}`,
    arrays: `x = ${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    arrows: `x = ${"() => ".repeat(2_000)}a`,
    blocks: `${"{".repeat(10_000)}${"}".repeat(10_000)}`,
    "else if": `${Array(3_000).fill("if (a) b(); else ").join("")}c();`,
    "method chain": `x${".a(b)".repeat(3_000)}`,
    members: `a${".b".repeat(10_000)} = 1`,
    patterns: `const ${"[".repeat(3_000)}a${"]".repeat(3_000)} = b`,
    "assignment chain": `${"a = ".repeat(5_000)}1`,
    "type arguments": `type T = ${"Partial<".repeat(3_000)}B${">".repeat(3_000)}`,
    classes: `x = ${"class { m() { return ".repeat(500)}1${"}}".repeat(500)}`,
  };
  for (const [name, text] of Object.entries(deep)) {
    it(`survives deep nesting: ${name}`, async () => {
      assert.ok((await facts(text, "file.ts")).values.length > 0);
    });
  }

  it("long sums keep every term", async () => {
    const all = await facts(`x = ${Array.from({ length: 5_000 }, (_, index) => `a${index}`).join(" + ")}`);
    assert.ok(all.strings.includes("a0") && all.strings.includes("a4999"));
  });

  it("lowers the same text to the same facts", async () => {
    const text = "import a from 'b'; export const c = () => a.d({ e: 1 });";
    assert.deepEqual(await facts(text), await facts(text));
    assert.deepEqual(await lines("", ["export", "import", "variable"]), []);
  });
});
