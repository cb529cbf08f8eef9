/** In which role of a chat data arrives. */
import assert from "node:assert/strict";
import { roleOfConstructor, roleOfName } from "../../../../src/core/flow/roles.js";
import { chat, CLIENT, inputsOf, type Project, PYTHON_CLIENT, pythonChat } from "../../../support/everyWay.js";

async function reach(files: Project, ...inputs: readonly string[]): Promise<void> {
  assert.deepEqual(await inputsOf(files), [...inputs].sort());
}

const typescript = (body: string, ...inputs: readonly string[]): Promise<void> => reach({ "app.ts": CLIENT + body }, ...inputs);
const python = (body: string, ...inputs: readonly string[]): Promise<void> => reach({ "app.py": PYTHON_CLIENT + body }, ...inputs);
const send = (messages: string): string => `await client.chat.completions.create({ model: "m", messages: ${messages} });\n`;
const sendPython = (messages: string): string => `client.chat.completions.create(model="m", messages=${messages})\n`;

describe("names of roles", () => {
  it("are those of all providers, and of their classes", () => {
    const names = ["system", "Developer", "human", "user", "ai", "model", "function", "something"];
    assert.deepEqual(names.map(roleOfName), ["system", "system", "user", "user", "assistant", "assistant", "tool", null]);
    const classes = [
      "SystemMessage",
      "HumanMessagePromptTemplate.fromTemplate",
      "AIMessage",
      "ToolMessage",
      "ChatCompletionUserMessageParam",
      "MessagesPlaceholder",
      "sendMessage",
    ];
    assert.deepEqual(classes.map(roleOfConstructor), ["system", "user", "assistant", "tool", "user", null, null]);
  });
});

