/** The engine as a whole: what one broken file costs, and what two ways of reading must agree on. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseText } from "../../support/analyseText.js";

const CALL = `import OpenAI from "openai";
const client = new OpenAI();
export async function answer(text: string) {
  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: text }] });
}
`;

describe("engine", () => {
  it("a syntax error is one blind spot, and what stands around it is analysed", async () => {
    const analysis = await analyseText({ "src/broken.ts": `${CALL}const = = ) {;\n`, "src/fine.ts": CALL });
    assert.deepEqual(analysis.errors, []);
    assert.deepEqual(
      analysis.blindSpots.map(({ file, line }) => ({ file, line })),
      [{ file: "src/broken.ts", line: 6 }],
    );
    assert.equal(analysis.calls.length, 2);
  });

  it("sees a cancel that arrives by the event loop between two calls", async () => {
    const files = Object.fromEntries([1, 2, 3, 4].map((one) => [`src/ask${one}.ts`, CALL]));
    const looks = async (most: number): Promise<{ readonly calls: number; readonly looks: number }> => {
      let seen = 0;
      const signal = { cancelled: false, arrive: async () => void (signal.cancelled ||= ++seen > most) };
      return { calls: (await analyseText(files, { signal })).calls.length, looks: seen };
    };
    // One batch of files is read, four are looked into, four calls followed, then four judged.
    assert.deepEqual(await looks(100), { calls: 4, looks: 13 });
    for (const most of [0, 2, 6, 10, 12]) assert.deepEqual(await looks(most), { calls: 0, looks: most + 1 });
  });

  it("sees a cancel within a call, and gives up what it was at", async () => {
    const steps = Array.from({ length: 400 }, (_, at) => `  text = join${at % 5}(text, part${at}());\n`).join("");
    const parts = Array.from({ length: 400 }, (_, at) => `const part${at} = () => join${at % 5}("a", "b");\n`).join("");
    const joins = Array.from({ length: 5 }, (_, at) => `const join${at} = (a: string, b: string) => a + b;\n`).join("");
    const body = `import OpenAI from "openai";\n${joins}${parts}export async function answer(request: Request) {\n  let text = await request.text();\n${steps}`;
    const files = {
      "src/ask.ts": `${body}  return new OpenAI().chat.completions.create({ model: "m", messages: [{ role: "user", content: text }] });\n}\n`,
    };
    let asked = 0;
    const counting = {
      get cancelled() {
        return ++asked < 0;
      },
    };
    assert.equal((await analyseText(files, { signal: counting })).calls.length, 1);
    const all = asked;
    asked = 0;
    const cancelling = {
      get cancelled() {
        return ++asked > all - 5;
      },
    };
    const { calls, phases } = await analyseText(files, { signal: cancelling });
    assert.deepEqual({ calls, hasFlows: "flows" in phases }, { calls: [], hasFlows: false });
  });

  it("an ampersand in JSX text is no syntax error", async () => {
    const analysis = await analyseText({ "src/page.tsx": `${CALL}export const Page = () => <p>Terms & Conditions</p>;\n` });
    assert.deepEqual(analysis.blindSpots, []);
  });

  it("two runs give the same result, byte by byte", async () => {
    const files = {
      "src/one.ts": CALL,
      "src/two.py":
        "import openai\ndef ask(q):\n    return openai.chat.completions.create(model='m', messages=[{'role': 'system', 'content': input()}])\n",
    };
    const [first, second] = [await analyseText(files), await analyseText(files)];
    assert.equal(JSON.stringify(first), JSON.stringify(second));
    assert.equal(first.calls.length, 2);
  });
});
