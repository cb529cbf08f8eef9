/** Which definition reaches which use, in straight lines, branches, loops, closures and under mutation. */
import assert from "node:assert/strict";
import { blocks, definitions, facts } from "./printed.js";
import { printValue } from "../../../../../src/core/facts/printFacts.js";

/** What is passed to the last call of `use`. */
async function used(text: string): Promise<string> {
  const calls = (await blocks(text, "f")).map((line) => line.trim()).filter((line) => line.startsWith("Call global use("));
  return (calls[calls.length - 1] as string).slice("Call global use(".length, -1);
}

describe("reaching definitions of TypeScript and JavaScript", () => {
  it("a variable that is overwritten holds the new value only", async () => {
    assert.equal(await used("function f(x) { x = sanitize(x); use(x); }"), "Call global sanitize(param x)");
  });

  it("branches merge", async () => {
    assert.equal(await used("function f(x) { if (a) x = 1; use(x); }"), "Choice(1 | param x)");
    assert.equal(await used("function f(x) { if (a) x = 1; else x = 2; use(x); }"), "Choice(1 | 2)");
  });

  it("a branch that returns or throws does not merge", async () => {
    assert.equal(await used("function f(x) { if (a) { x = 1; return; } use(x); }"), "param x");
    assert.equal(await used("function f(x) { if (!ok) throw 1; else x = 2; use(x); }"), "2");
  });

  it("a loop's value may come from the round before", async () => {
    assert.equal(
      await used("function f() { let x = ''; for (const m of ms) x += m.text; use(x); }"),
      'Choice(Choice("" | (… + global ms[*].text)) | (Choice("" | …) + global ms[*].text))',
    );
  });

  it("break leaves with what was assigned", async () => {
    assert.match(await used("function f() { let x; while (a) { if (b) { x = 1; break; } } use(x); }"), /undefined.*1|1.*undefined/);
  });

  it("switch falls through", async () => {
    assert.equal(
      await used("function f(x) { switch (a) { case 1: x = 1; case 2: x += 2; break; default: x = 3; } use(x); }"),
      "Choice(3 | (Choice(1 | param x) + 2))",
    );
  });

  it("after try and catch either end may have been reached, and finally comes last", async () => {
    assert.equal(
      await used("function f(x) { try { x = g(); } catch (e) { x = h(e); } use(x); }"),
      "Choice(Call global g() | Call global h(Exception()))",
    );
    assert.equal(await used("function f(x) { try { g(); } finally { x = 1; } use(x); }"), "1");
  });

  it("a receiver is what it was after the call that may change it", async () => {
    assert.equal(
      await used("function f(messages) { messages.push(a); use(messages); }"),
      "After(param messages, Call param messages.push(global a), receiver)",
    );
    assert.equal(
      await used("function f(messages) { if (a) messages.push(b); use(messages); }"),
      "Choice(After(param messages, Call param messages.push(global b), receiver) | param messages)",
    );
  });

  it("a built-in that only reads changes nothing", async () => {
    assert.equal(await used("function f(x) { x.trim(); console.log(x); JSON.stringify(x); use(x); }"), "param x");
  });

  it("a stored field makes a new version of the object, at any depth that is followed", async () => {
    assert.equal(
      await used("function f(o) { o.a = 1; o['b'][0] = 2; use(o); }"),
      "Store(Store(param o, a, 1), b, StoreElement(Store(param o, a, 1).b, 0, 2))",
    );
  });

  it("an inner function sees every definition of the outer variable", async () => {
    const all = await facts("let x = 1; x = 2; const get = () => x;");
    const inner = all.functions.find((one) => one.name === "get");
    assert.equal(printValue(all, inner?.returns[0] ?? -1), "capture x");
    assert.deepEqual(await definitions("let x = 1; x = 2; const get = () => x;", "x"), ["1", "2"]);
  });

  it("what an inner function writes is seen outside", async () => {
    assert.equal(await used("function f() { let x = 1; const set = () => { x = 2; }; use(x); }"), "Choice(1 | capture x)");
  });

  it("names below are captured, not global; blocks have their own", async () => {
    assert.equal(await used("function f() { use(later()); } function later() {} "), "Call capture later()");
    assert.equal(await used("function f(x) { { let x = 1; } use(x); }"), "param x");
    assert.equal(await used("function f() { if (a) { var x = 1; } use(x); }"), "1");
  });

  it("a parameter's value at exit shows what the function did to it", async () => {
    const all = await facts("function f(list) { list.push(1); }");
    assert.equal(printValue(all, all.functions[1]?.parameters[0]?.exit ?? -1), "After(param list, Call param list.push(1), receiver)");
  });

  it("early returns stand in the block tree", async () => {
    assert.deepEqual(await blocks("function f(x) { if (!isSafe(x)) return null; return send(x); }", "f"), [
      "Call global isSafe(param x)",
      "branch (! Call global isSafe(param x))",
      "  sequence",
      "    return null",
      "  sequence",
      "Call global send(After(param x, Call global isSafe(param x), 0))",
      "return Call global send(After(param x, Call global isSafe(param x), 0))",
    ]);
  });

  it("loops, switches, tries and jumps stand in the block tree", async () => {
    const text =
      "for (;;) { do { continue; } while (a()); break; } switch (x) { case 1: b(); } try { c(); } catch { throw e; } finally { d(); } l: { break l; }";
    assert.deepEqual(
      (await blocks(text)).map((line) => line.trim()),
      [
        ...["loop", "loop at least once", "continue", "Call global a()", "break"],
        ...["switch global x", "sequence 1", "Call global b()"],
        ...["try", "trybody", "Call global c()", "handler", "throw global e", "finally", "Call global d()"],
        ...["switch  with default", "sequence", "break"],
      ],
    );
  });
});
