import assert from "node:assert/strict";
import { WordIndex } from "../../../../src/core/index/wordIndex.js";
import { wordsOfName, wordsOfText } from "../../../../src/core/index/words.js";

function indexOf(files: Record<string, string>): WordIndex {
  const index = new WordIndex();
  for (const [key, text] of Object.entries(files)) index.set(key, wordsOfText(text));
  return index;
}

/** Small, and the same on every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("name index", () => {
  it("names the files that hold a word, sorted by key", () => {
    const index = indexOf({ "b.ts": "foo bar", "a.ts": "bar", "c.py": "bar.baz" });
    assert.deepEqual(index.filesWith("bar"), ["a.ts", "b.ts", "c.py"]);
    assert.deepEqual(index.filesWith("foo"), ["b.ts"]);
    assert.deepEqual(index.filesWith("nothing"), []);
  });

  it("names the files that hold a word in a role", () => {
    const index = indexOf({ "a.java": "class A extends Base {}", "b.py": "from x import Base as B", "c.java": "Base()" });
    assert.deepEqual(index.filesWith("Base"), ["a.java", "b.py", "c.java"]);
    assert.deepEqual(index.filesWith("Base", "inherited"), ["a.java"]);
    assert.deepEqual(index.filesWith("Base", "renamed"), ["b.py"]);
    index.set("c.java", wordsOfText("class C extends Base {}"));
    assert.deepEqual(index.filesWith("Base", "inherited"), ["a.java", "c.java"]);
  });

  it("wants all words of a specifier, and gives every file for a name without words", () => {
    const index = indexOf({ "a.ts": 'from "@langchain/core"', "b.ts": "core", "c.ts": "langchain" });
    assert.deepEqual(index.filesWith("@langchain/core"), ["a.ts"]);
    assert.deepEqual(index.filesWith("*"), ["a.ts", "b.ts", "c.ts"]);
  });

  it("forgets the words that a file no longer holds", () => {
    const index = indexOf({ "a.ts": "foo", "b.ts": "foo" });
    assert.deepEqual(index.filesWith("foo"), ["a.ts", "b.ts"]);
    index.set("a.ts", wordsOfText("bar"));
    assert.deepEqual(index.filesWith("foo"), ["b.ts"]);
    assert.deepEqual(index.filesWith("bar"), ["a.ts"]);
    index.delete("b.ts");
    assert.deepEqual(index.filesWith("foo"), []);
    assert.equal(index.size, 1);
  });

  it("gives files too many and never too few when hashes collide", () => {
    const [hash] = wordsOfName("needle") as [number];
    const index = indexOf({ "a.ts": "needle" });
    index.set("b.ts", Uint32Array.of(hash));
    assert.deepEqual(index.filesWith("needle"), ["a.ts", "b.ts"]);
  });

  it("answers after random edits as an index made from scratch, and never misses a file", () => {
    const pick = random(7);
    const vocabulary = Array.from({ length: 300 }, (_, number) => `name${number}`);
    const texts: Record<string, string> = {};
    const index = new WordIndex();
    const edit = (): void => {
      const key = `file${pick(120)}.ts`;
      if (pick(10) === 0) {
        delete texts[key];
        index.delete(key);
        return;
      }
      texts[key] = Array.from({ length: pick(40) }, () => vocabulary[pick(300)]).join(" ");
      index.set(key, wordsOfText(texts[key]));
    };
    for (let round = 0; round < 60; round++) {
      for (let count = pick(9) + (round % 20 === 0 ? 90 : 0); count >= 0; count--) edit();
      const scratch = indexOf(texts);
      for (let query = 0; query < 20; query++) {
        const name = vocabulary[pick(300)] as string;
        const answer = index.filesWith(name);
        assert.deepEqual(answer, scratch.filesWith(name));
        for (const [key, text] of Object.entries(texts))
          if (text.split(" ").includes(name)) assert.ok(answer.includes(key), `${key} ${name}`);
      }
    }
  });
});
