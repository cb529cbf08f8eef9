/** The programs as they are shipped, with every socket closed: they do their whole work, and none tries to open one. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LanguageClient } from "../../support/languageClient.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const PROJECT = join(import.meta.dirname, "../../..");
const DENY = join(PROJECT, "test/support/denySockets.cjs");
const CLI = join(PROJECT, "dist/cli.js");
const CHAT = `import OpenAI from "openai";
const client = new OpenAI();
export async function ask(question: string) {
  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: question }] });
}
`;

describe("no network", () => {
  const folder = temporaryFolder({ "app/chat.ts": CHAT, "app/package.json": '{"dependencies": {"openai": "^4.0.0"}}' });
  const tried = (name: string): string => {
    const file = join(folder.path, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  it("is used by a scan", () => {
    const args = ["--require", DENY, CLI, "scan", join(folder.path, "app"), "--format", "json", "--fail-on", "none", "--jobs", "2"];
    const env = { ...process.env, DENIED_FILE: join(folder.path, "scan"), XDG_CACHE_HOME: join(folder.path, "cache") };
    const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).calls.length, 1);
    assert.equal(tried("scan"), "");
  });

  it("is used by the language server", async () => {
    process.env["DENIED_FILE"] = join(folder.path, "server");
    const client = await LanguageClient.start({
      command: [process.execPath, "--require", DENY, CLI, "lsp", "--stdio"],
      folders: [join(folder.path, "app")],
    });
    await client.scanned();
    await client.open(join(folder.path, "app/chat.ts"), CHAT);
    await client.until("there are diagnostics", () => client.diagnosticsOf(join(folder.path, "app/chat.ts")).length > 0);
    await client.stop();
    assert.equal(tried("server"), "");
  });

  it("would be noticed", () => {
    const env = { ...process.env, DENIED_FILE: join(folder.path, "probe") };
    const probe = 'require("node:http").get("http://localhost:9/")';
    assert.notEqual(spawnSync(process.execPath, ["--require", DENY, "-e", probe], { env }).status, 0);
    assert.match(tried("probe"), /net\.Socket\.connect|dns\.lookup/);
  });
});
