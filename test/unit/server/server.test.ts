import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { methods, type CallsResult, type ExplainResult, type FindingsResult } from "../../../src/server/protocol.js";
import { type BuiltServer, buildServer } from "../../support/builtServer.js";
import { LanguageClient, uriOf } from "../../support/languageClient.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const SERVER = `from flask import Flask, request
from llm import ask

app = Flask(__name__)

@app.post("/chat")
def chat():
    return ask("You help " + request.args["team"], request.json["question"])
`;

const LLM = `from openai import OpenAI

client = OpenAI()

def ask(system, question):
    response = client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )
    return response.choices[0].message.content
`;

const SAFE =
  '    team = "support" if request.args["team"] == "support" else "sales"\n    return ask("You help " + team, request.json["question"])\n';
const UNSAFE = '    return ask("You help " + request.args["team"], request.json["question"])\n';

describe("language server", function () {
  this.timeout(180_000);
  let built: BuiltServer;
  let client: LanguageClient;
  before(async () => {
    built = await buildServer();
  });
  after(() => built.remove());
  afterEach(() => client.stop());

  const start = async (folders: readonly string[], settings?: unknown): Promise<void> => {
    client = await LanguageClient.start({ command: built.command, folders, settings });
  };

  describe("in one folder", () => {
    const folder = temporaryFolder({ "server.py": SERVER, "llm.py": LLM });
    const at = (name: string): string => join(folder.path, name);

    it("finds what is wrong in files that are not open, with the path behind it", async () => {
      await start([folder.path]);
      await client.until("there is a finding", () => client.codes(at("llm.py")).includes("unsanitized-prompt"));
      const finding = client.diagnosticsOf(at("llm.py")).find((one) => one.code === "unsanitized-prompt");
      assert.ok(finding);
      assert.equal(finding.source, "Parapet");
      assert.doesNotMatch(String(finding.message), /\n/);
      assert.match(String(finding.codeDescription?.href), /^command:parapet\.showRule\?/);
      assert.equal(finding.range.start.line, 5);
      const places = finding.relatedInformation ?? [];
      assert.ok(places.length >= 2, "a path has a beginning and an end");
      assert.equal(places[0]?.location.uri, uriOf(at("server.py")));
      assert.equal(places[0]?.location.range.start.line, 7);
    });

    it("follows the text as it is typed, saved or not", async () => {
      const unsanitized = (): number => client.diagnosticsOf(at("llm.py")).filter((one) => one.code === "unsanitized-prompt").length;
      const lines = (): number[] => client.diagnosticsOf(at("server.py")).map((one) => one.range.start.line);
      const version = (): number | undefined => client.diagnostics.get(uriOf(at("server.py")))?.version;
      await start([folder.path]);
      await client.open(at("server.py"), SERVER);
      await client.until("there are findings", () => unsanitized() === 2 && lines().includes(7) && version() === 1);
      await client.edit(at("server.py"), UNSAFE, SAFE);
      await client.until("there are fewer, in another file as well", () => unsanitized() === 1 && version() === 2);
      await client.edit(at("server.py"), SAFE, `\n\n${UNSAFE}`);
      await client.until("they are back, two lines below", () => unsanitized() === 2 && lines().includes(9) && version() === 3);
      await client.close(at("server.py"));
      await client.until("what is on disk holds again", () => lines().includes(7) && version() === undefined);
    });

    it("sees an edit in one file at the calls of another", async () => {
      await start([folder.path]);
      await client.scanned();
      await client.open(at("llm.py"), LLM);
      await client.edit(at("llm.py"), "client.chat.completions.create(", "print(");
      await client.until("the call is gone", () => client.results.at(-1)?.calls === 0);
      await client.until(
        "and what was said about it",
        // The provider is still imported, whether it is called or not.
        () => client.codes(at("server.py")).length === 0 && client.codes(at("llm.py")).join() === "unapproved-provider",
      );
    });

    it("sees files come, change and go on disk", async () => {
      await start([folder.path]);
      await client.scanned();
      folder.write("more.py", LLM);
      await client.changedOnDisk(at("more.py"), 1);
      await client.until("two calls are known", () => client.results.at(-1)?.calls === 2);
      folder.write("more.py", "");
      await client.changedOnDisk(at("more.py"), 2);
      await client.until("one call is left", () => client.results.at(-1)?.calls === 1);
      rmSync(at("llm.py"));
      await client.changedOnDisk(at("llm.py"), 3);
      await client.until("no call is left", () => client.results.at(-1)?.calls === 0);
    });

    it("shows what is known about a call on hover, of the text as it is now", async () => {
      await start([folder.path]);
      await client.open(at("llm.py"), LLM);
      await client.edit(at("llm.py"), "gpt-4o", "gpt-4o-mini-2024-07-18");
      const hover = await client.hover(at("llm.py"), 5, 45);
      const text = JSON.stringify(hover);
      assert.match(text, /openai/);
      assert.match(text, /`gpt-4o-mini-2024-07-18`/);
      assert.match(text, /\| system \|/);
      assert.match(text, /Audit record \*\*missing\*\*/);
      assert.equal(await client.hover(at("llm.py"), 0, 0), null);
    });

    it("explains a line, of the text as it is now, and says of a file that is none of the workspace that it knows nothing", async () => {
      await start([folder.path]);
      await client.open(at("llm.py"), LLM);
      await client.edit(at("llm.py"), "gpt-4o", "gpt-4o-mini-2024-07-18");
      const ask = (path: string, line: number) => client.connection.sendRequest<ExplainResult>(methods.explain, { uri: uriOf(path), line });
      const { markdown } = await ask(at("llm.py"), 6);
      assert.match(markdown ?? "", /gpt-4o-mini-2024-07-18/);
      assert.match(markdown ?? "", /unsanitized-prompt: \*\*/);
      assert.match((await ask(at("llm.py"), 1)).markdown ?? "", /No model call stands here/);
      assert.equal((await ask("/nowhere.py", 1)).markdown, null);
      assert.ok(client.codes(at("llm.py")).includes("unsanitized-prompt"));
    });

    it("puts a lens over each call, unless a setting says no", async () => {
      await start([folder.path]);
      await client.open(at("llm.py"), LLM);
      const lenses = await client.codeLenses(at("llm.py"));
      assert.equal(lenses.length, 1);
      assert.match(String(lenses[0]?.command?.title), /^openai · gpt-4o · /);
      assert.equal(lenses[0]?.range.start.line, 5);
      const calls = await client.connection.sendRequest<CallsResult>(methods.calls, { uri: uriOf(at("llm.py")) });
      assert.deepEqual(lenses[0]?.command?.arguments, [{ uri: uriOf(at("llm.py")), call: calls.calls[0]?.call.id }]);
      await client.stop();
      await start([folder.path], { codeLens: { enabled: false } });
      await client.open(at("llm.py"), LLM);
      assert.deepEqual(await client.codeLenses(at("llm.py")), []);
    });

    it("follows the policy when it changes, and shows its mistakes where they are", async () => {
      await start([folder.path]);
      await client.scanned();
      assert.ok(client.codes(at("llm.py")).includes("unsanitized-prompt"));
      folder.write(".ai-risk/policy.yaml", "version: 1\nrules:\n  unsanitized-prompt: off\n");
      await client.changedOnDisk(at(".ai-risk/policy.yaml"), 1);
      await client.until("the rule is off", () => !client.codes(at("llm.py")).includes("unsanitized-prompt"));
      folder.write(".ai-risk/policy.yaml", "version: 1\nrules:\n  unsanitised-prompts: off\n");
      await client.changedOnDisk(at(".ai-risk/policy.yaml"), 2);
      await client.until("the mistake is shown", () => client.diagnosticsOf(at(".ai-risk/policy.yaml")).length > 0);
      assert.equal(client.diagnosticsOf(at(".ai-risk/policy.yaml"))[0]?.range.start.line, 2);
    });

    it("suppresses what a comment suppresses, while the comment is typed", async () => {
      await start([folder.path]);
      await client.open(at("llm.py"), LLM);
      await client.until("there is a finding", () => client.codes(at("llm.py")).includes("unsanitized-prompt"));
      await client.edit(
        at("llm.py"),
        "    response =",
        "    # parapet-ignore: unsanitized-prompt because only employees call it\n    response =",
      );
      await client.until("it is suppressed", () => !client.codes(at("llm.py")).includes("unsanitized-prompt"));
      const { findings } = await client.connection.sendRequest<FindingsResult>(methods.findings, {});
      assert.ok(
        findings.some(({ finding }) => finding.rule === "unsanitized-prompt" && finding.suppressed?.reason === "only employees call it"),
      );
    });

    it("is the same through the command line", async () => {
      client = await LanguageClient.start({ command: built.cliCommand, folders: [folder.path] });
      await client.scanned();
      assert.equal(client.results.at(-1)?.calls, 1);
    });

    it("reads everything again when it is asked to", async () => {
      await start([folder.path]);
      await client.scanned();
      folder.write("more.py", LLM);
      await client.connection.sendRequest(methods.rescan);
      assert.equal(client.results.at(-1)?.calls, 2);
      assert.equal(client.statuses.at(-1)?.state, "idle");
    });
  });

  describe("in many files", () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, number) => [`service${number}.py`, LLM.replaceAll("ask", `ask_${number}`)]),
    );
    const folder = temporaryFolder(many);

    it("can be cancelled while it scans, and answers at once", async () => {
      await start([folder.path]);
      await client.until("it shows progress", () => client.progress.some(({ value }) => value.kind === "begin"));
      const begun = client.progress.find(({ value }) => value.kind === "begin");
      assert.equal(begun?.value.cancellable, true);
      await client.connection.sendNotification("window/workDoneProgress/cancel", { token: begun?.token });
      await client.until("it says so", () => client.statuses.at(-1)?.state === "failed");
      assert.match(String(client.statuses.at(-1)?.message), /cancelled/);
      assert.equal(client.results.length, 0);
      await client.connection.sendRequest(methods.rescan);
      assert.equal(client.results.at(-1)?.calls, 300);
    });

    it("answers about an open file before it has read everything", async () => {
      await start([folder.path]);
      const file = join(folder.path, "service7.py");
      await client.open(file, many["service7.py"] as string);
      const lenses = await client.codeLenses(file);
      assert.equal(lenses.length, 1);
      assert.ok(!client.results.some((one) => one.calls === 300), "the workspace is not scanned yet");
      await client.scanned();
      assert.equal(client.results.at(-1)?.calls, 300);
    });
  });

  describe("without a folder", () => {
    const folder = temporaryFolder({ "llm.py": LLM });

    it("analyses the documents that are open", async () => {
      await start([]);
      const file = join(folder.path, "llm.py");
      await client.open(file, LLM);
      assert.equal((await client.codeLenses(file)).length, 1);
      await client.close(file);
      await client.until("nothing is left", () => client.results.at(-1)?.calls === 0);
    });
  });
});
