import assert from "node:assert/strict";
import { FunctionFlag, NONE } from "../../../../../src/core/facts/fileFacts.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { classNamed, functionNamed, lowerCsharp } from "./csharpFacts.js";

describe("C# declarations", () => {
  it("know their namespaces, and parts by the whole name", async () => {
    const facts = await lowerCsharp("namespace A.B { partial class Outer { partial class Inner { } class Whole { } } }");
    assert.deepEqual(facts.packages, ["A.B"]);
    assert.deepEqual(
      ["Outer", "Inner", "Whole"].map((name) => classNamed(facts, name).part),
      ["A.B.Outer", "A.B.Outer.Inner", ""],
    );
  });

  it("keep namespaces, static types and aliases of using directives apart", async () => {
    const facts = await lowerCsharp("global using A.B;\nusing static A.Maths;\nusing Text = System.Text.StringBuilder;\nclass C { }");
    assert.deepEqual(
      facts.imports.map((one) => [one.module, one.name, one.local]),
      [
        ["global::A.B", "*", ""],
        ["A.Maths", "*", "*"],
        ["System.Text", "StringBuilder", "Text"],
      ],
    );
  });

  it("store the parameters of a primary constructor, and read them as fields", async () => {
    const facts = await lowerCsharp("class C(IStore store) : Base(store) { object Get() => store; }");
    assert.equal(printValue(facts, functionNamed(facts, "Get").returns[0] as number), "this.store");
    const made = functionNamed(facts, "C");
    assert.ok(made.flags & FunctionFlag.Constructor);
    assert.equal(printValue(facts, made.thisExit), "Store(this, store, param store)");
  });

  it("tell extension methods, getters and setters", async () => {
    const facts = await lowerCsharp(
      "static class E { static string Ask(this IClient c, string q) => q; } class P { string _a; string A { get => _a; set { _a = value; } } }",
    );
    assert.ok(functionNamed(facts, "Ask").flags & FunctionFlag.Extension);
    const accessors = facts.functions.filter((one) => one.name === "A");
    assert.deepEqual(
      accessors.map((one) => one.flags & (FunctionFlag.Getter | FunctionFlag.Setter)),
      [FunctionFlag.Getter, FunctionFlag.Setter],
    );
    assert.equal(printValue(facts, (accessors[1] as (typeof accessors)[number]).thisExit), "Store(this, _a, param value)");
  });

  it("keep attributes with their arguments, and documentation", async () => {
    const facts = await lowerCsharp(
      'class C {\n  /// <summary>Asks a <b>model</b>.</summary>\n  [HttpPost("ask")] object Ask([FromBody] Q q) => q;\n  [Key] public string Id { get; set; } = "";\n}',
    );
    const ask = functionNamed(facts, "Ask");
    assert.deepEqual(
      ask.decorators.map((one) => printValue(facts, one)),
      ['New global HttpPost("ask")'],
    );
    assert.deepEqual(
      (ask.parameters[0]?.annotations ?? []).map((one) => printValue(facts, one)),
      ["New global FromBody()"],
    );
    assert.equal(facts.strings[ask.doc], "Asks a model.");
    const id = classNamed(facts, "C").members.find((one) => one.name === "Id");
    assert.deepEqual(
      (id?.annotations ?? []).map((one) => printValue(facts, one)),
      ["New global Key()"],
    );
  });

  it("hand the arguments of a program to Main", async () => {
    const facts = await lowerCsharp("class Program { static void Main(string[] args) { } }");
    assert.ok(facts.exports.some((one) => one.name === "Main"));
  });

  it("are read on any beginning of a text", async () => {
    const text =
      'using A;\nnamespace B;\npublic partial record R(string X) : S(X)\n{\n  [K] int? f = new() { ["a"] = $"b{x switch { 1 => 2, _ => 3 }}" };\n' +
      "  public async IAsyncEnumerable<T> M<T>(this T t, params int[] r) where T : class { await foreach (var (a, b) in t?.Q()) yield return a ?? throw new E(); }\n}\n";
    for (let end = 0; end <= text.length; end += 3) {
      const facts = await lowerCsharp(text.slice(0, end));
      assert.ok(facts.functions.length > 0);
      for (const one of facts.classes)
        for (const member of one.members) assert.ok(member.function === NONE || facts.functions[member.function]);
    }
  });
});
