import assert from "node:assert/strict";
import { FunctionFlag } from "../../../../../src/core/facts/fileFacts.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { classNamed, functionNamed, lowerJava, returned } from "./javaFacts.js";

describe("Java classes", () => {
  it("declare their package, and export what stands at the top", async () => {
    const facts = await lowerJava("package a.b; class C {} interface D {} class E { class F {} }");
    assert.deepEqual(facts.packages, ["a.b"]);
    assert.deepEqual(facts.exports.map((one) => one.name).sort(), ["C", "D", "E"]);
  });

  it("import classes, members of classes, and whole packages", async () => {
    const facts = await lowerJava("import a.b.C; import a.b.C.D; import static a.b.C.m; import a.c.*; class X {}");
    assert.deepEqual(
      facts.imports.map((one) => `${one.module}#${one.name} ${one.local}`),
      ["a.b#C C", "a.b#C ", "a.b#C ", "a.c#* *"],
    );
    assert.equal(await returned("import static a.b.C.m; class X { Object f() { return m(1); } }"), "Call capture m(1)");
  });

  it("take annotations for constructions with arguments", async () => {
    const facts = await lowerJava('@A class C { @B("x") int n; @C(value = {"y"}, z = 1) void f(@D String p) {} }');
    const print = (values: readonly number[]) => values.map((value) => printValue(facts, value));
    assert.deepEqual(print(classNamed(facts, "C").decorators), ["Call global A()"]);
    const field = classNamed(facts, "C").members.find((one) => one.name === "n");
    assert.deepEqual(print(field?.annotations ?? []), ['Call global B("x")']);
    const method = functionNamed(facts, "f");
    assert.deepEqual(print(method.decorators), ['Call capture C(value: ["y"], z: 1)']);
    assert.deepEqual(print(method.parameters[0]?.annotations ?? []), ["Call global D()"]);
  });

  it("read fields by their bare names, unless a local hides them", async () => {
    const text = (inner: string) => `class C { String a = "x"; String f(String p) { ${inner} } }`;
    assert.equal(await returned(text("return a;")), "this.a");
    assert.equal(await returned(text("String a = p; return a;")), "param p");
    assert.equal(await returned(text("a = p; return a;")), "Store(this, a, param p).a");
  });

  it("reach the object around from a class inside, and keep their own", async () => {
    const facts = await lowerJava(
      "class C { String a; void g() { new Runnable() { String b; public void run() { h(a, b); } void h(String x, String y) {} }; } }",
    );
    const run = functionNamed(facts, "run");
    assert.equal(run.owner >= 0, true);
    assert.match(
      await returned("class C { String a; Object g() { return new I() { public Object f() { return a; } }; } }"),
      /^capture this\.a$/,
    );
  });

  it("mark methods without a body and constructors", async () => {
    const facts = await lowerJava("interface I { String f(String p); default void g() {} } class C { C(int a) {} static void h() {} }");
    assert.equal(functionNamed(facts, "f").flags, FunctionFlag.Abstract);
    assert.equal(functionNamed(facts, "g").flags, 0);
    assert.equal(functionNamed(facts, "C").flags, FunctionFlag.Constructor);
    assert.equal(functionNamed(facts, "h").flags, FunctionFlag.Static);
  });

  it("give records their constructor and readers", async () => {
    const facts = await lowerJava("record R(String a, int b) { R { if (b < 0) throw new X(); } }");
    assert.equal(printValue(facts, functionNamed(facts, "R").thisExit), "Store(Store(this, a, param a), b, param b)");
    assert.equal(printValue(facts, functionNamed(facts, "a").returns[0] as number), "this.a");
  });

  it("make the constants of enums", async () => {
    const facts = await lowerJava('enum E { A("x"), B("y") { void f() {} }; E(String s) {} }');
    const values = classNamed(facts, "E").members.filter((one) => one.static);
    assert.deepEqual(
      values.map((one) => one.name),
      ["A", "B"],
    );
  });

  it("hand main to whoever starts the program", async () => {
    const facts = await lowerJava("class C { public static void main(String[] args) {} }");
    assert.equal(
      facts.exports.some((one) => one.name === "main"),
      true,
    );
  });

  it("leave service calls without a new version of the service", async () => {
    assert.equal(await returned("class C { Model m; Object f(String p) { m.ask(p); return m; } }"), "this.m");
  });

  it("survive any beginning of a file, and say where it breaks", async () => {
    const text =
      "package a; import b.*; @A class C<T extends D> extends E implements F { int[] x = {1}; C() { super(1); } <U> U f(U... u) throws X { switch (u) { case R(int a, var b) when a > 1 -> g(); default -> {} } return (U) x[0]; } }";
    for (let end = 0; end <= text.length; end++) await lowerJava(text.slice(0, end));
    for (let at = 0; at < text.length; at += 3) await lowerJava(`${text.slice(0, at)}${text.slice(at + 2)}`);
    assert.equal((await lowerJava("class C { void f( { } }")).syntaxError >= 0, true);
  });
});
