import assert from "node:assert/strict";
import { join } from "node:path";
import { commitOf } from "../../../src/workspace/commit.js";
import { nodeFileSystem } from "../../../src/workspace/fileSystem.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const ONE = "1".repeat(40);
const TWO = "2".repeat(40);

describe("commit of a folder", () => {
  const folder = temporaryFolder();
  const commit = (path = ""): Promise<string | null> => commitOf(join(folder.path, path), nodeFileSystem);

  it("follows HEAD to a branch, also from a folder further down", async () => {
    folder.write(".git/HEAD", "ref: refs/heads/feature/x\n");
    folder.write(".git/refs/heads/feature/x", `${ONE}\n`);
    folder.write("src/a.ts", "");
    assert.equal(await commit(), ONE);
    assert.equal(await commit("src"), ONE);
  });

  it("reads packed branches and a detached HEAD", async () => {
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write(".git/packed-refs", `# pack-refs with: peeled\n${TWO} refs/heads/main2\n${ONE} refs/heads/main\n`);
    assert.equal(await commit(), ONE);
    folder.write(".git/HEAD", `${TWO}\n`);
    assert.equal(await commit(), TWO);
  });

  it("reads a work tree", async () => {
    folder.write("main/.git/worktrees/side/HEAD", "ref: refs/heads/side\n");
    folder.write("main/.git/worktrees/side/commondir", "../..\n");
    folder.write("main/.git/refs/heads/side", `${ONE}\n`);
    folder.write("side/.git", `gitdir: ${join(folder.path, "main/.git/worktrees/side")}\n`);
    assert.equal(await commit("side"), ONE);
  });

  it("is null without a commit, and for names that lead elsewhere", async () => {
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    assert.equal(await commit(), null);
    folder.write(".git/HEAD", "ref: refs/../../secret\n");
    folder.write("secret", ONE);
    assert.equal(await commit(), null);
    folder.write(".git/HEAD", "");
    assert.equal(await commit(), null);
  });
});
