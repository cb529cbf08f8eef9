import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Language, Parser, type TreeCursor } from "web-tree-sitter";
import { languageOf } from "../../../../src/core/languages/languages.js";
import { lowerText } from "../../../../src/core/syntax/parserLowering.js";
import { testParser } from "../../../support/testParser.js";

const grammarOf = (path: string) => (languageOf(path) as NonNullable<ReturnType<typeof languageOf>>).grammar;

/** Outside of the heap of JavaScript, where trees are; the tables that tests drop are JavaScript's to collect. */
async function usedMemory(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 5; time++) {
    collectGarbage();
    await new Promise((done) => setTimeout(done, 20));
    least = Math.min(least, process.memoryUsage().external);
  }
  return least;
}

describe("parser", () => {
  it("reads each language with its own grammar", async () => {
    const parser = await testParser();
    const texts = { "a.ts": "const a = <T>(b as T);", "a.tsx": "const a = <b>{c}</b>;", "a.js": "const a = <b/>;", "a.mjs": "await 1" };
    for (const [path, text] of Object.entries(texts)) {
      const table = await parser.parse(text, grammarOf(path));
      assert.equal(table?.hasError, false, path);
      assert.equal(table?.kind(table.root), "program");
    }
  });

  it("counts in UTF-16 units", async () => {
    const text = 'const a = "😀é"; foo();';
    const table = await (await testParser()).parse(text, grammarOf("a.ts"));
    assert.ok(table);
    assert.equal(table.end(table.root), text.length);
    const call = Array.from({ length: table.nodeCount }, (_, node) => node).find((node) => table.kind(node) === "call_expression");
    assert.equal(table.textOf(call as number), "foo()");
  });

  it("copies what the cursor of web-tree-sitter says about each node", async () => {
    const grammar = grammarOf("a.ts");
    for (const text of [
      "",
      "async function f(a: string, ...b) { return await g`x ${a} y`; }",
      "const half = (;\nif (x { 'é😀' }",
      "a = {",
    ]) {
      const table = await (await testParser()).parse(text, grammar);
      assert.ok(table);
      const parser = new Parser();
      parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve(`${grammar.package}/${grammar.file}`)));
      const tree = parser.parse(text);
      const cursor = tree?.walk() as TreeCursor;
      let next = 0;
      const compare = (parent: number): void => {
        do {
          const kept = cursor.nodeIsNamed || cursor.currentFieldName || cursor.nodeIsMissing || /^[A-Za-z_]+$/.test(cursor.nodeType);
          if (!kept) continue;
          const node = next++;
          const isError = cursor.nodeType === "ERROR" || cursor.nodeIsMissing;
          assert.deepEqual(
            [table.kind(node), table.field(node), table.isNamed(node), table.isError(node), table.start(node), table.end(node)],
            [cursor.nodeType, cursor.currentFieldName ?? "", cursor.nodeIsNamed, isError, cursor.startIndex, cursor.endIndex],
          );
          assert.equal(table.parent(node), parent);
          if (!cursor.gotoFirstChild()) continue;
          compare(node);
          cursor.gotoParent();
        } while (cursor.gotoNextSibling());
      };
      compare(-1);
      assert.equal(next, table.nodeCount);
      cursor.delete();
      tree?.delete();
      parser.delete();
    }
  });

  it("gives the same table for files parsed at the same time", async () => {
    const parser = await testParser();
    const texts = Array.from({ length: 20 }, (_, number) => `export const value${number} = ${"f(".repeat(number)}1${")".repeat(number)};`);
    const tables = await Promise.all(texts.map((text, number) => parser.parse(text, grammarOf(number % 2 === 0 ? "a.ts" : "a.js"))));
    assert.deepEqual(
      tables.map((table) => table?.text),
      texts,
    );
    for (const table of tables) assert.equal(table?.hasError, false);
  });

  it("frees every tree: memory stays flat over a thousand files", async function () {
    this.timeout(60_000);
    const parser = await testParser();
    const text = "export function f(a: string) { return g(a, `x ${a}`); }\n".repeat(40);
    const run = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time++) await parser.parse(text, grammarOf("a.ts"));
      return usedMemory();
    };
    const before = await run(100);
    assert.ok((await run(900)) - before < 8 * 1024 * 1024);
  });

  it("reads an edited file as if it had never seen another text of it", async () => {
    const parser = await testParser();
    const texts: Record<string, string> = {
      "a.ts": "export class A<T> {\n  private b = `x ${this.c} y`;\n  get c(): T { return d as T; }\n}\n// é😀\nfoo(/a/g, 1);\n",
      "a.py": 'class A:\n    def f(self, b):\n        if b:\n            return f"x {b!r:>4} y"\n        return None\n\nprint(A().f(1))\n',
      "A.java": 'class A {\n  String f(int b) {\n    return """\n      x""" + b;\n  }\n}\n',
      "A.cs": 'class A {\n  string F(int b) => $"x {b} y";\n#if DEBUG\n  int c = 1;\n#endif\n}\n',
      "a.go": 'package a\n\nfunc f(b int) string {\n\treturn `x` + "y"\n}\n',
    };
    for (const [path, original] of Object.entries(texts)) {
      let sound = 0;
      // At each place a piece goes, and comes again; in between, code is most often broken.
      for (let at = 0; at < original.length; at++) {
        for (const text of [
          original.slice(0, at) + original.slice(at + 1 + (at % 7)),
          original,
          `${original.slice(0, at)} ${original.slice(at)}`,
        ]) {
          const table = await parser.parse(text, grammarOf(path), path);
          assert.deepEqual(table, await parser.parse(text, grammarOf(path)));
          if (!table?.hasError) sound++;
        }
      }
      assert.ok(sound > original.length);
    }
  });

  it("holds no more trees than a few of edited files", async function () {
    this.timeout(60_000);
    const parser = await testParser();
    const text = "export function f(a: string) { return g(a, `x ${a}`); }\n".repeat(40);
    const run = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time++) await parser.parse(`${text}${"1;".repeat(time % 9)}`, grammarOf("a.ts"), `a${time % 30}.ts`);
      return usedMemory();
    };
    const before = await run(100);
    assert.ok((await run(600)) - before < 8 * 1024 * 1024);
  });

  it("ends a hostile file with one problem, and reads the next one", async function () {
    this.timeout(60_000);
    const parser = await testParser();
    for (const hostile of [
      "(".repeat(300_000),
      "a = {".repeat(60_000),
      "`${".repeat(60_000),
      "x?y:".repeat(60_000),
      "if(1)".repeat(60_000),
    ]) {
      const outcome = await lowerText(parser, "a.ts", "a.ts", hostile);
      assert.ok(outcome.facts || (outcome.problem.file === "a.ts" && outcome.problem.remedy !== ""));
    }
    const { facts } = await lowerText(parser, "b.ts", "b.ts", "export const one = 1;");
    assert.equal(facts?.syntaxError, -1);
  });

  it("says so when no module reads the file", async () => {
    const { facts, problem } = await lowerText(await testParser(), "a.cobol", "a.cobol", "");
    assert.equal(facts, null);
    assert.equal(problem?.file, "a.cobol");
  });
});
