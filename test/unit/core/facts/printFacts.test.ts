/** The readable dump of file facts, on a text that has some of everything. */
import assert from "node:assert/strict";
import { printBlocks, printFacts, printValue } from "../../../../src/core/facts/printFacts.js";
import { lowerText } from "../../../support/lower.js";

describe("readable file facts", () => {
  it("prints functions with their blocks, values, parameters and exits", async () => {
    const all = await lowerText("file.ts", "export function f(m: string[], n = 1) { if (n) m.push(n); return g({ m }); }");
    assert.equal(
      printFacts(all),
      `function fn0 module ()
function fn1 f(m: string[] (exit v11), n = 1 (exit v12))
  v6 = Choice(param n | 1)
  branch v6
    sequence
      v7 = param m.push
      v8 = Call v7(v6)
      v9 = After(param m, v8, receiver)
      v10 = After(v6, v8, 0)
    sequence
  v11 = Choice(v9 | param m)
  v12 = Choice(v10 | v6)
  v14 = {m: v11}
  v15 = Call global g(v14)
  return v15
  returns v15
variable fn0.f = fn1
variable fn1.m: string[] = param m | v9
variable fn1.n = v6 | v10
export f variable f = fn1`,
    );
  });

  it("cuts a value that contains itself", async () => {
    const all = await lowerText("file.ts", "let x = 1; while (a) x = x + 1;");
    const x = all.variables.find((one) => one.name === "x");
    assert.equal(printValue(all, x?.definitions[1] ?? -1), "(Choice(1 | …) + 1)");
  });

  it("prints the block tree alone", async () => {
    const all = await lowerText("file.ts", "try { f(); } finally { g(); }");
    assert.equal(printBlocks(all, 0), "try\n  trybody\n    Call global f()\n  finally\n    Call global g()");
  });
});
