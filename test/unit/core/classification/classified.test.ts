import assert from "node:assert/strict";
import { type Classified, UNCLASSIFIED, asAnswer } from "../../../../src/core/classification/classified.js";

const place = { file: "a.ts", line: 1, column: 1, label: "", level: "Restricted" as const };
const given = (types: readonly string[], basis: Classified["basis"] = "inferred"): Classified => ({
  level: "Restricted",
  basis,
  types,
  evidence: [place],
});

describe("answer of a model", () => {
  it("is of the class of what the model was given", () => {
    const answer = asAnswer(given(["diagnosis"]));
    assert.equal(answer.level, "Restricted");
    assert.equal(answer.evidence[0]?.label, "answer of a model that is given Restricted data");
  });

  it("does not give back a key that the model may have been given", () => {
    assert.equal(asAnswer(given(["api-key"])), UNCLASSIFIED);
    assert.deepEqual(asAnswer(given(["api-key", "diagnosis"])).types, ["diagnosis"]);
  });

  it("keeps what people declared, whatever it is called", () => {
    assert.equal(asAnswer(given(["api-key"], "declared")).level, "Restricted");
  });
});
