/** Tests of roles on one walk, in one form for all that mean the same. */
import assert from "node:assert/strict";
import { type RoleTest, combined } from "../../../../src/core/flow/roleTests.js";

const is = (role: RoleTest["role"]): RoleTest => ({ role, is: true });
const not = (role: RoleTest["role"]): RoleTest => ({ role, is: false });

describe("role tests", () => {
  it("are the same in another order, and when they are met twice", () => {
    const once = combined([not("user")], [not("system")]);
    assert.equal(combined([not("system")], [not("user")]), once);
    assert.equal(combined(once, [not("user")]), once);
    assert.deepEqual(once, [not("system"), not("user")]);
  });

  it("say no more than the one role that passes", () => {
    assert.deepEqual(combined([not("user")], [is("system")]), [is("system")]);
    assert.deepEqual(combined([is("system")], [not("user")]), [is("system")]);
  });

  it("of the message nearer to where it is made win", () => {
    assert.deepEqual(combined([is("user")], [is("system")]), [is("system")]);
    assert.deepEqual(combined([is("user")], [not("user")]), [not("user")]);
  });

  it("stay what they were where nothing is tested", () => {
    const before = [is("user")];
    assert.equal(combined(before, []), before);
  });
});
