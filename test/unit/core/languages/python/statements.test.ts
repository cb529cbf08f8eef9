import assert from "node:assert/strict";
import { NONE } from "../../../../../src/core/facts/fileFacts.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { blocksOf, definitions, functionNamed, lowerPython, returned } from "./pythonFacts.js";

describe("Python statements", () => {
  const returns: readonly (readonly [string, string, string])[] = [
    ["reads the definition that reaches, not an earlier one", "def f(x):\n  x = redact(x)\n  return x\n", "Call global redact(param x)"],
    [
      "chooses after a branch",
      "def f(x, c):\n  if c:\n    x = a(x)\n  elif d:\n    x = b(x)\n  return x\n",
      "Choice(Call global a(param x) | Choice(Call global b(param x) | param x))",
    ],
    ["drops a branch that returns", "def f(x, c):\n  if c:\n    x = 1\n    return 2\n  return x\n", "2\nparam x"],
    ["drops a branch that raises", "def f(x, c):\n  if c:\n    x = 1\n    raise E\n  return x\n", "param x"],
    ["unpacks by index", "def f(p):\n  a, (b, c) = p\n  return a, b, c\n", "[param p[0], param p[1][0], param p[1][1]]"],
    ["unpacks around a star", "def f(p):\n  a, *b, c = p\n  return a, b, c\n", "[param p[0], [...param p], param p[-1]]"],
    ["chains assignments", "def f():\n  a = b = g()\n  return a, b\n", "[Call global g(), Call global g()]"],
    ["augments names", 'def f(x):\n  x += " end"\n  return x\n', '(param x + " end")'],
    ["augments fields", "def f(x):\n  x.n += 1\n  return x\n", "Store(param x, n, (param x.n + 1))"],
    ["stores fields", "def f(x, v):\n  x.a.b = v\n  return x\n", "Store(param x, a, Store(param x.a, b, param v))"],
    ["stores elements by key", 'def f(x, v):\n  x["k"] = v\n  return x\n', 'StoreElement(param x, "k", param v)'],
    ["stores into a slice", "def f(x, v):\n  x[1:] = v\n  return x\n", "StoreElement(param x, -, param v[*])"],
    ["forgets what is deleted", 'def f(x):\n  del x["ssn"]\n  return x\n', 'StoreElement(param x, "ssn", Unknown())'],
    ["mutates a receiver", "def f(x):\n  m = []\n  m.append(x)\n  return m\n", "After([], Call [].append(param x), receiver)"],
    ["mutates an argument", "def f(x):\n  m = []\n  fill(m, x)\n  return m\n", "After([], Call global fill([], param x), 0)"],
    [
      "mutates an element",
      'def f(x):\n  x["m"].append(1)\n  return x\n',
      'StoreElement(param x, "m", After(param x["m"], Call param x["m"].append(1), receiver))',
    ],
    ["knows what built-ins leave alone", "def f(x):\n  print(x, len(x))\n  x.strip()\n  return x\n", "param x"],
    [
      "binds a with-target to the context",
      "def f():\n  with open(p) as g, h() as (a, b):\n    return g.read(), a\n",
      "[Call Call global open(global p).read(), Call global h()[0]]",
    ],
    ["binds an exception", "def f():\n  try:\n    g()\n  except E as e:\n    return str(e)\n", "Call global str(Exception())"],
    ["iterates", "def f(xs):\n  for x in xs:\n    return x\n", "param xs[*]"],
    ["iterates asynchronously", "async def f(xs):\n  async for i, x in xs:\n    return x\n", "param xs[*][1]"],
  ];
  for (const [title, text, expected] of returns) {
    it(title, async () => assert.equal(await returned(text), expected));
  }

  it("keeps what a loop appended", async () => {
    const value = await returned("def f(xs):\n  m = []\n  for x in xs:\n    m.append(x)\n  return m\n");
    assert.match(value, /\[\] \| After\(.*append\(param xs\[\*\]\), receiver\)/);
  });

  it("sees the end of the body in the next round of a loop", async () => {
    const text = "def f(x):\n  while True:\n    y = x\n    x = h()\n    if y:\n      return y\n";
    assert.equal(await returned(text), "Choice(param x | Call global h())");
  });

  it("leaves a loop by break and goes round by continue", async () => {
    const text =
      "def f(xs):\n  a = 0\n  for x in xs:\n    if x:\n      a = 1\n      break\n    if y:\n      a = 2\n      continue\n    return 3\n  return a\n";
    const value = await returned(text);
    for (const literal of ["0", "1", "2"]) assert.match(value, new RegExp(`\\b${literal}\\b`));
    assert.equal(await blocksOf("def f():\n  for x in y:\n    break\n"), "loop\n  break");
  });

  it("lets break inside match leave the loop, not the match", async () => {
    const text = "def f(xs):\n  a = 0\n  for x in xs:\n    match x:\n      case 1:\n        a = 1\n        break\n    a = 2\n  return a\n";
    assert.match(await returned(text), /\| 1/);
    const inside = await returned(
      "def f(xs):\n  a = 0\n  for x in xs:\n    match x:\n      case 1:\n        a = 1\n        break\n    return a\n",
    );
    assert.doesNotMatch(inside, /1/);
  });

  it("runs the else of a loop as one of two ways when there is a break, else always", async () => {
    assert.match(
      await blocksOf("def f():\n  for x in y:\n    break\n  else:\n    raise E\n"),
      /branch Unknown\(\)\n {2}sequence\n {4}throw global E/,
    );
    assert.equal(await blocksOf("def f():\n  for x in y:\n    g()\n  else:\n    h()\n"), "loop\n  Call global g()\nCall global h()");
  });

  it("orders the parts of try", async () => {
    const text =
      "def f():\n  try:\n    a()\n  except (E, F):\n    b()\n    raise\n  except:\n    c()\n  else:\n    d()\n  finally:\n    e()\n";
    assert.equal(
      await blocksOf(text),
      [
        "try",
        "  trybody",
        "    Call global a()",
        "  sequence",
        "    Call global d()",
        "  handler",
        "    Call global b()",
        "    throw",
        "  handler",
        "    Call global c()",
        "  finally",
        "    Call global e()",
      ].join("\n"),
    );
  });

  it("takes either state after try", async () => {
    assert.equal(
      await returned("def f():\n  try:\n    x = g()\n  except E:\n    x = None\n  return x\n"),
      "Choice(Call global g() | None)",
    );
  });

  it("throws where an assertion fails", async () => {
    assert.equal(await blocksOf('def f(x):\n  assert x, "no"\n'), 'branch param x\n  sequence\n  sequence\n    throw "no"');
  });

  it("captures parts of the subject of match", async () => {
    const text = (pattern: string, name: string) => `def f(s):\n  match s:\n    case ${pattern}:\n      return ${name}\n`;
    assert.equal(await returned(text('{"a": x, **rest}', "x, rest")), '[param s["a"], param s]');
    assert.equal(await returned(text("[x, *rest, y]", "x, rest, y")), "[param s[0], [...param s], param s[-1]]");
    assert.equal(await returned(text("Point(x=p, y=0)", "p")), "param s.x");
    assert.equal(await returned(text("Point(p)", "p")), "Unknown(param s)");
    assert.equal(await returned(text("(1 | 2) as n", "n")), "param s");
    assert.equal(await returned(text("n", "n")), "param s");
    assert.equal(await returned(text("m.CONST", "m")), "global m");
    assert.match(
      await blocksOf("def f(s):\n  match s:\n    case 1 if g(): a()\n    case _: b()\n"),
      /^switch param s with default\n {2}sequence 1\n {4}Call global g\(\)\n {4}branch/,
    );
  });

  it("reads Python 2's print and exec as calls", async () => {
    const facts = await lowerPython('def f(x):\n  print "a", x\n  print >>log, x\n  exec x\n  print\n');
    assert.notEqual(functionNamed(facts, "f"), undefined);
    assert.equal(
      await blocksOf('def f(x):\n  print "a", x\n  print >>log, x\n  exec x\n'),
      'Call global print("a", param x)\nCall global print(global log, param x)\nCall global exec(param x)',
    );
  });

  it("lowers what is left around syntax errors", async () => {
    const text = "def f(x:\n  return x\n\ny = g(\n\nclass\n\nz = h()\n";
    const facts = await lowerPython(text);
    assert.ok(facts.syntaxError >= 0);
    for (const broken of [
      "def",
      "(((",
      "class A(:\n  x =",
      "for in :",
      "x = [1, 2",
      "match x:\n case",
      "@",
      "lambda",
      "with as:",
      'f"{',
      "import",
      "from . import",
      "del",
      "except:",
      "\0",
    ]) {
      await lowerPython(broken);
    }
    assert.equal((await lowerPython("x = 1\n")).syntaxError, NONE);
  });
});

