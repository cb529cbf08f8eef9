/** Whatever lies in a repository: one notice for it, and the rest of the result as if it were not there. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type FileSystem, nodeFileSystem } from "../../../src/workspace/fileSystem.js";
import { scan } from "../../../src/workspace/scan.js";
import { openFolder } from "../../support/openFolder.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const GOOD = 'export function ask(question: string) {\n  return send(question, "good");\n}\n';

describe("bad input", () => {
  const folder = temporaryFolder({ "src/good.ts": GOOD });

  /** Everything that is said about the folder, and a check that the good file is complete. */
  async function notices(files: FileSystem = nodeFileSystem): Promise<{ file: string | null; text: string }[]> {
    const { workspace, lowered, index } = await openFolder([folder.path], files);
    const good = lowered.get("src/good.ts");
    assert.equal(good?.text, GOOD);
    assert.equal(good.facts?.syntaxError, -1);
    assert.ok(good.facts?.functions.some(({ name }) => name === "ask"));
    assert.deepEqual(index.filesWith("question"), ["src/good.ts"]);
    return [
      ...workspace.errors.map(({ file, message }) => ({ file, text: message })),
      ...workspace.skipped.map(({ file, reason }) => ({ file, text: reason })),
      ...[...lowered.values()].flatMap(({ problem }) =>
        problem ? [{ file: problem.file, text: "reason" in problem ? problem.reason : problem.message }] : [],
      ),
    ];
  }

  async function assertOneNotice(file: string, text: RegExp, files?: FileSystem): Promise<void> {
    const all = await notices(files);
    assert.deepEqual(
      all.map((notice) => notice.file),
      [file],
    );
    assert.match(all[0]?.text as string, text);
  }

  it("a syntax error half-way: facts before and after it, and the place", async () => {
    folder.write("src/broken.ts", "export function before() { one(); }\nconst = = ) {;\nexport function after() { two(); }\n");
    assert.deepEqual(await notices(), []);
    const { lowered } = await openFolder([folder.path]);
    const facts = lowered.get("src/broken.ts")?.facts;
    assert.ok(facts && facts.syntaxError >= 30 && facts.syntaxError < 60, String(facts?.syntaxError));
    const names = facts.functions.map(({ name }) => name);
    assert.ok(names.includes("before") && names.includes("after"), names.join());
  });

  it("a minified file of 20 MB: not even read", async () => {
    folder.write("src/large.js", `f(${"1+".repeat(10 * 1024 * 1024)}1)`);
    const reads: string[] = [];
    await assertOneNotice("src/large.js", /larger than 4 MB/, {
      ...nodeFileSystem,
      readFile: (path) => {
        reads.push(path);
        return nodeFileSystem.readFile(path);
      },
    });
    assert.ok(reads.length > 0 && !reads.some((path) => path.endsWith("large.js")));
  });

  it("a bundle below that size", async () => {
    folder.write("src/bundle.js", `f(${"1+".repeat(100_000)}1)`);
    await assertOneNotice("src/bundle.js", /minified or bundled/);
  });

  it("a binary named .ts", async () => {
    folder.write(
      "src/video.ts",
      Uint8Array.from({ length: 5000 }, (_, at) => at % 256),
    );
    await assertOneNotice("src/video.ts", /binary/);
  });

  it("UTF-16 without a byte order mark", async () => {
    folder.write("src/wide.ts", Buffer.from("const a = 1;", "utf16le"));
    await assertOneNotice("src/wide.ts", /binary/);
  });

  it("invalid UTF-8: read with replacements", async () => {
    folder.write("src/latin.py", Buffer.from("# caf\xe9\nask('x')\n", "latin1"));
    await assertOneNotice("src/latin.py", /not valid UTF-8/);
    const { lowered, index } = await openFolder([folder.path]);
    assert.equal(lowered.get("src/latin.py")?.text, "# caf\uFFFD\nask('x')\n");
    assert.deepEqual(index.filesWith("ask"), ["src/good.ts", "src/latin.py"]);
  });

  it("UTF-16 with a byte order mark, in both orders: read", async () => {
    const little = Buffer.from("\uFEFFexport const wide = 1;\n", "utf16le");
    folder.write("src/little.ts", little);
    folder.write("src/big.ts", Buffer.from(little).swap16());
    assert.deepEqual(await notices(), []);
    const { lowered, index } = await openFolder([folder.path]);
    for (const file of ["src/little.ts", "src/big.ts"]) assert.equal(lowered.get(file)?.text, "export const wide = 1;\n");
    assert.deepEqual(index.filesWith("wide"), ["src/big.ts", "src/little.ts"]);
  });

  it("a byte order mark of UTF-8 and CRLF: read, line ends kept", async () => {
    folder.write("src/crlf.ts", "\uFEFFone();\r\ntwo();\r\n");
    assert.deepEqual(await notices(), []);
    const { lowered } = await openFolder([folder.path]);
    const file = lowered.get("src/crlf.ts");
    assert.equal(file?.text, "one();\r\ntwo();\r\n");
    assert.deepEqual([...(file.facts?.lineStarts ?? [])], [0, 8, 16]);
  });

  it("links in a loop, to nothing and out of the root", async () => {
    symlinkSync(folder.path, join(folder.path, "src", "up"));
    symlinkSync("self.ts", join(folder.path, "src", "self.ts"));
    symlinkSync("good.ts", join(folder.path, "src", "again.ts"));
    symlinkSync("/", join(folder.path, "src", "out"));
    const all = await notices();
    assert.deepEqual(
      all.map(({ file, text }) => [file, text]),
      [
        ["src/out", "symbolic link that leads out of the root"],
        ["src/self.ts", "symbolic link that leads nowhere"],
      ],
    );
  });

  it("a folder with the name of a file", async () => {
    mkdirSync(join(folder.path, "src", "folder.ts"));
    folder.write("src/folder.ts/inner.ts", "inner()");
    assert.deepEqual(await notices(), []);
    const { workspace } = await openFolder([folder.path]);
    assert.ok(workspace.files.some((file) => file.path === "src/folder.ts/inner.ts"));
  });

  it("a file that may not be read", async () => {
    folder.write("src/secret.ts", "secret()");
    const denied: FileSystem = {
      ...nodeFileSystem,
      readFile: (path) =>
        path.endsWith("secret.ts") ? Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" })) : nodeFileSystem.readFile(path),
    };
    await assertOneNotice("src/secret.ts", /may not be read/, denied);
  });

  it("a folder that may not be read", async () => {
    folder.write("locked/a.ts", "a()");
    const denied: FileSystem = {
      ...nodeFileSystem,
      readFolder: (path) =>
        path.endsWith("locked") ? Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" })) : nodeFileSystem.readFolder(path),
    };
    await assertOneNotice("locked", /may not be read/, denied);
  });

  it("a file that vanishes before it is read", async () => {
    folder.write("src/gone.ts", "gone()");
    const vanishing: FileSystem = {
      ...nodeFileSystem,
      stat: (path) => {
        if (path.endsWith("gone.ts")) rmSync(path);
        return nodeFileSystem.stat(path);
      },
    };
    await assertOneNotice("src/gone.ts", /vanished/, vanishing);
  });

  it("a file that vanishes between reading and parsing", async () => {
    folder.write("src/gone.ts", "gone()");
    let reads = 0;
    const vanishing: FileSystem = {
      ...nodeFileSystem,
      readFile: (path) => {
        if (path.endsWith("gone.ts") && ++reads === 2) rmSync(path);
        return nodeFileSystem.readFile(path);
      },
    };
    await assertOneNotice("src/gone.ts", /vanished/, vanishing);
  });

  it("an empty file", async () => {
    folder.write("src/empty.ts", "");
    folder.write("src/empty.py", "");
    assert.deepEqual(await notices(), []);
  });

  it("an empty folder", async () => {
    mkdirSync(join(folder.path, "empty"));
    const { stats, errors } = await scan({ paths: [join(folder.path, "empty")], cache: false, jobs: 1 });
    assert.equal(stats.filesFound, 0);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      stats.skipped.map((skip) => skip.file),
      ["./"],
    );
  });

  it("a missing folder beside a good one", async () => {
    const missing = join(folder.path, "missing");
    const { stats, errors } = await scan({ paths: [missing, join(folder.path, "src")], cache: false, jobs: 1 });
    assert.equal(stats.filesRead, 1);
    assert.deepEqual(
      errors.map(({ file, remedy }) => [file, remedy]),
      [[missing, "Name an existing folder or file"]],
    );
  });
});
