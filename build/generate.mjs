// `npm run generate`: writes what follows from the rules and languages: the schema of policies, the settings of the extension,
// what it starts for, which grammars it adds colours to, and its words for translators.
// Tests fail when one of them is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { format, project } from "./skeleton.mjs";
import { wordsOf } from "./translations.mjs";

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
    rules.map(({ meta }) => [meta.id, { type: "string", enum: severities, description: `%rule.${meta.id}%` }]),
  );
}
const wordsFile = join(project, "package.nls.json");
const words = JSON.parse(readFileSync(wordsFile, "utf8"));
const others = Object.entries(words).filter(([key]) => !key.startsWith("rule."));
const titles = rules.map(({ meta }) => [`rule.${meta.id}`, meta.title]);
writeFileSync(wordsFile, `${JSON.stringify(Object.fromEntries([...others, ...titles]), null, 2)}\n`);
writeFileSync(join(project, "l10n/bundle.l10n.json"), `${JSON.stringify(wordsOf(project), null, 2)}\n`);
manifest.activationEvents = [
  ...languageIds.map((language) => `onLanguage:${language}`),
  `onNotebook:${notebookType}`,
  "workspaceContains:.ai-risk/policy.yaml",
];
for (const grammar of manifest.contributes.grammars) grammar.injectTo = grammarScopes;
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
