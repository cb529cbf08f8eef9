import assert from "node:assert/strict";
import type { LineExplanation, RuleExplanation } from "../../../../src/core/explain/explanation.js";
import { renderExplanation } from "../../../../src/core/explain/renderExplanation.js";
import { analyseText } from "../../../support/analyseText.js";

const APP = `import OpenAI from "openai";
import express from "express";
import { load } from "./load.js";
const client = new OpenAI();
const app = express();
app.post("/ask", async (request, response) => {
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: request.body.tone }, { role: "user", content: load(request) }] });
  helper(answer);
  const total = 1 + 1;
  response.json(answer);
});
function helper(value: unknown) { return value; }
`;

async function explain(line: number, text = APP): Promise<LineExplanation> {
  const { answers } = await analyseText(
    { "app.ts": text, "load.ts": "export function load(request: { id: string }) { return thing[request.id]; }\n" },
    {
      questions: [{ file: "app.ts", line }],
    },
  );
  return answers?.[0]?.explanation as LineExplanation;
}

function ruleOf({ calls }: LineExplanation, rule: string): RuleExplanation | undefined {
  return calls[0]?.rules.find((one) => one.rule === rule);
}

describe("explanation of a line", () => {
  it("says how the receiver is known and where it was made", async () => {
    const { calls, unread } = await explain(7);
    assert.equal(unread, null);
    assert.match(calls[0]?.receiver.knownAs.join() ?? "", /openai\.javascript\.Client\.chat\.completions\.create/);
    assert.deepEqual(calls[0]?.receiver.madeAt, [{ file: "app.ts", line: 4, text: "new OpenAI()" }]);
  });

  it("names a line in the middle of a call that spans several", async () => {
    const text = APP.replace("create({ model", "create({\n model");
    assert.equal((await explain(8, text)).calls[0]?.call.line, 7);
  });

  it("gives what each rule found, or why it is silent", async () => {
    const explanation = await explain(7);
    const prompt = ruleOf(explanation, "unsanitized-prompt");
    assert.equal(prompt?.outcome, "found");
    assert.deepEqual(ruleOf(explanation, "missing-system-prompt"), {
      rule: "missing-system-prompt",
      outcome: "silent",
      reason: "It is given a system message.",
    });
  });

  it("says why a rule is not asked", async () => {
    const { answers } = await analyseText({ "test/app.test.ts": APP }, { questions: [{ file: "test/app.test.ts", line: 7 }] });
    assert.equal(ruleOf(answers?.[0]?.explanation as LineExplanation, "unsanitized-prompt")?.outcome, "out-of-scope");
  });

  it("says why a call is none of a model", async () => {
    const { calls, others } = await explain(8);
    assert.deepEqual(calls, []);
    assert.deepEqual(others, [
      { callee: "helper", reason: "It is a function of this workspace; model calls inside of it are listed where they stand." },
    ]);
  });

  it("says that there is no call at all", async () => {
    assert.match(renderExplanation(await explain(9)), /The line makes no call at all\./);
  });

  it("says that a file was not read", async () => {
    const { answers } = await analyseText({ "app.ts": APP }, { questions: [{ file: "gone.ts", line: 1 }] });
    assert.notEqual(answers?.[0]?.explanation.unread, null);
  });

  it("is written as Markdown with all of it", async () => {
    const text = renderExplanation(await explain(7));
    for (const part of [
      "# app.ts:7",
      "### How it is known",
      "### What it is given",
      "### Audit record",
      "### Rules",
      "- unsanitized-prompt: **",
    ])
      assert.ok(text.includes(part), part);
  });

  it("keeps the steps of an input below it, whatever the workspace's text holds", async () => {
    const text = renderExplanation(await explain(7, APP.replace("request.body.tone", 'request.body["a\u202eb"]')));
    assert.match(text, /^- system: .+\n {2}- app\.ts:7 .+/m);
    assert.ok(!text.includes("\u202e"));
  });
});
