/** Who calls whom: data comes to a parameter from every caller, and from its own argument only. */
import assert from "node:assert/strict";
import { chat, CLIENT, inputsOf, type Project, PYTHON_CLIENT, pythonChat } from "../../../support/everyWay.js";

async function reach(files: Project, ...inputs: readonly string[]): Promise<void> {
  assert.deepEqual(await inputsOf(files), [...inputs].sort());
}

const llm = (declaration: string, content = "text"): string => `${CLIENT}${declaration} {\n  ${chat(content)}\n}\n`;
const ASK = llm("export async function ask(text: string, other?: unknown)");

describe("callers in TypeScript", () => {
  it("give their own argument, in other files and under other names", async () => {
    await reach(
      { "llm.ts": ASK, "app.ts": 'import { ask as question } from "./llm";\nquestion(prompt(1), prompt(2));\n' },
      "user prompt(1)",
    );
    await reach({ "llm.ts": ASK, "app.ts": 'import * as llm from "./llm";\nllm.ask(prompt(1));\n' }, "user prompt(1)");
    await reach(
      {
        "llm.ts": ASK,
        "index.ts": 'export { ask as question } from "./llm";\n',
        "app.ts": 'import { question } from "./index";\nquestion(prompt(1));\n',
      },
      "user prompt(1)",
    );
  });

  it("of a namesake in another file give nothing", async () => {
    await reach(
      {
        "llm.ts": ASK,
        "other.ts": "export function ask(text: string) {\n  return text;\n}\n",
        "app.ts": 'import { ask } from "./other";\nimport { ask as real } from "./llm";\nask(prompt(2));\nreal(prompt(1));\n',
      },
      "user prompt(1)",
    );
  });

  it("of a default export are found under any name", async () => {
    await reach(
      { "llm.ts": llm("export default async function (text: string)"), "app.ts": 'import question from "./llm";\nquestion(prompt(1));\n' },
      "user prompt(1)",
    );
    await reach(
      {
        "llm/index.ts": llm("export default async function (text: string)"),
        "app.ts": 'import question from "./llm";\nquestion(prompt(1));\n',
      },
      "user prompt(1)",
    );
  });

  it("of CommonJS modules are found", async () => {
    const ask = `const OpenAI = require("openai");\nconst client = new OpenAI();\nasync function ask(text) {\n  ${chat("text")}\n}\n`;
    await reach(
      { "llm.js": `${ask}module.exports = { ask };\n`, "app.js": 'const { ask } = require("./llm");\nask(prompt(1));\n' },
      "user prompt(1)",
    );
    await reach({ "llm.js": `${ask}exports.question = ask;\n`, "app.js": 'require("./llm").question(prompt(1));\n' }, "user prompt(1)");
    await reach(
      { "llm.js": `${ask}module.exports = ask;\n`, "app.js": 'const question = require("./llm");\nquestion(prompt(1));\n' },
      "user prompt(1)",
    );
  });

  it("spread their arguments, and rest parameters collect them", async () => {
    await reach({ "llm.ts": ASK, "app.ts": 'import { ask } from "./llm";\nask(...[prompt(1)] as const);\n' }, "user prompt(1)");
    await reach(
      { "app.ts": llm("export async function ask(first: string, ...rest: string[])", "rest.join()") + "ask(prompt(1), prompt(2));\n" },
      "user prompt(2)",
    );
  });

  it("name fields of an object parameter", async () => {
    await reach(
      { "app.ts": `${llm("export async function ask({ text }: Question)")}ask({ text: prompt(1), other: prompt(2) });\n` },
      "user prompt(1)",
    );
  });

  it("fall back to a parameter's default", async () => {
    await reach({ "app.ts": `${llm("export async function ask(text = prompt(1))")}ask();\n` }, "user prompt(1)");
  });

  it("call a bound method or hand it on", async () => {
    const chatClass = `${CLIENT}export class Chat {\n  async send(text: string) {\n    ${chat("text")}\n  }\n}\n`;
    await reach(
      { "chat.ts": chatClass, "app.ts": 'import { Chat } from "./chat";\nconst send = new Chat().send;\nsend(prompt(1));\n' },
      "user prompt(1)",
    );
    await reach(
      {
        "chat.ts": chatClass,
        "app.ts": 'import { Chat } from "./chat";\nconst one = new Chat();\nconst send = one.send.bind(one);\nsend(prompt(1));\n',
      },
      "user prompt(1)",
    );
  });

  it("construct, also through super", async () => {
    const base = `${CLIENT}export class Base {\n  constructor(private text: string) {}\n  async ask() {\n    ${chat("this.text")}\n  }\n}\n`;
    await reach({ "base.ts": base, "app.ts": 'import { Base } from "./base";\nnew Base(prompt(1)).ask();\n' }, "user prompt(1)");
    await reach(
      {
        "base.ts": base,
        "app.ts":
          'import { Base } from "./base";\nclass Chat extends Base {\n  constructor(other: string, text: string) {\n    super(text);\n  }\n}\nnew Chat(prompt(2), prompt(1)).ask();\n',
      },
      "user prompt(1)",
    );
  });

  it("hand a callback over files", async () => {
    await reach(
      {
        "run.ts": "export function run(work: (text: string) => unknown, text: string) {\n  return work(text);\n}\n",
        "app.ts": `${ASK}import { run } from "./run";\nrun(ask, prompt(1));\n`,
      },
      "user prompt(1)",
    );
    await reach({ "app.ts": `${CLIENT}process.argv.slice(2).forEach(async (text) => {\n  ${chat("text")}\n});\n` }, "user process.argv");
  });

  it("give the properties of a component", async () => {
    await reach(
      {
        "box.tsx": `"use client";\n${CLIENT}export function Box({ text }: { text: string }) {\n  async function send() {\n    ${chat("text")}\n  }\n  return <button onClick={send} />;\n}\n`,
        "page.tsx": 'import { Box } from "./box";\nexport const Page = () => <Box text={prompt(1)} other={prompt(2)} />;\n',
      },
      "user prompt(1)",
    );
  });

  it("are not known of what is only exported", async () => {
    await reach({ "llm.ts": ASK }, "user text");
  });
});

