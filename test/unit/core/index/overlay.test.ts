/** Answers over changed files are those of an index that was made anew, whatever was asked before. */
import assert from "node:assert/strict";
import { WordIndex } from "../../../../src/core/index/wordIndex.js";
import { wordsOfText } from "../../../../src/core/index/words.js";
import { Random } from "../../../fuzz/mutations.js";

const WORDS = ["alpha", "beta", "gamma", "delta", "class alpha", "/beta", "", "alpha beta", "gamma delta alpha"];

describe("word index over changed files", () => {
  it("answers as one that was made anew", () => {
    const random = new Random(7);
    const texts = new Map<string, string>();
    const index = new WordIndex();
    const textOf = (): string => Array.from({ length: random.below(4) }, () => random.pick(WORDS)).join(" ; ");
    for (let step = 0; step < 600; step++) {
      const key = `file${random.below(100)}.ts`;
      if (random.below(4) === 0) {
        texts.delete(key);
        index.delete(key);
      } else {
        const text = textOf();
        texts.set(key, text);
        index.set(key, wordsOfText(text));
      }
      if (random.below(3) > 0) continue;
      const fresh = new WordIndex();
      for (const [name, text] of texts) fresh.set(name, wordsOfText(text));
      for (const word of WORDS) assert.deepEqual([...index.filesWith(word)], [...fresh.filesWith(word)], `step ${step}: ${word}`);
      assert.deepEqual([...index.filesWith("alpha", "declared")], [...fresh.filesWith("alpha", "declared")]);
      assert.deepEqual([...index.filesWith("beta", "segment")], [...fresh.filesWith("beta", "segment")]);
    }
  });
});
