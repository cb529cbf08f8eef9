/** How sensitive what flows is: declared in comments and policy, else inferred from names; false friends stay silent. */
import assert from "node:assert/strict";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import type { Policy } from "../../../../src/core/policy/policy.js";
import { analyseText } from "../../../support/analyseText.js";
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

  it("is inherited by what a model answers", async () => {
    assert.deepEqual(
      await typescript(`const ssn = prompt(1);\nconst first = ${chat("ssn")}\n${chat("first.choices[0].message.content")}\n`),
      ["Restricted inferred"],
    );
  });

  it("is inherited from the class of a value, for the part that is used", async () => {
    const patient = "interface Visit { ssn: string; room: string }\n";
    const use = (part: string): string => `${patient}export async function send(visit: Visit) {\n  ${chat(part)}\n}\n`;
    assert.deepEqual(await typescript(use("JSON.stringify(visit)")), ["Restricted inferred"]);
    assert.deepEqual(await typescript(use("visit.ssn")), ["Restricted inferred"]);
    assert.deepEqual(await typescript(use("visit.room")), ["- none"]);
  });

  it("is known where nobody knows who gives the data", async () => {
    assert.deepEqual(await typescript(`import { loadPatient } from "clinic";\n${chat("loadPatient(7).diagnosis")}\n`), [
      "Restricted inferred",
    ]);
    assert.deepEqual(await typescript(`import { loadTheme } from "clinic";\n${chat("loadTheme(7).colour")}\n`), []);
  });

  it("is no key's that only opens something", async () => {
    assert.deepEqual(
      await typescript(
        `import { Search } from "search";\nconst apiKey = process.env.API_KEY;\n${chat("new Search(apiKey).find(1).text")}\n`,
      ),
      [],
    );
    assert.deepEqual(await typescript(`const apiKey = prompt(1);\n${chat("apiKey")}\n`), ["Restricted inferred"]);
  });

  it("is asked of any line", async () => {
    const path = "app.ts";
    const { answers } = await analyseText(
      { [path]: "log(user.email);\nlog(user.theme);\n" },
      { questions: [1, 2].map((line) => ({ file: path, line })) },
    );
    assert.deepEqual(
      answers?.map(({ values }) =>
        values.map(({ text, classification }) => `${text} ${classification.level} ${classification.types.join()}`),
      ),
      [["user.email Confidential email-address"], []],
    );
  });
});
