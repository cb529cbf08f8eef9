/** Mutation operators on a small project: each makes its mutant, the verdict changes as it must, and one that does not change is noticed. */
import assert from "node:assert/strict";
import { auditOperators } from "../../metamorphic/auditOperators.js";
import type { Mutant } from "../../metamorphic/mutant.js";
import { Project } from "../../metamorphic/project.js";
import { flowOperators } from "../../metamorphic/sanitizerOperators.js";
import { Seeds } from "../../metamorphic/seeds.js";
import { shapeOperators } from "../../metamorphic/shapeOperators.js";

const TYPESCRIPT = `import express from "express";
import OpenAI from "openai";

const app = express();
const openai = new OpenAI();

app.post("/ask", async (req, res) => {
  const tone = req.body.tone;
  const answer = await openai.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: tone }] });
  res.json(answer);
});
`;

const PYTHON = `from flask import Flask, request
from openai import OpenAI

app = Flask(__name__)
client = OpenAI()


@app.post("/ask")
def ask():
    tone = request.json["tone"]
    answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": tone}])
    return answer.choices[0].message.content
`;

/** Operators that a single function without callers has no place for. */
const NEEDS_MORE = new Set(["audit in the caller", "wrapper inlined"]);

for (const [path, text] of [
  ["ask.ts", TYPESCRIPT],
  ["ask.py", PYTHON],
] as const) {
  describe(`mutation operators in ${path}`, () => {
    const project = new Project("small", { [path]: text });
    const mutants = async (): Promise<Mutant[]> => {
      const analysis = await project.analyse();
      const seeds = new Seeds(project);
      const [flow] = await seeds.flows(analysis);
      const [call] = await seeds.calls(analysis);
      assert.ok(flow && call);
      const made = Object.values(flowOperators).map((make) => make(flow));
      for (const make of Object.values({ ...auditOperators, ...shapeOperators })) made.push(await make(call, analysis));
      return made.filter((one) => one !== null);
    };

    it("make a mutant each", async () => {
      const expected = Object.keys({ ...flowOperators, ...auditOperators, ...shapeOperators }).filter((name) => !NEEDS_MORE.has(name));
      assert.deepEqual(
        (await mutants()).map(({ operator }) => operator),
        expected,
      );
    });

    it("change the verdict as they must", async () => {
      const before = await project.analyse();
      for (const { operator, changed, base, check } of await mutants()) {
        if (base) assert.equal(base.check(await project.analyse(base.changed), before), null, `${operator}: base`);
        assert.equal(check(await project.analyse(changed), before), null, operator);
      }
    });

    it("notice a verdict that stays when it must change", async () => {
      const before = await project.analyse();
      for (const { operator, check } of await mutants()) {
        // The file as it is: a source that is accused, a call that nobody records.
        const changes = /^(?:sanitizer inserted|library narrows|source constant|audit inserted|audit in one branch|audit after)/.test(
          operator,
        );
        if (changes) assert.notEqual(check(before, before), null, operator);
      }
      assert.deepEqual(Object.keys(project.texts), [path]);
    });
  });
}
