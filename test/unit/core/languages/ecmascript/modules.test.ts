/** Imports and exports, of ES modules, TypeScript and CommonJS. */
import assert from "node:assert/strict";
import { facts, lines } from "./printed.js";

const exported = (text: string, path = "file.ts") => lines(text, ["export "], path);
const imported = (text: string, path = "file.ts") => lines(text, ["import "], path);

describe("imports and exports of TypeScript and JavaScript", () => {
  it("imports in every form", async () => {
    const text =
      'import a, { b, type c, d as e } from "m"; import * as f from "n"; import type { G } from "o"; import h = require("p"); import "q"; const { i } = require("r"); const j = await import("s");';
    assert.deepEqual(await imported(text), [
      'import default as a from "m" (static)',
      'import b as b from "m" (static)',
      'import c as c from "m" (type)',
      'import d as e from "m" (static)',
      'import * as f from "n" (static)',
      'import G as G from "o" (type)',
      'import * as h from "p" (require)',
      'import * as  from "q" (static)',
      'import * as  from "r" (require)',
      'import * as j from "s" (dynamic)',
    ]);
  });

  it("imports are known above where they stand", async () => {
    assert.deepEqual(await lines('const x = a; import a from "m";', ["variable fn0.x"]), ["variable fn0.x = import m#default"]);
  });

  it("an import's range is its local name", async () => {
    const text = 'import { b as c } from "m";';
    const [one] = (await facts(text)).imports;
    assert.equal(text.slice(one?.start, one?.end), "c");
  });

  it("exports of declarations, clauses and defaults", async () => {
    assert.deepEqual(
      await exported(
        "export { late as l }; export const { a, b: [c] } = o; export function f() {} export default class K {} export enum E {} export interface I {} let late = 1; late = 2;",
      ),
      [
        "export l variable late = 2",
        "export a variable a = v",
        "export c variable c = v",
        "export f variable f = fn1",
        "export default variable K = class K",
        "export E variable E = class E",
        "export I variable I = class I",
      ],
    );
    assert.deepEqual(await exported("export default () => 1"), ["export default = fn1"]);
    assert.deepEqual(await exported("export = foo; function foo() {}"), ["export default variable foo = fn1"]);
    assert.deepEqual(await exported("export as namespace Foo;"), []);
  });

  it("re-exports", async () => {
    assert.deepEqual(
      await exported('export * from "a"; export * as n from "b"; export { x, y as z, default as w } from "c"; export type { T } from "d";'),
      [
        'export * from "a" *',
        'export n from "b" *',
        'export x from "c" x',
        'export z from "c" y',
        'export w from "c" default',
        'export T from "d" T',
      ],
    );
  });

  it("CommonJS", async () => {
    const text =
      'const a = 1; module.exports = { a, b() {}, c: a, ...require("./z") }; exports.d = 2; module.exports.e = a; exports.f = exports.g = a;';
    assert.deepEqual(
      (await exported(text, "file.js")).map((line) => line.replace(" = v", "")),
      [
        "export default",
        "export a variable a",
        "export b",
        "export c variable a",
        'export * from "./z" *',
        "export d = 2",
        "export e variable a = 1",
        "export g variable a = 1",
        "export f = 1",
      ],
    );
    assert.deepEqual(await exported('module.exports = require("./m");', "a.cjs"), [
      "export default = import ./m#*",
      'export * from "./m" *',
    ]);
    assert.deepEqual(await exported("function f(module) { module.exports = 1; }", "a.js"), []);
  });

  it("namespaces are objects of what they export", async () => {
    assert.deepEqual(
      await lines("namespace A.B { const x = 1; export const y = 2; export function f() {} } export { A };", [
        "variable fn0.A",
        "export",
        "  v",
      ]),
      ["  v = {y: 2, f: fn1}", "  v = {B: v}", "variable fn0.A = v", "export A variable A = v"],
    );
  });
});
