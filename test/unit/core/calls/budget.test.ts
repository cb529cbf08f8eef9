/** Hostile code ends with a notice and never with a hang. */
import assert from "node:assert/strict";
import { chat, CLIENT } from "../../../support/everyWay.js";
import { analyseText } from "../../../support/analyseText.js";

describe("budgets", () => {
  it("end a circle of 3,000 functions as incomplete", async () => {
    const count = 3000;
    const next = (at: number): string => [1, 7, 13, 29].map((step) => `f${(at + step) % count}(b, a + prompt(${at}))`).join(" + ");
    const functions = Array.from(
      { length: count },
      (_, at) => `function f${at}(a: string, b: string): string {\n  return ${next(at)};\n}\n`,
    ).join("");
    const { calls, blindSpots } = await analyseText({ "app.ts": `${CLIENT}${functions}${chat('f0("x", "y")')}\n` });
    assert.equal(calls.length, 1);
    assert.ok(
      blindSpots.some((one) => one.file === "app.ts" && /budget/.test(one.reason)),
      "the cut is said",
    );
  });

  it("are not used up by ordinary code", async () => {
    const { blindSpots } = await analyseText({ "app.ts": `${CLIENT}${chat("prompt(1)")}\n` });
    assert.deepEqual(blindSpots, []);
  });

  it("hold for calls nested as deep as a file can be", async () => {
    const { calls } = await analyseText({
      "app.py": `from openai import OpenAI\nx = ${"f(".repeat(1500)}1${")".repeat(1500)}\nOpenAI().responses.create(model="m", input=x)\n`,
    });
    assert.equal(calls.length, 1);
  });
});
