import assert from "node:assert/strict";
import { join } from "node:path";
import { openFolder } from "../../support/openFolder.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

describe("discovery", () => {
  const folder = temporaryFolder();

  async function found(paths: readonly string[] = [folder.path], exclude: readonly string[] = []): Promise<string[]> {
    const { workspace } = await openFolder(paths, undefined, exclude);
    assert.deepEqual(workspace.errors, []);
    return workspace.files.map((file) => file.key);
  }

  function write(...paths: readonly string[]): void {
    for (const path of paths) folder.write(path, "x()");
  }

  it("takes the files that a language module reads, in a fixed order", async () => {
    write("b.ts", "a/z.py", "a/b.mjs", "B.tsx", "c.txt", "d.cts");
    assert.deepEqual(await found(), ["B.tsx", "a/b.mjs", "a/z.py", "b.ts", "d.cts"]);
  });

  it("leaves dependencies, caches and virtual environments out", async () => {
    write("a.ts", "node_modules/x/a.js", "p/node_modules/x/a.js", ".git/hook.py", "__pycache__/a.py", ".next/a.js", "vendor/x.py");
    write("environment/lib/x.py", "environment/pyvenv.cfg", "dist/kept.js");
    assert.deepEqual(await found(), ["a.ts", "dist/kept.js"]);
    const { workspace } = await openFolder([folder.path]);
    assert.deepEqual(
      workspace.skipped.map((skip) => skip.file),
      ["node_modules/", "p/node_modules/", "vendor/"],
    );
  });

  it("honours ignore files at every depth, the deepest first", async () => {
    write("a.ts", "dist/a.js", "pkg/dist/b.js", "pkg/keep.ts", "pkg/gen/a.ts", "pkg/gen/own.ts", "pkg/deep/x.tmp.ts");
    folder.write(".gitignore", "dist/\n*.tmp.ts\n/pkg/gen/*\n");
    folder.write("pkg/gen/.gitignore", "!own.ts\n");
    folder.write("pkg/deep/.gitignore", "!x.tmp.ts\n");
    assert.deepEqual(await found(), ["a.ts", "pkg/deep/x.tmp.ts", "pkg/gen/own.ts", "pkg/keep.ts"]);
  });

  it("honours the ignore files of the repository around a root, unless they ignore the root itself", async () => {
    write(".git/HEAD", "pkg/app/a.ts", "pkg/app/out/b.js", "pkg/lib/c.ts", "built/d.ts");
    folder.write(".gitignore", "out/\nbuilt/\n");
    folder.write("pkg/.gitignore", "c.ts\n");
    folder.write(".git/info/exclude", "a.ts\n");
    assert.deepEqual(await found([join(folder.path, "pkg/app")]), []);
    folder.write(".git/info/exclude", "");
    assert.deepEqual(await found([join(folder.path, "pkg/app")]), ["a.ts"]);
    assert.deepEqual(await found([join(folder.path, "pkg/lib")]), []);
    assert.deepEqual(await found([join(folder.path, "built")]), ["d.ts"]);
  });

  it("excludes by the globs of the policy", async () => {
    write("a.ts", "legacy/x.ts", "pkg/legacy/x.ts", "pkg/a.snap.ts", "pkg/b/c.ts", "scripts/d.ts");
    assert.deepEqual(await found(undefined, ["legacy", "*.snap.ts", "pkg/b/**", "/scripts/*.ts"]), ["a.ts"]);
  });

  it("survives globs and ignore files made to hang", async function () {
    this.timeout(10_000);
    const name = `${"a".repeat(200)}.ts`;
    write(name);
    folder.write(".gitignore", `${"*a".repeat(60)}b\n${"**/a/".repeat(30)}b\n`);
    const { workspace } = await openFolder([folder.path], undefined, [
      `${"*a".repeat(30)}b`,
      "+(a|aa)+(a|aa)b",
      "(a+)+b",
      "x".repeat(1000),
    ]);
    assert.deepEqual(
      workspace.files.map((file) => file.key),
      [name],
    );
    assert.equal(workspace.errors.length, 4);
  });

  it("prefixes keys with the root when there are several, and gives roots distinct ids", async () => {
    write("one/app/a.ts", "two/app/a.ts");
    const { workspace } = await openFolder([join(folder.path, "one/app"), join(folder.path, "two/app")]);
    assert.deepEqual(
      workspace.roots.map((root) => root.id),
      ["app", "app-2"],
    );
    assert.deepEqual(
      workspace.files.map(({ key, root, path }) => [key, root, path]),
      [
        ["app:a.ts", "app", "a.ts"],
        ["app-2:a.ts", "app-2", "a.ts"],
      ],
    );
  });

  it("reads a single file and the configuration beside it; a folder swallows what lies in it", async () => {
    write("pkg/a.ts", "pkg/b.ts", "pkg/sub/c.ts");
    folder.write("pkg/tsconfig.json", "{}");
    const { workspace } = await openFolder([join(folder.path, "pkg/a.ts")]);
    assert.deepEqual(
      workspace.files.map((file) => file.path),
      ["a.ts"],
    );
    assert.deepEqual(
      workspace.configuration.map((file) => file.path),
      ["tsconfig.json"],
    );
    assert.deepEqual(await found([join(folder.path, "pkg"), join(folder.path, "pkg/sub"), join(folder.path, "pkg/a.ts")]), [
      "a.ts",
      "b.ts",
      "sub/c.ts",
    ]);
  });

  it("collects configuration at every depth", async () => {
    const paths = ["package.json", "pyproject.toml", "pkg/setup.cfg", "pkg/tsconfig.build.json", "pnpm-workspace.yaml", "jsconfig.json"];
    for (const path of paths) folder.write(path, path);
    folder.write("node_modules/x/package.json", "{}");
    folder.write("package-lock.json", "{}");
    const { workspace } = await openFolder([folder.path]);
    assert.deepEqual(
      workspace.configuration.map(({ path, text }) => [path, text]),
      [...paths].sort().map((path) => [path, path]),
    );
  });

  it("tells scopes by path and header", async () => {
    write("src/a.ts", "src/a.test.ts", "examples/a.py");
    folder.write("src/b.ts", "// @generated\nx()");
    const { workspace } = await openFolder([folder.path]);
    assert.deepEqual(
      workspace.files.map(({ path, scope }) => [path, scope]),
      [
        ["examples/a.py", "example"],
        ["src/a.test.ts", "test"],
        ["src/a.ts", "product"],
        ["src/b.ts", "generated"],
      ],
    );
  });
});
