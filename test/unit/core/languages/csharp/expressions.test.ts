import assert from "node:assert/strict";
import { expressionValue } from "./csharpFacts.js";

describe("C# expressions", () => {
  const expressions: readonly (readonly [string, string])[] = [
    ["a.B", "param a.B"],
    ["a?.B?.C(x)", "Call param a.B.C(param x)"],
    ['$"Hi {a}, {b:N2}!"', 'Template("Hi ", param a, ", ", param b, "!")'],
    ['"""\n    one\n      two\n    """', '"one\\n  two"'],
    ['@"a ""b"""', '"a \\"b\\""'],
    ["a ?? b", "Choice(param a | param b if param a)"],
    ["x is string s ? s : b", 'Choice(param x as string | param b if (param x is "string"))'],
    ["a switch { 1 => b, _ => c }", "Choice(param b | param c)"],
    ["new Foo(a) { Name = b, Tags = { c } }", "Store(Store(New global Foo(param a), Name, param b), Tags, [param c])"],
    ["new List<string> { a, b }", "[param a, param b]"],
    ['new Dictionary<string, object> { ["k"] = a, { "l", b } }', "{k: param a, l: param b}"],
    ["new { a.Name, Size = b }", "{Name: param a.Name, Size: param b}"],
    ["[a, ..xs]", "[param a, ...param xs]"],
    ["xs[^1]", "param xs[-1]"],
    ["xs[1..]", "[...param xs]"],
    ["from y in xs where y.Ok select y.Name", "[param xs[*].Name]"],
    ["nameof(a.B)", '"B"'],
    ["typeof(Foo)", "global Foo"],
    ["a as Foo", "param a as Foo"],
    ["services.GetRequiredService<Foo>()", "Call global services.GetRequiredService(T0: global Foo) as Foo"],
    ["services.AddSingleton<IFoo, Foo>()", "Call global services.AddSingleton(T0: global IFoo, T1: global Foo)"],
    ["await a", "await param a"],
    ["x with { Name = b }", "Store(param x, Name, param b)"],
    ["a!", "param a"],
    ["a + b + c", "((param a + param b) + param c)"],
    ["a && b", "Choice(param b | param a if param a)"],
  ];
  for (const [text, value] of expressions) it(text, async () => assert.equal(await expressionValue(text), value));
});
