/** A scan that starts from what an earlier one kept says what a scan without any cache says, whatever happened between the two. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanResult } from "../../../src/core/report/scanResult.js";
import { KeptResults } from "../../../src/workspace/keptResults.js";
import { scan } from "../../../src/workspace/scan.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const ASK = `import OpenAI from "openai";
import { toneOf } from "./web.js";
const client = new OpenAI();
export async function ask(request) {
  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: toneOf(request) }] });
}
`;
const FILES = {
  "app/src/ask.js": ASK,
  "app/src/web.js": "export function toneOf(request) {\n  return request.query.tone;\n}\n",
  "app/src/plain.js": "export const one = 1;\n",
  "app/.gitignore": "out/\n",
  "app/.ai-risk/policy.yaml": "version: 1\n",
  "other/ask.py": 'import openai\n\nopenai.chat.completions.create(model="gpt-4o", messages=[])\n',
};

describe("kept results", () => {
  const folder = temporaryFolder(FILES);
  let [app, cache] = ["", ""];
  const at = (path: string): string => join(folder.path, path);
  const said = ({ stats, ...rest }: ScanResult): unknown => JSON.parse(JSON.stringify({ ...rest, skipped: stats.skipped }));
  const isRecalled = ({ stats }: ScanResult): boolean => "recall" in stats.phases;
  const kept = (): string[] =>
    readdirSync(cache)
      .filter((name) => name.endsWith(".result"))
      .map((name) => join(cache, name));
  const warm = (paths: readonly string[] = [app]): Promise<ScanResult> => scan({ paths, jobs: 1, cache });
  const cold = (paths: readonly string[] = [app]): Promise<ScanResult> => scan({ paths, jobs: 1, cache: false });
  const { write } = folder;

  /** Long enough ago that times alone tell. */
  function settle(): void {
    const then = new Date(Date.now() - 3_600_000);
    for (const path of execFileSync("find", [app], { encoding: "utf8" }).trim().split("\n")) utimesSync(path, then, then);
  }

  beforeEach(async () => {
    app = at("app");
    cache = at("cache");
    await warm();
  });

  it("are used while nothing changes", async () => {
    const again = await warm();
    assert.ok(isRecalled(again));
    assert.ok(again.findings.length > 0);
    assert.deepEqual(said(again), said(await cold()));
    assert.equal(isRecalled(await scan({ paths: [app], jobs: 1, cache, today: "2026-01-01" })), false, "another day is another question");
    assert.equal(isRecalled(await cold()), false);
  });

  const web = "export function toneOf(request) {\n  return request.query.tone;\n}\n";
  const changes: Readonly<Record<string, () => void>> = {
    "an edit": () => write("app/src/web.js", web.replace("request.query.tone", '"kind"')),
    "an edit of equal size": () => write("app/src/web.js", web.replace("request.query.tone", '"kindly and gentl"')),
    "an edit of equal size whose time is put back": () => {
      const { atime, mtime } = statSync(at("app/src/web.js"));
      write("app/src/web.js", web.replace("request.query.tone", '"kindly and gentl"'));
      utimesSync(at("app/src/web.js"), atime, mtime);
    },
    "a file that goes": () => rmSync(at("app/src/web.js")),
    "a file that comes": () => write("app/src/more/second.js", ASK.replace("./web.js", "../web.js")),
    "a file in place of a module that was not there": () => write("app/src/plain/ask.ts", "export const two = 2;\n"),
    "another name": () => renameSync(at("app/src/ask.js"), at("app/src/asking.js")),
    "another name of a folder": () => renameSync(at("app/src"), at("app/source")),
    "a policy": () => write("app/.ai-risk/policy.yaml", "version: 1\nexclude: ['src/ask.js']\n"),
    "a policy further in": () => write("app/src/.ai-risk/policy.yaml", "version: 1\nexclude: ['ask.js']\n"),
    "settings of the workspace": () => write("app/.vscode/settings.json", '{ "parapet.exclude": ["src/ask.js"] }'),
    "what git ignores": () => write("app/.gitignore", "ask.js\n"),
    "what git ignores, further in": () => write("app/src/.gitignore", "ask.js\n"),
    "a link in place of a file": () => {
      rmSync(at("app/src/web.js"));
      symlinkSync(at("other/ask.py"), at("app/src/web.js"));
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    for (const [when, before] of [
      ["at once", () => undefined],
      ["later", settle],
    ] as const) {
      it(`do not hold after ${what}, ${when}`, async () => {
        before();
        if (before === settle) await warm();
        const earlier = said(await warm());
        change();
        const now = await warm();
        assert.equal(isRecalled(now), false);
        assert.deepEqual(said(now), said(await cold()));
        if (!what.startsWith("a file in place")) assert.notDeepEqual(said(now), earlier, "the change shows");
      });
    }
  }

  it("follow a switch of branches and back", async () => {
    const git = (...args: string[]): void => void execFileSync("git", ["-C", app, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    const first = said(await warm());
    assert.ok((await warm()).commit !== null);
    git("checkout", "-q", "-b", "second");
    write("app/src/web.js", web.replace("request.query.tone", '"kindly and gentl"'));
    git("commit", "-q", "-a", "-m", "two");
    const second = await warm();
    assert.deepEqual(said(second), said(await cold()));
    git("checkout", "-q", "main");
    const back = await warm();
    assert.deepEqual(said(back), said(await cold()));
    assert.deepEqual(said(back), first);
    git("commit", "-q", "--allow-empty", "-m", "three");
    const named = await warm();
    assert.ok(isRecalled(named), "a commit alone changes no file");
    assert.deepEqual(said(named), said(await cold()), "and has its own name nonetheless");
  });

  it("compare the content of what changed just before, and only until times tell", async () => {
    const contents = (): number => JSON.parse(readFileSync(kept()[0] as string, "utf8").split("\n")[1] as string).contents.length;
    assert.ok(contents() > 0, "all files are new");
    await new Promise((resolve) => setTimeout(resolve, 2100));
    assert.ok(isRecalled(await warm()));
    assert.equal(contents(), 0);
    assert.ok(isRecalled(await warm()));
  });

  it("are thrown away when they are damaged", async () => {
    const [file] = kept() as [string];
    const text = readFileSync(file, "utf8");
    for (const damaged of [
      text.replaceAll('"openai"', '"nobody"'),
      text.slice(0, -20),
      "",
      "\n\n",
      text.split("\n").reverse().join("\n"),
    ]) {
      writeFileSync(file, damaged);
      const now = await warm();
      assert.equal(isRecalled(now), false);
      assert.deepEqual(said(now), said(await cold()));
    }
    assert.ok(isRecalled(await warm()));
  });

  it("stay apart by path, and only so many are kept", async () => {
    assert.deepEqual(said(await warm([at("other")])), said(await cold([at("other")])));
    assert.equal(kept().length, 2);
    const now = await warm();
    const nothing = { begun: 0, marks: [], contents: [], realPaths: [] };
    for (let question = 1; question <= 70; question++) new KeptResults(cache, question).keep(nothing, now);
    assert.equal(kept().length, 60);
  });

  it("never hold a key", async () => {
    const now = await warm();
    const [call] = now.calls;
    assert.ok(call);
    const key = `sk-${"a1B2c3D4".repeat(3)}`;
    const store = new KeptResults(cache, "a key");
    const before = kept().length;
    store.keep({ begun: 0, marks: [], contents: [], realPaths: [] }, { ...now, calls: [{ ...call, callee: key }] });
    assert.equal(kept().length, before);
  });

  it("are not read from inside of what is scanned", async () => {
    const inside = join(app, "cache");
    for (let count = 0; count < 2; count++) assert.equal(isRecalled(await scan({ paths: [app], jobs: 1, cache: inside })), false);
    assert.ok(!existsSync(inside) || readdirSync(inside).length === 0);
  });

  it("are not kept of what could not be read", async () => {
    const { nodeFileSystem } = await import("../../../src/workspace/fileSystem.js");
    const readFile = (path: string): Promise<Uint8Array> =>
      path.endsWith("web.js") ? Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" })) : nodeFileSystem.readFile(path);
    rmSync(cache, { recursive: true });
    const { errors } = await scan({ paths: [app], jobs: 1, cache, fileSystem: { ...nodeFileSystem, readFile } });
    assert.equal(errors.length, 1);
    const now = await warm();
    assert.equal(isRecalled(now), false);
    assert.deepEqual(now.errors, []);
  });
});
