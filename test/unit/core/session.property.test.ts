import assert from "node:assert/strict";
import { IncrementalProject } from "../../support/incrementalProject.js";
import { RandomEdits, type Texts } from "../../support/randomEdits.js";

const PYTHON: Texts = {
  "app/server.py": `from flask import Flask, request
from app.llm import ask
from app.clean import redact

app = Flask(__name__)

@app.post("/chat")
def chat():
    question = request.json["question"]
    question = redact(question)
    return ask("You help " + request.args["team"], question)

@app.post("/summary")
def summary():
    notes = request.json["patient_notes"]
    return ask("Summarise", notes)
`,
  "app/llm.py": `import logging
from openai import OpenAI
from app.audit import record

client = OpenAI()
log = logging.getLogger(__name__)

def ask(system, question):
    response = client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )
    record(response.id, "gpt-4o", response.usage)
    return response.choices[0].message.content
`,
  "app/clean.py": `import re

# parapet-sanitizer: removes
def redact(text):
    return re.sub(r"[0-9]+", "#", text)
`,
  "app/audit.py": `events = []

# parapet-audit
def record(request_id, model, usage):
    events.append((request_id, model, usage))
`,
  "app/unrelated.py": `def add(one, other):
    return one + other
`,
};

const TYPESCRIPT: Texts = {
  "src/routes.ts": `import express from "express";
import { Assistant } from "./assistant";
import { sanitize } from "./clean";

const app = express();
const assistant = new Assistant();

app.post("/ask", async (request, response) => {
  const question = request.body.question;
  const answer = await assistant.ask(sanitize(question), request.body.tone);
  response.json({ answer });
});

app.post("/raw", async (request, response) => {
  response.json(await assistant.ask(request.body.email, "short"));
});
`,
  "src/assistant.ts": `import OpenAI from "openai";
import { audit } from "./audit";

export class Assistant {
  private readonly client = new OpenAI();

  async ask(question: string, tone: string): Promise<string> {
    const completion = await this.client.chat.completions.create({
      model: "gpt-4o-2024-08-06",
      messages: [
        { role: "system", content: \`Answer in a \${tone} tone\` },
        { role: "user", content: question },
      ],
    });
    audit({ requestId: completion.id, model: completion.model });
    return completion.choices[0].message.content ?? "";
  }
}
`,
  "src/clean.ts": `// parapet-sanitizer: removes
export function sanitize(text: string): string {
  return text.replace(/[<>]/g, "");
}
`,
  "src/audit.ts": `export function audit(record: { requestId: string; model: string }): void {
  console.log(record);
}
`,
  "src/index.ts": `export * from "./assistant";
export { sanitize as clean } from "./clean";
`,
  "package.json": `{ "name": "example", "main": "src/index.ts" }
`,
};

describe("analysis session", function () {
  this.timeout(120_000);

  for (const [name, texts] of Object.entries({ PYTHON, TYPESCRIPT })) {
    for (const seed of [1, 2, 3]) {
      it(`gives what an analysis from scratch gives, after each of 30 random edits (${name.toLowerCase()}, seed ${seed})`, async () => {
        const edits = new RandomEdits(seed, texts);
        const project = new IncrementalProject(false);
        const done: string[] = [];
        const first = await project.incremental(texts, []);
        assert.ok(first.calls.length > 0 && first.findings.length > 0, "the project has something to find");
        let now = texts;
        for (let count = 0; count < 30; count++) {
          const edit = edits.next(now);
          now = edit.texts;
          done.push(edit.what);
          assert.deepEqual(await project.incremental(now, edit.changed), await project.fromScratch(now), `after ${done.join("; ")}`);
        }
      });
    }
  }

  it("would show a file that is not forgotten", async () => {
    const project = new IncrementalProject(false);
    await project.incremental(PYTHON, []);
    const changed = { ...PYTHON, "app/server.py": (PYTHON["app/server.py"] as string).replace("    question = redact(question)\n", "") };
    assert.notDeepEqual(await project.incremental(changed, []), await project.fromScratch(changed));
    assert.deepEqual(await project.incremental(changed, ["app/server.py"]), await project.fromScratch(changed));
  });
});
