import assert from "node:assert/strict";
import { FunctionFlag, NONE } from "../../../../../src/core/facts/fileFacts.js";
import { printFacts, printValue } from "../../../../../src/core/facts/printFacts.js";
import { blocksOf, classNamed, functionNamed, lowerPython, returned, strings } from "./pythonFacts.js";

describe("Python functions", () => {
  it("describes parameters", async () => {
    const facts = await lowerPython("def f(a, /, b: int = 1, *args: str, c, d: 'T' = g(), **kw) -> list[str]:\n  '''Says  hi.'''\n");
    const one = functionNamed(facts, "f");
    assert.deepEqual(
      one.parameters.map((parameter) => [strings(facts, parameter.name), strings(facts, parameter.type), parameter.kind]),
      [
        ["a", null, "plain"],
        ["b", "int", "plain"],
        ["args", "str", "rest"],
        ["c", null, "keyword-only"],
        ["d", "'T'", "keyword-only"],
        ["kw", null, "keyword-rest"],
      ],
    );
    assert.equal(printValue(facts, one.parameters[1]?.default ?? NONE), "1");
    assert.equal(printValue(facts, one.parameters[4]?.default ?? NONE), "Call global g()");
    assert.equal(strings(facts, one.returnType), "list[str]");
    assert.equal(strings(facts, one.doc), "Says  hi.");
  });

  it("keeps parameters after a bare star apart", async () => {
    const facts = await lowerPython("def f(a, *, b): pass\n");
    assert.deepEqual(
      functionNamed(facts, "f").parameters.map((parameter) => parameter.kind),
      ["plain", "keyword-only"],
    );
  });

  it("lowers defaults and Annotated metadata to values", async () => {
    const facts = await lowerPython(
      "from typing import Annotated\ndef f(a: Annotated[str, Depends(get), Body()], b: Client = Depends(make), c: t.Annotated[int, Query()] = 1): pass\n",
    );
    const [a, b, c] = functionNamed(facts, "f").parameters;
    assert.equal(strings(facts, a?.type ?? NONE), "Annotated[str, Depends(get), Body()]");
    assert.deepEqual(
      a?.annotations.map((value) => printValue(facts, value)),
      ["Call global Depends(global get)", "Call global Body()"],
    );
    assert.equal(printValue(facts, b?.default ?? NONE), "Call global Depends(global make)");
    assert.deepEqual(
      c?.annotations.map((value) => printValue(facts, value)),
      ["Call global Query()"],
    );
  });

  it("flags async functions and generators, not those whose inner function yields", async () => {
    const facts = await lowerPython("async def a(): pass\ndef b():\n  yield 1\ndef c():\n  def d(): yield 1\n");
    assert.equal(functionNamed(facts, "a").flags, FunctionFlag.Async);
    assert.equal(functionNamed(facts, "b").flags, FunctionFlag.Generator);
    assert.equal(functionNamed(facts, "c").flags, 0);
  });

  it("calls decorators and keeps the name for the function itself", async () => {
    const text = "@app.post('/x')\n@trace\ndef f(): pass\n";
    const facts = await lowerPython(text);
    assert.deepEqual(
      functionNamed(facts, "f").decorators.map((value) => printValue(facts, value)),
      ['Call global app.post("/x")', "global trace"],
    );
    assert.match(printFacts(facts), /Decorate global trace\(fn1\)/);
    assert.match(printFacts(facts), /variable fn0\.f = fn1$/m);
  });

  it("unpacks Python 2's tuple parameters", async () => {
    assert.equal(await returned("def f((a, b), c):\n  return b\n"), "param 0[1]");
  });
});

