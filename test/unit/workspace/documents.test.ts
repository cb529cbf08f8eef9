/** Notebooks and components in a scan from disk: found, indexed by their code alone, cached, told by file and by cell. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { renderJson } from "../../../src/core/report/json.js";
import { renderText } from "../../../src/core/report/text.js";
import { type ScanOptions, scan } from "../../../src/workspace/scan.js";
import { notebook } from "../../support/notebook.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const CELL = `from openai import OpenAI
client = OpenAI()
def ask(question):
    return client.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": question}])
`;
const COMPONENT = `<template><button @click="ask('why')">ask</button></template>
<script setup>
import OpenAI from "openai";
const client = new OpenAI();
async function ask(question) {
  await client.chat.completions.create({ model: "gpt-4o-2024-08-06", messages: [{ role: "user", content: question }] });
}
</script>
`;
/** A picture that a cell has drawn: one line, many times as long as the code. */
const PICTURE = "iVBORw0KGgo".repeat(20_000);

describe("documents in a scan", () => {
  const folder = temporaryFolder({
    "app/study.ipynb": notebook([{ code: "# Study", kind: "markdown" }, CELL, 'print(ask(input("why")))']).replace(
      '"outputs": []',
      `"outputs": [{ "data": { "image/png": "${PICTURE}" }, "output_type": "display_data" }]`,
    ),
    "app/Ask.vue": COMPONENT,
    "app/other.ipynb": notebook(['POST("https://api.openai.com/v1/chat/completions")'], "R"),
    "app/empty.ipynb": "",
    "app/broken.ipynb": '{"cells": [{"cell_type": "code", "source": ["from openai import OpenAI\\n"',
  });
  const run = (options: Partial<ScanOptions> = {}) => scan({ paths: [join(folder.path, "app")], jobs: 1, cache: false, ...options });

  it("have their calls at their place", async () => {
    const { calls, blindSpots, errors, stats } = await run();
    assert.deepEqual(
      calls.map(({ file, line, cell, language, callee }) => [file, line, cell, language, callee]),
      [
        ["Ask.vue", 6, undefined, "javascript", "client.chat.completions.create"],
        ["study.ipynb", 19, { number: 2, line: 4 }, "python", "client.chat.completions.create"],
      ],
    );
    assert.deepEqual(
      blindSpots.map(({ file, line, reason }) => `${file}:${line} ${reason.slice(0, 50)}`),
      [
        "broken.ipynb:1 The file has a syntax error here; what could be re",
        "other.ipynb:null The file is a notebook in R, which is not analysed",
      ],
    );
    assert.deepEqual([errors, stats.skipped], [[], []]);
  });

  it("give the same from the cache, from workers and without the index", async () => {
    const cache = join(folder.path, "cache");
    const withoutStats = async (options: Partial<ScanOptions>) => ({ ...(await run(options)), stats: null });
    const expected = await withoutStats({});
    for (const options of [{ cache }, { cache }, { jobs: 2 }, { prefilter: false }]) {
      assert.deepEqual(await withoutStats(options), expected, JSON.stringify(options));
    }
  });

  it("name the cell of a finding in both reports", async () => {
    const result = await run();
    const finding = result.findings.find((one) => one.file === "study.ipynb");
    assert.equal(finding?.cell?.number, 2);
    assert.match(renderText(result, { width: 120, hints: true }), /cell 2, line \d/);
    assert.match(renderJson(result), /"cell": \{\s*"number": 2,\s*"line": 4\s*\}/);
  });
});
