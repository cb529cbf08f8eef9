import assert from "node:assert/strict";
import type { WordRole } from "../../../../src/core/host.js";
import { HASHED_BYTES, roleHash, wordsOfBytes, wordsOfName, wordsOfText } from "../../../../src/core/index/words.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const holds = (words: Uint32Array, name: string): boolean => wordsOfName(name).every((hash) => words.includes(hash));

describe("words of a file", () => {
  it("finds identifiers in code, strings and comments", () => {
    const words = wordsOfBytes(bytes('const answer = ask("https://api.openai.com/v1"); // see $scope and _private1'));
    for (const name of ["const", "answer", "ask", "api", "openai", "v1", "$scope", "_private1", "see"]) assert.ok(holds(words, name), name);
    for (const name of ["ans", "nswer", "openaix", "scope"]) assert.ok(!holds(words, name), name);
  });

  it("is sorted and holds each word once", () => {
    const words = wordsOfBytes(bytes("b a b a c"));
    assert.equal(words.length, 3);
    assert.deepEqual(
      [...words],
      [...words].sort((left, right) => left - right),
    );
  });

  it("takes characters beyond ASCII for letters", () => {
    const words = wordsOfBytes(bytes("größe = naïve_值 + 😀"));
    for (const name of ["größe", "naïve_值", "😀"]) assert.ok(holds(words, name), name);
    assert.ok(!holds(words, "gr"));
  });

  it("gives the same words for a text and for its bytes, lone surrogates aside", () => {
    for (const text of ["", "a", "größe naïve_值 😀x \u{10FFFF}", '"\\nfoo" 12ab a'.repeat(50)]) {
      assert.deepEqual(wordsOfText(text), wordsOfBytes(bytes(text)), text);
    }
  });

  it("reads a word after an escape in a string", () => {
    const words = wordsOfBytes(bytes('"\\nopenai\\tlangchain"'));
    for (const name of ["openai", "langchain"]) assert.ok(holds(words, name), name);
  });

  it("finds a family of names by the parts between underscores", () => {
    const words = wordsOfBytes(bytes("from langchain_openai import _private_name"));
    for (const name of ["langchain", "openai", "langchain_openai", "_private_name", "private"]) assert.ok(holds(words, name), name);
    for (const name of ["langchain_", "chain_openai", "_private"]) assert.ok(!holds(words, name), name);
  });

  it("cuts leading digits and a byte order mark", () => {
    assert.ok(holds(wordsOfBytes(bytes("3dmodel")), "dmodel"));
    assert.ok(holds(wordsOfBytes(bytes("3dmodel")), "3dmodel"));
    assert.ok(holds(wordsOfBytes(bytes("\uFEFFimport x")), "import"));
  });

  it("cannot tell words apart that agree in their first bytes, and misses neither", () => {
    const long = "x".repeat(HASHED_BYTES);
    const words = wordsOfBytes(bytes(`${long}one`));
    assert.ok(holds(words, `${long}one`) && holds(words, `${long}two`));
  });

  const inRole = (role: WordRole, text: string): ((name: string) => boolean) => {
    const words = wordsOfText(text);
    return (name) => words.includes(roleHash(name, role));
  };

  it("knows what a type of Java or C# derives from", () => {
    for (const text of [
      "public sealed class Own extends Row<String> implements Other, Base permits A {",
      "class /* of */ Own extends Base {",
      "class Own // one; of {many}\n  extends Base {",
      `record Own(${"@Json(names = {1, 2}) String text, ".repeat(40)}int last) implements Base {`,
      "var own = new Base() { void run() {} };",
      "var own = new @Local Outer.Base<>() { };",
      'public partial class Own(ILogger log, string sep = ";") : Row(log), Base\n    where T : new()\n{',
      "using Acme;\nclass Own(string log):\n  Base\n{",
      "record Own(string Text) : Base;",
      "record struct Own(int A) : Base;",
      "using Parent = Acme.Base;",
    ])
      assert.ok(inRole("inherited", text)("Base"), text);
    for (const text of ["class Own extends Other { Base ask() { return null; } }", "final Base own = make();"])
      assert.ok(!inRole("inherited", text)("Base"), text);
  });

  it("knows what is imported under another name, and what is referred to as a method", () => {
    for (const text of [
      "import { ask as question } from './llm'",
      "from .llm import (other, ask \\\n as question)",
      "export { ask // the one\n as default }",
    ])
      assert.ok(inRole("renamed", text)("ask"), text);
    for (const text of ["ask(question)", "ask(one) as string"]) assert.ok(!inRole("renamed", text)("ask"), text);
    for (const text of ["stream.map(this::ask)", "map(Llm:: ask)", "map(Llm::<String, List<Row>>ask)", "map(llm()::ask)"])
      assert.ok(inRole("referenced", text)("ask"), text);
    assert.ok(!inRole("referenced", "this.ask(a ? b : c)")("ask"));
  });

  it("knows texts that may name modules, calls of import, and imports of everything", () => {
    for (const text of ['import x from "ai";', "import 'ai/rsc'", 'import(/* chunk: "x" */ "ai")', 'from "npm:ai@5"', 'export * from"ai"'])
      assert.ok(inRole("imported", text)("ai"), text);
    for (const text of ["const ai = 1", 'import x from "./ai"', '"what ai is"']) assert.ok(!inRole("imported", text)("ai"), text);
    for (const text of ["await import('./llm')", "import /* */ ('./llm')"]) assert.ok(inRole("imported", text)("import"), text);
    assert.ok(!inRole("imported", "import x from './llm'")("import"));
    for (const text of [
      "from .llm import *",
      "from .llm import \\\n  *",
      "export * from './llm'",
      "export * as llm from './llm'",
      "export type * from './llm'",
      "export /* all */ * from './llm'",
    ])
      assert.ok(inRole("imported", text)("*"), text);
    assert.ok(!inRole("imported", "export default a * b")("*"));
  });

  it("tells a declared type and a segment from other words", () => {
    assert.ok(inRole("declared", "namespace Acme.Chat;")("Acme"));
    assert.ok(!inRole("declared", "use(Acme)")("Acme"));
    assert.ok(inRole("segment", '"/v1/generate"')("generate"));
    assert.ok(!inRole("segment", "generate()")("generate"));
  });

  it("splits a module specifier", () => {
    assert.deepEqual(wordsOfName("@langchain/core"), [...wordsOfName("langchain"), ...wordsOfName("core")]);
    assert.deepEqual(wordsOfName("./*"), []);
  });
});
