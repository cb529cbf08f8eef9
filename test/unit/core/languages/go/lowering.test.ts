/** Go: what functions return, what happens in them, and what the file declares. */
import assert from "node:assert/strict";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../../support/lower.js";
import { blocksOf, classNamed, functionNamed, lowerGo, returned } from "./goFacts.js";

describe("Go values", () => {
  const returns: readonly (readonly [string, string, string])[] = [
    ["reads the definition that reaches", "func f(x string) string {\n x = redact(x)\n return x\n}", "Call global redact(param x)"],
    [
      "chooses after a branch",
      "func f(x string, c bool) string {\n if c {\n  x = a(x)\n }\n return x\n}",
      "Choice(Call global a(param x) | param x)",
    ],
    [
      "drops a branch that returns",
      "func f(x string, c bool) string {\n if c {\n  x = a()\n  return b()\n }\n return x\n}",
      "Call global b()\nparam x",
    ],
    ["gives several results as a list", "func f(x string) (string, error) {\n return x, nil\n}", "[param x, nil]"],
    ["takes results apart", "func f() string {\n a, err := g()\n _ = err\n return a\n}", "Call global g()[0]"],
    ["hands on the results of a call one by one", "func f() (string, error) {\n return g()\n}", "[Call global g()[0], Call global g()[1]]"],
    ["returns named results", 'func f() (text string, err error) {\n text = "a"\n return\n}', '["a", Unknown()]'],
    ["looks up with a test", 'func f(m map[string]string) string {\n v, ok := m["k"]\n _ = ok\n return v\n}', 'param m["k"]'],
    ["asserts a type", "func f(x any) string {\n s, ok := x.(string)\n _ = ok\n return s\n}", "param x as string"],
    ["converts", "func f(x []byte) string {\n return string(x)\n}", "param x as string"],
    ["means by a pointer what it points to", "func f(x T) *T {\n return &x\n}", "param x"],
    ["appends", "func f(a []string, b string) []string {\n return append(a, b)\n}", "[...param a, param b]"],
    ["appends a list", "func f(a, b []string) []string {\n return append(a, b...)\n}", "[...param a, ...param b]"],
    ["slices", "func f(a []string) []string {\n return a[1:]\n}", "[...param a]"],
    [
      "lowers struct literals with their type",
      'func f(x string) M {\n return M{Role: "user", Content: x}\n}',
      '{Role: "user", Content: param x} as M',
    ],
    ["lowers literals whose type is left out", "func f(x string) []M {\n return []M{{Content: x}}\n}", "[{Content: param x} as M]"],
    ["lowers maps", 'func f(x string) map[string]any {\n return map[string]any{"a": x}\n}', "{a: param x}"],
    [
      "names the fields of a type of the file",
      "type P struct {\n A, B string\n}\nfunc f(x string) P {\n return P{x, x}\n}",
      "{A: param x, B: param x} as P",
    ],
    ["escapes", 'func f() string {\n return "a\\tb" + `c\\t`\n}', '("a\\tb" + "c\\\\t")'],
    [
      "receives what was sent",
      "func f(x string) string {\n c := make(chan string, 1)\n c <- x\n return <-c\n}",
      "StoreElement([], -, param x)[*]",
    ],
    ["writes fields", "func f(x T, v string) T {\n x.A.B = v\n return x\n}", "Store(param x, A, Store(param x.A, B, param v))"],
    [
      "writes through a pointer",
      "func f(b []byte) T {\n var x T\n json.Unmarshal(b, &x)\n return x\n}",
      "After({} as T, Call global json.Unmarshal(param b, {} as T), 1)",
    ],
    [
      "writes into a buffer through what is made around it",
      "func f(x T) B {\n var b B\n json.NewEncoder(&b).Encode(x)\n return b\n}",
      "After(After({} as B, Call global json.NewEncoder({} as B), 0), Call Call global json.NewEncoder({} as B).Encode(param x), receiver)",
    ],
    [
      "ranges over a list",
      "func f(a []string) string {\n for _, x := range a {\n  return x\n }\n return s()\n}",
      "param a[*]\nCall global s()",
    ],
    [
      "ranges over a channel",
      "func f(c chan string) string {\n for x := range c {\n  return x\n }\n return s()\n}",
      "param c[*]\nCall global s()",
    ],
    [
      "does not take an index for data",
      "func f(a []string) int {\n for i := range a {\n  return i\n }\n return s()\n}",
      "Unknown()\nCall global s()",
    ],
    [
      "narrows in a type switch",
      "func f(x any) any {\n switch v := x.(type) {\n case string:\n  return v\n }\n return s()\n}",
      "param x as string\nCall global s()",
    ],
    ["keeps a shadowed name apart", "func f(x string) string {\n if true {\n  x := g()\n  _ = x\n }\n return x\n}", "param x"],
    ["calls a generic function", "func f(x string) any {\n return g[int](x)\n}", "Call global g(param x)"],
  ];
  for (const [what, text, expected] of returns) it(what, async () => assert.equal(await returned(text), expected));
});

