/** How sensitive what flows is: declared in comments and policy, else inferred from names; false friends stay silent. */
import assert from "node:assert/strict";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import type { Policy } from "../../../../src/core/policy/policy.js";
import { analyseEveryWay, chat, CLIENT, type Project, PYTHON_CLIENT, pythonChat } from "../../../support/everyWay.js";

async function levels(files: Project, policy: Policy = defaultPolicy): Promise<string[]> {
  const { calls } = await analyseEveryWay(files, { policy });
  return [
    ...new Set(
      calls.flatMap((call) =>
        call.inputs.filter((one) => one.kind !== "constant").map(({ classification: { level, basis } }) => `${level ?? "-"} ${basis}`),
      ),
    ),
  ];
}

const typescript = (body: string, policy?: Policy): Promise<string[]> => levels({ "app.ts": CLIENT + body }, policy);
const python = (body: string): Promise<string[]> => levels({ "app.py": PYTHON_CLIENT + body });

describe("classification", () => {
  it("is declared by a comment", async () => {
    assert.deepEqual(await typescript(`// parapet-classify: confidential\nconst thing = prompt(1);\n${chat("thing")}\n`), [
      "Confidential declared",
    ]);
    assert.deepEqual(await typescript(`const thing = prompt(1); // parapet-classify: restricted\n${chat("thing")}\n`), [
      "Restricted declared",
    ]);
    assert.deepEqual(await python(`thing = input(1)  # parapet-classify: restricted\n${pythonChat("thing")}\n`), ["Restricted declared"]);
    assert.deepEqual(
      await typescript(`// parapet-classify: confidential\nconst other = 1;\nconst thing = prompt(1);\n${chat("thing")}\n`),
      ["- none"],
    );
  });

  it("is declared by JSDoc and by a docstring, of what a function takes and gives", async () => {
    assert.deepEqual(
      await typescript(`/** @classification restricted */\nfunction read() {\n  return prompt(1);\n}\n${chat("read()")}\n`),
      ["Restricted declared"],
    );
    assert.deepEqual(
      await python(`def read():\n    """Reads.\n\n    @classification restricted\n    """\n    return input(1)\n${pythonChat("read()")}\n`),
      ["Restricted declared"],
    );
  });

  it("is declared by the policy, with patterns", async () => {
    const policy: Policy = { ...defaultPolicy, declaresClasses: true, classes: [{ names: ["*Thing"], level: "Confidential" }] };
    assert.deepEqual(await typescript(`const oddThing = prompt(1);\n${chat("oddThing")}\n`, policy), ["Confidential declared"]);
    assert.deepEqual(await typescript(`const thingOdd = prompt(1);\n${chat("thingOdd")}\n`, policy), ["- none"]);
  });

  it("is inferred from names of variables, fields and parameters", async () => {
    assert.deepEqual(await typescript(`const passportNumber = prompt(1);\n${chat("passportNumber")}\n`), ["Restricted inferred"]);
    assert.deepEqual(await python(`def send(diagnosis):\n    ${pythonChat("diagnosis")}\n`), ["Restricted inferred"]);
    assert.deepEqual(await typescript(`export async function send(user: { email: string }) {\n  ${chat("user.email")}\n}\n`), [
      "Confidential inferred",
    ]);
  });

  it("is not inferred from names that only look like it", async () => {
    assert.deepEqual(await typescript(`const emailTemplate = prompt(1);\n${chat("emailTemplate")}\n`), ["- none"]);
    assert.deepEqual(await typescript(`const maxTokens = prompt(1);\n${chat("maxTokens")}\n`), ["- none"]);
  });
});
