/** What a value may be: a call is found wherever the client comes from, and a namesake stays silent. */
import assert from "node:assert/strict";
import { callsOf, type Project } from "../../../support/everyWay.js";

const ANTHROPIC = 'import Anthropic from "@anthropic-ai/sdk";\n';
const SEND = '.messages.create({ model: "m", max_tokens: 9, messages: [] });\n';
const PYTHON = "from anthropic import Anthropic\n";
const SEND_PYTHON = '.messages.create(model="m", max_tokens=9, messages=[])\n';

/** A class of the workspace with the members of a client. */
const FALSE_FRIEND = "export class Anthropic {\n  messages = { create(_request: object) { return 1; } };\n}\n";

const app = (files: Project): Promise<string[]> => callsOf(files);

async function found(files: Project, ...places: readonly string[]): Promise<void> {
  assert.deepEqual(
    await app(files),
    places.map((place) => `${place} anthropic chat`),
  );
}

async function silent(files: Project): Promise<void> {
  assert.deepEqual(await app(files), []);
}

describe("a client in TypeScript", () => {
  it("comes from a factory in another file", async () => {
    await found(
      {
        "llm.ts": `${ANTHROPIC}export function makeClient() {\n  return new Anthropic();\n}\n`,
        "app.ts": `import { makeClient } from "./llm";\nmakeClient()${SEND}`,
      },
      "app.ts:2",
    );
    await silent({
      "llm.ts": "export function makeClient() {\n  return { messages: { create(x: object) { return x; } } };\n}\n",
      "app.ts": `import { makeClient } from "./llm";\nmakeClient()${SEND}`,
    });
  });

  it("comes from a factory that makes it once", async () => {
    await found(
      {
        "llm.ts": `${ANTHROPIC}let one: Anthropic | null = null;\nexport function client() {\n  if (!one) one = new Anthropic();\n  return one;\n}\n`,
        "app.ts": `import { client } from "./llm";\nclient()${SEND}`,
      },
      "app.ts:2",
    );
  });

  it("comes from an async factory", async () => {
    await found(
      {
        "llm.ts": `${ANTHROPIC}export const client = async () => new Anthropic();\n`,
        "app.ts": `import { client } from "./llm";\n(await client())${SEND}`,
      },
      "app.ts:2",
    );
  });

  it("comes through barrels", async () => {
    const files = {
      "lib/llm.ts": `${ANTHROPIC}export const client = new Anthropic();\n`,
      "lib/inner.ts": 'export * from "./llm";\n',
      "lib/index.ts": 'export { client as model } from "./inner";\nexport * as all from "./inner";\n',
    };
    await found({ ...files, "app.ts": `import { model } from "./lib";\nmodel${SEND}` }, "app.ts:2");
    await found({ ...files, "app.ts": `import * as lib from "./lib";\nlib.model${SEND}` }, "app.ts:2");
    await found({ ...files, "app.ts": `import { all } from "./lib";\nall.client${SEND}` }, "app.ts:2");
    await found(
      { ...files, "lib/index.ts": 'export * as all from "./inner";\n', "app.ts": `import { all } from "./lib";\nall.client${SEND}` },
      "app.ts:2",
    );
  });

  it("comes through barrels that export each other", async () => {
    await found(
      {
        "one.ts": 'export * from "./two";\n',
        "two.ts": `export * from "./one";\n${ANTHROPIC}export const client = new Anthropic();\n`,
        "app.ts": `import { client } from "./one";\nclient${SEND}`,
      },
      "app.ts:2",
    );
  });

  it("comes as a default export, under any name", async () => {
    await found(
      { "llm.ts": `${ANTHROPIC}export default new Anthropic();\n`, "app.ts": `import assistant from "./llm";\nassistant${SEND}` },
      "app.ts:2",
    );
    await found(
      {
        "llm.ts": `${ANTHROPIC}const client = new Anthropic();\nexport { client as default };\n`,
        "app.ts": `import assistant from "./llm";\nassistant${SEND}`,
      },
      "app.ts:2",
    );
  });

  it("comes by CommonJS", async () => {
    await found({ "app.js": `const Anthropic = require("@anthropic-ai/sdk");\nnew Anthropic()${SEND}` }, "app.js:2");
    await found(
      {
        "llm.js": `const { Anthropic } = require("@anthropic-ai/sdk");\nmodule.exports = { client: new Anthropic() };\n`,
        "app.js": `const { client } = require("./llm");\nclient${SEND}`,
      },
      "app.js:2",
    );
    await found(
      {
        "llm.js": `const Anthropic = require("@anthropic-ai/sdk");\nexports.client = new Anthropic();\n`,
        "app.js": `const llm = require("./llm");\nllm.client${SEND}`,
      },
      "app.js:2",
    );
    await found(
      {
        "llm.js": `const Anthropic = require("@anthropic-ai/sdk");\nmodule.exports = new Anthropic();\n`,
        "app.js": `const llm = require("./llm");\nllm${SEND}`,
      },
      "app.js:2",
    );
  });

  it("comes from an import at run time", async () => {
    await found({ "app.ts": `const { default: Anthropic } = await import("@anthropic-ai/sdk");\nnew Anthropic()${SEND}` }, "app.ts:2");
  });

  it("is a field that the constructor writes", async () => {
    await found(
      {
        "app.ts": `${ANTHROPIC}class Chat {\n  private client;\n  constructor() {\n    this.client = new Anthropic();\n  }\n  ask() {\n    return this.client${SEND}  }\n}\n`,
      },
      "app.ts:8",
    );
    await silent({
      "anthropic.ts": FALSE_FRIEND,
      "app.ts": `import { Anthropic } from "./anthropic";\nclass Chat {\n  private client = new Anthropic();\n  ask() {\n    return this.client${SEND}  }\n}\n`,
    });
  });

  it("is a field of its own, private or static", async () => {
    await found(
      { "app.ts": `${ANTHROPIC}class Chat {\n  #client = new Anthropic();\n  ask() {\n    return this.#client${SEND}  }\n}\n` },
      "app.ts:5",
    );
    await found({ "app.ts": `${ANTHROPIC}class Chat {\n  static client = new Anthropic();\n}\nChat.client${SEND}` }, "app.ts:5");
  });

  it("is injected by a parameter of the constructor", async () => {
    await found(
      {
        "app.ts": `${ANTHROPIC}class Chat {\n  constructor(private readonly client: Anthropic) {}\n  ask() {\n    return this.client${SEND}  }\n}\n`,
      },
      "app.ts:5",
    );
    await found(
      {
        "chat.ts": `export class Chat {\n  constructor(private readonly client) {}\n  ask() {\n    return this.client${SEND}  }\n}\n`,
        "app.ts": `${ANTHROPIC}import { Chat } from "./chat";\nnew Chat(new Anthropic()).ask();\n`,
      },
      "chat.ts:4",
    );
  });

  it("is given as an argument by a caller in another file", async () => {
    await found(
      {
        "chat.ts": `export function ask(client) {\n  return client${SEND}}\n`,
        "app.ts": `${ANTHROPIC}import { ask } from "./chat";\nask(new Anthropic());\n`,
      },
      "chat.ts:2",
    );
    await silent({
      "chat.ts": `export function ask(client) {\n  return client${SEND}}\n`,
      "app.ts": 'import { ask } from "./chat";\nask({ messages: { create: (x) => x } });\n',
    });
  });

  it("is an entry of an object or an item of a list", async () => {
    await found({ "app.ts": `${ANTHROPIC}const clients = { main: new Anthropic() };\nclients.main${SEND}` }, "app.ts:3");
    await found({ "app.ts": `${ANTHROPIC}const clients = [new Anthropic()];\nfor (const one of clients) one${SEND}` }, "app.ts:3");
    await found({ "app.ts": `${ANTHROPIC}const clients = [];\nclients.push(new Anthropic());\nclients[0]${SEND}` }, "app.ts:4");
    await found({ "app.ts": `${ANTHROPIC}const clients: Record<string, Anthropic> = load();\nclients[name]${SEND}` }, "app.ts:3");
    await found(
      { "app.ts": `${ANTHROPIC}const base = { main: new Anthropic() };\nconst all = { ...base, other: 1 };\nall.main${SEND}` },
      "app.ts:4",
    );
    await silent({
      "app.ts": `${ANTHROPIC}const clients = { main: new Anthropic(), other: { messages: { create: (x: object) => x } } };\nclients.other${SEND}`,
    });
  });

  it("is known by the declared type of what an unknown library gives", async () => {
    await found(
      {
        "app.ts": `${ANTHROPIC}import { container } from "some-container";\nconst client: Anthropic = container.get("anthropic");\nclient${SEND}`,
      },
      "app.ts:4",
    );
  });

  it("is asked through a wrapper that a library made", async () => {
    await found(
      {
        "app.ts": `${ANTHROPIC}import { retry } from "some-retry";\nconst client = new Anthropic();\nconst make = retry(() => client, { times: 3 });\nmake()${SEND}`,
      },
      "app.ts:5",
    );
  });

  it("is inherited, from a base class in another file", async () => {
    await found(
      {
        "base.ts": `${ANTHROPIC}export class Base {\n  protected client = new Anthropic();\n}\n`,
        "app.ts": `import { Base } from "./base";\nclass Chat extends Base {\n  ask() {\n    return this.client${SEND}  }\n}\n`,
      },
      "app.ts:4",
    );
    await found({ "app.ts": `${ANTHROPIC}class Tuned extends Anthropic {}\nnew Tuned()${SEND}` }, "app.ts:3");
  });

  it("is what the implementers of an interface give", async () => {
    const files = {
      "provider.ts": "export interface Provider {\n  client(): unknown;\n}\n",
      "real.ts": `${ANTHROPIC}import type { Provider } from "./provider";\nexport class Real implements Provider {\n  client() {\n    return new Anthropic();\n  }\n}\n`,
      "app.ts": `import type { Provider } from "./provider";\nexport function ask(provider: Provider) {\n  return provider.client()${SEND}}\n`,
    };
    await found(files, "app.ts:3");
    await silent({ ...files, "real.ts": files["real.ts"].replace(" implements Provider", "") });
  });

  it("is what a getter gives", async () => {
    await found(
      { "app.ts": `${ANTHROPIC}class Clients {\n  get main() {\n    return new Anthropic();\n  }\n}\nnew Clients().main${SEND}` },
      "app.ts:7",
    );
  });

  it("comes through assignments in a circle", async () => {
    await found(
      {
        "app.ts": `${ANTHROPIC}let one = new Anthropic();\nlet two = one;\nwhile (next()) {\n  const three = two;\n  two = one;\n  one = three;\n}\ntwo${SEND}`,
      },
      "app.ts:9",
    );
  });

  it("comes through files that import each other", async () => {
    await found(
      {
        "one.ts": `import { pick } from "./two";\n${ANTHROPIC}export const client = new Anthropic();\nexport const mine = () => pick();\n`,
        "two.ts": 'import { client, mine } from "./one";\nexport const pick = () => (ready() ? client : mine());\n',
        "app.ts": `import { mine } from "./one";\nmine()${SEND}`,
      },
      "app.ts:2",
    );
  });
});

