/** Reads one policy file, or the policy part of workspace settings. A mistake costs its own entry and is reported; nothing else changes. */
import type { ParsedLayer, PolicyLayer } from "./policyLayer.js";
import { Problems } from "./problems.js";
import { didYouMean } from "./didYouMean.js";
import { LayerReader } from "./layerReader.js";
import { readSettings, readYaml } from "./settingsTree.js";

/** Characters; a policy that people review is far smaller. */
export const LARGEST_POLICY = 256 * 1024;

/** Keys that hold policy; `version` and `delegate` are for files alone. */
export const POLICY_KEYS = ["classes", "providers", "sanitizers", "audit", "rules", "scopes", "exclude"] as const;
export type PolicyKey = (typeof POLICY_KEYS)[number];

const FILE_KEYS: readonly string[] = ["version", ...POLICY_KEYS, "delegate"];
const EXAMPLE = 'Begin the file with "version: 1".';

/** `providers`: ids of the knowledge base; empty when they are not known, then none is called unknown. */
export function parsePolicy(text: string, file: string, providers: ReadonlySet<string>): ParsedLayer {
  const problems = new Problems();
  return { raw: readFile(text, file, providers, problems), errors: problems.sorted() };
}

/**
 * Settings `parapet.rules`, `parapet.exclude` …, also `parapet.rules.<rule-id>`; the others belong to the editor.
 * @param inside keys that lead to the settings: none in `settings.json`, `settings` in a workspace file.
 */
export function parseSettings(text: string, file: string, providers: ReadonlySet<string>, inside: readonly string[] = []): ParsedLayer {
  const problems = new Problems();
  const reader = new LayerReader(providers, problems);
  for (const { key, place, value } of readSettings(text, file, inside, (name) => settingOf(name) !== null, problems)) {
    const setting = settingOf(key);
    if (setting === null) continue;
    if (setting.rule === null) reader.read(setting.key, value);
    else reader.read("rules", { kind: "map", place, entries: [{ key: setting.rule, place, value }] });
  }
  return { raw: reader.layer(), errors: problems.sorted() };
}

function readFile(text: string, file: string, providers: ReadonlySet<string>, problems: Problems): PolicyLayer | null {
  const top = { file, line: 1 };
  if (text.length > LARGEST_POLICY) {
    problems.add(
      top,
      `The policy is larger than ${LARGEST_POLICY / 1024} KB and is not read.`,
      "Shorten it: patterns with * say in one line what lists say in many.",
    );
    return null;
  }
  const reported = problems.sorted().length;
  const tree = readYaml(text, file, problems);
  if (tree === null || (tree.kind === "scalar" && tree.value === null)) {
    if (problems.sorted().length === reported) problems.add(top, "The policy is empty, so it says nothing.", `${EXAMPLE} Or delete it.`);
    return null;
  }
  if (tree.kind !== "map") {
    problems.add(tree.place, "The policy does not consist of keys and values.", `${EXAMPLE} Then add keys such as classes and providers.`);
    return null;
  }
  const version = tree.entries.find(({ key }) => key === "version");
  if (!version) problems.add(top, "The policy does not say its version; it is read as version 1.", EXAMPLE);
  else if (version.value.kind !== "scalar" || version.value.value !== 1) {
    problems.add(
      version.place,
      "This version of the policy format is not known, so nothing of the file is used.",
      'Write "version: 1", or update Parapet.',
    );
    return null;
  }
  const reader = new LayerReader(providers, problems);
  for (const { key, place, value } of tree.entries) {
    if (key === "delegate") reader.readDelegate(value);
    else if (isPolicyKey(key)) reader.read(key, value);
    else if (key !== "version") {
      problems.add(
        place,
        `"${key}" is no key of a policy, so it has no effect.`,
        `${didYouMean(key, FILE_KEYS)}Known keys: ${FILE_KEYS.join(", ")}.`,
      );
    }
  }
  return reader.layer();
}

function isPolicyKey(key: string): key is PolicyKey {
  return (POLICY_KEYS as readonly string[]).includes(key);
}

function settingOf(name: string): { readonly key: PolicyKey; readonly rule: string | null } | null {
  if (!name.startsWith("parapet.")) return null;
  const key = name.slice("parapet.".length);
  if (key.startsWith("rules.")) return { key: "rules", rule: key.slice("rules.".length) };
  return isPolicyKey(key) ? { key, rule: null } : null;
}
