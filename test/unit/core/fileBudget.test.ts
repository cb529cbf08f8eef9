/** What one call's flows may ask for: the nearest files, so many and no more, and the result says so. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { FileBudget } from "../../../src/core/fileBudget.js";
import { analyseText } from "../../support/analyseText.js";

describe("file budget", () => {
  it("keeps what was asked for first, over several questions", () => {
    const wanted = new Set<string>(["there before"]);
    const budget = new FileBudget<string>({ wanted, isBudgetSpent: false }, 3);
    const ask = (asker: string, ...keys: string[]): void =>
      budget.within(asker, () => {
        for (const key of keys) wanted.add(key);
      });
    ask("one", "there before", "a", "b");
    assert.equal(budget.isSpent("one"), false);
    ask("one", "c", "d", "e");
    assert.deepEqual([...wanted], ["there before", "a", "b", "c"]);
    assert.equal(budget.isSpent("one"), true);
    ask("two", "f");
    assert.ok(wanted.has("f"), "each has a budget of its own");
  });

  it("a call whose data comes from everywhere is incomplete, and what was found is told", async () => {
    const callers = Array.from({ length: 1100 }, (_, at) => [
      `app/part${at}.py`,
      `from app.llm import answer_question\nanswer_question(input())\n`,
    ]);
    const llm =
      "import openai\ndef answer_question(q):\n    return openai.chat.completions.create(model='m', messages=[{'role': 'user', 'content': q}])\n";
    const { calls, blindSpots } = await analyseText({ "app/llm.py": llm, ...Object.fromEntries(callers) }, { prefilter: true });
    const [call] = calls;
    assert.ok(call && call.inputs.length > 0, "inputs of the callers that were read");
    assert.deepEqual(
      blindSpots.map(({ file, line, reason }) => ({ file, line, reason })),
      [{ file: "app/llm.py", line: 3, reason: "The flow analysis of this call ran out of its budget of files; inputs may be missing." }],
    );
  });
});