describe("a client in Python", () => {
  it("comes from another module, however it is imported", async () => {
    const files = { "app/__init__.py": "", "app/llm.py": `${PYTHON}client = Anthropic()\n` };
    await found({ ...files, "app/main.py": `from .llm import client\nclient${SEND_PYTHON}` }, "app/main.py:2");
    await found({ ...files, "app/main.py": `from . import llm\nllm.client${SEND_PYTHON}` }, "app/main.py:2");
    await found({ ...files, "main.py": `import app.llm as models\nmodels.client${SEND_PYTHON}` }, "main.py:2");
    await found({ ...files, "main.py": `import app.llm\napp.llm.client${SEND_PYTHON}` }, "main.py:2");
    await found({ ...files, "main.py": `from app.llm import *\nclient${SEND_PYTHON}` }, "main.py:2");
    await found(
      { ...files, "app/__init__.py": "from .llm import client as model\n", "main.py": `from app import model\nmodel${SEND_PYTHON}` },
      "main.py:2",
    );
    await found(
      { "lib/llm.py": `${PYTHON}client = Anthropic()\n`, "main.py": `from lib.llm import client\nclient${SEND_PYTHON}` },
      "main.py:2",
    );
  });

  it("comes from the library, however it is imported", async () => {
    await found({ "main.py": `import anthropic\nanthropic.Anthropic()${SEND_PYTHON}` }, "main.py:2");
    await found({ "main.py": `import anthropic as ai\nai.Anthropic()${SEND_PYTHON}` }, "main.py:2");
    await found({ "main.py": `from anthropic import Anthropic as Model\nModel()${SEND_PYTHON}` }, "main.py:2");
    await found({ "main.py": `from anthropic import *\nAnthropic()${SEND_PYTHON}` }, "main.py:2");
  });

  it("is the library's although a folder has its name, and the workspace's own module is not", async () => {
    await found(
      { "examples/anthropic/run.py": "x = 1\n", "app/main.py": `import anthropic\nanthropic.Anthropic()${SEND_PYTHON}` },
      "app/main.py:2",
    );
    await silent({ "anthropic.py": "class Anthropic:\n    pass\n", "main.py": `import anthropic\nanthropic.Anthropic()${SEND_PYTHON}` });
  });

  it("is a field that a method writes", async () => {
    await found(
      {
        "main.py": `${PYTHON}class Chat:\n    def __init__(self):\n        self.client = Anthropic()\n    def ask(self):\n        return self.client${SEND_PYTHON}`,
      },
      "main.py:6",
    );
    await found(
      {
        "main.py": `${PYTHON}class Chat:\n    client = None\n    def open(self):\n        self.client = Anthropic()\n    def ask(self):\n        return self.client${SEND_PYTHON}`,
      },
      "main.py:7",
    );
    await silent({
      "main.py": `class Anthropic:\n    pass\nclass Chat:\n    def __init__(self):\n        self.client = Anthropic()\n    def ask(self):\n        return self.client${SEND_PYTHON}`,
    });
  });

  it("is known by declared types", async () => {
    await found({ "main.py": `${PYTHON}def ask(client: Anthropic):\n    return client${SEND_PYTHON}` }, "main.py:3");
    await found(
      {
        "main.py": `from __future__ import annotations\nfrom typing import Optional\n${PYTHON}def ask(client: "Optional[Anthropic]" = None):\n    return client${SEND_PYTHON}`,
      },
      "main.py:5",
    );
    await found(
      { "main.py": `${PYTHON}class Deps:\n    client: Anthropic\ndef ask(deps: Deps):\n    return deps.client${SEND_PYTHON}` },
      "main.py:5",
    );
    await found(
      { "main.py": `${PYTHON}def ask(clients: list[Anthropic]):\n    for one in clients:\n        one${SEND_PYTHON}` },
      "main.py:4",
    );
    await found({ "main.py": `${PYTHON}def make() -> Anthropic:\n    return registry["x"]\nmake()${SEND_PYTHON}` }, "main.py:4");
  });

  it("is what a context manager gives", async () => {
    await found({ "main.py": `${PYTHON}with Anthropic() as client:\n    client${SEND_PYTHON}` }, "main.py:3");
  });

  it("is behind a decorator and a property", async () => {
    await found(
      { "main.py": `from functools import lru_cache\n${PYTHON}@lru_cache\ndef client():\n    return Anthropic()\nclient()${SEND_PYTHON}` },
      "main.py:6",
    );
    await found(
      { "main.py": `${PYTHON}class Chat:\n    @property\n    def client(self):\n        return Anthropic()\nChat().client${SEND_PYTHON}` },
      "main.py:6",
    );
    await found(
      {
        "main.py": `from functools import cached_property\n${PYTHON}class Chat:\n    @cached_property\n    def client(self):\n        return Anthropic()\nChat().client${SEND_PYTHON}`,
      },
      "main.py:7",
    );
  });

  it("is what subclasses give to their base class", async () => {
    await found(
      {
        "main.py": `${PYTHON}class Base:\n    def client(self):\n        raise NotImplementedError\n    def ask(self):\n        return self.client()${SEND_PYTHON}class Real(Base):\n    def client(self):\n        return Anthropic()\n`,
      },
      "main.py:6",
    );
  });

  it("is an entry of a dictionary or an item of a list", async () => {
    await found({ "main.py": `${PYTHON}clients = {"main": Anthropic()}\nclients["main"]${SEND_PYTHON}` }, "main.py:3");
    await found({ "main.py": `${PYTHON}clients = {}\nclients["main"] = Anthropic()\nclients["main"]${SEND_PYTHON}` }, "main.py:4");
    await found({ "main.py": `${PYTHON}clients = [Anthropic() for _ in range(3)]\nclients[0]${SEND_PYTHON}` }, "main.py:3");
  });
});
