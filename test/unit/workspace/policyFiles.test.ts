/** Reading policies from disk: roots, an explicit file, links out of the root, files that are none. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defaultPolicy } from "../../../src/core/policy/defaultPolicy.js";
import { loadPolicy, POLICY_FILE, SETTINGS_FILE } from "../../../src/workspace/policyFiles.js";

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
  const root = (name: string) => join(folder, name);

  it("is the default where there is no file", async () => {
    assert.deepEqual(await loadPolicy([root("a")]), { policy: defaultPolicy, usable: true, errors: [] });
  });

  it("merges policy file and settings", async () => {
    await put(`a/${POLICY_FILE}`, "\uFEFFversion: 1\nrules: { missing-audit-log: error }\n");
    await put(`a/${SETTINGS_FILE}`, '{ "parapet.rules": { "missing-audit-log": "off", "unsanitized-prompt": "error" } } // team');
    const { policy, usable, errors } = await loadPolicy([root("a")]);
    assert.deepEqual(
      [...policy.rules],
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
    const { policy, errors } = await loadPolicy([root("a")], root("team.yaml"), new Set(["openai"]));
    assert.equal(policy.rules.size, 0);
    assert.equal(policy.clearances.length, 1);
    assert.deepEqual(
      errors.map(({ file, line }) => [file, line]),
      [[root("team.yaml"), 2]],
    );
  });

  it("keeps the defaults and says so when a policy cannot be used", async () => {
    await put(`a/${POLICY_FILE}`, "no policy at all");
    for (const outcome of [await loadPolicy([root("a")]), await loadPolicy([root("a")], root("missing.yaml"))]) {
      assert.equal(outcome.usable, false);
      assert.deepEqual(outcome.policy, defaultPolicy);
      assert.equal(outcome.errors.length, 1);
    }
  });

  it("reads no file outside the root", async () => {
    await put("outside/policy.yaml", "version: 1\nrules: { missing-audit-log: off }\n");
    await symlink(root("outside"), join(root("a"), ".ai-risk"));
    const { policy, usable, errors } = await loadPolicy([root("a")]);
    assert.deepEqual(policy, defaultPolicy);
    assert.equal(usable, false);
    assert.match(errors[0]?.message ?? "", /leads out of the root/);
  });

  it("reads a folder or a huge file as a mistake", async () => {
    await mkdir(join(root("a"), POLICY_FILE), { recursive: true });
    assert.match((await loadPolicy([root("a")])).errors[0]?.message ?? "", /not a file/);
    await put(`b/${POLICY_FILE}`, `version: 1\n#${"x".repeat(2_000_000)}`);
    assert.match((await loadPolicy([root("b")])).errors[0]?.message ?? "", /larger than/);
  });

  it("names the root of an error when there are several", async () => {
    await put(`b/${POLICY_FILE}`, "version: 1\nnonsense: 1\n");
    const { errors } = await loadPolicy([root("a"), root("b")]);
    assert.deepEqual(
      errors.map(({ file }) => file),
      [`${root("b")}/${POLICY_FILE}`],
    );
  });
});
