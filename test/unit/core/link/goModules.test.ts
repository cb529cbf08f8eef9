/** What Go's imports and names mean: modules of the workspace, their packages, and everything else by its library name. */
import assert from "node:assert/strict";
import type { SourceFile } from "../../../../src/core/host.js";
import { createModuleResolver, type ModuleTarget } from "../../../../src/core/link/modules.js";
import { memoryHost } from "../../../../src/core/memoryHost.js";
import { testParser } from "../../../support/testParser.js";

const FILES: Readonly<Record<string, string>> = {
  "go.mod": "module example.com/desk\n\ngo 1.22\n",
  "main.go": "package main\n",
  "main_test.go": "package main\nfunc Ask() {}\n",
  "llm/client.go": "package llm\ntype Client struct{}\n",
  "llm/send.go": "package llm\nfunc (c *Client) Send() {}\n",
  "llm/client_test.go": "package llm\nvar Client2 = Client{}\n",
  "tools/go.mod": "module example.com/desk/tools\n",
  "tools/run.go": "package tools\nfunc Run() {}\n",
};

async function resolverOf(path: string) {
  const { workspace, index } = memoryHost(FILES, await testParser());
  const source = workspace.files.find((file) => file.path === path) as SourceFile;
  return { modules: createModuleResolver(workspace, index, () => null), source };
}

const shown = (target: ModuleTarget): string =>
  target.kind === "package" ? `package ${target.path}` : target.kind === "library" ? `library ${target.name}` : target.kind;

describe("Go modules", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["main.go", "example.com/desk/llm", "package llm"],
    ["main.go", "example.com/desk/none", "library example.com/desk/none"],
    ["main.go", "example.com/desk/tools", "package tools, library example.com/desk/tools"],
    ["tools/run.go", "example.com/desk/llm", "package llm, library example.com/desk/llm"],
    ["main.go", "github.com/openai/openai-go/v2/option", "library github.com/openai/openai-go/option"],
    ["main.go", "gopkg.in/yaml.v3", "library gopkg.in/yaml"],
  ];
  for (const [from, specifier, expected] of cases)
    it(`${specifier} from ${from} is ${expected}`, async () => {
      const { modules, source } = await resolverOf(from);
      assert.equal(modules.resolve(source, specifier).map(shown).join(", "), expected);
    });

  it("find a name in the files of the package that hold it, and not in its tests", async () => {
    const { modules, source } = await resolverOf("main.go");
    const target: ModuleTarget = { kind: "package", root: source.root, path: "llm" };
    assert.deepEqual(modules.declaring(source, target, "Client"), ["llm/client.go", "llm/send.go"]);
    assert.deepEqual(modules.declaring(source, target, "Send"), ["llm/send.go"]);
  });
});
