/** The strictest level wins, and traits that point at one person go up together. */
import assert from "node:assert/strict";
import { combine, highest } from "../../../../src/core/classification/levels.js";

describe("levels", () => {
  it("takes the strictest", () => {
    assert.equal(highest(["Public", "Restricted", "Internal"]), "Restricted");
    assert.equal(highest(["Internal", "Public"]), "Internal");
    assert.equal(highest([]), null);
  });

  it("raises two traits of a person to Restricted", () => {
    const birth = { id: "date-of-birth", classification: "Confidential" } as const;
    const residence = { id: "postal-address", classification: "Confidential" } as const;
    assert.equal(combine([birth, residence]), "Restricted");
    assert.equal(combine([birth]), "Confidential");
  });

  it("counts two spellings of a trait once", () => {
    const types = [
      { id: "date-of-birth", classification: "Confidential" },
      { id: "age", classification: "Internal" },
    ] as const;
    assert.equal(combine(types), "Confidential");
    assert.equal(combine([]), null);
  });
});
