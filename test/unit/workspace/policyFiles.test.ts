/** Reading policies from disk: roots, an explicit file, links out of the root, files that are none. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defaultPolicy } from "../../../src/core/policy/defaultPolicy.js";
import type { PolicyOutcome } from "../../../src/core/policy/policy.js";
import { loadPolicy, POLICY_FILE, SETTINGS_FILE } from "../../../src/workspace/policyFiles.js";
import type { Root } from "../../../src/workspace/roots.js";

describe("loadPolicy", () => {
  let folder: string;
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parapet-policy-"));
    await mkdir(join(folder, "a"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const place = (name: string) => join(folder, name);
  const root = (name: string, workspaceFile: string | null = null): Root => ({ id: name, path: place(name), only: null, workspaceFile });
  const of = ({ policies }: PolicyOutcome, id = "a", path = "x.ts") => policies.of({ root: id, path });

  it("is the default where there is no file", async () => {
    const outcome = await loadPolicy([root("a")]);
    assert.deepEqual(of(outcome), defaultPolicy);
    assert.equal(outcome.policies.hash, null);
    assert.deepEqual([outcome.usable, outcome.errors], [true, []]);
  });

  it("merges policy file and settings", async () => {
    await put(`a/${POLICY_FILE}`, "\uFEFFversion: 1\nrules: { missing-audit-log: error }\n");
    await put(`a/${SETTINGS_FILE}`, '{ "parapet.rules": { "missing-audit-log": "off", "unsanitized-prompt": "error" } } // team');
    const outcome = await loadPolicy([root("a")]);
    const { usable, errors } = outcome;
    assert.deepEqual(
      [...of(outcome).rules],
      [
        ["missing-audit-log", "error"],
        ["unsanitized-prompt", "error"],
      ],
    );
    assert.ok(usable);
    assert.deepEqual(
      errors.map(({ file, line }) => [file, line]),
      [[SETTINGS_FILE, 1]],
    );
  });

  it("does not mind broken settings that say nothing about policy", async () => {
    await put(`a/${SETTINGS_FILE}`, "{ not json");
    assert.deepEqual((await loadPolicy([root("a")])).errors, []);
  });

  it("takes an explicit file in place of the root's", async () => {
    await put(`a/${POLICY_FILE}`, "version: 1\nrules: { missing-audit-log: off }\n");
    await put("team.yaml", "version: 1\nproviders: { openai: Internal, opnai: Public }\n");
    const outcome = await loadPolicy([root("a")], [], { explicitFile: place("team.yaml"), providers: new Set(["openai"]) });
    const { errors } = outcome;
    const policy = of(outcome);
    assert.equal(policy.rules.size, 0);
    assert.equal(policy.clearances.length, 1);
    assert.deepEqual(
      errors.map(({ file, line }) => [file, line]),
      [[place("team.yaml"), 2]],
    );
  });

  it("keeps the defaults and says so when a policy cannot be used", async () => {
    await put(`a/${POLICY_FILE}`, "no policy at all");
    for (const outcome of [await loadPolicy([root("a")]), await loadPolicy([root("a")], [], { explicitFile: place("missing.yaml") })]) {
      assert.equal(outcome.usable, false);
      assert.deepEqual(of(outcome), defaultPolicy);
      assert.equal(outcome.errors.length, 1);
    }
  });

  it("reads no file outside the root", async () => {
    await put("outside/policy.yaml", "version: 1\nrules: { missing-audit-log: off }\n");
    await symlink(place("outside"), join(place("a"), ".ai-risk"));
    const outcome = await loadPolicy([root("a")]);
    const { usable, errors } = outcome;
    assert.deepEqual(of(outcome), defaultPolicy);
    assert.equal(usable, false);
    assert.match(errors[0]?.message ?? "", /leads out of the root/);
  });

  it("reads a folder or a huge file as a mistake", async () => {
    await mkdir(join(place("a"), POLICY_FILE), { recursive: true });
    assert.match((await loadPolicy([root("a")])).errors[0]?.message ?? "", /not a file/);
    await put(`b/${POLICY_FILE}`, `version: 1\n#${"x".repeat(2_000_000)}`);
    assert.match((await loadPolicy([root("b")])).errors[0]?.message ?? "", /larger than/);
  });

  it("names the root of an error when there are several", async () => {
    await put(`b/${POLICY_FILE}`, "version: 1\nnonsense: 1\n");
    const { errors } = await loadPolicy([root("a"), root("b")]);
    assert.deepEqual(
      errors.map(({ file }) => file),
      [`${place("b")}/${POLICY_FILE}`],
    );
  });

  it("reads the policies of folders below, each for its own files", async () => {
    await put(`a/${POLICY_FILE}`, "version: 1\nproviders: { openai: Internal }\n");
    await put(
      `a/desk/${POLICY_FILE}`,
      "version: 1\nproviders: { openai: Public, anthropic: Restricted }\nsanitizers: [{ name: trim, tier: removes }]\n",
    );
    const outcome = await loadPolicy([root("a")], [{ root: "a", folder: "desk" }]);
    const openai = (path: string) =>
      of(outcome, "a", path)
        .clearances.filter(({ provider }) => provider === "openai")
        .at(-1)?.inference;
    assert.deepEqual([openai("a.ts"), openai("desk/a.ts")], ["Internal", "Public"]);
    assert.deepEqual(
      outcome.errors.map(({ file, line }) => [file, line]),
      [[`desk/${POLICY_FILE}`, 3]],
    );
  });

  it("takes the settings of the workspace file for each of its folders, and tells once what is wrong in them", async () => {
    const settings = { "parapet.rules": { "missing-audit-log": "error", nonsense: "error" }, "parapet.codeLens.enabled": false };
    await put("two.code-workspace", `// two\n${JSON.stringify({ folders: [{ path: "a" }, { path: "b" }], settings })}`);
    await mkdir(place("b"));
    const outcome = await loadPolicy([root("a", place("two.code-workspace")), root("b", place("two.code-workspace"))]);
    for (const id of ["a", "b"]) assert.equal(of(outcome, id).rules.get("missing-audit-log"), "error");
    assert.deepEqual(
      outcome.errors.map(({ file, line }) => [file, line]),
      [[place("two.code-workspace"), 2]],
    );
  });
});
