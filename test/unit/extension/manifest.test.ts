/** The manifest: what people read in the palette and the settings, and that code and manifest name the same things. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import template from "../../../package.json";
import words from "../../../package.nls.json";
import { POLICY_KEYS } from "../../../src/core/policy/parsePolicy.js";
import { policySchema } from "../../../src/core/policy/policySchema.js";
import { rules } from "../../../src/core/rules/rules.js";
import { commandNames } from "../../../src/extension/commandNames.js";
import { grammarScopes, languageIds, notebookType } from "../../../src/server/editorLanguages.js";
import { lensCommand, ruleCommand } from "../../../src/server/protocol.js";

const project = join(__dirname, "../../..");
/** As the editor reads it: `%key%` stands for the words of that key. */
const manifest: typeof template = JSON.parse(JSON.stringify(template), (_key, value: unknown) => {
  const key = typeof value === "string" ? /^%(.+)%$/.exec(value)?.[1] : undefined;
  return key === undefined ? value : (words as Readonly<Record<string, string>>)[key];
});
const { contributes } = manifest;
const settings: Record<string, { scope?: string; markdownDescription?: string; default?: unknown; enum?: unknown[]; order?: number }> =
  Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));

describe("manifest of the extension", () => {
  it("has the commands of the typed map and no others", () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...commandNames].sort());
    assert.ok(contributes.commands.length <= 25);
  });

  it("gives each command a title in title case and the category", () => {
    for (const { command, title, category } of contributes.commands) {
      assert.equal(category, "Parapet", command);
      for (const word of title.replace("…", "").split(" "))
        assert.ok(/^[A-Z]/.test(word) || ["of", "By", "to"].includes(word), `${command}: ${title}`);
    }
  });

  it("has its words in the file that translators read, each used", () => {
    const used = [...JSON.stringify(template).matchAll(/"%([^"%]+)%"/g)].map(([, key = ""]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
    const left: string[] = [];
    JSON.stringify(template.contributes, (key, value: unknown) => {
      const isForPeople = ["title", "description", "markdownDescription", "contents", "altText"].includes(key);
      if (isForPeople && typeof value === "string" && !/^%.+%$/.test(value) && value !== "Parapet") left.push(value);
      return value;
    });
    assert.deepEqual(left, []);
  });

  it("takes titles of rules from the rules", () => {
    for (const { meta } of rules) assert.equal((words as Readonly<Record<string, string>>)[`rule.${meta.id}`], meta.title);
  });

  it("gives translators every word of the extension's code", async () => {
    const { wordsOf } = await import(pathToFileURL(join(project, "build/translations.mjs")).href);
    const bundle = JSON.parse(readFileSync(join(project, manifest.l10n, "bundle.l10n.json"), "utf8"));
    assert.deepEqual(bundle, wordsOf(project), "npm run generate");
    assert.ok(Object.keys(bundle).length > 50);
  });

  it("knows the commands that the server links to", () => {
    for (const command of [ruleCommand, lensCommand]) assert.ok((commandNames as readonly string[]).includes(command), command);
  });

  it("refers only to commands and views that exist", () => {
    const text = JSON.stringify(contributes);
    const views = contributes.views.parapet.map(({ id }) => id);
    for (const [, name = ""] of text.matchAll(/command:(parapet\.[\w.]+)/g)) {
      assert.ok((commandNames as readonly string[]).includes(name) || views.some((view) => name === `${view}.focus`), name);
    }
    for (const [, name = ""] of text.matchAll(/"command":"(parapet\.[\w.]+)"/g))
      assert.ok((commandNames as readonly string[]).includes(name), name);
    for (const { view } of contributes.viewsWelcome) assert.ok(views.includes(view), view);
  });

  it("keeps commands that need an argument out of the palette", () => {
    const hidden = contributes.menus.commandPalette.filter((one) => one.when === "false").map(({ command }) => command);
    assert.deepEqual(hidden, ["parapet.openPlace"]);
  });

  it("has few settings, each described, with a default and a scope for teams", () => {
    assert.ok(Object.keys(settings).length <= 12, `${Object.keys(settings).length} settings`);
    for (const [name, setting] of Object.entries(settings)) {
      assert.ok((setting.markdownDescription ?? "").length > 40, `${name} is not described`);
      assert.notEqual(setting.default, undefined, `${name} has no default`);
      assert.ok(["resource", "window"].includes(setting.scope ?? ""), `${name} cannot be shared through workspace settings`);
    }
  });

  it("has a setting for each key of the policy that settings may hold", () => {
    for (const key of POLICY_KEYS) assert.ok(settings[`parapet.${key}`], key);
  });

  it("takes in settings what it takes in the policy file", () => {
    const schema = policySchema() as { properties: Record<string, { items?: { properties?: object; enum?: unknown } }> };
    const fields = (items: { properties?: object } | undefined): string[] => Object.keys(items?.properties ?? {}).sort();
    const inSettings = (name: string) => (settings[name] as { items?: { properties?: object; enum?: unknown } }).items;
    assert.deepEqual(fields(inSettings("parapet.sanitizers")), fields(schema.properties.sanitizers?.items));
    assert.deepEqual(inSettings("parapet.scopes")?.enum, [...((schema.properties.scopes?.items?.enum as unknown[]) ?? [])]);
  });

  it("names every rule in its settings", () => {
    const { properties } = settings["parapet.rules"] as { properties?: object };
    assert.deepEqual(Object.keys(properties ?? {}).sort(), rules.map(({ meta }) => meta.id).sort());
  });

  it("runs where nothing is trusted, and says why", () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, true);
    assert.match(untrustedWorkspaces.description, /never runs/);
    assert.match(virtualWorkspaces.description, /from disk/);
  });

  it("starts for the analysed languages and a policy, never for everything", () => {
    assert.ok(!manifest.activationEvents.some((event) => event === "*" || event === "onStartupFinished"));
    assert.deepEqual(manifest.activationEvents, [
      ...languageIds.map((language) => `onLanguage:${language}`),
      `onNotebook:${notebookType}`,
      "workspaceContains:.ai-risk/policy.yaml",
    ]);
    for (const { injectTo } of contributes.grammars) assert.deepEqual(injectTo, grammarScopes);
  });

  it("has every file that it names", () => {
    const files = [...JSON.stringify(contributes).matchAll(/"(?:\.\/)?((?:media|syntaxes)\/[\w./-]+)"/g)].map(([, file = ""]) => file);
    assert.ok(files.length > 5);
    for (const file of [...files, manifest.icon]) assert.ok(existsSync(join(project, file)), file);
  });

  it("describes pictures of the walkthrough, of three steps", () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(walkthrough?.steps.length, 3);
    for (const { media, completionEvents } of walkthrough?.steps ?? []) {
      assert.ok(media.altText.length > 20);
      assert.ok(completionEvents.length > 0);
    }
  });

  it("gives each colour a value in high contrast", () => {
    for (const { id, defaults } of contributes.colors)
      assert.match(`${defaults.highContrast} ${defaults.highContrastLight}`, /^#\w{6} #\w{6}$/, id);
  });

  it("packs what the extension starts", () => {
    const packed = readFileSync(join(project, ".vscodeignore"), "utf8");
    for (const file of [
      "dist/extension.js",
      "dist/server.js",
      "dist/engine-worker.js",
      "dist/worker.js",
      "dist/wasm/**",
      "dist/rules/**",
    ]) {
      assert.ok(packed.includes(`!${file}\n`), file);
    }
    assert.ok(!packed.includes("!dist/**"));
  });
});
