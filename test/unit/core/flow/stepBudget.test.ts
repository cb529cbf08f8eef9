/** Walks are cut shorter once many have been taken, and the same number of steps always gives the same cut. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { StepBudget } from "../../../../src/core/flow/stepBudget.js";

describe("step budget", () => {
  it("lets walks go as far as they may, until a million places have been looked at", () => {
    const budget = new StepBudget();
    budget.spend(999_999);
    assert.equal(budget.upTo(12_000), 12_000);
    budget.spend(1);
    assert.equal(budget.upTo(12_000), 2_000);
    assert.equal(budget.upTo(500), 500, "never further than asked for");
  });
});
