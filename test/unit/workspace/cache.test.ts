import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileFacts } from "../../../src/core/facts/fileFacts.js";
import { wordsOfBytes } from "../../../src/core/index/words.js";
import { lowerText } from "../../../src/core/syntax/parserLowering.js";
import { type Cache, cacheFolder, openCache } from "../../../src/workspace/cache.js";
import { decodeFacts, encodeFacts } from "../../../src/workspace/factsFormat.js";
import { sourceFiles } from "../../support/sourceFiles.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";
import { testParser } from "../../support/testParser.js";

const READER = "typescript test";

describe("cache", () => {
  const folder = temporaryFolder();
  const content = (text: string): Uint8Array => Buffer.from(text);
  const packs = (): string[] => readdirSync(join(folder.path, "cache")).map((name) => join(folder.path, "cache", name));

  function open(limit?: number): Cache {
    const cache = openCache({ folder: join(folder.path, "cache"), roots: [], ...(limit === undefined ? {} : { limit }) });
    assert.ok(cache);
    return cache;
  }

  async function factsOf(path: string, text: string): Promise<FileFacts> {
    const { facts } = await lowerText(await testParser(), path, path, text);
    assert.ok(facts, path);
    return facts;
  }

  it("gives back facts equal to fresh ones, for every file of this project", async function () {
    this.timeout(120_000);
    const cache = open();
    const all = new Map<string, FileFacts>();
    for (const { path, text } of sourceFiles()) {
      const facts = await factsOf(path, text);
      assert.deepEqual(decodeFacts(encodeFacts(facts)), facts, path);
      all.set(text, facts);
      cache.storeFacts(content(text), READER, facts);
    }
    cache.close();
    const reopened = open();
    for (const [text, facts] of all) assert.deepEqual(reopened.facts(content(text), READER), facts);
    reopened.close();
    assert.equal(packs().length, 1);
  });

  it("keeps characters beyond ASCII and lone surrogates", async () => {
    const facts = await factsOf("a.ts", 'export const größe = "值 😀 \\u{1F600} \uD83D";');
    assert.deepEqual(decodeFacts(encodeFacts(facts)), facts);
  });

  it("knows facts by content, reader and nothing else", async () => {
    const cache = open();
    cache.storeFacts(content("a()"), READER, await factsOf("a.ts", "a()"));
    assert.ok(cache.facts(content("a()"), READER));
    assert.equal(cache.facts(content("a() "), READER), null);
    assert.equal(cache.facts(content("a()"), "python test"), null);
    cache.close();
  });

  it("computes words once", () => {
    const bytes = content("some words of a file");
    const first = open();
    const words = first.words(bytes, () => wordsOfBytes(bytes));
    first.close();
    const second = open();
    const fail = (): never => assert.fail("computed again");
    assert.deepEqual(second.words(bytes, fail), words);
    second.close();
  });

  it("makes a damaged entry again and replaces it", () => {
    const bytes = content("some words of a file");
    const use = (): number => {
      let computed = 0;
      const cache = open();
      const words = cache.words(bytes, () => {
        computed++;
        return wordsOfBytes(bytes);
      });
      assert.deepEqual(words, wordsOfBytes(bytes));
      cache.close();
      return computed;
    };
    assert.equal(use(), 1);
    const [pack] = packs() as [string];
    const damaged = readFileSync(pack);
    damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
    writeFileSync(pack, damaged);
    utimesSync(pack, 1000, 1000);
    assert.equal(use(), 1);
    assert.equal(use(), 0);
  });

  it("drops packs that are no packs, cut off or from elsewhere", () => {
    const bytes = content("some words of a file");
    const fill = (): void => {
      const cache = open();
      cache.words(bytes, () => wordsOfBytes(bytes));
      cache.close();
    };
    fill();
    const [pack] = packs() as [string];
    const whole = readFileSync(pack);
    for (const broken of [
      Buffer.alloc(0),
      Buffer.from("nonsense"),
      whole.subarray(0, 20),
      whole.subarray(0, whole.length - 4),
      Buffer.alloc(4096, 255),
    ]) {
      writeFileSync(pack, broken);
      const cache = open();
      let computed = false;
      cache.words(bytes, () => {
        computed = true;
        return wordsOfBytes(bytes);
      });
      assert.ok(computed);
      cache.close();
      for (const left of packs()) if (left !== pack) writeFileSync(left, "");
    }
  });

  it("stays below its limit: the packs used longest ago go first", () => {
    const kept = content("kept");
    const make = (bytes: Uint8Array, limit?: number): void => {
      const cache = open(limit);
      cache.words(bytes, () => new Uint32Array(1000));
      cache.close();
    };
    make(kept);
    make(content("old"));
    for (const pack of packs()) utimesSync(pack, 1000, 1000);
    const reader = open();
    assert.equal(reader.words(kept, () => assert.fail("computed again")).length, 1000);
    reader.close();
    make(content("new"), 9000);
    assert.equal(packs().length, 2);
    const last = open();
    assert.equal(last.words(kept, () => assert.fail("the one in use went")).length, 1000);
    last.close();
  });

  it("merges many small packs", () => {
    for (let number = 0; number < 30; number++) {
      const cache = open();
      cache.words(content(`file ${number}`), () => Uint32Array.of(number));
      cache.close();
    }
    assert.ok(packs().length < 30, String(packs().length));
    const cache = open();
    for (let number = 0; number < 30; number++) {
      assert.deepEqual(
        cache.words(content(`file ${number}`), () => assert.fail("lost")),
        Uint32Array.of(number),
      );
    }
    cache.close();
  });

  it("is nobody else's business", () => {
    open().close();
    if (process.platform !== "win32") assert.equal(statSync(join(folder.path, "cache")).mode & 0o777, 0o700);
  });

  it("is never taken from inside a repository", () => {
    mkdirSync(join(folder.path, "repository"));
    const roots = [join(folder.path, "repository")];
    assert.equal(openCache({ folder: join(folder.path, "repository", "cache"), roots }), null);
    assert.ok(openCache({ folder: join(folder.path, "repository-cache"), roots }));
  });

  it("does without when the folder cannot be made", () => {
    folder.write("file", "");
    assert.equal(openCache({ folder: join(folder.path, "file", "cache"), roots: [] }), null);
  });

  it("lies in the user's cache folder, and not where a relative variable points", () => {
    if (process.platform !== "linux") return;
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/somewhere" }), "/somewhere/parapet");
    assert.ok(!cacheFolder({ XDG_CACHE_HOME: "here" }).includes("here"));
  });
});
