import assert from "node:assert/strict";
import { HASHED_BYTES, wordsOfBytes, wordsOfName, wordsOfText } from "../../../../src/core/index/words.js";

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

  it("splits a module specifier", () => {
    assert.deepEqual(wordsOfName("@langchain/core"), [...wordsOfName("langchain"), ...wordsOfName("core")]);
    assert.deepEqual(wordsOfName("./*"), []);
  });
});
