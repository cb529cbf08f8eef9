/** Which file an import of JavaScript or TypeScript means. */
import assert from "node:assert/strict";
import { createModuleResolver, type ModuleTarget } from "../../../../src/core/link/modules.js";
import { memoryHost } from "../../../../src/core/memoryHost.js";
import { testParser } from "../../../support/testParser.js";

async function resolve(files: Readonly<Record<string, string>>, from: string, specifier: string): Promise<string> {
  const { workspace, index } = memoryHost({ [from]: "", ...files }, await testParser());
  const source = workspace.files.find((file) => file.path === from);
  assert.ok(source, `${from} is no source file`);
  return createModuleResolver(workspace, index, () => null)
    .resolve(source, specifier)
    .map(shown)
    .join(" ");
}

function shown(target: ModuleTarget): string {
  return target.kind === "file"
    ? target.key
    : target.kind === "folder"
      ? `${target.path}/`
      : `library ${target.kind === "library" ? target.name : ""}`;
}

const code = "export {};";

describe("modules of JavaScript and TypeScript", () => {
  it("are found relative to the importing file", async () => {
    const files = { "src/llm.ts": code, "llm.ts": code };
    assert.equal(await resolve(files, "src/app.ts", "./llm"), "src/llm.ts");
    assert.equal(await resolve(files, "src/app.ts", "../llm"), "llm.ts");
    assert.equal(await resolve(files, "src/app.ts", "./other"), "");
  });

  it("may be written with the extension that they are built to", async () => {
    const files = { "src/a.ts": code, "src/b.mts": code, "src/c.tsx": code, "src/d.js": code };
    assert.equal(await resolve(files, "src/app.ts", "./a.js"), "src/a.ts");
    assert.equal(await resolve(files, "src/app.ts", "./b.mjs"), "src/b.mts");
    assert.equal(await resolve(files, "src/app.ts", "./c.js"), "src/c.tsx");
    assert.equal(await resolve(files, "src/app.ts", "./c.jsx"), "src/c.tsx");
    assert.equal(await resolve(files, "src/app.ts", "./d.js"), "src/d.js");
    assert.equal(await resolve({ "src/a.ts": code, "src/a.js": code }, "src/app.ts", "./a.js"), "src/a.js");
  });

  it("may be the index of a folder; a file of that name comes first", async () => {
    assert.equal(await resolve({ "src/llm/index.ts": code }, "src/app.ts", "./llm"), "src/llm/index.ts");
    assert.equal(await resolve({ "src/llm/index.ts": code, "src/llm.ts": code }, "src/app.ts", "./llm"), "src/llm.ts");
    assert.equal(await resolve({ "src/index.ts": code }, "src/llm/app.ts", ".."), "src/index.ts");
    assert.equal(await resolve({ "src/index.ts": code }, "src/app.ts", "."), "src/index.ts");
  });

  it("follow the paths of tsconfig.json, comments and commas at ends included", async () => {
    const files = {
      "tsconfig.json":
        '{\n  // aliases\n  "compilerOptions": { "paths": { "@/*": ["./src/*"], "~exact": ["./src/one.ts"], "*.css": ["./styles/*.ts"], }, },\n}',
      "src/llm.ts": code,
      "src/one.ts": code,
      "styles/page.ts": code,
    };
    assert.equal(await resolve(files, "src/deep/app.ts", "@/llm"), "src/llm.ts");
    assert.equal(await resolve(files, "src/deep/app.ts", "~exact"), "src/one.ts");
    assert.equal(await resolve(files, "src/deep/app.ts", "~exact/inner"), "library ~exact/inner");
    assert.equal(await resolve(files, "src/deep/app.ts", "page.css"), "styles/page.ts");
    assert.equal(await resolve(files, "src/deep/app.ts", "@/missing"), "library @/missing");
  });

  it("try the targets of a path in order", async () => {
    const files = {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./generated/*", "./src/*"] } } }',
      "src/llm.ts": code,
      "src/a.ts": code,
      "generated/a.ts": code,
    };
    assert.equal(await resolve(files, "src/app.ts", "@/llm"), "src/llm.ts");
    assert.equal(await resolve(files, "src/app.ts", "@/a"), "generated/a.ts");
  });

  it("follow paths that a configuration inherits, relative to where they are written", async () => {
    const files = {
      "tsconfig.base.json": '{ "compilerOptions": { "paths": { "@shared/*": ["./shared/*"] } } }',
      "apps/web/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }',
      "apps/api/tsconfig.json": '{ "extends": ["../../tsconfig.base"] }',
      "shared/llm.ts": code,
    };
    assert.equal(await resolve(files, "apps/web/src/app.ts", "@shared/llm"), "shared/llm.ts");
    assert.equal(await resolve(files, "apps/api/app.ts", "@shared/llm"), "shared/llm.ts");
  });

  it("do not follow configurations that extend each other in a circle for ever", async () => {
    const files = { "tsconfig.json": '{ "extends": "./other.json" }', "other.json": '{ "extends": "./tsconfig.json" }', "src/a.ts": code };
    assert.equal(await resolve(files, "src/app.ts", "./a"), "src/a.ts");
  });

  it("start at baseUrl, and paths are relative to it", async () => {
    const files = {
      "web/tsconfig.json": '{ "compilerOptions": { "baseUrl": "src", "paths": { "#/*": ["lib/*"] } } }',
      "web/src/services/llm.ts": code,
      "web/src/lib/a.ts": code,
    };
    assert.equal(await resolve(files, "web/src/pages/app.ts", "services/llm"), "web/src/services/llm.ts");
    assert.equal(await resolve(files, "web/src/pages/app.ts", "#/a"), "web/src/lib/a.ts");
    assert.equal(await resolve(files, "server/app.ts", "services/llm"), "library services/llm");
  });

  it("of the innermost configuration hold", async () => {
    const paths = (folder: string): string => `{ "compilerOptions": { "paths": { "@/*": ["./${folder}/*"] } } }`;
    const files = {
      "tsconfig.json": paths("src"),
      "apps/web/tsconfig.json": paths("app"),
      "src/llm.ts": code,
      "apps/web/app/llm.ts": code,
    };
    assert.equal(await resolve(files, "apps/web/app/page.ts", "@/llm"), "apps/web/app/llm.ts");
    assert.equal(await resolve(files, "src/page.ts", "@/llm"), "src/llm.ts");
  });

  it("are packages of the workspace, by their source where the entry is built", async () => {
    const files = {
      "packages/ai/package.json": '{ "name": "@acme/ai", "main": "./dist/index.js", "types": "./dist/index.d.ts" }',
      "packages/ai/src/index.ts": code,
      "packages/ai/src/chat.ts": code,
      "packages/tool/package.json": '{ "name": "tool", "exports": { ".": { "import": "./lib/entry.mjs" } } }',
      "packages/tool/lib/entry.mjs": code,
      "packages/plain/package.json": '{ "name": "plain" }',
      "packages/plain/index.js": code,
    };
    assert.equal(await resolve(files, "apps/web/page.ts", "@acme/ai"), "packages/ai/src/index.ts");
    assert.equal(await resolve(files, "apps/web/page.ts", "@acme/ai/chat"), "packages/ai/src/chat.ts");
    assert.equal(await resolve(files, "apps/web/page.ts", "tool"), "packages/tool/lib/entry.mjs");
    assert.equal(await resolve(files, "apps/web/page.ts", "plain"), "packages/plain/index.js");
    assert.equal(await resolve(files, "apps/web/page.ts", "@acme/other"), "library @acme/other");
  });

  it("are what a package exports under a subpath", async () => {
    const files = {
      "packages/ai/package.json":
        '{ "name": "@acme/ai", "exports": { ".": "./src/index.ts", "./chat": "./src/features/chat.ts", "./parts/*": { "import": "./dist/pieces/*.js" } } }',
      "packages/ai/src/index.ts": code,
      "packages/ai/src/features/chat.ts": code,
      "packages/ai/src/pieces/one.ts": code,
    };
    assert.equal(await resolve(files, "apps/web/page.ts", "@acme/ai/chat"), "packages/ai/src/features/chat.ts");
    assert.equal(await resolve(files, "apps/web/page.ts", "@acme/ai/parts/one"), "packages/ai/src/pieces/one.ts");
  });

  it("are libraries when nothing of the workspace is meant, whatever prefix or version is written", async () => {
    assert.equal(await resolve({}, "app.ts", "openai"), "library openai");
    assert.equal(await resolve({ "openai.ts": code }, "app.ts", "openai"), "library openai");
    assert.equal(await resolve({ "openai/index.ts": code }, "app.ts", "openai"), "library openai");
    assert.equal(await resolve({}, "app.ts", "npm:openai@4"), "library openai");
    assert.equal(await resolve({}, "app.ts", "npm:@anthropic-ai/sdk@0.30/resources"), "library @anthropic-ai/sdk/resources");
    assert.equal(await resolve({}, "app.ts", "node:fs"), "library fs");
  });
});
