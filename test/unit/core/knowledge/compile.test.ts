import assert from "node:assert/strict";
import { compileTexts, KnowledgeError } from "../../../../build/knowledge/compile.js";
import { patternProblem } from "../../../../build/knowledge/checkPatterns.js";

const GOOD = `schema: 1
provider: acme
name: Acme
types:
  - type: acme.javascript.Client
    language: javascript
    from:
      - module(acme).Client()
    source: memory
calls:
  - id: acme.javascript.chat
    language: javascript
    callee:
      - type(acme.javascript.Client).chat
    operation: chat
    phase: inference
    inputs:
      - { role: messages, at: "argument[0].messages", shape: objects }
    source: memory
`;

/** Each mistake is one change of a good file; gives what is reported, `line: message`. */
function problems(text: string, ...others: readonly string[]): string[] {
  const files = [text, ...others].map((content, index) => ({ path: `${index}.yaml`, text: content }));
  try {
    compileTexts(files);
    return [];
  } catch (error) {
    assert.ok(error instanceof KnowledgeError, String(error));
    for (const { file, line } of error.problems) assert.match(error.message, new RegExp(`${file}:${line}: `));
    return error.problems.map(({ line, message }) => `${line}: ${message}`);
  }
}

function changed(from: string, to: string): string {
  assert.ok(GOOD.includes(from));
  return GOOD.replace(from, to);
}

function assertOne(found: readonly string[], expected: RegExp): void {
  assert.equal(found.length, 1, found.join("\n"));
  assert.match(found[0] ?? "", expected);
}

describe("knowledge compile", () => {
  it("takes a good file", () => {
    assert.deepEqual(problems(GOOD), []);
  });

  it("has a version that follows the content and not the order of files", () => {
    const other = "schema: 1\nhosts:\n  - { host: api.acme.test, provider: acme, locality: third-party, source: memory }\n";
    const version = (...texts: readonly { path: string; text: string }[]) => compileTexts(texts).version;
    const a = { path: "a.yaml", text: GOOD };
    const b = { path: "b.yaml", text: other };
    assert.equal(version(a, b), version(b, a));
    assert.notEqual(version(a, b), version(a));
    assert.notEqual(version(a), version({ path: "a.yaml", text: changed("operation: chat", "operation: completion") }));
  });

  it("reports broken YAML", () => {
    assert.match(problems(changed("name: Acme", "name: [Acme"))[0] ?? "", /^\d+: /);
  });

  it("reports unknown and missing fields with their line", () => {
    assertOne(problems(changed("    operation: chat\n", "    operation: chat\n    colour: red\n")), /^16: .*unknown field "colour"/);
    assertOne(problems(changed("    phase: inference\n", "")), /^11: calls\/0 must have required property 'phase'/);
    assertOne(problems(changed("name: Acme\n", "")), /must have property name/);
  });

  it("wants a source for every row", () => {
    assertOne(problems(changed("()\n    source: memory", "()")), /^5: types\/0 must have required property 'source'/);
  });

  it("reports values outside their sets", () => {
    assertOne(problems(changed("operation: chat", "operation: talk")), /^15: calls\/0\/operation must be one of chat, completion/);
  });

  it("wants a shape for messages and only for them", () => {
    assertOne(problems(changed(", shape: objects", "")), /^18: calls\/0\/inputs\/0 must have required property 'shape'/);
    assertOne(problems(changed("role: messages", "role: user")), /^18: calls\/0\/inputs\/0\/shape may only be given for the role messages/);
  });

  it("parses every path and says where it breaks", () => {
    assertOne(
      problems(changed("module(acme).Client()", "module(acme)Client()")),
      /^8: "module\(acme\)Client\(\)", character 13: unknown step/,
    );
    assertOne(problems(changed("argument[0].messages", "argument[0.messages")), /^18: .*character 11: expected "\]"/);
  });

  it("knows which languages have no keyword arguments", () => {
    assertOne(problems(changed("argument[0].messages", "argument[messages]")), /^18: .*The language has no keyword arguments/);
    assert.deepEqual(problems(changed("argument[0].messages", "argument[messages]").replaceAll("javascript", "python")), []);
  });

  it("wants types to be defined, in the same language, and to come from somewhere", () => {
    assertOne(problems(changed("type(acme.javascript.Client).chat", "type(acme.javascript.Klient).chat")), /^14: .*Klient is not defined/);
    const other = GOOD.replaceAll("acme", "other").replaceAll("javascript", "python");
    assert.deepEqual(problems(GOOD, other), []);
    assertOne(problems(changed("type(acme.javascript.Client).chat", "type(other.python.Client).chat"), other), /^14: .*another language/);
    assertOne(problems(changed("module(acme).Client()", "type(acme.javascript.Client).copy()")), /^5: .*only comes from itself/);
  });

  it("wants names to be unique in all files", () => {
    assert.deepEqual(
      problems(GOOD, GOOD).map((problem) => problem.replace(/;.*/, "")),
      [
        "11: id acme.javascript.chat is already at 0.yaml:11",
        "2: provider acme is already at 0.yaml:2",
        "5: type acme.javascript.Client is already at 0.yaml:5",
      ],
    );
  });

  it("lets only one provider claim a distinctive member path", () => {
    const claiming = GOOD.replace(/source: memory\n$/, "distinctive:\n      - chats.send\n    source: memory\n");
    assert.deepEqual(problems(claiming), []);
    assertOne(problems(claiming, claiming.replaceAll("acme", "other")), /^20: "chats\.send" is not distinctive: 0\.yaml/);
    assert.deepEqual(problems(claiming, claiming.replaceAll("acme", "other").replaceAll("javascript", "python")), []);
  });

  it("checks flows of summaries and patterns of data types", () => {
    const summary = (flow: string) =>
      `schema: 1\nsummaries:\n  - id: s\n    language: javascript\n    member:\n      - map\n    flows:\n      - "${flow}"\n    source: memory\n`;
    assert.deepEqual(problems(summary("receiver[] -> argument[0].parameter[0]")), []);
    assertOne(problems(summary("receiver[] => result")), /^8: /);
    const dataType = (pattern: string) =>
      `schema: 1\ndataTypes:\n  - id: email\n    category: contact\n    classification: Confidential\n    patterns:\n      - "${pattern}"\n    strength: strong\n    source: memory\n`;
    assert.deepEqual(problems(dataType("^(e_)?mail$")), []);
    assertOne(problems(dataType("^(a+)+$")), /^7: .*nested quantifiers/);
  });
});

describe("knowledge patterns", () => {
  it("are linear", () => {
    for (const pattern of ["^e_?mail$", "(a|b)c*", "x{2,4}", "(ab)+c*", "[*+(]+", "\\(a+\\)+", "(?:^|_)ssn(?:_|$)"])
      assert.equal(patternProblem(pattern), null, pattern);
    for (const pattern of ["(a+)+", "(a|ab)*", "((a*)b)*", "(?:x{1,9})*", "(a)\\1", "(?<n>a)\\k<n>"]) {
      assert.match(patternProblem(pattern) ?? "", /quantifiers|linear/, pattern);
    }
    assert.match(patternProblem("(a") ?? "", /not a regular expression/);
  });
});
