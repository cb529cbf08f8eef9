import assert from "node:assert/strict";
import { type Classify, exitsAfter, Level, levelOf } from "../../../../src/core/controls/everyPath.js";
import type { FunctionFacts } from "../../../../src/core/facts/fileFacts.js";
import { LoadedFile } from "../../../../src/core/link/program.js";
import { memoryHost } from "../../../../src/core/memoryHost.js";
import { testParser } from "../../../support/testParser.js";

async function load(name: string, text: string): Promise<LoadedFile> {
  const host = memoryHost({ [name]: text }, await testParser());
  const source = host.workspace.files[0];
  assert.ok(source);
  const [lowered] = await host.facts.lower([source.key], { cancelled: false });
  assert.ok(lowered?.facts);
  return new LoadedFile(0, source, lowered.facts, text);
}

function byName(file: LoadedFile): Classify {
  return (call) => ({ record: Level.Must, maybe: Level.May })[file.calleeName(call)] ?? Level.None;
}

/** Ways out after `model()`, such as `return must, throw none`. */
async function ways(name: string, text: string): Promise<string> {
  const file = await load(name, text);
  const [call] = file.callsByName.get("model") ?? [];
  assert.ok(call !== undefined);
  const exits = exitsAfter(file, call, { normal: Level.None, throws: Level.None }, byName(file));
  return exits.map(({ kind, level }) => `${kind} ${["none", "may", "must"][level]}`).join(", ");
}

const python = (body: string) => ways("a.py", `def f(x):\n${body.replace(/^/gm, "    ")}\n`);
const typescript = (body: string) => ways("a.ts", `function f(x: any) {\n${body}\n}\n`);

describe("every path", () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ["nothing", "model(); return 1;", "return none, throw none"],
    ["after the call", "model(); record(); return 1;", "return must, throw none"],
    ["before the call", "record(); model();", "end must, throw must"],
    ["in finally", "try { model(); return 1; } finally { record(); }", "return must, throw must"],
    ["in finally of an outer try", "try { try { model(); return 1; } finally { x(); } } finally { record(); }", "return must, throw must"],
    ["a return in finally swallows the exception", "try { model(); } finally { record(); return 1; }", "return must"],
    ["in the handler alone", "try { model(); } catch (e) { record(); throw e; }", "end none, throw must"],
    ["on both ways", "try { model(); record(); } catch (e) { record(); throw e; }", "end must, throw must"],
    ["handler swallows without a record", "try { model(); record(); } catch { return null; }", "return none, end must"],
    ["early return before the record", "const a = model(); if (a) return 0; record(); return a;", "return none, return must, throw none"],
    ["in one branch", "const a = model(); if (a) record();", "end none, end must, throw none"],
    ["in both branches", "const a = model(); if (a) record(); else record();", "end must, throw none"],
    ["perhaps", "model(); maybe();", "end may, throw none"],
    ["in a loop that may not run", "const a = model(); for (const b of a) record();", "end none, end must, throw none"],
    ["in a loop that runs", "const a = model(); do { record(); } while (x);", "end must, throw none"],
    [
      "break before the record, which the next round comes after",
      "for (const y of x) { model(); if (y) break; record(); }",
      "end none, end must, throw none, throw must",
    ],
    ["a loop that never ends", "while (true) { const a = model(); record(); }", "end must, throw none"],
    ["a loop that never ends, nothing thrown", "for (;;) { try { model(); } catch { continue; } record(); }", "end none, end must"],
    [
      "retry: each way is recorded",
      "while (true) { try { model(); record(); return 1; } catch (e) { record(); } }",
      "return must, end must",
    ],
    ["switch without default", "const a = model(); switch (a) { case 1: record(); break; }", "end none, end must, throw none"],
    [
      "switch that falls through",
      "const a = model(); switch (a) { case 1: x(); case 2: record(); break; default: record(); }",
      "end must, throw none",
    ],
    ["other branch", "if (x) { model(); } else { record(); }", "end none, throw none"],
    ["writing the record fails", "model(); try { record(); } catch { x(); }", "end must, throw none"],
    ["what comes between fails", "model(); try { x(); } catch { return 0; } record();", "return none, end must, throw none"],
    ["after a return", "model(); return 1; record();", "return none, throw none"],
  ];
  for (const [name, code, expected] of CASES) {
    it(name, async () => {
      assert.equal(await typescript(code), expected);
    });
  }

  const PYTHON: readonly (readonly [string, string, string])[] = [
    ["else of a try", "try:\n    model()\nexcept E:\n    return 0\nelse:\n    record()", "return none, end must"],
    ["finally", "try:\n    return model()\nfinally:\n    record()", "return must, throw must"],
    [
      "match whose break leaves the loop",
      "for y in x:\n    model()\n    match y:\n        case 1:\n            break\n    record()",
      "end none, end must, throw none, throw must",
    ],
    ["while True", "while True:\n    model()\n    record()", "end must, throw none"],
    ["raise in a handler", "try:\n    model()\nexcept E as e:\n    record()\n    raise", "end none, throw must"],
  ];
  for (const [name, code, expected] of PYTHON) {
    it(`${name} (Python)`, async () => {
      assert.equal(await python(code), expected);
    });
  }

  it("adds what lies behind the call, exit by exit", async () => {
    const file = await load("a.ts", "function f() { try { inner(); } catch (e) { record(); throw e; } }");
    const [call] = file.callsByName.get("inner") ?? [];
    assert.ok(call !== undefined);
    assert.deepEqual(exitsAfter(file, call, { normal: Level.Must, throws: Level.None }, byName(file)), [
      { kind: "end", level: Level.Must },
      { kind: "throw", level: Level.Must },
    ]);
    assert.deepEqual(exitsAfter(file, call, { normal: Level.Must, throws: null }, byName(file)), [{ kind: "end", level: Level.Must }]);
  });

  it("an arrow of a switch does not go on into the next one (Java)", async () => {
    const java = (arms: string) => ways("A.java", `class A { void f(int a) { model(); switch (a) { ${arms} } } }`);
    assert.equal(await java("case 1 -> x(); default -> record();"), "end none, end must, throw none");
    assert.equal(await java("case 1: x(); default: record();"), "end must, throw none");
  });

  it("says of a whole function what its normal ways record", async () => {
    const file = await load(
      "a.ts",
      "function all(x) { if (!x) throw 1; record(); } function some(x) { if (x) record(); } function none() { x(); } function perhaps() { maybe(); }",
    );
    const levels = file.facts.functions.slice(1).map((facts: FunctionFacts) => [facts.name, levelOf(file, facts, byName(file))]);
    assert.deepEqual(levels, [
      ["all", Level.Must],
      ["some", Level.May],
      ["none", Level.None],
      ["perhaps", Level.May],
    ]);
  });
});
