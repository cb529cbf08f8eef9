import assert from "node:assert/strict";
import { NONE, Op } from "../../../../../src/core/facts/fileFacts.js";
import { FactsView } from "../../../../../src/core/facts/factsView.js";
import { definitions, lineOf, lowerPython, returned, expressionValue } from "./pythonFacts.js";

describe("Python expressions", () => {
  const cases: readonly (readonly [string, string])[] = [
    // Strings
    [`"a\\n\\x41\\u00e9\\101"`, `"a\\nAéA"`],
    [`r"a\\n"`, `"a\\\\n"`],
    [`b"ab"`, `"ab"`],
    [`"a" 'b'`, `"ab"`],
    [`f"no {{braces}}"`, `"no {braces}"`],
    [`f"hi {name!r:>10} and {a.b}" " end"`, `Template("hi ", global name, " and ", global a.b, " end")`],
    [`f"""{x}{y}"""`, `Template(global x, global y)`],
    [`"%s" % x`, `("%s" % global x)`],
    [`"{}".format(x)`, `Call "{}".format(global x)`],
    // Operators
    [`a + b + c`, `((global a + global b) + global c)`],
    [`not a`, `(not global a)`],
    [`-1`, `-1`],
    [`-x`, `(- global x)`],
    [`a < b`, `(global a < global b)`],
    [`a < b not in c`, `((global a < global b) and (global b not in global c))`],
    [`a or b`, `Choice(global a | global b if global a)`],
    [`a and b`, `Choice(global b | global a if global a)`],
    [`a if b else c`, `Choice(global a | global c if global b)`],
    [`(a)`, `global a`],
    [`None`, `None`],
    [`True`, `True`],
    [`1.5`, `1.5`],
    [`...`, `Unknown()`],
    // Displays
    [`[1, *a]`, `[1, ...global a]`],
    [`(1, 2)`, `[1, 2]`],
    [`1, 2`, `[1, 2]`],
    [`{1, 2}`, `[1, 2]`],
    [`{"a": 1, **b, c: 2}`, `{a: 1, ...global b, [?]: 2}`],
    // Access
    [`a.b.c`, `global a.b.c`],
    [`a["k"]`, `global a["k"]`],
    [`a[-1]`, `global a[-1]`],
    [`a[i, j]`, `global a[[global i, global j]]`],
    // A slice is a new sequence of the same elements.
    [`a[-5:]`, `[...global a]`],
    [`a[:, 0]`, `Unknown(global a)`],
    // Comprehensions
    [`[g(x) for x in xs if x]`, `[Call global g(global xs[*])]`],
    [`{k: v for k, v in xs}`, `{[?]: global xs[*][1]}`],
    [`{"k": v for v in xs}`, `{k: global xs[*]}`],
    [`sum(x for row in xs for x in row)`, `Call global sum([global xs[*][*]])`],
    // Calls
    [`f1(a, *b, k=c, **d)`, `Call global f1(global a, ...global b, k: global c, **global d)`],
    [`await a.b()`, `await Call global a.b()`],
    [`__import__("os")`, `import os#*`],
    [`getattr(a, "b")`, `global a.b`],
    [`getattr(a, "b", c)`, `Choice(global a.b | global c)`],
    [`getattr(a, b)`, `Call global getattr(global a, global b)`],
  ];
  for (const [expression, expected] of cases) {
    it(expression, async () => assert.equal(await expressionValue(expression), expected));
  }

  it("writes a field by setattr", async () => {
    assert.equal(await returned('def f(x, v):\n  setattr(x, "n", v)\n  return x\n'), "Store(param x, n, param v)");
  });

  it("binds a walrus in the function, also from inside a comprehension", async () => {
    assert.equal(await returned("def f():\n  g(n := h())\n  return n\n"), "Call global h()");
    assert.match(await returned("def f(xs):\n  ys = [(last := x) for x in xs]\n  return last\n"), /param xs\[\*\]/);
  });

  it("keeps the variables of a comprehension to itself", async () => {
    assert.equal(await returned("def f(x, xs):\n  [x for x in xs]\n  return x\n"), "param x");
  });

  it("returns what is yielded, element by element for `yield from`", async () => {
    assert.equal(await returned("def f(x):\n  yield x\n  yield from x\n"), "param x\nparam x[*]");
  });

  it("lowers lambdas to functions whose parameters do not leak", async () => {
    const facts = await lowerPython("g = lambda a, b=c: a\n");
    assert.equal(facts.functions.length, 2);
    assert.equal(facts.functions[1]?.parameters.length, 2);
    assert.equal(await definitions("g = lambda a, b=c: a\n", "g").then((all) => all[0]), "fn1");
  });

  it("casts with typing's cast only", async () => {
    assert.equal(await returned("from typing import cast\ndef f(x):\n  return cast(Client, x)\n"), "param x as Client");
    assert.equal(await returned("import typing as t\ndef f(x):\n  return t.cast(Client, x)\n"), "param x as Client");
    assert.equal(
      await returned("from sqlalchemy import cast\ndef f(x):\n  return cast(x, Text)\n"),
      "Call capture cast(param x, global Text)",
    );
  });

  it("takes import_module of a literal as an import", async () => {
    const facts = await lowerPython('import importlib\nm = importlib.import_module("openai.lib")\n');
    assert.deepEqual(
      facts.imports.map(({ module, kind }) => [module, kind]),
      [
        ["importlib", "static"],
        ["openai.lib", "dynamic"],
      ],
    );
  });

  it("ends the range of an attribute at its name, so that a call is on the line of the callee's last name", async () => {
    const text = 'client = make()\nx = (\n  client\n  .chat\n  .completions\n  .create(\n    model="m",\n  )\n)\n';
    const facts = await lowerPython(text);
    const view = new FactsView(facts);
    const calls = [...Array(view.valueCount).keys()].filter((value) => view.op(value) === Op.Call);
    const callee = view.a(calls[1] as number);
    assert.equal(text.slice(view.start(callee), view.end(callee)), "client\n  .chat\n  .completions\n  .create");
    const name = view.string(view.b(callee));
    assert.equal(text.slice(view.end(callee) - name.length, view.end(callee)), "create");
    assert.equal(lineOf(facts, view.end(callee) - name.length), 6);
  });

  it("survives chains and nesting of any size", async () => {
    const chain = Array.from({ length: 5000 }, (_, index) => `a${index}`);
    for (const operator of [" + ", " or ", " and "]) {
      const facts = await lowerPython(`x = ${chain.join(operator)}\n`);
      assert.equal(facts.syntaxError, NONE);
      assert.ok(facts.values.length > 5000);
    }
    for (const text of [
      `x = ${"(".repeat(3000)}1${")".repeat(3000)}\n`,
      `x = ${"[".repeat(3000)}1${"]".repeat(3000)}\n`,
      `x = a${".b()".repeat(3000)}\n`,
      `x = a${".b".repeat(3000)}\n`,
      `x = a${"[0]".repeat(3000)}\n`,
      `x = ${"not ".repeat(3000)}a\n`,
      `x = ${"f(".repeat(3000)}1${")".repeat(3000)}\n`,
      `x = ${"lambda: ".repeat(1000)}1\n`,
      `${"a = ".repeat(3000)}1\n`,
      `${"(".repeat(1000)}a,${"),".repeat(1000)} = x\n`,
      `if a: pass\n${"elif b: pass\n".repeat(2000)}`,
      `${Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}if a:\n`).join("")}${" ".repeat(300)}pass\n`,
      `${Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}def f():\n`).join("")}${" ".repeat(300)}pass\n`,
    ]) {
      await lowerPython(text);
    }
  });
});
