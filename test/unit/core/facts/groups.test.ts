import assert from "node:assert/strict";
import { Firsts, Groups } from "../../../../src/core/facts/groups.js";

describe("maps from small numbers", () => {
  it("gives lists in the order in which they were told", () => {
    const pairs = [
      [2, 7],
      [0, 0],
      [2, 5],
      [2, 7],
    ] as const;
    const groups = new Groups(4, (add) => {
      for (const [key, item] of pairs) add(key, item);
    });
    assert.deepEqual(
      [0, 1, 2, 3].map((key) => groups.get(key)),
      [[0], [], [7, 5, 7], []],
    );
    assert.deepEqual(groups.get(4), []);
    assert.deepEqual(groups.get(-1), []);
  });

  it("keeps the first number", () => {
    const firsts = new Firsts(3);
    for (const [key, item] of [
      [1, 0],
      [1, 4],
      [2, 9],
    ] as const)
      firsts.add(key, item);
    assert.deepEqual(
      [-1, 0, 1, 2, 3].map((key) => firsts.get(key)),
      [undefined, undefined, 0, 9, undefined],
    );
  });
});
