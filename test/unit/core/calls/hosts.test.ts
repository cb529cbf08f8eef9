/** Who answers at an address: the address decides, not the SDK. */
import assert from "node:assert/strict";
import { readAddress } from "../../../../src/core/calls/hosts.js";
import { Knowledge } from "../../../../src/core/knowledge/knowledge.js";
import { SETTING_MARK, UNKNOWN_PART } from "../../../../src/core/link/constants.js";
import { builtinKnowledge } from "../../../../src/workspace/builtinKnowledge.js";
import { analyseEveryWay, callsOf, inputsOf, type Project } from "../../../support/everyWay.js";

describe("addresses", () => {
  const knowledge = new Knowledge(builtinKnowledge);
  const read = (url: string, base?: string): string => {
    const { host, known, endpoint, configured } = readAddress(knowledge, url, base);
    return `${host ?? "-"} ${known?.provider ?? "-"} ${endpoint?.operation ?? "-"}${configured ? " configured" : ""}`;
  };

  it("are read by host and path", () => {
    assert.equal(read("https://api.openai.com/v1/chat/completions"), "api.openai.com openai chat");
    assert.equal(read("https://user@api.openai.com/v1/embeddings?x=1"), "api.openai.com openai embedding");
    assert.equal(read("https://evil.example/api.openai.com"), "evil.example - -");
    assert.equal(read("https://api.openai.com.evil.example/v1/models"), "api.openai.com.evil.example - -");
  });

  it("are joined to a base", () => {
    assert.equal(read("/chat/completions", "https://api.openai.com/v1/"), "api.openai.com openai chat");
    assert.equal(read("https://api.openai.com/v1/chat/completions", "https://other.example"), "api.openai.com openai chat");
  });

  it("may come from a setting", () => {
    assert.equal(read(`${SETTING_MARK}LLM_URL${SETTING_MARK}/v1/chat/completions`), "- - chat configured");
    assert.equal(read(`${UNKNOWN_PART}/api/chat`), "- - - configured");
  });
});

describe("hosts of calls", () => {
  const openai = (options: string, head = ""): Project => ({
    "app.ts": `import OpenAI from "openai";\n${head}new OpenAI({ ${options} }).chat.completions.create({ model: "m", messages: [] });\n`,
  });
  const of = async (files: Project): Promise<string[]> =>
    (await analyseEveryWay(files)).calls.map((call) => `${call.provider} ${call.host ?? "-"}`);

  it("are the provider's own unless the client is given another", async () => {
    assert.deepEqual(await of(openai("")), ["openai -"]);
    assert.deepEqual(await of(openai('baseURL: "https://api.deepseek.com/v1"')), ["deepseek api.deepseek.com"]);
    assert.deepEqual(await of(openai("baseURL: URL", 'const URL = "https://api.deepseek.com";\n')), ["deepseek api.deepseek.com"]);
    assert.deepEqual(await of(openai('baseURL: process.env.LLM_URL ?? "https://api.deepseek.com"')), ["deepseek api.deepseek.com"]);
    assert.deepEqual(await of(openai("baseURL: process.env.LLM_URL")), ["openai -"]);
    const files = {
      "config.py": 'BASE = "https://api.deepseek.com"\n',
      "app.py":
        'from openai import OpenAI\nfrom config import BASE\nOpenAI(base_url=BASE).chat.completions.create(model="m", messages=[])\n',
    };
    assert.deepEqual(await of(files), ["deepseek api.deepseek.com"]);
  });

  it("are told by a path that only one provider has, on whatever host", async () => {
    const path = "openai/deployments/chat";
    assert.deepEqual(await of(openai(`baseURL: \`\${process.env.ENDPOINT}/${path}\``)), ["azure-openai -"]);
    assert.deepEqual(await of(openai(`baseURL: "https://models.example/${path}"`)), ["azure-openai models.example"]);
  });

  it("are nobody's in particular where one client serves several", async () => {
    const files = (second: string): Project => ({
      "app.py": `from openai import OpenAI

def make(base):
    return OpenAI(base_url=base)

def ask(base):
    make(base).chat.completions.create(model="m", messages=[])

ask("https://api.deepseek.com/v1")
ask("${second}")
`,
    });
    assert.deepEqual(await of(files("https://api.mistral.ai/v1")), ["openai -"]);
    assert.deepEqual(await of(files("https://api.deepseek.com/beta")), ["deepseek api.deepseek.com"]);
  });

  it("make a request a model call", async () => {
    const send = (url: string): Project => ({
      "app.ts": `await fetch(${url}, { method: "POST", body: JSON.stringify({ model: "m", messages: [{ role: "user", content: prompt(1) }] }) });\n`,
    });
    assert.deepEqual(await callsOf(send('"https://api.openai.com/v1/chat/completions"')), ["app.ts:1 openai chat"]);
    assert.deepEqual(await inputsOf(send('"https://api.openai.com/v1/chat/completions"')), ["user prompt(1)"]);
    assert.deepEqual(await callsOf(send("`${process.env.LLM_HOST}/v1/chat/completions`")), ["app.ts:1 unknown chat?"]);
    assert.deepEqual(await callsOf(send('"https://example.com/v1/things"')), []);
  });

  it("leave the application's own backend alone, and link its page to its route", async () => {
    const files = {
      "app/api/chat/route.ts":
        'import OpenAI from "openai";\nexport async function POST(request: Request) {\n  const { text } = await request.json();\n  return Response.json(await new OpenAI().chat.completions.create({ model: "m", messages: [{ role: "user", content: text }] }));\n}\n',
      "app/page.tsx":
        'export async function send(text: string) {\n  await fetch("/api/chat", { method: "POST", body: JSON.stringify({ text, messages: [] }) });\n}\n',
    };
    assert.deepEqual(await callsOf(files), ["app/api/chat/route.ts:4 openai chat"]);
    assert.ok((await inputsOf(files)).includes("user text"), "the page's text is an input");
    assert.ok(
      !(await inputsOf({ ...files, "app/page.tsx": files["app/page.tsx"].replace("/api/chat", "/api/other") })).includes("user text"),
    );
  });
});
