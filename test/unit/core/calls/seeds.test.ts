/** Where a scan begins: what it reads when nothing says that a model is called. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { analyseText } from "../../../support/analyseText.js";

describe("seeds", () => {
  it("are not all files with a word that is the whole of some endpoint's path", async () => {
    const pages = Array.from({ length: 80 }, (_, at) => [
      `src/page${at}.ts`,
      `import { User } from "@shared/models/user.models";\nexport const url${at} = (user: User) => user.url;\n`,
    ]);
    const { filesParsed, calls } = await analyseText(Object.fromEntries(pages));
    assert.deepEqual({ filesParsed, calls }, { filesParsed: 0, calls: [] });
  });

  it("are those that send something to such a path, where few have the word", async () => {
    const { calls } = await analyseText({
      "src/ask.ts":
        'export const ask = (text: string) => fetch("https://api-inference.huggingface.co/models/google/flan", { method: "POST", body: JSON.stringify({ inputs: text }) });\n',
    });
    assert.equal(calls[0]?.provider, "huggingface");
  });
});
