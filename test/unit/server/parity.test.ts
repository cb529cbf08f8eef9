/** Editor and command line never disagree: two roots with policies, nested policies, settings, a workspace file and suppressions. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { methods, type PolicyResult } from "../../../src/server/protocol.js";
import { type BuiltServer, buildServer } from "../../support/builtServer.js";
import { LanguageClient } from "../../support/languageClient.js";
import { assertSame, commandLineSays, type Said, serverSays } from "../../support/serverParity.js";

const FIXTURE = join(__dirname, "..", "..", "fixtures", "workspaces", "two-roots");

describe("the language server beside the command line", function () {
  this.timeout(180_000);
  let built: BuiltServer;
  let folder: string;
  let client: LanguageClient;
  const at = (path: string): string => join(folder, path);

  before(async () => {
    built = await buildServer();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "parapet-parity-")));
    cpSync(FIXTURE, folder, { recursive: true });
  });
  after(() => {
    built.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => client.stop());

  const open = async (folders: readonly string[], workspaceFile: string | null = null): Promise<void> => {
    client = await LanguageClient.start({ command: built.command, folders: folders.map(at), initializationOptions: { workspaceFile } });
  };
  const severities = ({ findings }: Said, file: string): string[] =>
    findings.filter((one) => one.file === file && one.suppressed === null).map(({ rule, severity }) => `${severity} ${rule}`);

  it("says the same of a workspace file, in which each root and folder is judged by its own policy", async () => {
    await open(["shop", "desk"], at("two.code-workspace"));
    const said = await serverSays(client);
    assertSame(said, commandLineSays(built, [at("two.code-workspace")]));
    assert.deepEqual(severities(said, "desk.py"), [
      "error classification-exceeds-clearance",
      "info missing-audit-log",
      "info unclassified-data-flow",
    ]);
    assert.deepEqual(severities(said, "packages/claims/src/claims.ts"), [
      "error missing-audit-log",
      "error classification-exceeds-clearance",
    ]);
    assert.deepEqual(
      said.findings.filter(({ suppressed }) => suppressed !== null).map(({ rule, file }) => `${rule} ${file}`),
      ["unsanitized-prompt src/reply.ts"],
    );
    // The workspace file makes this one an error; the date of its suppression is over.
    assert.ok(said.findings.some((one) => one.rule === "unsanitized-prompt" && one.severity === "error" && / ended on /.test(one.message)));
    assert.deepEqual(
      said.errors.map(({ file, line }) => `${file?.replace(`${folder}/`, "")}:${line}`),
      ["shop/.vscode/settings.json:5", "shop/packages/claims/.ai-risk/policy.yaml:8", "desk:desk.py:22"],
    );
  });

  it("has the same policy in force, with the same places", async () => {
    await open(["shop", "desk"], at("two.code-workspace"));
    const { yaml } = await client.connection.sendRequest<PolicyResult>(methods.policy);
    const [program = "", cli = ""] = built.cliCommand;
    const { stdout } = spawnSync(program, [cli, "policy", at("two.code-workspace")], { encoding: "utf8" });
    assert.match(stdout, /claim: Restricted {2}# .*shop\/packages\/claims\/\.ai-risk\/policy\.yaml:3/);
    assert.equal(yaml, stdout);
  });

  it("says the same of the folders without the workspace file", async () => {
    await open(["shop", "desk"]);
    assertSame(await serverSays(client), commandLineSays(built, [at("shop"), at("desk")]));
  });

  it("says the same of one folder alone", async () => {
    await open(["shop"]);
    assertSame(await serverSays(client), commandLineSays(built, [at("shop")]));
  });

  it("says the same after edits that were undone, and after a policy was saved", async () => {
    await open(["shop", "desk"], at("two.code-workspace"));
    await client.scanned();
    const file = at("shop/src/reply.ts");
    await client.open(file, readFileSync(file, "utf8"));
    await client.edit(file, "request.body.tone", '"calm"');
    await client.until(
      "the finding is gone",
      () => !client.diagnosticsOf(file).some(({ message }) => String(message).includes("request.body")),
    );
    await client.edit(file, '"calm"', "request.body.tone");
    await client.until("it is back", () => client.diagnosticsOf(file).some(({ message }) => String(message).includes("request.body")));
    const heard = client.statuses.length;
    await client.changedOnDisk(at("desk/.ai-risk/policy.yaml"), 2);
    await client.until("everything was read again", () => client.statuses.length > heard && client.statuses.at(-1)?.state === "idle");
    assertSame(await serverSays(client), commandLineSays(built, [at("two.code-workspace")]));
  });
});
