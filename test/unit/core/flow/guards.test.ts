/** Sanitizers that data goes through and guards that stand before the call; what is beside them is not credited. */
import assert from "node:assert/strict";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import type { OwnSanitizer, Policy } from "../../../../src/core/policy/policy.js";
import { chat, CLIENT, inputsOf, type Project, PYTHON_CLIENT, pythonChat } from "../../../support/everyWay.js";

async function reach(files: Project, policy: Policy, ...inputs: readonly string[]): Promise<void> {
  assert.deepEqual(await inputsOf(files, { policy }), [...inputs].sort());
}

function own(...sanitizers: readonly OwnSanitizer[]): Policy {
  return { ...defaultPolicy, sanitizers };
}

const CLEAN = own({ name: "clean", module: null, tier: "removes" });
const DEFINED = "function clean(text: string) {\n  return text;\n}\n";
const typescript = (body: string, ...inputs: readonly string[]): Promise<void> =>
  reach({ "app.ts": CLIENT + DEFINED + body }, CLEAN, ...inputs);
const python = (body: string, ...inputs: readonly string[]): Promise<void> =>
  reach({ "app.py": `${PYTHON_CLIENT}def clean(text):\n    return text\n${body}` }, CLEAN, ...inputs);

describe("sanitizers", () => {
  it("clean what is used after them, and their discarded result cleans nothing", async () => {
    await typescript(`let text = prompt(1);\ntext = clean(text);\n${chat("text")}\n`, "user prompt(1) !clean");
    await typescript(`let text = prompt(1);\nclean(text);\n${chat("text")}\n`, "user prompt(1)");
    await python(`text = input(1)\ntext = clean(text)\n${pythonChat("text")}\n`, "user input(1) !clean");
    await python(`text = input(1)\nclean(text)\n${pythonChat("text")}\n`, "user input(1)");
  });

  it("clean on their own way only", async () => {
    await typescript(
      `let text = prompt(1);\nif (ready()) text = clean(text);\n${chat("text")}\n`,
      "user prompt(1)",
      "user prompt(1) !clean",
    );
    await typescript(`const text = clean(prompt(1)) + prompt(2);\n${chat("text")}\n`, "user prompt(1) !clean", "user prompt(2)");
  });

  it("clean in a function between, too", async () => {
    await typescript(`const prepare = (text: string) => clean(text).trim();\n${chat("prepare(prompt(1))")}\n`, "user prompt(1) !clean");
  });

  it("of the policy are known by name and module", async () => {
    const files = {
      "safe.ts": "export function clean(text: string) {\n  return text;\n}\n",
      "other.ts": "export function clean(text: string) {\n  return text;\n}\n",
    };
    const app = (module: string): string => `${CLIENT}import { clean } from "./${module}";\n${chat("clean(prompt(1))")}\n`;
    const policy = own({ name: "clean", module: "safe.ts", tier: "removes" });
    await reach({ ...files, "app.ts": app("safe") }, policy, "user prompt(1) !clean");
    await reach({ ...files, "app.ts": app("other") }, policy, "user prompt(1)");
    const python = own({ name: "clean", module: "tools.safe", tier: "removes" });
    await reach(
      {
        "tools/safe.py": "def clean(text):\n    return text\n",
        "app.py": `${PYTHON_CLIENT}from tools.safe import clean\n${pythonChat("clean(input(1))")}\n`,
      },
      python,
      "user input(1) !clean",
    );
    await reach(
      {
        "tools/other.py": "def clean(text):\n    return text\n",
        "app.py": `${PYTHON_CLIENT}from tools.other import clean\n${pythonChat("clean(input(1))")}\n`,
      },
      python,
      "user input(1)",
    );
  });

  it("are declared by a comment at the function", async () => {
    const declared = (comment: string): Project => ({
      "safe.ts": `${comment}export function scrub(text: string) {\n  return text;\n}\n`,
      "app.ts": `${CLIENT}import { scrub } from "./safe";\n${chat("scrub(prompt(1))")}\n`,
    });
    await reach(declared("// parapet-sanitizer: removes\n"), defaultPolicy, "user prompt(1) !scrub");
    await reach(declared("// a sanitizer that removes things\n"), defaultPolicy, "user prompt(1)");
    await reach(
      { "app.py": `${PYTHON_CLIENT}# parapet-sanitizer: removes\ndef scrub(text):\n    return text\n${pythonChat("scrub(input(1))")}\n` },
      defaultPolicy,
      "user input(1) !scrub",
    );
  });

  it("are not what only looks like one", async () => {
    await typescript(`${chat("prompt(1).trim().toLowerCase()")}\n`, "user prompt(1)");
  });
});

describe("guards", () => {
  const moderated = (rest: string): string =>
    `const text = prompt(1);\nconst verdict = await client.moderations.create({ input: text });\n${rest}`;
  const guarded = (files: Project, ...inputs: readonly string[]): Promise<void> => reach(files, defaultPolicy, ...inputs);
  const chatInputs = async (body: string): Promise<string[]> =>
    (await inputsOf({ "app.ts": `${CLIENT}async function run() {\n${moderated(body)}}\nrun();\n` })).filter((one) =>
      one.startsWith("user"),
    );

  it("hold when they throw or return before the call", async () => {
    assert.deepEqual(await chatInputs(`if (verdict.results[0].flagged) throw new Error("no");\n${chat("text")}\n`), [
      "user prompt(1) !OpenAI moderation",
    ]);
    assert.deepEqual(await chatInputs(`if (verdict.results[0].flagged) return;\n${chat("text")}\n`), ["user prompt(1) !OpenAI moderation"]);
    assert.deepEqual(await chatInputs(`if (!verdict.results[0].flagged) {\n${chat("text")}\n}\n`), ["user prompt(1) !OpenAI moderation"]);
  });

  it("do not hold when nothing follows from them, or too late", async () => {
    assert.deepEqual(await chatInputs(`${chat("text")}\n`), ["user prompt(1)"]);
    assert.deepEqual(await chatInputs(`if (verdict.results[0].flagged) console.log("no");\n${chat("text")}\n`), ["user prompt(1)"]);
    assert.deepEqual(await chatInputs(`${chat("text")}\nif (verdict.results[0].flagged) throw new Error("no");\n`), ["user prompt(1)"]);
  });

  it("on one branch do not hold on the other", async () => {
    await guarded(
      {
        "app.ts": `${CLIENT}async function run() {\nconst text = prompt(1);\nif (strict()) {\n  const verdict = await client.moderations.create({ input: text });\n  if (verdict.results[0].flagged) return;\n}\n${chat("text")}\n}\nrun();\n`,
      },
      "other prompt(1)",
      "user prompt(1)",
    );
  });

  it("of other data do not hold", async () => {
    assert.deepEqual(await chatInputs(`if (verdict.results[0].flagged) return;\n${chat("prompt(2)")}\n`), ["user prompt(2)"]);
  });
});