describe("Python scopes", () => {
  it("makes a name assigned anywhere in a function local", async () => {
    assert.equal(await returned("x = 1\ndef f():\n  y = x\n  x = 2\n  return y\n"), "capture x");
    const facts = await lowerPython("x = 1\ndef f():\n  y = x\n  x = 2\n");
    assert.deepEqual(
      facts.variables.filter((one) => one.name === "x").map((one) => one.function),
      [0, 1],
    );
  });

  it("captures names of the module, also of functions defined below", async () => {
    assert.equal(await returned("def f():\n  return g(X)\ndef g(a): pass\nX = 1\n"), "Call capture g(capture X)");
  });

  it("follows global and nonlocal", async () => {
    assert.deepEqual(await definitions("x = 1\ndef f():\n  global x\n  x = 2\n", "x"), ["1", "2"]);
    const facts = await lowerPython("def f():\n  global fresh\n  fresh = 2\n");
    assert.ok(facts.moduleVariables.has("fresh"));
    assert.equal(
      await returned("def f():\n  n = 0\n  def g():\n    nonlocal n\n    n = h()\n  g()\n  return n\n"),
      "Choice(0 | capture n)",
    );
    assert.deepEqual(await definitions("def f():\n  n = 0\n  def g():\n    nonlocal n\n    n = h()\n", "n"), ["0", "Call global h()"]);
  });

  it("captures in closures", async () => {
    assert.equal(await returned("def f(a):\n  def g():\n    return a\n  return g\n", "g"), "capture a");
  });

  it("records an append to a captured list", async () => {
    assert.deepEqual(await definitions("log = []\ndef f(x):\n  log.append(x)\n", "log"), [
      "[]",
      "After(capture log, Call capture log.append(param x), receiver)",
    ]);
  });

  it("changes modules, functions and classes by assignment only, not by calls", async () => {
    assert.deepEqual(await definitions('import os\nf(os.environ["K"])\nos.environ.update(x)\ndef g():\n  os.load(x)\n', "os"), [
      "import os#*",
    ]);
    assert.deepEqual(await definitions("import openai\nopenai.api_key = k\n", "openai"), [
      "import openai#*",
      "Store(import openai#*, api_key, global k)",
    ]);
  });

  it("says what a parameter is at the end of its function", async () => {
    const facts = await lowerPython("def f(m, x):\n  if x:\n    return\n  m.append(x)\n");
    assert.equal(
      printValue(facts, functionNamed(facts, "f").parameters[0]?.exit ?? NONE),
      "Choice(param m | After(param m, Call param m.append(param x), receiver))",
    );
  });

  it("knows the declared type of a variable", async () => {
    const facts = await lowerPython("client: OpenAI = make()\n");
    const variable = facts.variables.find((one) => one.name === "client");
    assert.equal(facts.strings[variable?.type ?? NONE], "OpenAI");
  });
});
