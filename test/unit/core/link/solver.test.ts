/** Circular questions have one answer, whoever asks first. */
import assert from "node:assert/strict";
import { Memo, Solver } from "../../../../src/core/link/solver.js";

type Graph = Readonly<Record<string, { readonly own: readonly string[]; readonly of: readonly string[] }>>;

/** What every node reaches, asked in the given order. */
function reached(graph: Graph, order: readonly string[]): Record<string, string> {
  const memo = new Memo<string, Set<string>>(
    new Solver(),
    () => new Set(),
    (old, next) => {
      const before = old.size;
      for (const one of next) old.add(one);
      return old.size > before;
    },
  );
  const ask = (name: string): Set<string> =>
    memo.get(name, () => new Set([...(graph[name]?.own ?? []), ...(graph[name]?.of ?? []).flatMap((other) => [...ask(other)])]));
  const answers = new Map(order.map((name) => [name, [...ask(name)].sort().join("")]));
  return Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function orders(names: readonly string[]): string[][] {
  return names.length < 2
    ? [[...names]]
    : names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}

describe("circular questions", () => {
  const graphs: Readonly<Record<string, Graph>> = {
    "a ring": { a: { own: ["1"], of: ["b"] }, b: { own: ["2"], of: ["c"] }, c: { own: ["3"], of: ["a"] } },
    "two rings that share a node": {
      a: { own: ["1"], of: ["b"] },
      b: { own: [], of: ["a", "c"] },
      c: { own: ["3"], of: ["d"] },
      d: { own: ["4"], of: ["b"] },
    },
    "a ring beside a chain": {
      a: { own: [], of: ["a", "b"] },
      b: { own: ["2"], of: ["c"] },
      c: { own: ["3"], of: [] },
      d: { own: ["4"], of: ["a"] },
    },
  };
  for (const [name, graph] of Object.entries(graphs)) {
    it(`have the same answers in every order: ${name}`, () => {
      const all = orders(Object.keys(graph));
      const expected = reached(graph, all[0] as string[]);
      for (const order of all) assert.deepEqual(reached(graph, order), expected, order.join());
    });
  }

  it("reach everything on the ring", () => {
    assert.deepEqual(reached(graphs["a ring"] as Graph, ["b"]), { b: "123" });
  });
});
