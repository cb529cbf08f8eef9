import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Language, Parser, type TreeCursor } from "web-tree-sitter";
import { languageOf } from "../../../../src/core/languages/languages.js";
import { lowerText } from "../../../../src/core/syntax/parserLowering.js";
import { testParser } from "../../../support/testParser.js";

const grammarOf = (path: string) => (languageOf(path) as NonNullable<ReturnType<typeof languageOf>>).grammar;

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
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const run = async (times: number): Promise<number> => {
      for (let time = 0; time < times; time++) await parser.parse(text, grammarOf("a.ts"));
      // The tables that tests drop are JavaScript's to collect; what stays is memory of trees.
      let least = Number.POSITIVE_INFINITY;
      for (let time = 0; time < 5; time++) {
        collectGarbage();
        await new Promise((done) => setTimeout(done, 20));
        least = Math.min(least, process.memoryUsage().external);
      }
      return least;
    };
    const before = await run(100);
    assert.ok((await run(900)) - before < 8 * 1024 * 1024);
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
