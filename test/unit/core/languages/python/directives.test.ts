import assert from "node:assert/strict";
import { lowerPython } from "./pythonFacts.js";

/** Text of each directive, and the text that it is about. */
async function directives(text: string): Promise<[string, string][]> {
  const facts = await lowerPython(text);
  return facts.directives.map((one) => {
    assert.equal(text.slice(one.start, one.end), one.text);
    return [one.text, text.slice(one.targetStart, one.targetEnd)];
  });
}

describe("Python directives", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["the statement before it on its line", "a = 1\nb = 2  # parapet-x\nc = 3\n", "b = 2"],
    ["the statement after it", "a = 1\n# parapet-x\n# more\n\nb = 2\n", "b = 2"],
    ["a decorated function after it", "# parapet-x\n@d\ndef f():\n  pass\n", "@d\ndef f():\n  pass"],
    ["the function whose first line it ends", "def f(a, b):  # parapet-x\n  pass\n", "def f(a, b):  # parapet-x\n  pass"],
    ["a parameter on its line", "def f(\n  a: str,  # parapet-x\n  b: str,\n): pass\n", "a: str"],
    ["a parameter after it", "def f(\n  # parapet-x\n  b,\n): pass\n", "b"],
    ["a call that opens on its line", "x = g(  # parapet-x\n  a,\n)\n", "x = g(  # parapet-x\n  a,\n)"],
    ["a keyword argument on its line", "x = g(\n  k=a,  # parapet-x\n)\n", "k=a"],
    ["a statement that ends on its line", "x = g(\n  a,\n)  # parapet-x\n", "x = g(\n  a,\n)"],
    ["an entry of a dictionary", 'x = {\n  "ssn": a,  # parapet-x\n}\n', '"ssn": a'],
    ["a field", "class A:\n  a: str  # parapet-x\n  b: str\n", "a: str"],
    ["nothing at the end of the file", "a = 1\n# parapet-x\n", ""],
  ];
  for (const [title, text, target] of cases) {
    it(`is about ${title}`, async () => assert.deepEqual(await directives(text), [["# parapet-x", target]]));
  }

  it("reads @classification in docstrings", async () => {
    const doc = '"""@classification Restricted"""';
    assert.deepEqual(await directives(`def f():\n  ${doc}\n  pass\n`), [[doc, `def f():\n  ${doc}\n  pass`]]);
    assert.deepEqual(await directives(`class A:\n  x: str\n  ${doc}\n`), [[doc, "x: str"]]);
    assert.deepEqual(await directives(`${doc}\nx = 1\n`), [[doc, `${doc}\nx = 1\n`]]);
  });

  it("leaves other comments and strings alone", async () => {
    assert.deepEqual(await directives('# a comment\nx = "parapet-x"\ny = "@classification"\n'), []);
  });
});
