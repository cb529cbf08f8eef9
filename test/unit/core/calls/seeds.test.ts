/** Where a scan begins: what it reads when nothing says that a model is called. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseText } from "../../../support/analyseText.js";

describe("seeds", () => {
  it("are not all files with a word that is the whole of some endpoint's path", async () => {
    const pages = Array.from({ length: 80 }, (_, at) => [
      `src/page${at}.ts`,
      `import { User } from "@shared/models/user.models";\nexport const url${at} = (user: User) => user.url;\n`,
    ]);
    const { filesParsed, calls } = await analyseText(Object.fromEntries(pages));
    assert.deepEqual({ filesParsed, calls }, { filesParsed: 0, calls: [] });
  });

  it("of JavaScript name a module in quotes, not in a comment or a name", async () => {
    const { filesParsed } = await analyseText({
      "src/word.ts": "// Has ai written what embed and gateway want?\nexport const ai = 1, embed = 2, gateway = 3, generateText = 4;\n",
    });
    assert.equal(filesParsed, 0);
    const { calls } = await analyseText({
      "src/ask.ts":
        'import { generateText } from "ai";\nexport const ask = (prompt: string) => generateText({ model: "openai/gpt-4o", prompt });\n',
    });
    assert.equal(calls.length, 1);
  });

  it("are not all files with an address of this machine, which is no vendor by itself", async () => {
    const { filesParsed, findings } = await analyseText({ "src/page.ts": 'export const page = "http://localhost:4000/login";\n' });
    assert.deepEqual({ filesParsed, findings }, { filesParsed: 0, findings: [] });
    const asking = await analyseText({
      "src/ask.ts":
        'export const ask = (text: string) => fetch("http://localhost:4000/v1/chat/completions", { method: "POST", body: JSON.stringify({ messages: [{ role: "user", content: text }] }) });\n',
    });
    assert.equal(asking.calls[0]?.provider, "litellm");
  });

  it("lead to files that hold a name alone, through a file that hands on others", async () => {
    const others = Object.fromEntries([1, 2, 3].map((at) => [`src/other${at}.ts`, `export class Other${at} {}\n`]));
    const { calls, filesParsed } = await analyseText({
      ...others,
      "src/llm.ts": 'import Anthropic from "@anthropic-ai/sdk";\nexport const llm = new Anthropic();\n',
      "src/all.ts": [...[1, 2, 3].map((at) => `export * from "./other${at}";`), 'export * from "./llm";', ""].join("\n"),
      "src/ask.ts":
        'import { llm } from "./all";\nexport const ask = () => llm.messages.create({ model: "m", max_tokens: 9, messages: [] });\n',
    });
    assert.deepEqual({ calls: calls.map(({ file }) => file), filesParsed }, { calls: ["src/ask.ts"], filesParsed: 3 });
  });

  it("are those that send something to such a path, where few have the word", async () => {
    const { calls } = await analyseText({
      "src/ask.ts":
        'export const ask = (text: string) => fetch("https://api-inference.huggingface.co/models/google/flan", { method: "POST", body: JSON.stringify({ inputs: text }) });\n',
    });
    assert.equal(calls[0]?.provider, "huggingface");
  });
});
