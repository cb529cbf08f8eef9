// `npm run generate`: writes what follows from the rules and languages: the schema of policies, the settings of the extension,
// what it starts for and which grammars it adds colours to.
// Tests fail when one of them is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { format, project } from "./skeleton.mjs";

const { outputFiles } = await build({
  stdin: {
    contents: `export { policySchema } from "./src/core/policy/policySchema.ts"; export { rules } from "./src/core/rules/rules.ts"; export { grammarScopes, languageIds, notebookType } from "./src/server/editorLanguages.ts";`,
    resolveDir: project,
    loader: "ts",
  },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const { grammarScopes, languageIds, notebookType, policySchema, rules } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
);

const schemaFile = join(project, "syntaxes/policy.schema.json");
writeFileSync(schemaFile, JSON.stringify(policySchema(), null, 2));
format(schemaFile);

const manifestFile = join(project, "package.json");
const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
for (const { properties } of [manifest.contributes.configuration].flat()) {
  const setting = properties?.["parapet.rules"];
  if (!setting) continue;
  const severities = ["error", "warning", "info", "hint", "off"];
  setting.properties = Object.fromEntries(
    rules.map(({ meta }) => [meta.id, { type: "string", enum: severities, description: meta.title }]),
  );
}
manifest.activationEvents = [
  ...languageIds.map((language) => `onLanguage:${language}`),
  `onNotebook:${notebookType}`,
  "workspaceContains:.ai-risk/policy.yaml",
];
for (const grammar of manifest.contributes.grammars) grammar.injectTo = grammarScopes;
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
