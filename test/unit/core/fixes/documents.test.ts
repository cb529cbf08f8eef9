/** Fixes in notebooks and components: proved as in any other file, and what stands around the code stays what it was. */
import assert from "node:assert/strict";
import { notebook } from "../../../support/notebook.js";
import { proveFix } from "../../../support/proveFix.js";

const POLICY = `version: 1
classes:
  persona: Internal
providers:
  openai: Internal
sanitizers:
  - { name: screen, module: safety, tier: removes }
audit:
  - { name: record_model_call, module: records }
`;

const SAFETY = `def screen(text: str) -> str:
    if "ignore" in text:
        raise ValueError("refused")
    return text
`;

const RECORDS = `import structlog

log = structlog.get_logger()


def record_model_call(*, actor: str, model: str, outcome: str) -> None:
    log.info("model call", actor=actor, model=model, outcome=outcome)
`;

const SETUP = `%%capture
!pip install openai
from flask import Flask, request
from openai import OpenAI

app = Flask("notebook")
client = OpenAI()`;

const TELL = `@app.post("/tell")
def tell():
    persona = request.json["persona"]
    return client.chat.completions.create(
        model="gpt-4o-2024-08-06",
        messages=[{"role": "system", "content": f"You are \\"{persona}\\"."}, {"role": "user", "content": "Hi"}],
    )`;

/** Sources of the cells after the fix. */
function cellsOf(text: string | undefined): string[] {
  return JSON.parse(text ?? "").cells.map((cell: { source: string | string[] }) => [cell.source].flat().join(""));
}

describe("fixes in notebooks", () => {
  const files = {
    "tell.ipynb": notebook([{ code: "# Tell", kind: "markdown" }, SETUP, TELL, { code: "tell()", inOne: true }]),
    "safety.py": SAFETY,
    "records.py": RECORDS,
    ".ai-risk/policy.yaml": POLICY,
  };

  it("sanitise, with an import in the cell of the imports", async () => {
    const { files: after } = await proveFix(files, { rule: "unsanitized-prompt", kind: "sanitize" });
    const [title, setup, tell, last] = cellsOf(after["tell.ipynb"]);
    assert.deepEqual([title, last], ["# Tell", "tell()"]);
    assert.equal(setup, SETUP.replace("import OpenAI\n", "import OpenAI\nfrom safety import screen\n"));
    assert.equal(tell, TELL.replace('request.json["persona"]', 'screen(request.json["persona"])'));
    // Written as Jupyter writes it: one text for each line.
    assert.equal(
      after["tell.ipynb"],
      notebook([{ code: "# Tell", kind: "markdown" }, setup ?? "", tell ?? "", { code: "tell()", inOne: true }]),
    );
  });

  it("record the call", async () => {
    const { files: after } = await proveFix(files, { rule: "missing-audit-log", kind: "record" });
    assert.match(cellsOf(after["tell.ipynb"])[2] ?? "", /record_model_call\(/);
  });

  it("suppress, above the statement", async () => {
    const { files: after } = await proveFix(files, { rule: "unsanitized-prompt", kind: "suppress" });
    assert.match(cellsOf(after["tell.ipynb"])[2] ?? "", /\n {4}# parapet-ignore: unsanitized-prompt because .*\n {4}(?:return|persona)/);
  });
});

describe("fixes in components", () => {
  const CHAT = `<template>
  <input v-model="persona">
  <p v-if="persona > 'a'">{{ persona }}</p>
</template>

<script setup lang="ts">
import { ref } from "vue";
import OpenAI from "openai";

const client = new OpenAI();
const persona = ref("");

async function tell() {
  await client.chat.completions.create({
    model: "gpt-4o-2024-08-06",
    messages: [{ role: "system", content: persona.value }],
  });
}
</script>
`;
  const SCREEN = `export function screen(text: string): string {
  if (/ignore/.test(text)) throw new Error("refused");
  return text;
}
`;
  const files = { "Chat.vue": CHAT, "safety.ts": SCREEN, ".ai-risk/policy.yaml": POLICY.replace("module: safety", "module: ./safety") };

  it("suppress in the script", async () => {
    const { files: after } = await proveFix(files, { rule: "unsanitized-prompt", kind: "suppress" });
    assert.match(after["Chat.vue"] ?? "", /\n {2}\/\/ parapet-ignore: unsanitized-prompt because .*\n {2}await client/);
    assert.equal((after["Chat.vue"] ?? "").replace(/\n *\/\/ parapet-ignore.*/, ""), CHAT);
  });

  it("sanitise where the script uses what was bound in the markup", async () => {
    const { files: after } = await proveFix(files, { rule: "unsanitized-prompt", kind: "sanitize" });
    assert.equal(
      after["Chat.vue"],
      CHAT.replace("content: persona.value", "content: screen(persona.value)").replace(
        '"openai";\n',
        '"openai";\nimport { screen } from "./safety";\n',
      ),
    );
  });
});
