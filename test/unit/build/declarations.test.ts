import assert from "node:assert/strict";
import { packageOf } from "../../../build/knowledge/declarations/packages.js";
import { Declarations } from "../../../build/knowledge/declarations/walk.js";
import { temporaryFolder } from "../../support/temporaryFolder.js";

const ACME = `
export interface Completions { create(body: { prompt: string }): Promise<{ choices: { text: string }[] }> }
export declare class Acme { readonly chat: { completions: Completions } | undefined; tool(run: (input: string) => void): void }
export default Acme;
`;

describe("declarations of an SDK", () => {
  const folder = temporaryFolder({
    "node_modules/acme/package.json": JSON.stringify({ name: "acme", version: "1.0.0", types: "index.d.ts" }),
    "node_modules/acme/index.d.ts": ACME,
  });
  const types = new Map([["acme.Client", ["module(acme).default|Acme()"]]]);
  const missing = (path: string): string | null => new Declarations(folder.path, "acme", ["acme"], types).missing(path);

  it("lead to the end of a path that is there", () => {
    assert.equal(missing("type(acme.Client).chat.completions.create"), null);
    assert.equal(missing("module(acme).Acme().chat.completions.create().choices[].text"), null);
    assert.equal(missing("module(acme)().tool.parameter[0].parameter[0]"), null);
  });

  it("name the step that is not there", () => {
    assert.equal(missing("type(acme.Client).chat.completions.parse"), ".chat.completions.parse");
    assert.equal(missing("module(acme).Acme().responses.create"), ".Acme().responses");
    assert.equal(missing("type(acme.Nobody).chat"), "its beginning");
  });

  it("belong to the package that a specifier names", () => {
    assert.equal(packageOf("@scope/name/sub/path"), "@scope/name");
    assert.equal(packageOf("openai/index.mjs"), "openai");
    assert.equal(packageOf("vscode"), "@types/vscode");
    for (const other of ["node:fs", "fs", "npm:openai", "jsr:@openai/openai", "$env/static/private"]) assert.equal(packageOf(other), null);
  });
});