describe("roles", () => {
  it("are those that messages are written with", async () => {
    await typescript(
      send('[{ role: "system", content: prompt(1) }, { role: "user", content: prompt(2) }]'),
      "system prompt(1)",
      "user prompt(2)",
    );
    await python(
      sendPython('[{"role": "system", "content": input(1)}, {"role": "user", "content": input(2)}]'),
      "system input(1)",
      "user input(2)",
    );
  });

  it("are those of parts of a message's content", async () => {
    await typescript(send('[{ role: "system", content: [{ type: "text", text: prompt(1) }] }]'), "system prompt(1)");
  });

  it("are constants and enumerations of another file", async () => {
    await reach(
      {
        "roles.ts": 'export const ROLE = "system";\n',
        "app.ts": `${CLIENT}import { ROLE } from "./roles";\n${send("[{ role: ROLE, content: prompt(1) }]")}`,
      },
      "system prompt(1)",
    );
    await python(
      `from enum import Enum\nclass Role(str, Enum):\n    SYSTEM = "system"\n${sendPython('[{"role": Role.SYSTEM, "content": input(1)}]')}`,
      "system input(1)",
    );
  });

  it("are those of a hook that says no unless somebody overrides it", async () => {
    const formatter = (base: string, own: string) =>
      `class Formatter:\n    def system(self, row):\n        ${base}\n\n    def messages(self, row):\n        found = []\n        text = self.system(row)\n        if text is not None:\n            found.append({"role": "system", "content": text})\n        found.append({"role": "user", "content": "fixed"})\n        return found\n\n\nclass Own(Formatter):\n    def system(self, row):\n        return ${own}\n\n\ndef ask(formatter: Formatter):\n    ${sendPython("formatter.messages(input(1))")}\n`;
    await python(formatter("return None", 'f"Answer for {row}"'), "system input(1)");
    await python(formatter("return None", '"fixed"'));
    await python(`${formatter("return None", 'f"Answer for {row}"')}\nask(Formatter())\n`, "system input(1)");
  });

  it("are all when whoever sends the list chooses", async () => {
    await typescript(send("JSON.parse(prompt(1))"), "assistant prompt(1)", "system prompt(1)", "user prompt(1)");
  });

  it("come with messages that are appended, spread, mapped and joined", async () => {
    await typescript(
      `const messages = [];\nmessages.push({ role: "system", content: prompt(1) });\nmessages.push({ role: "user", content: prompt(2) });\n${send("messages")}`,
      "system prompt(1)",
      "user prompt(2)",
    );
    await typescript(
      `const head = [{ role: "system", content: prompt(1) }];\n${send('[...head, { role: "user", content: prompt(2) }]')}`,
      "system prompt(1)",
      "user prompt(2)",
    );
    await typescript(`const texts = [prompt(1)];\n${send('texts.map((text) => ({ role: "system", content: text }))')}`, "system prompt(1)");
    await typescript(
      `const head = [{ role: "system", content: prompt(1) }];\n${send('head.concat([{ role: "user", content: prompt(2) }])')}`,
      "system prompt(1)",
      "user prompt(2)",
    );
    await python(
      `messages = [{"role": "system", "content": input(1)}]\nmessages.append({"role": "user", "content": input(2)})\n${sendPython("messages")}`,
      "system input(1)",
      "user input(2)",
    );
    await python(
      `messages = []\nmessages.extend([{"role": "system", "content": input(1)}])\nmessages += [{"role": "user", "content": input(2)}]\n${sendPython("messages")}`,
      "system input(1)",
      "user input(2)",
    );
    await python(`messages = [{"role": "system", "content": text} for text in [input(1)]]\n${sendPython("messages")}`, "system input(1)");
  });

  it("come with messages that a helper makes or adds", async () => {
    await reach(
      {
        "messages.ts":
          'export const system = (text: string) => ({ role: "system", content: text });\nexport function add(list: object[], text: string) {\n  list.push({ role: "user", content: text });\n}\n',
        "app.ts": `${CLIENT}import { add, system } from "./messages";\nconst messages = [system(prompt(1))];\nadd(messages, prompt(2));\n${send("messages")}`,
      },
      "system prompt(1)",
      "user prompt(2)",
    );
  });

  it("are kept in a history that a class holds", async () => {
    await python(
      `class Chat:\n    def __init__(self, rules):\n        self.messages = [{"role": "system", "content": rules}]\n    def say(self, text):\n        self.messages.append({"role": "user", "content": text})\n        ${sendPython("self.messages")}\nchat = Chat(input(1))\nchat.say(input(2))\n`,
      "system input(1)",
      "user input(2)",
    );
  });

  it("are the provider's own parameters", async () => {
    await reach(
      {
        "app.ts":
          'import Anthropic from "@anthropic-ai/sdk";\nawait new Anthropic().messages.create({ model: "m", max_tokens: 9, system: prompt(1), messages: [{ role: "user", content: prompt(2) }] });\n',
      },
      "system prompt(1)",
      "user prompt(2)",
    );
    await reach(
      {
        "app.ts":
          'import { generateText } from "ai";\nimport { openai } from "@ai-sdk/openai";\nawait generateText({ model: openai("m"), system: prompt(1), prompt: "Say: " + prompt(2) });\n',
      },
      "system prompt(1)",
      "user prompt(2)",
    );
  });

  it("are those of LangChain's messages, tuples and templates", async () => {
    const head =
      "from langchain_openai import ChatOpenAI\nfrom langchain_core.messages import HumanMessage, SystemMessage\nfrom langchain_core.prompts import ChatPromptTemplate\nmodel = ChatOpenAI()\n";
    await reach(
      { "app.py": `${head}model.invoke([SystemMessage(content=input(1)), HumanMessage(input(2))])\n` },
      "system input(1)",
      "user input(2)",
    );
    await reach({ "app.py": `${head}model.invoke([("system", input(1)), ("human", input(2))])\n` }, "system input(1)", "user input(2)");
    await reach(
      {
        "app.py": `${head}template = ChatPromptTemplate.from_messages([("system", "You are {persona}."), ("human", "{question}")])\n(template | model).invoke({"persona": input(1), "question": input(2)})\n`,
      },
      "system input(1)",
      "user input(1)",
      "user input(2)",
    );
  });

  it("of a plain text are the user's", async () => {
    await typescript(
      'await client.responses.create({ model: "m", instructions: prompt(1), input: `Say: ${prompt(2)}` });\n',
      "system prompt(1)",
      "user prompt(2)",
    );
  });

  it("of streams are read in the same way", async () => {
    await typescript(
      'for await (const part of await client.chat.completions.create({ model: "m", stream: true, messages: [{ role: "system", content: prompt(1) }] })) show(part);\n',
      "system prompt(1)",
    );
    await reach(
      {
        "app.ts":
          'import Anthropic from "@anthropic-ai/sdk";\nnew Anthropic().messages.stream({ model: "m", max_tokens: 9, messages: [{ role: "user", content: prompt(2) }] }).on("text", show);\n',
      },
      "user prompt(2)",
    );
  });

  it("of a message that is copied with more are its own", async () => {
    await typescript(`const base = { role: "system", content: prompt(1) };\n${send("[{ ...base, name: 'x' }]")}`, "system prompt(1)");
  });

  it("are kept in helpers shared by two roles", async () => {
    await typescript(
      `const trimmed = (text: string) => text.slice(0, 9);\n${chat("trimmed(prompt(2))")}\n${chat("trimmed('fixed')", "system")}\n`,
      "user prompt(2)",
    );
    await python(
      `def cut(text):\n    return text[:9]\n${pythonChat("cut(input(2))")}\n${pythonChat("cut('fixed')", "system")}\n`,
      "user input(2)",
    );
  });
});
