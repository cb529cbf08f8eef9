/** What each kind of expression becomes. */
import assert from "node:assert/strict";
import { CallFlag, Op } from "../../../../../src/core/facts/fileFacts.js";
import { FactsView } from "../../../../../src/core/facts/factsView.js";
import { blocks, definitions, expression, facts } from "./printed.js";

const CASES: readonly (readonly [text: string, printed: string])[] = [
  ["'a\\n\\x41\\u{42}\\'\\\n'", '"a\\nAB\'"'],
  ["`plain`", '"plain"'],
  ["`a${b}\\tc`", 'Template("a", global b, "\\tc")'],
  ["sql`a${b}`", 'Template global sql("a", global b)'],
  ["-1.5", "-1.5"],
  ["!a", "(! global a)"],
  ["typeof a", "(typeof global a)"],
  ["a + b * c", "(global a + (global b * global c))"],
  ["(a, b)", "global b"],
  ["a?.b.c", "global a.b.c"],
  ["a['b-c']", "global a.b-c"],
  ["a[0]", "global a[0]"],
  ["a[b]!.c", "global a[global b].c"],
  ["import.meta.env", "global import.meta.env"],
  ["{ a: 1, 'b c': 2, [d]: 3, ...e, f, ['g']: 4 }", "{a: 1, b c: 2, [?]: 3, ...global e, f: global f, g: 4}"],
  ["[1, ...a]", "[1, ...global a]"],
  ["f(1, ...a)", "Call global f(1, ...global a)"],
  ["a?.b?.(c)", "Call global a.b?.(global c)"],
  ["new a.B<C>(1)", "New global a.B(1)"],
  ["new Date", "New global Date()"],
  ["await f()", "await Call global f()"],
  ["a || b", "Choice(global a | global b if global a)"],
  ["a ?? 'b'", 'Choice(global a | "b" if global a)'],
  ["a && b", "Choice(global b | global a if global a)"],
  ["a ? b() : c()", "Choice(Call global b() | Call global c() if global a)"],
  ["a as const", "global a"],
  ["a as unknown as B", "global a as unknown as B"],
  ["a satisfies B", "global a as B"],
  ["/a+/g", "/a+/g"],
  ["require('m')", "import m#*"],
  ["await import('m')", "await import m#*"],
  ["f<T>", "global f"],
  ["{ get a() { return 1 } }", "{a: Call fn1()}"],
  ["{ a() {}, b: () => 1, async *c() {} }", "{a: fn1, b: fn2, c: fn3}"],
  ["<a href='b' c {...d}>text {e} {/* no */}</a>", '<a href="b" c=true ...global d "text" global e>'],
  ["<A.B c={d} />", "<global A.B c=global d>"],
  ["<><b/></>", "< <b >>"],
];

describe("expressions of TypeScript and JavaScript", () => {
  for (const [text, printed] of CASES) {
    it(text.replaceAll("\n", "\\n"), async () => assert.equal(await expression(text), printed));
  }

  it("type assertions in front, where the grammar has them", async () =>
    assert.equal(await expression("<B>a", "file.ts"), "global a as B"));

  it("a module that is computed stays a call", async () =>
    assert.equal(await expression("require(name)"), "Call global require(global name)"));

  it("`require` that the file declares is nobody's import", async () => {
    assert.deepEqual((await facts("function require(x) {} const y = require('m');", "a.js")).imports, []);
  });

  it("assignment operators read, combine and write", async () => {
    assert.deepEqual(await definitions("let a = 1; a += 2; a ||= 3; a++;", "a"), [
      "1",
      "(1 + 2)",
      "Choice((1 + 2) | 3 if (1 + 2))",
      "(Choice((1 + 2) | 3 if (1 + 2)) + 1)",
    ]);
  });

  it("the object of a combined assignment is evaluated once", async () => {
    assert.deepEqual(await blocks("f().a += 1; f().b++;"), ["Call global f()", "Call global f()"]);
  });

  it("the right side of a logical operator runs in a branch", async () => {
    assert.deepEqual(await blocks("a && b();"), ["branch global a", "  sequence", "    Call global b()", "  sequence"]);
  });

  it("destructuring reads fields and elements, with defaults, rests and holes", async () => {
    const text = "const { a, b: c, d = 1, e: { f } = {}, [k]: g, ...r } = o; const [h, , i = 2, ...l] = q; [u.v, w] = q; let w;";
    const one = async (name: string) => (await definitions(text, name)).join(" / ");
    assert.equal(await one("a"), "global o.a");
    assert.equal(await one("c"), "global o.b");
    assert.equal(await one("d"), "Choice(global o.d | 1)");
    assert.equal(await one("f"), "Choice(global o.e | {}).f");
    assert.equal(await one("g"), "global o[global k]");
    assert.equal(await one("r"), "{...global o}");
    assert.equal(await one("h"), "global q[0]");
    assert.equal(await one("i"), "Choice(global q[2] | 2)");
    assert.equal(await one("l"), "[...global q]");
    assert.equal(await one("w"), "global q[1] / undefined");
  });

  it("the written type of a pattern is kept on the value it takes apart", async () => {
    assert.deepEqual(await definitions("const { a }: Body = f();", "a"), ["Call global f() as Body.a"]);
  });

  it("the callee's range ends with its last name", async () => {
    const text = "const r = client\n  .chat\n  .completions.create({}); a['run'](1); b!.c /* d */ .go?.(2); x.y.z<T>(3);";
    const all = await facts(text, "file.ts");
    const view = new FactsView(all);
    const names: string[] = [];
    for (let value = 0; value < view.valueCount; value++) {
      if (view.op(value) !== Op.Call) continue;
      const callee = view.a(value);
      const name = view.string(view.b(callee));
      assert.equal(text.slice(view.end(callee) - name.length, view.end(callee)), name);
      assert.equal(view.start(callee), view.start(value));
      names.push(name);
    }
    assert.deepEqual(names, ["create", "run", "go", "z"]);
  });

  it("ranges of literals, templates and calls are those of the expression", async () => {
    const text = "f('ab', `c${d}`, tag`e`, g(1))";
    const all = await facts(text, "file.js");
    const view = new FactsView(all);
    const found = new Set<string>();
    for (let value = 0; value < view.valueCount; value++) {
      if ([Op.Literal, Op.Template, Op.Call].includes(view.op(value))) found.add(text.slice(view.start(value), view.end(value)));
    }
    assert.deepEqual([...found].sort(), ["'ab'", "1", "`c${d}`", "c", "e", "f('ab', `c${d}`, tag`e`, g(1))", "g(1)", "tag`e`"].sort());
  });

  it("constructions are flagged", async () => {
    const view = new FactsView(await facts("new A()"));
    assert.equal(view.c(view.valueCount - 1), CallFlag.New);
  });
});
