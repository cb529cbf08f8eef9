/** What goes by another name, or is written in an unusual way, is found in files that the name index would leave out by itself. */
import assert from "node:assert/strict";
import { CLIENT, callsOf, chat, inputsOf, pythonChat, PYTHON_CLIENT } from "../../../support/everyWay.js";

describe("a base class", () => {
  it("has heirs that know it by another name, in TypeScript", async () => {
    const agent = `${CLIENT}export abstract class Agent {\n  abstract prompt(user: User): string;\n  async run(user: User) {\n    ${chat("this.prompt(user)")}\n  }\n}\nexport default Agent;\n`;
    for (const head of [
      'import { Agent } from "./Agent";\nconst Parent = Agent;\nexport class Own extends Parent',
      'import Parent from "./Agent";\nexport class Own extends Parent',
      'import * as agents from "./Agent";\nconst { Agent: Parent } = agents;\nexport class Own extends Parent',
      'import { Agent } from "./Agent";\nexport const Own = class<T extends { id: string; name: string }> extends Agent',
    ])
      assert.deepEqual(
        await inputsOf({ "Agent.ts": agent, "own.ts": `${head} {\n  prompt(user: User) {\n    return prompt() ?? "";\n  }\n}\n` }),
        ["user prompt()"],
        head,
      );
  });

  it("has heirs that know it by another name, in Python", async () => {
    const agent = `${PYTHON_CLIENT}class Agent:\n    def prompt(self):\n        raise NotImplementedError\n    def run(self):\n        ${pythonChat("self.prompt()")}\n`;
    for (const head of [
      "from agent import Agent\nParent = Agent\nclass Own(Parent):",
      "import agent\nParent = agent.Agent\nclass Own(Parent):",
      "from agent import Agent \\\n    as Parent\nclass Own(Parent):",
      "from agent import Agent\nclass Own(  # ours; see docs:\n    Agent,\n):",
    ])
      assert.deepEqual(
        await inputsOf({ "agent.py": agent, "own.py": `${head}\n    def prompt(self):\n        return input()\n` }),
        ["user input()"],
        head,
      );
  });

  it("has heirs that know it by another name, in C#", async () => {
    const agent =
      'using OpenAI.Chat;\nnamespace App;\npublic abstract class Agent {\n  private readonly ChatClient client = new("m", "k");\n  public abstract string Prompt();\n  public void Run() { client.CompleteChat(Prompt()); }\n}\n';
    for (const head of [
      "using Parent = App.Agent;\nnamespace App;\npublic class Own : Parent",
      'namespace App;\npublic class Own(string a = ";"):\n  Agent\n',
    ])
      assert.ok(
        (
          await inputsOf({ "Agent.cs": agent, "Own.cs": `${head} { public override string Prompt() { return Console.ReadLine(); } }\n` })
        ).includes("user Console.ReadLine()"),
        head,
      );
  });
});

describe("a function that is handed on", () => {
  it("is known by the field that holds it, in Java", async () => {
    const llm =
      'package app;\nimport dev.langchain4j.model.openai.OpenAiChatModel;\nimport java.util.function.*;\npublic class Llm {\n  static final OpenAiChatModel model = OpenAiChatModel.builder().apiKey("k").build();\n  public static final Function<String, String> ASK = text -> model.chat(text);\n  public static String ask(String text) { return model.chat(text); }\n}\n';
    for (const handed of ["Llm.ASK", "Llm::ask", "Llm:: ask"]) {
      const run = `package app;\nimport java.util.*;\nimport java.util.function.*;\npublic class Run {\n  static String apply(Function<String, String> f, String value) { return f.apply(value); }\n  String go() { return apply(${handed}, new Scanner(System.in).nextLine()); }\n}\n`;
      assert.ok((await inputsOf({ "app/Llm.java": llm, "app/Run.java": run })).includes("user new Scanner(System.in).nextLine()"), handed);
    }
  });

  it("is itself behind a library's wrapper, and not what makes a wrapper", async () => {
    const llm = `${CLIENT}import { cache } from "react";\nasync function inner(text: string) {\n  ${chat("text")}\n}\nexport const ask = cache(inner);\n`;
    assert.deepEqual(await inputsOf({ "llm.ts": llm, "main.ts": 'import { ask } from "./llm";\nask(prompt() ?? "");\n' }), [
      "user prompt()",
    ]);
    const python = `${PYTHON_CLIENT}from functools import wraps\ndef inner(text):\n    ${pythonChat("text")}\ndef other(text):\n    return text\nask = wraps(other)(inner)\n`;
    assert.deepEqual(await inputsOf({ "llm.py": python, "main.py": "from llm import ask\nask(input())\n" }), ["user input()"]);
  });
});

describe("a module", () => {
  it("is imported behind a comment, under a registry's name, and through stars of types", async () => {
    const replicate = '"replicate");\nexport const f = () => new Replicate().run("owner/llama", { input: { prompt: "x" } });\n';
    assert.deepEqual(await callsOf({ "a.ts": `const { default: Replicate } = await import(/* webpackChunkName: "sdk" */ ${replicate}` }), [
      "a.ts:2 replicate completion",
    ]);
    assert.deepEqual(
      await callsOf({
        "llm.ts": CLIENT,
        "all.ts": 'export /* everything */ * from "./llm";\n',
        "main.ts": `import { client } from "./all";\n${chat('"x"')}\n`,
      }),
      ["main.ts:2 openai chat"],
    );
  });
});
