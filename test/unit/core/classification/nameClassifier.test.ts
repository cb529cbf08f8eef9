/** Names that hold data of a class, and names that only look so, judged with the data types that ship. */
import assert from "node:assert/strict";
import { compileKnowledge } from "../../../../build/knowledge/compile.js";
import { NameClassifier } from "../../../../src/core/classification/nameClassifier.js";

const classifier = new NameClassifier(compileKnowledge().files.flatMap(({ dataTypes }) => dataTypes ?? []));

function ids(name: string, context: readonly string[] = [], declaredType?: string): string[] {
  return classifier.classify(name, context, declaredType).map(({ id }) => id);
}

describe("NameClassifier", () => {
  const alone: readonly [string, string][] = [
    ["email", "email-address"],
    ["customerEmailAddress", "email-address"],
    ["EMAILS", "email-address"],
    ["phone-number", "phone-number"],
    ["billing_address", "postal-address"],
    ["zipCode", "postal-address"],
    ["firstName", "first-name"],
    ["dateOfBirth", "date-of-birth"],
    ["ssn", "social-security-number"],
    ["passportNumber", "passport"],
    ["driverLicenseNumber", "driver-license"],
    ["nationalId", "national-id"],
    ["creditCardNumber", "card-number"],
    ["cvv2", "card-security-code"],
    ["iban", "bank-account"],
    ["salary", "income"],
    ["credit_score", "credit-record"],
    ["diagnosis", "diagnosis"],
    ["patientId", "patient-record"],
    ["ethnicity", "race-or-ethnicity"],
    ["religion", "religion"],
    ["sexualOrientation", "sexual-orientation"],
    ["criminalRecord", "criminal-record"],
    ["faceEmbedding", "biometric-data"],
    ["geneticData", "genetic-data"],
    ["isMinor", "child-data"],
    ["latitude", "precise-location"],
    ["ipAddress", "ip-address"],
    ["password", "password"],
    ["OPENAI_API_KEY", "api-key"],
    ["accessToken", "access-token"],
    ["privateKey", "private-key"],
    ["databaseUrl", "connection-string"],
    ["employeeId", "employee-id"],
  ];
  for (const [name, type] of alone) {
    it(`takes ${name} for ${type} on its own`, () => {
      assert.deepEqual(ids(name), [type]);
    });
  }

  const inContext: readonly [string, readonly string[], string][] = [
    ["name", ["user"], "person-name"],
    ["address", ["Customer"], "address"],
    ["race", ["patient"], "race"],
    ["city", ["zipCode"], "coarse-location"],
    ["token", ["authHeader"], "token"],
    ["medications", ["patient"], "treatment"],
    ["userId", ["email"], "user-id"],
    ["age", ["applicant"], "age"],
    ["customer", ["email"], "person-record"],
    ["resume", ["candidate"], "curriculum-vitae"],
    ["transcript", ["student"], "academic-transcript"],
    ["policy", ["insurance"], "insurance-policy"],
    ["location", ["lat"], "location"],
  ];
  for (const [name, context, type] of inContext) {
    it(`takes ${name} for ${type} only near ${context.join(", ")}`, () => {
      assert.deepEqual(ids(name), []);
      assert.deepEqual(ids(name, context), [type]);
    });
  }

  const falseFriends = (
    "maxTokens tokens token promptTokens eos_token next_token token_count tokenizer session chatSession address memoryAddress name " +
    "fileName functionName modelName displayName key primaryKey cacheKey race raceCondition condition healthCheck policy claim state " +
    "location profile client openaiClient user message order transaction dbTransaction account contract passport passportStrategy pan " +
    "cv2 resume resumeFromCheckpoint fingerprint weight height maxAge child children parentNode transcript license candidates secret " +
    "cookieConsent emailTemplate emailService phoneRegex passwordField image storage usage statusCode latency latent pinMemory phi3 " +
    "diagnostics interface withCredentials studentModel gradeDocuments embeddings locale systemPromptPath"
  ).split(" ");
  for (const name of falseFriends) {
    it(`makes nothing of ${name}`, () => {
      assert.deepEqual(ids(name), []);
    });
  }

  /** Names of real code that look like data of people, each with what it is a part of. */
  const inOwners: readonly [string, readonly string[]][] = [
    ["name", ["file"]],
    ["name", ["tool", "call"]],
    ["name", ["model"]],
    ["name", ["selected_assistant"]],
    ["name", ["deployment"]],
    ["name", ["openai", "client"]],
    ["name", ["content", "block"]],
    ["name", ["column"]],
    ["name", ["workspace"]],
    ["name", ["event_subscriber"]],
    ["name", ["node_visitor"]],
    ["name", ["db_driver"]],
    ["address", ["server"]],
    ["address", ["contract"]],
    ["address", ["memory", "block"]],
    ["key", ["primary"]],
    ["key", ["cache"]],
    ["template", ["email"]],
    ["token", ["lexer"]],
    ["token", ["next"]],
    ["location", ["window"]],
    ["state", ["app"]],
    ["race", ["promise"]],
    ["policy", ["retry"]],
    ["policy", ["iam"]],
    ["claim", ["jwt"]],
    ["health", ["server"]],
    ["condition", ["where"]],
    ["account", ["storage"]],
    ["order", ["sort"]],
    ["contract", ["smart"]],
    ["message", ["commit"]],
    ["message", ["error"]],
    ["body", ["response"]],
    ["text", ["message"]],
    ["history", ["chat"]],
    ["profile", ["aws"]],
    ["city", ["weather", "request"]],
    ["weight", ["edge"]],
    ["height", ["image"]],
    ["candidates", ["response"]],
  ];
  for (const [name, owners] of inOwners) {
    it(`makes nothing of ${name} of ${owners.join(".")}`, () => {
      assert.deepEqual(ids(name, owners), []);
    });
  }

  it("takes what stands beside a name for a sign only where it names the same kind of thing", () => {
    const beside = (name: string, siblings: readonly string[]): string[] =>
      classifier.classify(name, [], undefined, siblings).map(({ id }) => id);
    assert.deepEqual(beside("name", ["email"]), ["person-name"]);
    assert.deepEqual(beside("name", ["profile_context"]), []);
    assert.deepEqual(beside("name", ["size", "path"]), []);
    assert.deepEqual(beside("user", ["name"]), []);
  });

  it("knows objects from their fields", () => {
    assert.deepEqual(
      classifier.classify("customer", ["Customer"]).map(({ id, object }) => [id, object]),
      [["person-record", true]],
    );
    assert.deepEqual(
      classifier.classify("email", []).map(({ object }) => object),
      [false],
    );
  });

  it("lets questions about data pass", () => {
    for (const name of ["isEmail", "hasPassword", "showPhone", "email_verified"]) assert.deepEqual(ids(name), [], name);
    assert.deepEqual(ids("email", [], "boolean"), []);
    assert.deepEqual(ids("email", [], "str"), ["email-address"]);
  });

  it("lets things that work on data pass", () => {
    assert.deepEqual(ids("customer", ["email"], "StripeClient"), []);
    assert.deepEqual(ids("email", [], "EmailService"), []);
  });

  it("says how strict and how sure", () => {
    const said = (name: string, context: readonly string[]) =>
      classifier.classify(name, context).map(({ id, classification, strength }) => `${id} ${classification} ${strength}`);
    assert.deepEqual(said("ssn", []), ["social-security-number Restricted strong"]);
    assert.deepEqual(said("name", ["user"]), ["person-name Internal weak"]);
  });

  it("answers the same again, whatever was asked between", () => {
    const first = ids("transaction", ["invoiceNumber"]);
    ids("transaction");
    assert.deepEqual(first, ["financial-transaction"]);
    assert.deepEqual(ids("transaction", ["invoiceNumber"]), first);
  });

  it("knows nothing without data types", () => {
    assert.deepEqual(new NameClassifier([]).classify("ssn", []), []);
  });
});
