/** Which file an import of Python means. */
import assert from "node:assert/strict";
import { createModuleResolver, type ModuleTarget } from "../../../../src/core/link/modules.js";
import { memoryHost } from "../../../../src/core/memoryHost.js";
import { testParser } from "../../../support/testParser.js";

async function resolve(paths: readonly string[], from: string, specifier: string, ...members: readonly string[]): Promise<string> {
  const { workspace, index } = memoryHost(Object.fromEntries([from, ...paths].map((path) => [path, "x = 1\n"])), await testParser());
  const source = workspace.files.find((file) => file.path === from);
  assert.ok(source, `${from} is no source file`);
  const modules = createModuleResolver(workspace, index, () => null);
  let targets = modules.resolve(source, specifier);
  for (const name of members) targets = targets.flatMap((target) => modules.member(source, target, name));
  return targets.map(shown).join(" ");
}

function shown(target: ModuleTarget): string {
  return target.kind === "file"
    ? target.key
    : target.kind === "folder"
      ? `${target.path}/`
      : `library ${target.kind === "library" ? target.name : ""}`;
}

describe("modules of Python", () => {
  it("are found by dots, relative to the package", async () => {
    const files = ["app/llm.py", "app/core/llm.py", "app/__init__.py"];
    assert.equal(await resolve(files, "app/core/main.py", ".llm"), "app/core/llm.py");
    assert.equal(await resolve(files, "app/core/main.py", "..llm"), "app/llm.py");
    assert.equal(await resolve(files, "app/core/main.py", "..", "llm"), "app/llm.py");
    assert.equal(await resolve(files, "app/main.py", "."), "app/__init__.py");
    assert.equal(await resolve(files, "app/main.py", ".other"), "");
  });

  it("are found from the root, from a source folder and beside the importing file", async () => {
    assert.equal(await resolve(["app/llm.py"], "app/web/main.py", "app.llm"), "app/llm.py");
    assert.equal(await resolve(["src/app/llm.py"], "src/app/web/main.py", "app.llm"), "src/app/llm.py");
    assert.equal(await resolve(["scripts/helper.py"], "scripts/run.py", "helper"), "scripts/helper.py");
  });

  it("prefer the nearest of several with the same name", async () => {
    const files = ["one/llm.py", "two/llm.py"];
    assert.equal(await resolve(files, "one/main.py", "llm"), "one/llm.py");
    assert.equal(await resolve(files, "two/main.py", "llm"), "two/llm.py");
  });

  it("are packages by __init__, before a module of the same name", async () => {
    assert.equal(await resolve(["app/__init__.py", "app.py"], "main.py", "app"), "app/__init__.py");
    assert.equal(await resolve(["app/__init__.py", "app/llm.py"], "main.py", "app", "llm"), "app/llm.py");
  });

  it("are folders without __init__", async () => {
    assert.equal(await resolve(["app/core/llm.py"], "main.py", "app.core"), "app/core/");
    assert.equal(await resolve(["app/core/llm.py"], "main.py", "app.core", "llm"), "app/core/llm.py");
  });

  it("are libraries when only a folder far away is named so", async () => {
    assert.equal(await resolve(["examples/openai/run.py"], "app/main.py", "openai"), "library openai");
    assert.equal(await resolve([], "app/main.py", "openai.types"), "library openai.types");
    assert.equal(await resolve([], "app/streamlit.py", "streamlit"), "library streamlit", "no module imports itself");
    assert.equal(await resolve([], "app/main.py", "openai", "types"), "library openai.types");
  });

  it("inside of a package are no top-level modules", async () => {
    const files = ["app/__init__.py", "app/providers/__init__.py", "app/providers/anthropic/__init__.py"];
    assert.equal(await resolve(files, "app/main.py", "anthropic"), "library anthropic");
  });
});
