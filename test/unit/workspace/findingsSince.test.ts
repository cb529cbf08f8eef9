/** What `--since` keeps of the findings, in a real git repository. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { RevisionError } from "../../../src/workspace/changedFiles.js";
import { findingsSince } from "../../../src/workspace/findingsSince.js";
import { scan } from "../../../src/workspace/scan.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const WEB = 'export const questionOf = (request: Request) => new URL(request.url).searchParams.get("q") ?? "";\n';
const ASK = `import OpenAI from "openai";
import { questionOf } from "./web";
export const ask = (request: Request) =>
  new OpenAI().chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: questionOf(request) }] });
`;

describe("findings since a commit", () => {
  const folder = temporaryFolder();
  const git = (...words: string[]): void => {
    const identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"];
    execFileSync("git", [...identity, "-C", folder.path, ...words], { stdio: "pipe" });
  };
  const rules = async (revision: string): Promise<string[]> => {
    const result = await findingsSince(await scan({ paths: [folder.path], jobs: 1, cache: false }), revision);
    return result.findings.map(({ rule }) => rule).sort();
  };
  const all = ["missing-audit-log", "unapproved-provider", "unclassified-data-flow", "unsanitized-prompt"];

  beforeEach(() => {
    folder.write("src/web.ts", WEB);
    folder.write("src/ask.ts", ASK);
    folder.write("src/other.ts", "export const other = 1;\n");
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-q", "-m", "one");
  });
  afterEach(() => rmSync(join(folder.path, ".git"), { recursive: true, force: true }));

  it("are none while nothing changed but line ends, or what has nothing to do with them", async () => {
    assert.deepEqual(await rules("HEAD"), []);
    folder.write("src/web.ts", WEB.replace(/\n/g, "\r\n"));
    folder.write("src/other.ts", "export const other = 2;\n");
    folder.write("src/new.ts", "export const more = 1;\n");
    assert.deepEqual(await rules("HEAD"), []);
  });

  it("are those with a path through a file that changed, and all of a file that did", async () => {
    folder.write("src/web.ts", `// The question of the user.\n${WEB}`);
    assert.deepEqual(await rules("HEAD"), ["unclassified-data-flow", "unsanitized-prompt"]);
    folder.write("src/ask.ts", `// Asks.\n${ASK}`);
    assert.deepEqual(await rules("HEAD"), all);
  });

  it("are all that a changed policy holds for", async () => {
    for (const policy of [".ai-risk/policy.yaml", "src/.ai-risk/policy.yaml"]) {
      folder.write(policy, "version: 1\n");
      assert.deepEqual(await rules("HEAD"), all, policy);
      rmSync(join(folder.path, policy));
      assert.deepEqual(await rules("HEAD"), []);
    }
    folder.write("docs/.ai-risk/policy.yaml", "version: 1\n");
    assert.deepEqual(await rules("HEAD"), [], "a policy of another folder");
    rmSync(join(folder.path, "docs"), { recursive: true });
  });

  it("are counted from where the branch left the other one", async () => {
    git("checkout", "-q", "-b", "side");
    git("checkout", "-q", "main");
    folder.write("src/ask.ts", `// On the other branch.\n${ASK}`);
    git("commit", "-q", "-a", "-m", "two");
    git("checkout", "-q", "side");
    assert.deepEqual(await rules("main"), []);
  });

  it("cost a clear error for what is no revision, and outside of a repository", async () => {
    for (const revision of ["nowhere", "--output=x", "HEAD; touch x", ""]) await assert.rejects(rules(revision), RevisionError, revision);
    rmSync(join(folder.path, ".git"), { recursive: true, force: true });
    await assert.rejects(rules("HEAD"), /no git repository/);
  });

  it("run nothing that the repository's configuration names", async () => {
    const ran = join(folder.path, "ran");
    folder.write("evil.sh", `#!/bin/sh\ntouch "${ran}"\n`);
    execFileSync("chmod", ["+x", join(folder.path, "evil.sh")]);
    for (const key of ["core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.clean", "alias.ls-tree"])
      git("config", key, join(folder.path, "evil.sh"));
    folder.write(".gitattributes", "* filter=x\n");
    folder.write("src/web.ts", `// Changed.\n${WEB}`);
    assert.ok((await rules("HEAD")).length > 0);
    assert.ok(!existsSync(ran));
  });
});
