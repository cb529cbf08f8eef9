/** What a model's answer does: effects that must be found, and those that must not. */
import assert from "node:assert/strict";
import { analyseText } from "../../../support/analyseText.js";

const OPENAI = 'import OpenAI from "openai";\nconst client = new OpenAI();\n';
const PYTHON = "import os, subprocess, json, html, shlex\nfrom openai import OpenAI\nclient = OpenAI()\n";

/** `kind:line`, with `!guard` behind it, of the outputs of all calls. */
async function outputsOf(file: string, text: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { calls } = await analyseText({ [file]: text, ...more });
  assert.ok(calls.length > 0, "no model call was found");
  const head = file.endsWith(".py") ? PYTHON : OPENAI;
  const shift = text.startsWith(head) ? head.split("\n").length - 1 : 0;
  return calls.flatMap((call) =>
    call.outputs.map(
      (one) =>
        `${one.kind}:${one.file === file ? one.line - shift : `${one.file}:${one.line}`}${one.guard === null ? "" : `!${one.guard}`}`,
    ),
  );
}

const typescript = (body: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> => outputsOf("a.ts", OPENAI + body, more);
const python = (body: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> => outputsOf("a.py", PYTHON + body, more);

const ASK = 'const answer = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: q }] });\n';
const ASK_PYTHON = 'answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": q}])\n';

describe("outputs in TypeScript", () => {
  it("are found through fields, templates and variables", async () => {
    assert.deepEqual(await typescript(`${ASK}const code = answer.choices[0].message.content ?? "";\neval(\`(\${code})\`);\n`), [
      "code-execution:3",
    ]);
  });

  it("are found in other files, through calls that return to their own callers only", async () => {
    const files = {
      "ask.ts": `${OPENAI}export async function ask(q: string) {\n${ASK}  return answer.choices[0].message.content;\n}\n`,
      "format.ts": "export const format = (text: string) => text.trim();\n",
      "clean.ts": 'import { format } from "./format";\neval(format("1 + 1"));\n',
    };
    assert.deepEqual(
      await outputsOf(
        "a.ts",
        'import { ask } from "./ask";\nimport { format } from "./format";\nimport { exec } from "node:child_process";\nexec(format(await ask("x")));\n',
        files,
      ),
      ["shell:4"],
    );
  });

  it("are found in streams", async () => {
    assert.deepEqual(
      await typescript(
        'const stream = await client.chat.completions.create({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] });\nlet all = "";\nfor await (const chunk of stream) {\n  all += chunk.choices[0]?.delta?.content ?? "";\n}\ndocument.body.innerHTML = all;\n',
      ),
      ["html:6"],
    );
  });

  it("are found through promises and callbacks", async () => {
    assert.deepEqual(
      await typescript(
        'client.chat.completions.create({ model: "m", messages: [] }).then((answer) => {\n  console.log(answer.choices.map((one) => one.message.content).join());\n});\n',
      ),
      ["log:2"],
    );
  });

  it("are found in markup", async () => {
    const text = `${OPENAI}export async function Page({ q }: { q: string }) {\n${ASK}  return <div dangerouslySetInnerHTML={{ __html: answer.choices[0].message.content }} />;\n}\n`;
    assert.deepEqual(await outputsOf("a.tsx", text), ["html:3"]);
  });

  it("are found in fields of objects", async () => {
    assert.deepEqual(
      await typescript(
        `class Chat {\n  last = "";\n  async ask(q: string) {\n${ASK}    this.last = answer.choices[0].message.content ?? "";\n  }\n  run() {\n    eval(this.last);\n  }\n}\n`,
      ),
      ["code-execution:8"],
    );
  });

  it("are responses of routes", async () => {
    const text = `${OPENAI}export async function POST(request: Request) {\n  const { q } = await request.json();\n${ASK}  return Response.json({ text: answer.choices[0].message.content });\n}\n`;
    assert.deepEqual(await outputsOf("app/api/chat/route.ts", text), ["response:4"]);
    const express = `${OPENAI}import express from "express";\nconst app = express();\napp.post("/chat", async (req, res) => {\n  const q = req.body.q;\n${ASK}  res.status(200).json({ text: answer.choices[0].message.content });\n});\n`;
    assert.deepEqual(await outputsOf("server.ts", express), ["response:6"]);
  });

  it("are found in functions that the model calls as tools", async () => {
    const text =
      'import { generateText, tool } from "ai";\nimport { openai } from "@ai-sdk/openai";\nimport { exec } from "node:child_process";\nawait generateText({\n  model: openai("m"),\n  prompt: "hi",\n  tools: { run: tool({ description: "runs", execute: async ({ command }) => {\n    exec(command);\n  } }) },\n});\n';
    assert.deepEqual(await outputsOf("a.ts", text), ["shell:8"]);
  });

  it("are found in the page that asked for the response, through the state of its components", async () => {
    const route = `${OPENAI}export async function POST(request: Request) {\n  const { q } = await request.json();\n${ASK}  return Response.json({ text: answer.choices[0].message.content });\n}\n`;
    const page =
      'import { useState } from "react";\nimport ReactMarkdown from "react-markdown";\nimport rehypeRaw from "rehype-raw";\n\nfunction Answer({ text }: { text: string }) {\n  return <ReactMarkdown rehypePlugins={[rehypeRaw]}>{text}</ReactMarkdown>;\n}\n\nexport default function Page() {\n  const [texts, setTexts] = useState<string[]>([]);\n  async function ask(q: string) {\n    const response = await fetch("/api/chat", { method: "POST", body: JSON.stringify({ q }) });\n    const data = await response.json();\n    setTexts((before) => [...before, data.text]);\n  }\n  return <div>{texts.map((text) => <Answer text={text} />)}</div>;\n}\n';
    assert.deepEqual(await outputsOf("app/api/chat/route.ts", route, { "app/page.tsx": page }), ["html:app/page.tsx:6", "response:4"]);
    const plain = page.replace(" rehypePlugins={[rehypeRaw]}", "");
    assert.deepEqual(await outputsOf("app/api/chat/route.ts", route, { "app/page.tsx": plain }), ["response:4"]);
  });

  it("are found in streams that are made by hand", async () => {
    const text = `${OPENAI}export async function POST() {\n  const chunks = await client.chat.completions.create({ model: "m", stream: true, messages: [] });\n  const body = new ReadableStream({\n    async start(controller) {\n      for await (const chunk of chunks) controller.enqueue(chunk.choices[0].delta.content);\n    },\n  });\n  return new Response(body);\n}\n`;
    assert.deepEqual(await outputsOf("app/api/chat/route.ts", text), ["response:8"]);
  });

  it("say which function of a table runs", async () => {
    assert.deepEqual(
      await typescript(
        `${ASK}const TOOLS = { add: (x: string) => x };\nfor (const call of answer.choices[0].message.tool_calls ?? []) TOOLS[call.function.name](JSON.parse(call.function.arguments));\n`,
      ),
      ["tool-invocation:3"],
    );
  });

  it("name the sanitiser on the way when it helps against the effect", async () => {
    const clean = 'import DOMPurify from "dompurify";\n';
    assert.deepEqual(
      await typescript(`${clean}${ASK}document.body.innerHTML = DOMPurify.sanitize(answer.choices[0].message.content ?? "");\n`),
      ["html:3!HTML sanitiser"],
    );
    assert.deepEqual(await typescript(`${clean}${ASK}eval(DOMPurify.sanitize(answer.choices[0].message.content ?? ""));\n`), [
      "code-execution:3",
    ]);
  });

  it("are not bookkeeping, lengths, comparisons or numbers", async () => {
    assert.deepEqual(
      await typescript(
        `${ASK}console.log(answer.usage?.total_tokens, answer.id, answer.model);\nconst text = answer.choices[0].message.content ?? "";\nconsole.log(text.length, text === "yes");\nif (text === "yes") eval("go()");\n`,
      ),
      [],
    );
  });

  it("end at other model calls", async () => {
    assert.deepEqual(
      await typescript(
        `${ASK}const second = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: answer.choices[0].message.content }] });\neval(second.choices[0].message.content ?? "");\n`,
      ),
      ["code-execution:3"],
    );
  });

  it("are not values that were written over, nor neighbours in an object", async () => {
    assert.deepEqual(await typescript(`${ASK}let text = answer.choices[0].message.content ?? "";\ntext = "1";\neval(text);\n`), []);
    assert.deepEqual(
      await typescript(`${ASK}const both = { code: "1", text: answer.choices[0].message.content };\neval(both.code);\n`),
      [],
    );
  });
});

describe("outputs in Python", () => {
  it("are found through functions and f-strings", async () => {
    assert.deepEqual(
      await python(
        `def ask(q):\n    ${ASK_PYTHON}    return answer.choices[0].message.content\n\ndef main():\n    command = ask("x")\n    os.system(f"echo {command}")\n    print(command)\n`,
      ),
      ["log:8", "shell:7"],
    );
  });

  it("are found in parsed JSON, whatever its fields are called", async () => {
    assert.deepEqual(await python(`${ASK_PYTHON}data = json.loads(answer.choices[0].message.content)\nexec(data["id"])\n`), [
      "code-execution:3",
    ]);
  });

  it("are found through lists, generators and objects", async () => {
    assert.deepEqual(
      await python(
        `def words():\n    for chunk in client.chat.completions.create(model="m", stream=True, messages=[]):\n        yield chunk.choices[0].delta.content\n\nparts = []\nfor word in words():\n    parts.append(word)\neval("".join(parts))\n`,
      ),
      ["code-execution:8"],
    );
  });

  it("are SQL when they are text of the statement, not when they are bound", async () => {
    const database = 'import sqlite3\ndb = sqlite3.connect("x")\n';
    assert.deepEqual(await python(`${database}${ASK_PYTHON}name = answer.choices[0].message.content\ndb.execute(f"select '{name}'")\n`), [
      "sql:5",
    ]);
    assert.deepEqual(
      await python(`${database}${ASK_PYTHON}name = answer.choices[0].message.content\ndb.execute("select ?", (name,))\n`),
      [],
    );
  });

  it("are what routes return", async () => {
    const text = `${PYTHON}from fastapi import FastAPI\napp = FastAPI()\n@app.post("/chat")\ndef chat(q: str):\n    ${ASK_PYTHON}    return {"text": answer.choices[0].message.content}\n`;
    assert.deepEqual(await outputsOf("a.py", text), ["response:6"]);
  });

  it("are found in tools of agents, over the functions that they call", async () => {
    const text =
      'import sqlite3\nfrom langchain.agents import AgentExecutor, create_react_agent\nfrom langchain.tools import Tool\nfrom langchain_openai import ChatOpenAI\n\ndef find(user):\n    return sqlite3.connect("x").cursor().execute(f"select * from t where u = {user}")\n\ndef look_up(user: str):\n    return find(user)\n\ntools = [Tool(name="look", func=look_up, description="x")]\nllm = ChatOpenAI()\nagent = create_react_agent(llm, tools, prompt)\nexecutor = AgentExecutor(agent=agent, tools=tools)\nexecutor.invoke({"input": "hi"})\n';
    assert.ok((await outputsOf("a.py", text)).includes("sql:7"));
  });

  it("are found in tools that are made in other files", async () => {
    const tools =
      'import os\nfrom langchain.tools import Tool\n\ndef run(command: str):\n    os.system(command)\n\nrunner = Tool(name="run", func=run, description="x")\n';
    const text =
      "from langchain.agents import AgentExecutor\nfrom shop_tools import runner\nexecutor = AgentExecutor(agent=agent, tools=[runner])\nexecutor.invoke({'input': 'hi'})\n";
    assert.ok((await outputsOf("a.py", text, { "shop_tools.py": tools })).includes("shell:shop_tools.py:5"));
  });

  it("are of the entry that is read, not of its neighbours", async () => {
    const row = `${ASK_PYTHON}row = {"path": "fixed.txt", "text": answer.choices[0].message.content}\n`;
    assert.deepEqual(await python(`${row}open(row.get("path"))\n`), []);
    assert.deepEqual(await python(`${row}open(row.get("text"))\n`), ["file-path:3"]);
  });

  it("say that a model chooses the tool out of a registry", async () => {
    assert.deepEqual(
      await python(
        `${ASK_PYTHON}class Tools:\n    def __init__(self, tools):\n        self.tools = tools\n    def run(self, name):\n        tool = self.tools.get(name)\n        return tool()\nTools({}).run(answer.choices[0].message.tool_calls[0].function.name)\n`,
      ),
      ["tool-invocation:7"],
    );
  });

  it("name the quoting that stands between", async () => {
    assert.deepEqual(await python(`${ASK_PYTHON}os.system("echo " + shlex.quote(answer.choices[0].message.content))\n`), [
      "shell:2!Shell quoting",
    ]);
  });

  it("have a path from the call to the effect", async () => {
    const { calls } = await analyseText({
      "a.py": `${PYTHON}def ask(q):\n    ${ASK_PYTHON}    return answer.choices[0].message.content\n\nos.system(ask("x"))\n`,
    });
    assert.deepEqual(
      calls[0]?.outputs[0]?.path.map((step) => [step.kind, step.line, step.label]),
      [
        ["source", 5, "answered by openai"],
        ["step", 8, "returned by ask()"],
        ["sink", 8, "run by the operating system"],
      ],
    );
  });

  it("are not bookkeeping of the answer, nor what only chooses among fixed texts", async () => {
    assert.deepEqual(
      await python(
        `${ASK_PYTHON}print(answer.usage.total_tokens)\nCOMMANDS = {"a": "ls"}\nos.system(COMMANDS[answer.choices[0].message.content])\nprint(len(answer.choices[0].message.content))\n`,
      ),
      [],
    );
  });
});
