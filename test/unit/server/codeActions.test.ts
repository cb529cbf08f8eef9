/** Quick fixes over the protocol: asked for as an editor asks, about unsaved text, and nothing for what runs on save. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { CodeAction, Diagnostic, TextDocumentEdit } from "vscode-languageserver";
import { type BuiltServer, buildServer } from "../../support/builtServer.js";
import { LanguageClient, uriOf } from "../../support/languageClient.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const SERVER = `import express from "express";
import OpenAI from "openai";

const app = express();
const openai = new OpenAI();

app.post("/ask", async (req, res) => {
  const persona = req.body.persona;
  const completion = await openai.chat.completions.create({
    model: "gpt-4o-2024-08-06",
    messages: [{ role: "system", content: \`You are \${persona}.\` }],
  });
  res.json({ answer: completion.choices[0].message.content });
});
`;

const SCREEN = `export function screen(text: string): string {
  return text.replaceAll("ignore", "");
}
`;

const POLICY = "version: 1\nsanitizers:\n  - { name: screen, module: ./screen, tier: removes }\n";

describe("quick fixes of the language server", function () {
  this.timeout(180_000);
  const folder = temporaryFolder({ "server.ts": SERVER, "screen.ts": SCREEN, ".ai-risk/policy.yaml": POLICY });
  let built: BuiltServer;
  let client: LanguageClient;

  before(async () => {
    built = await buildServer();
  });
  after(() => built.remove());
  beforeEach(async () => {
    client = await LanguageClient.start({ command: built.command, folders: [folder.path] });
    await client.open(join(folder.path, "server.ts"), `// typed and not saved\n${SERVER}`);
    await client.scanned();
    await client.until("the finding is at its unsaved place", () => injection()?.range.start.line === 9);
  });
  afterEach(() => client.stop());

  const path = (): string => join(folder.path, "server.ts");
  const injection = (): Diagnostic | undefined => client.diagnosticsOf(path()).find((one) => one.code === "unsanitized-prompt");
  const ask = (only?: readonly string[]): Promise<CodeAction[]> => {
    const diagnostic = injection() as Diagnostic;
    const context = { diagnostics: [diagnostic], ...(only ? { only } : {}) };
    return client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri: uriOf(path()) },
      range: diagnostic.range,
      context,
    });
  };

  it("are tied to their diagnostic, the best one preferred", async () => {
    const actions = await ask();
    const [first] = actions;
    assert.match(first?.title ?? "", /^Move the untrusted text/);
    assert.equal(first?.isPreferred, true);
    assert.deepEqual(
      first?.diagnostics?.map((one) => one.code),
      ["unsanitized-prompt"],
    );
    assert.ok(actions.some(({ title }) => title === "Pass `req.body.persona` through `screen`"));
    assert.ok(actions.some(({ title }) => title.startsWith("Suppress unsanitized-prompt")));
  });

  it("are about the text as it is typed", async () => {
    const action = (await ask()).find(({ title }) => title.startsWith("Pass"));
    const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.equal(change?.textDocument.version, 1);
    const [added, wrapped] = change?.edits ?? [];
    assert.equal((added as { newText: string }).newText, 'import { screen } from "./screen";\n');
    assert.equal(added?.range.start.line, 3);
    assert.deepEqual(wrapped?.range.start, { line: 8, character: 18 });
    assert.equal((wrapped as { newText: string }).newText, "screen(req.body.persona)");
  });

  it("are not computed for what runs on save", async () => {
    assert.deepEqual(await ask(["source.fixAll"]), []);
  });
});
