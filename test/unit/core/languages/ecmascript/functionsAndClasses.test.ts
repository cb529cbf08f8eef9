/** Functions, classes and types with their parameters, members, decorators and documentation. */
import assert from "node:assert/strict";
import { FunctionFlag } from "../../../../../src/core/facts/fileFacts.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";
import { dump, facts, lines } from "./printed.js";

describe("functions of TypeScript and JavaScript", () => {
  it("parameters with types, defaults, rests and patterns", async () => {
    assert.deepEqual(
      await lines("async function f(this: X, a: string, b?: number, { c }: T = {}, ...d: U[]): Promise<void> { c; }", ["function fn1"]),
      ["function fn1 async f(a: string, b: number, {}: T = v, rest d: U[]): Promise<void>"],
    );
    assert.deepEqual(await lines("function f(a, b = 1, { c }, ...d) {}", ["function fn1"], "a.js"), [
      "function fn1 f(a, b = 1 (exit v), {}, rest d)",
    ]);
  });

  it("names of anonymous functions come from where they stand", async () => {
    const all = await facts(
      "const a = () => 1; const o = { b: function () {}, c() {} }; a.d = () => 2; class K { e = async () => 3; } g(() => 4);",
    );
    assert.deepEqual(
      all.functions.map((one) => one.name),
      ["", "a", "b", "c", "d", "", "e", ""],
    );
    assert.ok(((all.functions[1]?.flags ?? 0) & FunctionFlag.Arrow) !== 0);
  });

  it("a named function expression knows itself", async () => {
    const all = await facts("const a = function loop() { return loop; }");
    assert.equal(printValue(all, all.functions[1]?.returns[0] ?? -1), "capture loop");
    assert.equal(all.variables.find((one) => one.name === "loop")?.definitions.length, 1);
  });

  it("generators hand out what they yield", async () => {
    const all = await facts("async function* g() { yield a; yield* b; } const o = { *h() { yield c; } }");
    assert.deepEqual(
      all.functions[1]?.returns.map((value) => printValue(all, value)),
      ["global a", "global b[*]"],
    );
    assert.equal(all.functions[1]?.flags, FunctionFlag.Async | FunctionFlag.Generator);
    assert.equal(all.functions[2]?.flags, FunctionFlag.Generator);
  });

  it("overloads give way to the implementation; what has no body is abstract", async () => {
    const all = await facts("function f(a: string): void; function f(a: any) {} declare function g(): Client; export {};");
    assert.deepEqual(
      all.functions.slice(1).map((one) => [one.name, one.flags & FunctionFlag.Abstract]),
      [
        ["f", 0],
        ["g", FunctionFlag.Abstract],
      ],
    );
  });

  it("documentation reaches function, variable, class and member", async () => {
    const all = await facts(
      "/** F\n * doc. */\nexport async function f() {}\n/** V. */\nexport const v = () => 1;\n/** C. */ class C {\n/** M. */\n@d() m() {}\n/** P. */ p = 1; }",
    );
    const text = (id: number | undefined) => (id === undefined || id < 0 ? "" : all.strings[id]);
    assert.equal(text(all.functions.find((one) => one.name === "f")?.doc), "F\ndoc.");
    assert.equal(text(all.functions.find((one) => one.name === "v")?.doc), "V.");
    assert.equal(text(all.variables.find((one) => one.name === "v")?.doc), "V.");
    assert.equal(text(all.classes[0]?.doc), "C.");
    assert.deepEqual(
      all.classes[0]?.members.map((one) => text(one.doc)),
      ["M.", "P."],
    );
  });
});

