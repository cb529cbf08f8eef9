/** Spellings of one name come out the same. */
import assert from "node:assert/strict";
import { normaliseName } from "../../../../src/core/classification/names.js";

describe("normaliseName", () => {
  const cases: readonly [string, string][] = [
    ["customerEmail", "customer_email"],
    ["CUSTOMER_EMAIL", "customer_email"],
    ["customer-email", "customer_email"],
    ["Customer.Email", "customer_email"],
    ["userID", "user_id"],
    ["userIDs", "user_ids"],
    ["SSNNumber", "ssn_number"],
    ["HTTPRequestBody", "http_request_body"],
    ["addressLine2", "address_line2"],
    ["_private", "private"],
    ["$ref", "ref"],
    ["größeDerPerson", "größe_der_person"],
    ["", ""],
  ];
  for (const [written, normalised] of cases) {
    it(`${JSON.stringify(written)} is ${JSON.stringify(normalised)}`, () => {
      assert.equal(normaliseName(written), normalised);
    });
  }
});
