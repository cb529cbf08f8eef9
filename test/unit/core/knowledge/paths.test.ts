import assert from "node:assert/strict";
import { PathError, parseLocator, parseMemberChain, parseSummaryFlow, parseValuePath } from "../../../../src/core/knowledge/paths.js";

describe("knowledge paths: value paths", () => {
  it("reads each kind of root", () => {
    assert.deepEqual(parseValuePath("module(openai|langchain**)").root, {
      kind: "module",
      names: [
        { name: "openai", prefix: false },
        { name: "langchain", prefix: true },
      ],
    });
    assert.deepEqual(parseValuePath("module(@aws-sdk/client-bedrock-runtime)").root, {
      kind: "module",
      names: [{ name: "@aws-sdk/client-bedrock-runtime", prefix: false }],
    });
    assert.deepEqual(parseValuePath("global(fetch)").root, { kind: "global", name: "fetch" });
    assert.deepEqual(parseValuePath("type(openai.Client)").root, { kind: "type", name: "openai.Client" });
    assert.deepEqual(parseValuePath("export(**/app/**/route.*)").root, { kind: "export", glob: "**/app/**/route.*" });
  });

  it("reads each kind of step", () => {
    assert.deepEqual(
      parseValuePath("type(A).get|post().*[].argument[1].parameter[*].argument[handler].decorated.annotated.subclass.run").steps,
      [
        { kind: "member", names: ["get", "post"] },
        { kind: "call" },
        { kind: "member", names: "any" },
        { kind: "element" },
        { kind: "argument", at: 1 },
        { kind: "parameter", at: "*" },
        { kind: "argument", at: "handler" },
        { kind: "decorated" },
        { kind: "annotated" },
        { kind: "subclass" },
        { kind: "member", names: ["run"] },
      ],
    );
  });

  it("lets members have the names of steps where they are called or one of several", () => {
    assert.deepEqual(parseValuePath("module(click).argument().command|argument().decorated").steps, [
      { kind: "member", names: ["argument"] },
      { kind: "call" },
      { kind: "member", names: ["command", "argument"] },
      { kind: "call" },
      { kind: "decorated" },
    ]);
  });

  it("says position and remedy of a mistake", () => {
    const position = (path: string): number => {
      try {
        parseValuePath(path);
      } catch (error) {
        assert.ok(error instanceof PathError);
        assert.ok(error.remedy.length > 0);
        assert.match(error.message, new RegExp(`character ${error.position + 1}:`));
        return error.position;
      }
      return -1;
    };
    assert.equal(position("openai.chat"), 0);
    assert.equal(position("module(openai"), 7);
    assert.equal(position("module(openai)chat"), 14);
    assert.equal(position("type(A)..x"), 8);
    assert.equal(position("type(A).x(0)"), 9);
    assert.equal(position("type(A).argument"), 8);
    assert.equal(position("type(A).argument[0|x]"), 18);
    assert.equal(position("type(a b)"), 5);
    assert.equal(position("type(A).x|"), 10);
    assert.equal(position("type(A).x "), 9);
  });

  it("refuses wildcards and blanks inside module names", () => {
    for (const path of ["module()", "module(a|)", "module(a | b)", "module(**)", "module(a*)", "module(a**b)"]) {
      assert.throws(() => parseValuePath(path), PathError, path);
    }
  });
});

describe("knowledge paths: locators", () => {
  it("reads each kind of root", () => {
    assert.deepEqual(parseLocator("argument[0]").root, { kind: "argument", argument: { index: 0 } });
    assert.deepEqual(parseLocator("argument[messages]").root, { kind: "argument", argument: { name: "messages" } });
    assert.deepEqual(parseLocator("argument[12|messages]").root, { kind: "argument", argument: { index: 12, name: "messages" } });
    assert.deepEqual(parseLocator("argument[*]").root, { kind: "argument", argument: { all: true } });
    assert.deepEqual(parseLocator("receiver").root, { kind: "receiver" });
    assert.deepEqual(parseLocator("result").root, { kind: "result" });
    assert.deepEqual(parseLocator("constructor.argument[0].baseURL"), {
      root: { kind: "constructor", argument: { index: 0 } },
      fields: [{ name: "baseURL" }],
    });
    assert.deepEqual(parseLocator("builder.user.argument[0]").root, { kind: "builder", link: "user", argument: { index: 0 } });
  });

  it("reads fields", () => {
    assert.deepEqual(parseLocator("result.choices[].message.content").fields, [
      { name: "choices" },
      "element",
      { name: "message" },
      { name: "content" },
    ]);
  });

  it("refuses what is not a locator", () => {
    for (const locator of [
      "",
      "messages",
      "results",
      "argument[]",
      "argument[0|1]",
      "argument[a|0]",
      "argument[01]",
      "argument[0] ",
      "argument[0].",
      "argument[0][1]",
      "argument[0].return()",
      "constructor",
      "constructor.baseURL",
      "builder.argument[0]",
    ]) {
      assert.throws(() => parseLocator(locator), PathError, locator);
    }
  });
});

describe("knowledge paths: flows of summaries", () => {
  it("tells callbacks from plain ends", () => {
    assert.deepEqual(parseSummaryFlow("receiver[] -> argument[0].parameter[1].id"), {
      from: { locator: { root: { kind: "receiver" }, fields: ["element"] }, callback: null, fields: [] },
      to: {
        locator: { root: { kind: "argument", argument: { index: 0 } }, fields: [] },
        callback: { kind: "parameter", at: 1 },
        fields: [{ name: "id" }],
      },
    });
    assert.deepEqual(parseSummaryFlow("argument[0].map.return -> result[]").from, {
      locator: { root: { kind: "argument", argument: { index: 0 } }, fields: [{ name: "map" }] },
      callback: { kind: "return" },
      fields: [],
    });
  });

  it("does not take a field for a callback's return", () => {
    assert.equal(parseSummaryFlow("receiver.returned -> result").from.callback, null);
  });

  it("needs one arrow", () => {
    for (const flow of ["receiver", "receiver->result", "receiver -> result -> result", "receiver -> ", "receiver -> x"]) {
      assert.throws(() => parseSummaryFlow(flow), PathError, flow);
    }
  });
});

describe("knowledge paths: member chains", () => {
  it("reads dotted names only", () => {
    assert.deepEqual(parseMemberChain("chat.completions.create"), ["chat", "completions", "create"]);
    for (const chain of ["", "chat.", "chat..x", "chat.create()", "chat create"])
      assert.throws(() => parseMemberChain(chain), PathError, chain);
  });
});