describe("Go statements", () => {
  it("run what is deferred on every way out", async () => {
    assert.equal(
      await blocksOf("func f() error {\n defer end()\n if a() {\n  return b()\n }\n return c()\n}"),
      [
        "try",
        "  trybody",
        "    Call global a()",
        "    branch Call global a()",
        "      sequence",
        "        Call global b()",
        "        return Call global b()",
        "      sequence",
        "    Call global c()",
        "    return Call global c()",
        "  finally",
        "    Call global end()",
      ].join("\n"),
    );
  });

  it("end where the program ends", async () => {
    assert.equal(
      await blocksOf('import "log"\nfunc f() {\n if a() {\n  log.Fatal("x")\n }\n b()\n}'),
      'Call global a()\nbranch Call global a()\n  sequence\n    Call capture log.Fatal("x")\n    throw\n  sequence\nCall global b()',
    );
  });

  it("are left by a break of their switch, not of the loop around", async () => {
    assert.equal(
      await returned(
        'func f(x string) string {\n y := a()\n for {\n  switch x {\n  case "b":\n   y = b()\n   break\n  }\n  return y\n }\n}',
      ),
      "Choice(Call global b() | Choice(Call global a()))",
    );
  });
});

describe("Go declarations", () => {
  it("know packages by the names that Go's tools assume", async () => {
    const facts = await lowerGo(
      'import (\n "github.com/sashabaranov/go-openai"\n "github.com/labstack/echo/v4"\n "gopkg.in/yaml.v3"\n "github.com/go-telegram-bot-api/telegram-bot-api/v5"\n _ "embed"\n)\nvar a = openai.X\nvar b = tgbotapi.Y',
    );
    assert.deepEqual(
      facts.imports.map((one) => one.local),
      ["openai", "echo", "yaml", "tgbotapi", "_"],
    );
  });

  it("give the receiver of a method as this", async () => {
    const facts = await lowerGo("type S struct{ n string }\nfunc (s *S) f(x string) string {\n s.n = x\n return s.n\n}");
    const method = functionNamed(facts, "f");
    assert.equal(printValue(facts, method.returns[0] as number), "Store(this, n, param x).n");
    assert.equal(printValue(facts, method.thisExit), "Store(this, n, param x)");
    assert.equal(facts.classes[method.owner]?.name, "S");
  });

  it("make a part of a type that another file declares", async () => {
    const facts = await lowerGo("func (s *S) f() {}");
    const part = classNamed(facts, "S");
    assert.equal(part.part, "main.S");
    assert.deepEqual(
      part.members.map((one) => one.name),
      ["f"],
    );
    assert.equal(classNamed(await lowerGo("type S struct{}"), "S").part, "main.S");
  });

  it("have fields with their types, tags and comments, and embedded types as bases", async () => {
    const facts = await lowerGo(
      'import "x/y"\ntype S struct {\n *y.Base\n // Of the person.\n Number string `json:"ssn,omitempty" pii:"true"`\n}',
    );
    const type = classNamed(facts, "S");
    assert.deepEqual(
      type.members.map((one) => [one.name, facts.strings[one.type], one.annotations.map((value) => printValue(facts, value))]),
      [
        ["Base", "y.Base", []],
        ["Number", "string", ['{json: "ssn,omitempty", pii: "true"}']],
      ],
    );
    assert.deepEqual(
      type.bases.map((value) => printValue(facts, value)),
      ["import x/y#*.Base"],
    );
  });

  it("have interfaces with methods that somebody else implements", async () => {
    const facts = await lowerGo("type I interface {\n Send(ctx C, text ...string) (string, error)\n}");
    const type = classNamed(facts, "I");
    assert.equal(type.kind, "interface");
    const method = functionNamed(facts, "Send");
    assert.deepEqual(
      method.parameters.map((one) => [facts.strings[one.name], facts.strings[one.type], one.kind]),
      [
        ["ctx", "C", "plain"],
        ["text", "[]string", "rest"],
      ],
    );
    assert.equal(facts.strings[method.returnType], "(string, error)");
  });

  it("export the names of the package, and not those of packages it imports", async () => {
    const facts = await lowerGo('import "fmt"\nvar a = fmt.Sprint()\nfunc b() {}\ntype C struct{}\nconst D = 1');
    assert.deepEqual(facts.exports.map((one) => one.name).sort(), ["C", "D", "a", "b"]);
  });

  it("are documented by the comment above", async () => {
    const facts = await lowerGo("// Ask asks.\n// It answers.\nfunc Ask() {}\n\n// Nothing.\n\nfunc Other() {}");
    assert.equal(facts.strings[functionNamed(facts, "Ask").doc], "Ask asks.\nIt answers.");
    assert.equal(functionNamed(facts, "Other").doc, -1);
  });

  it("carry directives with what they are about", async () => {
    const text = "type S struct {\n Note string // parapet-classify: restricted\n}\n";
    const facts = await lowerGo(text);
    const [directive] = facts.directives;
    assert.ok(directive);
    assert.equal(`package main\n${text}`.slice(directive.targetStart, directive.targetEnd), "Note string");
  });
});

