/** Value paths as an automaton: what is reached by a path accepts its row, and nothing else does. */
import assert from "node:assert/strict";
import { Automaton, type State } from "../../../../src/core/knowledge/automaton.js";
import type { KnowledgeFile } from "../../../../src/core/knowledge/schema.js";

const source = (id: string, ...value: readonly string[]): NonNullable<KnowledgeFile["sources"]>[number] => ({
  id,
  language: "javascript",
  kind: "file",
  value,
  source: "memory",
});

const automaton = new Automaton("javascript", [
  {
    schema: 1,
    types: [{ type: "lib.Client", language: "javascript", from: ["module(lib).Client()"], source: "memory" }],
    sources: [
      source("typed", "type(lib.Client).read()"),
      source("prefix", "module(chain**).load()"),
      source("any", "global(box).*.inner"),
      source("element", "global(list)[]"),
      source("callback", "module(lib).on.argument[1].parameter[0]"),
      source("convention", "export(**/api/*.ts).POST.parameter[0]"),
      { ...source("python", "module(lib).Client().other()"), language: "python" },
    ],
  },
]);
const ids = (states: readonly State[]): string[] => states.flatMap((state) => automaton.accepted(state).sources.map((row) => row.id));
const call = (states: readonly State[]): readonly State[] => automaton.step(states, "call");

describe("the automaton of value paths", () => {
  it("follows types to what gives an instance", () => {
    const client = call(automaton.member(automaton.module("lib"), "Client"));
    assert.deepEqual(ids(call(automaton.member(client, "read"))), ["typed"]);
    assert.deepEqual(ids(call(automaton.member(client, "write"))), []);
  });

  it("knows modules by name and by prefix", () => {
    assert.deepEqual(ids(call(automaton.member(automaton.module("chain-extra"), "load"))), ["prefix"]);
    assert.deepEqual(automaton.module("library"), []);
  });

  it("takes any member and any element", () => {
    assert.deepEqual(ids(automaton.member(automaton.member(automaton.global("box"), "whatever"), "inner")), ["any"]);
    assert.deepEqual(ids(automaton.step(automaton.global("list"), "element")), ["element"]);
    assert.deepEqual(ids(automaton.global("list")), []);
  });

  it("reaches parameters of callbacks, by their place", () => {
    const on = automaton.member(automaton.module("lib"), "on");
    assert.deepEqual(ids(automaton.parameter(automaton.argument(on, 1, null), 0, "event")), ["callback"]);
    assert.deepEqual(ids(automaton.parameter(automaton.argument(on, 0, null), 0, "event")), []);
  });

  it("knows exports by convention", () => {
    assert.deepEqual(ids(automaton.parameter(automaton.member(automaton.exportsOf("src/api/chat.ts"), "POST"), 0, null)), ["convention"]);
    assert.deepEqual(automaton.exportsOf("src/lib/chat.ts"), []);
  });

  it("does not mix languages", () => {
    const client = call(automaton.member(automaton.module("lib"), "Client"));
    assert.deepEqual(ids(call(automaton.member(client, "other"))), []);
  });
});
