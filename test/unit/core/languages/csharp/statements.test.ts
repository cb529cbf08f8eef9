import assert from "node:assert/strict";
import { returned } from "./csharpFacts.js";

describe("C# statements", () => {
  const returns: readonly (readonly [string, string, string])[] = [
    ["reads the definition that reaches", "object F(object x) { x = Redact(x); return x; }", "Call global Redact(param x)"],
    [
      "chooses after a branch",
      "object F(object x, bool c) { if (c) x = A(x); else x = B(x); return x; }",
      "Choice(Call global A(param x) | Call global B(param x))",
    ],
    [
      "gives an out variable what the call writes",
      "object F(string k) { if (map.TryGetValue(k, out var v)) return v; return null; }",
      "After(Unknown(), Call global map.TryGetValue(param k, Unknown()), 1)\nnull",
    ],
    ["iterates", "object F(string[] xs) { foreach (var x in xs) return x; return null; }", "param xs[*]\nnull"],
    [
      "iterates asynchronously",
      "async Task<object> F(IAsyncEnumerable<string> xs) { await foreach (var x in xs) return x; return null; }",
      "param xs[*]\nnull",
    ],
    ["yields", 'IEnumerable<string> F(string x) { yield return x; yield return "end"; }', 'param x\n"end"'],
    ["takes tuples apart", "object F(object p) { var (a, b) = G(p); return b; }", "Call global G(param p)[1]"],
    [
      "changes a receiver",
      "object F(string x) { var m = new List<string>(); m.Add(x); return m; }",
      "After([], Call [].Add(param x), receiver)",
    ],
    ["writes fields without this", "string _a; object F(string x) { _a = x; return _a; }", "Store(this, _a, param x)._a"],
    ["reads properties without this", 'string A { get; set; } = "d"; object F() => A;', "this.A"],
    [
      "calls local functions before they stand",
      'object F(string x) { return G(x); string G(string y) => y + "!"; }',
      "Call capture G(param x)",
    ],
    ["binds exceptions", "object F() { try { G(); } catch (Exception e) { return e.Message; } return null; }", "Exception().Message\nnull"],
    [
      "binds names of patterns",
      "object F(object o) { if (o is Foo { Name: var n, Size: > 3 } foo) return n; return foo; }",
      "param o as Foo.Name\nparam o as Foo",
    ],
    [
      "binds names of cases",
      "object F(object o) { switch (o) { case string s: return s; case Foo f when f.Ok: return f; default: return null; } }",
      "param o as string\nparam o as Foo\nnull",
    ],
    [
      "names the elements of a tuple by the return type",
      "(string Text, int Size) F(string x) { return (x, 1); }",
      "{0: param x, Item1: param x, Text: param x, 1: 1, Item2: 1, Size: 1}",
    ],
    ["hands handlers over", "void G() {} object F(Bot bot) { return bot.Received += G; }", "Call param bot.Received(this.G)"],
    [
      "makes what a declaration expects",
      "object F(string x) { List<Message> m = [new(Role.User, x)]; return m; }",
      "[New global Message(global Role.User, param x)]",
    ],
  ];
  for (const [name, members, values] of returns) it(name, async () => assert.equal(await returned(members), values));
});
