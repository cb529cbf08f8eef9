import assert from "node:assert/strict";
import { isPlainType, scalarType } from "../../../../src/core/link/plainTypes.js";

describe("plain types", () => {
  it("are texts and scalars of every language, also where there may be none", () => {
    for (const type of ["string", "str", "String", "java.lang.String", "Optional[str]", "int?", "number | null", "UUID", "error"])
      assert.ok(isPlainType(type), type);
    for (const type of ["Client", "Object", "T", "any", "string | Client", "list[str]", "Function<String, String>", ""])
      assert.ok(!isPlainType(type), type);
  });

  it("tells scalars, which hold no text", () => {
    assert.equal(scalarType("Optional[int]"), "int");
    assert.equal(scalarType("System.Guid"), "Guid");
    assert.equal(scalarType("string"), null);
  });
});