describe("callers in Python", () => {
  const define = (signature: string, content = "text"): string => `${PYTHON_CLIENT}def ask(${signature}):\n    ${pythonChat(content)}\n`;
  const call = (signature: string, written: string, content?: string): Project => ({
    "llm.py": define(signature, content),
    "app.py": `from llm import ask\n${written}\n`,
  });

  it("give arguments by position and by keyword", async () => {
    await reach(call("other, text", "ask(input(2), input(1))"), "user input(1)");
    await reach(call("text, other=None", "ask(other=input(2), text=input(1))"), "user input(1)");
    await reach(call("other, *, text", "ask(input(2), text=input(1))"), "user input(1)");
  });

  it("spread lists and dictionaries", async () => {
    await reach(call("other, text", "ask(*[input(2), input(1)])"), "user input(1)");
    await reach(call("other, text", 'ask(**{"text": input(1), "other": input(2)})'), "user input(1)");
  });

  it("are collected by *args and **kwargs", async () => {
    await reach(call("other, *texts", "ask(input(2), input(1))", '" ".join(texts)'), "user input(1)");
    await reach(call("other, **more", "ask(other=input(2), text=input(1))", 'more["text"]'), "user input(1)");
    await reach(call("other, **more", "ask(other=1, text=input(1), none=input(2))", 'more["text"]'), "user input(1)");
  });

  const base = `${PYTHON_CLIENT}class Base:\n    def __init__(self, text):\n        self.text = text\n    def ask(self):\n        ${pythonChat("self.text")}\n`;

  it("construct, also through super", async () => {
    await reach({ "base.py": base, "app.py": "from base import Base\nBase(input(1)).ask()\n" }, "user input(1)");
    await reach(
      {
        "base.py": base,
        "app.py":
          "from base import Base\nclass Chat(Base):\n    def __init__(self, other, text):\n        super().__init__(text)\nChat(input(2), input(1)).ask()\n",
      },
      "user input(1)",
    );
  });

  it("call methods of an instance, of the class, static ones and those of the class itself", async () => {
    const chatClass = (decorator: string, first: string): string =>
      `${PYTHON_CLIENT}class Chat:\n    ${decorator}\n    def send(${first}text):\n        ${pythonChat("text")}\n`;
    const app = (written: string): string => `from chat import Chat\n${written}\n`;
    await reach({ "chat.py": chatClass("", "self, "), "app.py": app("Chat().send(input(1))") }, "user input(1)");
    await reach({ "chat.py": chatClass("", "self, "), "app.py": app("Chat.send(Chat(), input(1))") }, "user input(1)");
    await reach({ "chat.py": chatClass("@staticmethod", ""), "app.py": app("Chat.send(input(1))") }, "user input(1)");
    await reach({ "chat.py": chatClass("@classmethod", "cls, "), "app.py": app("Chat.send(input(1))") }, "user input(1)");
    await reach({ "chat.py": chatClass("", "self, "), "app.py": app("send = Chat().send\nsend(input(1))") }, "user input(1)");
  });

  it("call a decorated function", async () => {
    await reach(
      {
        "llm.py": define("text").replace("def ask", "from tenacity import retry\n@retry(stop=3)\ndef ask"),
        "app.py": "from llm import ask\nask(input(1))\n",
      },
      "user input(1)",
    );
    const own =
      "from functools import wraps\ndef logged(work):\n    @wraps(work)\n    def inner(*args, **kwargs):\n        return work(*args, **kwargs)\n    return inner\n";
    await reach(
      { "llm.py": define("text").replace("def ask", `${own}@logged\ndef ask`), "app.py": "from llm import ask\nask(input(1))\n" },
      "user input(1)",
    );
  });

  it("hand a function to something that calls it", async () => {
    await reach(
      { ...call("text", "from run import run\nrun(ask, input(1))"), "run.py": "def run(work, text):\n    return work(text)\n" },
      "user input(1)",
    );
    await reach(call("text", "from functools import partial\npartial(ask, input(1))()"), "user input(1)");
    await reach(call("text", "import threading\nthreading.Thread(target=ask, args=(input(1),)).start()"), "user input(1)");
  });
});
