import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ScanResult } from "../../../src/core/report/scanResult.js";
import { type ScanOptions, scan } from "../../../src/workspace/scan.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const CHAT = `import OpenAI from "openai";
const client = new OpenAI();
export async function ask(question: string) {
  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: question }] });
}
`;

describe("scan", () => {
  const folder = temporaryFolder({ "app/chat.ts": CHAT, "app/plain.ts": "export const one = 1;\n", "app/node_modules/x/a.js": "1" });
  const run = (options: Partial<ScanOptions> = {}): Promise<ScanResult> =>
    scan({ paths: [join(folder.path, "app")], jobs: 1, cache: false, ...options });
  const withoutStats = ({ stats, ...rest }: ScanResult): string => JSON.stringify({ ...rest, skipped: stats.skipped });

  it("fills the frame of the result", async () => {
    const result = await run();
    assert.equal(result.schemaVersion, 1);
    assert.equal(result.tool.name, "parapet");
    assert.match(result.tool.version, /^\d+\.\d+\.\d+/);
    assert.deepEqual(result.roots, [{ id: "app", path: join(folder.path, "app") }]);
    assert.equal(result.commit, null);
    assert.equal(result.stats.filesFound, 2);
    assert.equal(result.stats.filesRead, 2);
    assert.deepEqual(result.stats.skipped, [{ file: "node_modules/", reason: "code of other people" }]);
    assert.deepEqual(result.errors, []);
  });

  it("finds the model call", async () => {
    const { calls } = await run();
    assert.deepEqual(
      calls.map(({ file, line, provider }) => [file, line, provider]),
      [["chat.ts", 4, "openai"]],
    );
  });

  it("gives the same result twice, with and without cache and prefilter", async () => {
    const cache = join(folder.path, "cache");
    const expected = withoutStats(await run());
    for (const options of [{}, { prefilter: false }, { cache }, { cache }, { cache, prefilter: false }, { jobs: 2 }]) {
      assert.equal(withoutStats(await run(options)), expected, JSON.stringify(options));
    }
    assert.ok(readdirSync(cache).length > 0);
  });

  it("says that it was cancelled", async () => {
    const { errors } = await run({ signal: { cancelled: true } });
    assert.deepEqual(
      errors.map(({ message }) => message),
      ["The scan was cancelled before its end"],
    );
  });

  it("reports mistakes of the policy and honours what it excludes", async () => {
    const { Policies } = await import("../../../src/core/policy/policies.js");
    const { defaultPolicy } = await import("../../../src/core/policy/defaultPolicy.js");
    const mistake = { file: "policy.yaml", message: "wrong", remedy: "right" };
    const { errors, stats } = await run({
      policy: async () => ({ policies: Policies.everywhere({ ...defaultPolicy, exclude: ["chat.ts"] }), errors: [mistake], usable: true }),
    });
    assert.deepEqual(errors, [mistake]);
    assert.equal(stats.filesFound, 1);
  });
});
