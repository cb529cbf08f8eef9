/** What a value may be: many things of a kind are as good as anything, in whatever order they are found. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ValueSet } from "../../../../src/core/link/valueSet.js";

function withFunctions(from: number, to: number): ValueSet {
  const set = new ValueSet();
  for (let ref = from; ref < to; ref++) set.addFunction(ref);
  return set;
}

describe("value set", () => {
  it("names all of a hundred functions, and none of more", () => {
    assert.equal(withFunctions(0, 100).functions.size, 100);
    assert.equal(withFunctions(0, 101).functions.size, 0);
  });

  it("is the same whichever part comes first", () => {
    const parts = [withFunctions(0, 60), withFunctions(60, 120), withFunctions(120, 130)];
    for (const order of [parts, [...parts].reverse()]) {
      const all = new ValueSet();
      const grew = order.map((part) => all.addAll(part));
      assert.equal(all.functions.size, 0);
      assert.equal(all.size, 101);
      assert.ok(grew.some(Boolean));
      assert.equal(all.addAll(withFunctions(500, 600)), false, "nothing is added to what may be anything");
    }
  });

  it("keeps kinds apart", () => {
    const set = withFunctions(0, 200);
    set.addInstance(7);
    assert.deepEqual([...set.instances], [7]);
  });
});