describe("classes and types of TypeScript and JavaScript", () => {
  it("members, parameter properties, static and private ones, accessors", async () => {
    const text = `@A class C extends B<T> implements I, N.J {
      #p = new P(); static s: number = 1; declare d: D;
      constructor(private readonly client: OpenAI, @Inject("x") plain?: Y) { super(); }
      @Get("/") async m(@Body() b: string) { return this.client.run(b); }
      get g(): string { return ""; } set g(v) {} static async *z() {} static { f(); }
    }`;
    assert.deepEqual(
      (await dump(text)).filter((line) => !/^ +(v =|return|this)|^variable/.test(line)),
      [
        "function fn0 module ()",
        "function fn1 constructor constructor(client: OpenAI, @v plain: Y)",
        "function fn2 async m(@v b: string (exit v))",
        "  decorators v",
        "function fn3 getter g(): string",
        "function fn4 setter g(v)",
        "function fn5 async generator static z()",
        "function fn6 ()",
        "function fn7 static ()",
        "class0 class C extends global B, global I, v",
        "  decorators global A",
        "  constructor = fn1",
        "  client: OpenAI = param client",
        "  m = fn2",
        "  g = fn3",
        "  g = fn4",
        "  static z = fn5",
        "  #p = v",
        "  d: D",
        "  static s: number = 1",
      ],
    );
  });

  it("`this` of a constructor ends with its fields; arrows share it", async () => {
    const all = await facts("class C { constructor(private a: A) { this.b = 1; [1].forEach(() => { this.c = 2; }); } }");
    const construction = all.functions.find((one) => one.flags & FunctionFlag.Constructor);
    assert.equal(printValue(all, construction?.thisExit ?? -1), "Store(Store(this, a, param a), b, 1)");
    assert.ok(
      all.variables.some(
        (one) => one.name === "this" && one.definitions.some((value) => printValue(all, value) === "Store(capture this, c, 2)"),
      ),
    );
  });

  it("fields are initialised where `this` is the instance", async () => {
    const all = await facts("class C { client = new X(); run = () => this.client; }");
    const run = all.functions.find((one) => one.name === "run");
    assert.equal(printValue(all, run?.returns[0] ?? -1), "capture this.client");
    assert.equal(all.functions[run?.parent ?? 0]?.owner, 0);
  });

  it("JavaScript's own grammar for classes", async () => {
    const text =
      "class C extends D { static s = 1; #p; get() {} get y() {} static async z() {} static get q() {} constructor() { super(); } }";
    assert.deepEqual(
      (await dump(text, "a.js")).filter(
        (line) => /^function fn[1-9]|^class|^ {2}(static )?[#a-z]+( =|$)/.test(line) && !line.startsWith("  v ="),
      ),
      [
        "function fn1 get()",
        "function fn2 getter y()",
        "function fn3 async static z()",
        "function fn4 static getter q()",
        "function fn5 constructor constructor()",
        "function fn6 static ()",
        "class0 class C extends global D",
        "  get = fn1",
        "  y = fn2",
        "  static z = fn3",
        "  static q = fn4",
        "  constructor = fn5",
        "  #p",
        "  static s = 1",
      ],
    );
  });

  it("decorators of fields and of constructor properties", async () => {
    const [line] = await lines("class C { @A @B(1) ssn: string; constructor(@D private name: string) {} m() {} }", ["  @"]);
    assert.equal(line, "  @global D name: string = param name");
    assert.ok((await dump("class C { @A @B(1) ssn: string; }")).includes("  @global A @v ssn: string"));
  });

  it("decorators of an exported class", async () => {
    assert.ok((await dump("@A() @B export class C {}")).includes("  decorators v, global B"));
    assert.ok((await dump("@A class C { @B m() {} }", "a.js")).includes("  decorators global B"));
  });

  it("interfaces, type aliases and enums are classes", async () => {
    const text = `interface I extends J<K>, L { a: string; b?(x: number): void; c: { d: string } }
      type T = Omit<I, "a"> & { z: Z }; type U = I | N.M; enum E { A, B = "b" }`;
    assert.deepEqual(
      (await dump(text)).filter((line) => !/^ +v =|^(variable|function)/.test(line)),
      [
        "class0 interface I extends global J, global L",
        "  a: string",
        "  b = fn1",
        "  c: { d: string }",
        "class1 type T extends class I",
        "  z: Z",
        "class2 type U extends class I, v",
        "class3 enum E",
        "  static A",
        '  static B = "b"',
      ],
    );
  });

  it("a type that shares its name with a value does not define it", async () => {
    assert.deepEqual(await lines("const A = z.object({}); type A = z.infer<typeof A>;", ["variable fn0.A"]), ["variable fn0.A = v"]);
  });
});