describe("Go text with errors", () => {
  const text =
    'package main\nimport (\n "fmt"\n)\ntype T struct {\n *A\n B map[string][]func(int) (string, error) `json:"b"`\n}\nfunc (t *T) f(a, b string, c ...int) (res string, err error) {\n defer func() { recover() }()\n for i, v := range c {\n  select {\n  case x, ok := <-ch:\n   res += x\n  default:\n   continue\n  }\n }\n switch v := any(a).(type) {\n case string, []byte:\n  go t.f(`r`, "\\x41", c...)\n }\n p := []T{{B: nil}, {}}\n return fmt.Sprintf("%s", p[1:2]), nil\n}\n';

  it("is lowered at every length", async () => {
    for (let end = 0; end < text.length; end += 3) assert.ok((await lowerText("main.go", text.slice(0, end))).functions.length > 0);
  });

  it("is lowered with any piece left out", async () => {
    for (let at = 0; at < text.length - 9; at += 5)
      assert.ok((await lowerText("main.go", text.slice(0, at) + text.slice(at + 9))).functions.length > 0);
  });

  it("is lowered however deep it is nested", async () => {
    assert.ok((await lowerGo(`var x = ${"(".repeat(2000)}1${")".repeat(2000)}`)).functions.length > 0);
    assert.ok((await lowerGo(`func f() {${"if a {".repeat(800)}${"}".repeat(800)}}`)).functions.length > 0);
  });
});
