import assert from "node:assert/strict";
import { compileKnowledge } from "../../../../build/knowledge/compile.js";
import { parseValuePath } from "../../../../src/core/knowledge/paths.js";
import type { CallRow, KnowledgeFile, KnowledgeLanguage } from "../../../../src/core/knowledge/schema.js";

/** Providers with an SDK, and the languages it exists in. */
const SDKS: Readonly<Record<string, readonly KnowledgeLanguage[]>> = {
  openai: ["javascript", "python"],
  anthropic: ["javascript", "python"],
  google: ["javascript", "python"],
  "vertex-ai": ["javascript", "python"],
  bedrock: ["javascript", "python"],
  mistral: ["javascript", "python"],
  cohere: ["javascript", "python"],
  groq: ["javascript", "python"],
  ollama: ["javascript", "python"],
  "azure-ai-inference": ["javascript", "python"],
  together: ["javascript", "python"],
  huggingface: ["javascript", "python"],
  portkey: ["javascript", "python"],
  openrouter: ["javascript"],
};

/** Providers whose models take one prompt and no list of messages. */
const COMPLETION_SDKS: Readonly<Record<string, readonly KnowledgeLanguage[]>> = {
  replicate: ["javascript", "python"],
  sagemaker: ["javascript", "python"],
};

/** Reading back, polling and administration send nothing to a model. */
const NOT_CALLS = /^(list|retrieve|cancel|delete|del|poll|count_?tokens|(a?)get_tokenizer|tokenize|detokenize|wait|download)$/i;

describe("knowledge of providers", () => {
  const files = compileKnowledge().files;
  const file = (provider: string): KnowledgeFile => {
    const found = files.find((one) => one.provider === provider);
    assert.ok(found, `no file of ${provider}`);
    return found;
  };
  const providers = [...Object.keys(SDKS), ...Object.keys(COMPLETION_SDKS)];
  const calls = (): readonly CallRow[] => providers.flatMap((provider) => file(provider).calls ?? []);

  for (const [table, operation] of [
    [SDKS, "chat"],
    [COMPLETION_SDKS, "completion"],
  ] as const) {
    for (const [provider, languages] of Object.entries(table)) {
      it(`has a ${operation} call of ${provider} in ${languages.join(" and ")}`, () => {
        for (const language of languages) {
          const found = (file(provider).calls ?? []).filter((row) => row.language === language && row.operation === operation);
          assert.ok(found.length > 0, language);
          for (const row of found) assert.ok(row.inputs.length > 0, `${row.id} has no input`);
        }
      });
    }
  }

  it("names no call that only reads back or administers", () => {
    for (const row of calls()) {
      // A knowledge base that is searched embeds the question, whatever the method is called.
      if (row.phase === "embedding") continue;
      for (const path of row.callee) {
        const last = parseValuePath(path).steps.at(-1);
        if (last?.kind !== "member" || last.names === "any") continue;
        for (const name of last.names) assert.doesNotMatch(name, NOT_CALLS, row.id);
      }
    }
  });

  it("gives training data wherever a model is trained, and nowhere else", () => {
    for (const row of calls()) {
      const trains =
        row.operation === "fine-tune" || row.operation === "train" || (row.operation === "file-upload" && row.phase === "training");
      assert.equal(
        row.inputs.some(({ role }) => role === "training-data"),
        trains,
        row.id,
      );
      if (trains) assert.equal(row.phase, "training", row.id);
    }
  });

  it("reads each place of a call in one role only", () => {
    for (const row of calls()) {
      const places = row.inputs.map(({ at }) => at);
      assert.deepEqual([...new Set(places)], places, row.id);
    }
  });

  it("tries rows with conditions before the row that takes everything", () => {
    for (const provider of providers) {
      const open = new Set<string>();
      for (const row of file(provider).calls ?? []) {
        for (const path of row.callee) assert.ok(!open.has(path), `${row.id}: ${path} never gets here`);
        if (row.when === undefined) for (const path of row.callee) open.add(path);
      }
    }
  });

  it("marks what nobody saw in a source", () => {
    for (const row of calls()) if (row.source === "memory") assert.equal(row.unverified, true, row.id);
  });
});
