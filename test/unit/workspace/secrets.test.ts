/** A key that is written into code stays where it is: in no format of the result, in no file of the cache. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderJson } from "../../../src/core/report/json.js";
import { PLAIN } from "../../../src/core/report/palette.js";
import { renderSarif } from "../../../src/core/report/sarif.js";
import { renderText } from "../../../src/core/report/text.js";
import { rules } from "../../../src/core/rules/rules.js";
import { scan } from "../../../src/workspace/scan.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

/** Put together here, so that nobody's scanner takes this file for a leak. */
const KEYS = ["sk-" + "a1B2c3D4".repeat(3), "AKIA" + "ABCDEFGH12345678", "ghp_" + "a1B2c3D4e5".repeat(3)];

const CODE = `import OpenAI from "openai";
const fallback = "${KEYS[1]}";
export async function ask(question: string) {
  return new OpenAI({ apiKey: "${KEYS[0]}" }).chat.completions.create({
    model: "gpt-4o",
    messages: [{ role: "system", content: "Use ${KEYS[2]} as it is." }, { role: "user", content: question + fallback }],
  });
}
`;

describe("keys in code", () => {
  const folder = temporaryFolder({ "app/ask.ts": CODE });
  let cache = "";
  beforeEach(() => {
    cache = join(folder.path, "cache");
  });

  it("are in no format of the result", async () => {
    const result = await scan({ paths: [join(folder.path, "app")], jobs: 1, cache });
    assert.equal(result.calls.length, 1);
    assert.match(result.calls[0]?.callee as string, /\*\*\*/);
    const metas = rules.map((rule) => rule.meta);
    for (const text of [renderJson(result), renderSarif(result, metas), renderText(result, { width: 80, palette: PLAIN, hints: true })])
      for (const key of KEYS) assert.ok(!text.includes(key), text.slice(Math.max(0, text.indexOf(key) - 200), text.indexOf(key)));
  });

  it("are in no file of the cache", async () => {
    await scan({ paths: [join(folder.path, "app")], jobs: 1, cache });
    const files = readdirSync(cache);
    const texts = files.map((name) => readFileSync(join(cache, name), "latin1"));
    assert.ok(
      texts.some((text) => text.includes("completions")),
      "the facts are there",
    );
    for (const text of texts) for (const key of KEYS) assert.ok(!text.includes(key));
  });

  it("change nothing of the result when the facts come from the cache", async () => {
    const fresh = await scan({ paths: [join(folder.path, "app")], jobs: 1, cache: false });
    await scan({ paths: [join(folder.path, "app")], jobs: 1, cache });
    // On another day the result is made anew.
    const cached = await scan({ paths: [join(folder.path, "app")], jobs: 1, cache, today: "2026-01-01" });
    assert.deepEqual({ ...cached, stats: null }, { ...fresh, stats: null });
  });
});