describe("Python classes", () => {
  const text = [
    "class A(Base[T], mixin.Other, metaclass=M):",
    '  """About A."""',
    "  size: int = 1",
    "  name: str",
    '  """Its name."""',
    "  table = {}",
    "  kind: ClassVar[str] = 'a'",
    "  def __init__(self, x):",
    "    super().__init__()",
    "    self.x = x",
    "    self.client: OpenAI = make(table)",
    "  @property",
    "  def whole(self): return self.x",
    "  @whole.setter",
    "  def whole(self, v): self.x = v",
    "  @staticmethod",
    "  def make(): return size",
    "  @classmethod",
    "  def other(cls): return cls()",
    "  class Inner:",
    "    def deep(self): return table",
    "  after = table",
    "",
  ].join("\n");

  it("lowers Annotated metadata of fields to values", async () => {
    const facts = await lowerPython("class C:\n    ssn: Annotated[str, Restricted, Tag('x')]\n    note: str\n");
    assert.deepEqual(
      classNamed(facts, "C").members.map(({ annotations }) => annotations.map((value) => printValue(facts, value))),
      [["global Restricted", 'Call global Tag("x")'], []],
    );
  });

  it("lists members with their types, values and documentation", async () => {
    const facts = await lowerPython(text);
    const one = classNamed(facts, "A");
    assert.deepEqual(
      one.members.map((member) => [member.name, strings(facts, member.type), member.function !== NONE, member.static]),
      [
        ["size", "int", false, false],
        ["name", "str", false, false],
        ["table", null, false, false],
        ["kind", "ClassVar[str]", false, true],
        ["client", "OpenAI", false, false],
        ["__init__", null, true, false],
        ["whole", null, true, false],
        ["whole", null, true, false],
        ["make", null, true, true],
        ["other", null, true, false],
        ["Inner", null, false, true],
        ["after", null, false, false],
      ],
    );
    assert.equal(strings(facts, one.members[1]?.doc ?? NONE), "Its name.");
    assert.equal(one.members[1]?.value, NONE);
    assert.equal(strings(facts, one.doc), "About A.");
    assert.equal(printValue(facts, one.members[11]?.value ?? NONE), "{}");
    assert.deepEqual(
      one.bases.map((base) => printValue(facts, base)),
      ["global Base", "global mixin.Other"],
    );
  });

  it("hides the names of a class body from its methods, not from the rest of the body", async () => {
    assert.equal(await returned(text, "make"), "global size");
    assert.equal(await returned(text, "deep"), "global table");
  });

  it("gives methods their owner and flags", async () => {
    const facts = await lowerPython(text);
    const owner = facts.classes.indexOf(classNamed(facts, "A"));
    const flagsOf = (name: string) => functionNamed(facts, name).flags;
    assert.equal(functionNamed(facts, "__init__").owner, owner);
    assert.equal(flagsOf("__init__"), FunctionFlag.Constructor);
    assert.equal(flagsOf("whole"), FunctionFlag.Getter);
    assert.equal(flagsOf("make"), FunctionFlag.Static);
    assert.equal(facts.functions.filter((one) => one.name === "whole")[1]?.flags, FunctionFlag.Setter);
    assert.notEqual(functionNamed(facts, "deep").owner, owner);
  });

  it("stores fields on self, which is parameter 0", async () => {
    const facts = await lowerPython(text);
    const self = functionNamed(facts, "__init__").parameters[0];
    assert.equal(strings(facts, self?.name ?? NONE), "self");
    assert.equal(printValue(facts, self?.exit ?? NONE), "Store(Store(param self, x, param x), client, Call global make(global table))");
    assert.match(await blocksOf(text, "__init__"), /^Call super\.__init__\(\)/);
  });

  it("tells enumerations and protocols apart", async () => {
    const facts = await lowerPython("class A(str, Enum): X = 'x'\nclass B(Protocol): pass\nclass C(TypedDict):\n  a: int\n");
    assert.deepEqual(
      facts.classes.map((one) => one.kind),
      ["enum", "interface", "class"],
    );
    assert.deepEqual(
      classNamed(facts, "C").members.map((member) => member.name),
      ["a"],
    );
  });
});

describe("Python imports", () => {
  const rows = async (text: string) =>
    (await lowerPython(text)).imports.map(({ module, name, local, kind }) => `${module} ${name} ${local} ${kind}`);

  it("writes one row for each imported name", async () => {
    assert.deepEqual(await rows("import a.b as c, d"), ["a.b * c static", "d * d static"]);
    assert.deepEqual(await rows("import a.b.c"), ["a * a static", "a.b.c * a.b.c static"]);
    assert.deepEqual(await rows("from a.b import c as d, e"), ["a.b c d static", "a.b e e static"]);
    assert.deepEqual(await rows("from . import x\nfrom ..a.b import (\n  c,\n)\n"), [". x x static", "..a.b c c static"]);
    assert.deepEqual(await rows("from x import *"), ["x * * static"]);
    assert.deepEqual(await rows("from __future__ import annotations"), []);
  });

  it("finds them in functions, in try and under TYPE_CHECKING", async () => {
    const text =
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from a import T\ntry:\n  import b\nexcept ImportError:\n  b = None\ndef f():\n  import c\n  return c\n";
    assert.deepEqual((await rows(text)).slice(1), ["a T T type", "b * b static", "c * c static"]);
    assert.equal(await returned(text), "import c#*");
  });

  it("exports every name of the module", async () => {
    const facts = await lowerPython("from .x import *\nfrom .y import z\ndef f(): pass\nclass A: pass\nV = 1\n");
    assert.deepEqual(
      facts.exports.map(({ name, fromModule }) => [name, fromModule]),
      [
        ["z", ""],
        ["f", ""],
        ["A", ""],
        ["V", ""],
        ["*", ".x"],
      ],
    );
    assert.equal(facts.exports[3]?.variable, facts.moduleVariables.get("V"));
  });
});
