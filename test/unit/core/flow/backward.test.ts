/** What reaches a model call, and what beside it does not. */
import assert from "node:assert/strict";
import { chat, CLIENT, inputsOf, type Project, PYTHON_CLIENT, pythonChat } from "../../../support/everyWay.js";

async function reach(files: Project, ...inputs: readonly string[]): Promise<void> {
  assert.deepEqual(await inputsOf(files), [...inputs].sort());
}

const typescript = (body: string, ...inputs: readonly string[]): Promise<void> => reach({ "app.ts": CLIENT + body }, ...inputs);
const python = (body: string, ...inputs: readonly string[]): Promise<void> => reach({ "app.py": PYTHON_CLIENT + body }, ...inputs);

describe("flows", () => {
  it("do not leak from one caller into another", async () => {
    const wrap = "const wrap = (text: string) => `<${text}>`;\n";
    await typescript(`${wrap}wrap(prompt(2));\n${chat("wrap(prompt(1))")}\n`, "user prompt(1)");
    await reach(
      {
        "wrap.py": 'def wrap(text):\n    return f"<{text}>"\n',
        "other.py": "from wrap import wrap\nprint(wrap(input(2)))\n",
        "app.py": `${PYTHON_CLIENT}from wrap import wrap\n${pythonChat("wrap(input(1))")}\n`,
      },
      "user input(1)",
    );
  });

  it("come from the object that was handed in, not from others of its kind", async () => {
    const classes =
      'interface Words { say(): string }\nclass Typed implements Words { say() { return prompt(1)!; } }\nclass Fixed implements Words { say() { return "fixed"; } }\n';
    const helper = "const line = (words: Words) => words.say();\nconst loud = (words: Words) => line(words).toUpperCase();\n";
    const asked = (words: string) => `${classes}${helper}loud(new Typed());\nloud(new Fixed());\n${chat(`loud(${words})`)}\n`;
    await typescript(asked("new Fixed()"));
    await typescript(asked("new Typed()"), "user prompt(1)");
    await typescript(asked("Math.random() > 0.5 ? new Typed() : new Fixed()"), "user prompt(1)");
    const template =
      'abstract class Base { line() { return this.say(); } abstract say(): string }\nclass Typed extends Base { say() { return prompt(1)!; } }\nclass Fixed extends Base { say() { return "fixed"; } }\n';
    await typescript(`${template}${chat("new Fixed().line()")}\n`);
    await typescript(`${template}${chat("new Typed().line()")}\n`, "user prompt(1)");
    const pythonClasses =
      'class Words:\n    def say(self):\n        raise NotImplementedError\n\n    def line(self):\n        return self.say()\n\n\nclass Typed(Words):\n    def say(self):\n        return input(1)\n\n\nclass Fixed(Words):\n    def say(self):\n        return "fixed"\n\n\ndef line(words: Words):\n    return words.say()\n\n\n';
    await python(`${pythonClasses}line(Typed())\n${pythonChat("line(Fixed())")}\n`);
    await python(`${pythonClasses}line(Fixed())\n${pythonChat("line(Typed())")}\n`, "user input(1)");
    await python(`${pythonClasses}${pythonChat("Fixed().line()")}\n`);
    await python(`${pythonClasses}${pythonChat("Typed().line()")}\n`, "user input(1)");
  });

  it("do not mix the fields of an object", async () => {
    await typescript(`const data = { x: prompt(1), y: "fixed" };\n${chat("data.y")}\n`);
    await typescript(`const data = { x: prompt(1), y: "fixed" };\n${chat("data.x")}\n`, "user prompt(1)");
    await typescript(`const data: Data = {};\ndata.x = prompt(1);\ndata.y = "fixed";\n${chat("data.y")}\n`);
    await typescript(`const data: Data = {};\ndata.x = prompt(1);\ndata.y = "fixed";\n${chat("data.x")}\n`, "user prompt(1)");
    await python(`data = {"x": input(1), "y": "fixed"}\n${pythonChat('data["y"]')}\n`);
    await python(`data = {"x": input(1), "y": "fixed"}\n${pythonChat('data["x"]')}\n`, "user input(1)");
  });

  it("do not mix the items of a list that is written out", async () => {
    await typescript(`const [first, second] = [prompt(1), "fixed"];\n${chat("second")}\n`);
    await typescript(`const [first, second] = [prompt(1), "fixed"];\n${chat("first")}\n`, "user prompt(1)");
  });

  it("tell the last of several items from the first", async () => {
    const list = (made: string, asked: string) =>
      typescript(
        `let list = ${made};\nlist.unshift("first");\nlist = list.map((one) => one.trim());\nlist[list.length - 1] = prompt(1)!;\n${chat(asked)}\n`,
        ...(asked === "list[0]" ? [] : ["user prompt(1)"]),
      );
    await list('["a"]', "list[0]");
    await list('["a"]', "list[1]");
    await list('["a"]', "list[list.length - 1]");
    // The only one is both.
    await typescript(`const list = ["a"];\nlist[list.length - 1] = prompt(1)!;\n${chat("list[0]")}\n`, "user prompt(1)");
    await typescript(`const list = ["a", "b"];\nlist[list.length - 1] = prompt(1)!;\n${chat("list[0]")}\n`);
  });

  it("take an item that was appended for any item of the list", async () => {
    await typescript(`const list = [...rest, prompt(1)];\n${chat("list[0]")}\n`, "user prompt(1)");
  });

  it("go through state and contexts of components, each by itself", async () => {
    const project = (asked: string): Project => ({
      "contexts.ts":
        'import { createContext } from "react";\nexport const Person = createContext<any>({});\nexport const Other = createContext<any>({});\n',
      "root.tsx":
        'import { useState } from "react";\nimport { Other, Person } from "./contexts";\nexport function Root({ children }: any) {\n  const [name, setName] = useState("");\n  const [place, setPlace] = useState("");\n  const load = () => { setName(prompt(1)!); setPlace("here"); };\n  return <Person.Provider value={{ name, place }}><Other.Provider value={{ name: "fixed" }}>{children}</Other.Provider></Person.Provider>;\n}\n',
      "ask.tsx": `${CLIENT}import { useContext } from "react";\nimport { Other, Person } from "./contexts";\nexport function Ask() {\n  const { name, place } = useContext(Person);\n  const other = useContext(Other);\n  return async () => { ${chat(asked)} };\n}\n`,
    });
    assert.deepEqual(await inputsOf(project("name")), ["user prompt(1)"]);
    assert.deepEqual(await inputsOf(project("place")), []);
    assert.deepEqual(await inputsOf(project("other.name")), []);
  });

  it("end at what was written over", async () => {
    await typescript(`let text = prompt(1);\ntext = "fixed";\n${chat("text")}\n`);
    await typescript(`const data = { text: prompt(1) };\ndata.text = "fixed";\n${chat("data.text")}\n`);
    await python(`text = input(1)\ntext = "fixed"\n${pythonChat("text")}\n`);
    await python(`data = {"text": input(1)}\ndata["text"] = "fixed"\n${pythonChat('data["text"]')}\n`);
    await typescript(`let text = prompt(1);\nif (ready()) text = "fixed";\n${chat("text")}\n`, "user prompt(1)");
    await typescript(`const base = { text: prompt(1) };\nconst data = { ...base, text: "fixed" };\n${chat("data.text")}\n`);
    await typescript(
      `const base = { text: prompt(1) };\nconst data = { text: "fixed", ...base };\n${chat("data.text")}\n`,
      "user prompt(1)",
    );
  });

  it("go through operators, templates and formatting", async () => {
    await typescript(`${chat('"Say: " + prompt(1)')}\n`, "user prompt(1)");
    await typescript(`${chat("prompt(1) ?? 'x'")}\n`, "user prompt(1)");
    await typescript(`${chat("ready() ? prompt(1) : 'x'")}\n`, "user prompt(1)");
    await python(`${pythonChat('"Say: %s" % input(1)')}\n`, "user input(1)");
    await python(`${pythonChat('"Say: {}".format(input(1))')}\n`, "user input(1)");
    await python(`${pythonChat('" ".join([input(1), "x"])')}\n`, "user input(1)");
    await typescript(`${chat("prompt(1) === 'x'")}\n`);
    await typescript(`${chat("String(prompt(1).length)")}\n`);
  });

  it("go through closures, promises and generators", async () => {
    await typescript(
      `const text = prompt(1);\nconst other = prompt(2);\nasync function send() {\n  ${chat("text")}\n}\nsend();\n`,
      "user prompt(1)",
    );
    await typescript(`const read = async () => prompt(1);\n${chat("await read()")}\n`, "user prompt(1)");
    await typescript(
      `const read = () => Promise.resolve(prompt(1));\nread().then(async (text) => {\n  ${chat("text")}\n});\n`,
      "user prompt(1)",
    );
    await typescript(`const [text] = await Promise.all([Promise.resolve(prompt(1))]);\n${chat("text")}\n`, "user prompt(1)");
    await python(`def lines():\n    yield input(1)\nfor text in lines():\n    ${pythonChat("text")}\n`, "user input(1)");
    await python(
      `import asyncio\nasync def read():\n    return input(1)\nasync def main():\n    text = await read()\n    ${pythonChat("text")}\n`,
      "user input(1)",
    );
  });

  it("go through a helper that changes its argument", async () => {
    await typescript(
      `function fill(data: Data) {\n  data.text = prompt(1);\n}\nconst data: Data = { text: "fixed" };\nfill(data);\n${chat("data.text")}\n`,
      "user prompt(1)",
    );
    await python(`def fill(data):\n    data["text"] = input(1)\ndata = {}\nfill(data)\n${pythonChat('data["text"]')}\n`, "user input(1)");
    await typescript(
      `function fill(data: Data) {\n  data.other = prompt(1);\n}\nconst data: Data = { text: "fixed" };\nfill(data);\n${chat("data.text")}\n`,
    );
  });

  it("go through what another method wrote", async () => {
    await typescript(
      `class Chat {\n  text = "";\n  other = "";\n  read() {\n    this.text = prompt(1);\n    this.other = prompt(2);\n  }\n  async send() {\n    ${chat("this.text")}\n  }\n}\n`,
      "user prompt(1)",
    );
    await python(
      `class Chat:\n    def read(self):\n        self.text = input(1)\n        self.other = input(2)\n    def send(self):\n        ${pythonChat("self.text")}\n`,
      "user input(1)",
    );
  });

  it("stop at what only selects", async () => {
    await typescript(`import { db } from "some-database";\n${chat("(await db.getSettings(prompt(1))).greeting")}\n`);
  });

  it("end at another model call: its answer is what comes in", async () => {
    await typescript(
      `const first = ${chat("prompt(1)").slice(0, -1)};\n${chat("first.choices[0].message.content")}\n`,
      "user " + chat("prompt(1)").slice("await ".length, -1),
      "user prompt(1)",
    );
  });

  it("name a parameter of a function that nobody here calls", async () => {
    await typescript(`export async function send(text: string) {\n  ${chat("text")}\n}\n`, "user text");
  });

  it("say how they went, from the source to the call", async () => {
    const { analyseEveryWay } = await import("../../../support/everyWay.js");
    const { calls } = await analyseEveryWay({
      "llm.ts": `${CLIENT}export async function ask(text: string) {\n  const full = "Say: " + text;\n  ${chat("full")}\n}\n`,
      "app.ts": 'import { ask } from "./llm";\nask(prompt(1));\n',
    });
    const path = calls[0]?.inputs.find((one) => one.kind === "ui-input")?.path.map((step) => `${step.file}:${step.line} ${step.kind}`);
    assert.equal(path?.[0], "app.ts:2 source");
    assert.equal(path?.at(-1), "llm.ts:5 sink");
    assert.ok(path?.includes("llm.ts:4 step"));
  });
});
