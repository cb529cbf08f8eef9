/** The policy in force, as a policy file would say it, with the place that each value comes from. What tightened what is over by now. */
import type { FolderPolicy, Policies } from "./policies.js";
import type { Place, Placed, PolicyLayer } from "./policyLayer.js";
import { neutralise } from "../report/neutralise.js";
import type { Classification } from "../report/scanResult.js";
import { rules } from "../rules/rules.js";
import { defaultPolicy } from "./defaultPolicy.js";
import { PHASES } from "./layerReader.js";
import { exceeds } from "./levels.js";

const DEFAULT = "built in";

/** YAML, one document for each folder that has a policy of its own: of one root, the root first. */
export function renderPolicies({ folders }: Policies): string {
  const several = folders.length > 1;
  if (folders.length === 0) return documentOf({ root: "", folder: "", layer: null }, false);
  return folders.map((one) => documentOf(one, several)).join("---\n");
}

function documentOf(
  { root, folder, layer }: Pick<FolderPolicy, "root" | "folder"> & { readonly layer: PolicyLayer | null },
  several: boolean,
): string {
  const where = [root, folder].filter((part) => part !== "").join("/");
  const lines = [
    `# In force${where === "" ? "" : ` in ${neutralise(where)}`}${several ? ", where no folder further in has a policy of its own" : ""}.`,
    "# Behind each value: where it comes from.",
    "version: 1",
    ...mapOf("classes", layer?.classes, ({ name, level }) => `${quoted(name)}: ${level}`),
    ...providersOf(layer?.clearances ?? []),
    ...listOf("sanitizers", layer?.sanitizers, ({ name, module, tier, protects }) =>
      flow({ name, module, tier, protects: protects ?? null }),
    ),
    ...listOf("audit", layer?.auditFunctions, ({ name, module }) => flow({ name, module })),
    ...rulesOf(layer?.rules ?? []),
    ...scopesOf(layer?.scopes ?? []),
    ...listOf("exclude", layer?.exclude, quoted),
    ...listOf("delegate", layer?.delegate, quoted),
  ];
  return `${lines.join("\n")}\n`;
}

type Items<Value> = readonly Placed<Value>[] | undefined;

function mapOf<Value>(key: string, items: Items<Value>, write: (value: Value) => string): string[] {
  if (!items || items.length === 0) return [`${key}: {}`];
  return [`${key}:`, ...items.map(({ value, place }) => `  ${write(value)}${from(place)}`)];
}

function listOf<Value>(key: string, items: Items<Value>, write: (value: Value) => string): string[] {
  if (!items || items.length === 0) return [`${key}: []`];
  return [`${key}:`, ...items.map(({ value, place }) => `  - ${write(value)}${from(place)}`)];
}

/** Several entries for one provider add up: of each phase the lowest one holds. */
function providersOf(items: PolicyLayer["clearances"]): string[] {
  if (items.length === 0) return ["providers: {}"];
  const lines = ["providers:"];
  for (const provider of new Set(items.map(({ value }) => value.provider))) {
    lines.push(`  ${quoted(provider)}:`);
    for (const phase of PHASES) {
      let holds: { readonly level: Classification; readonly place: Place } | null = null;
      for (const { value, place } of items) {
        const level = value.provider === provider ? value[phase] : undefined;
        if (level !== undefined && (holds === null || exceeds(holds.level, level))) holds = { level, place };
      }
      if (holds) lines.push(`    ${phase}: ${holds.level}${from(holds.place)}`);
    }
  }
  return lines;
}

/** Every rule, so that nobody has to know which there are. */
function rulesOf(items: PolicyLayer["rules"]): string[] {
  return [
    "rules:",
    ...rules.map(({ meta }) => {
      const set = items.find(({ value }) => value.id === meta.id);
      return `  ${meta.id}: ${set?.value.severity ?? meta.severity}${set ? from(set.place) : `  # ${DEFAULT}`}`;
    }),
  ];
}

function scopesOf(items: PolicyLayer["scopes"]): string[] {
  const added = new Map(items.map((item) => [item.value, item.place]));
  return [
    "scopes:",
    ...[...defaultPolicy.scopes].filter((scope) => !added.has(scope)).map((scope) => `  - ${scope}  # ${DEFAULT}`),
    ...[...added].map(([scope, place]) => `  - ${scope}${from(place)}`),
  ];
}

function from({ file, line }: Place): string {
  return `  # ${neutralise(file)}:${line}`;
}

function flow(fields: Readonly<Record<string, string | null>>): string {
  const written = Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${quoted(value)}`]));
  return `{ ${written.join(", ")} }`;
}

/** Plain where YAML reads it as it stands; a text of JSON is one of YAML. */
function quoted(text: string): string {
  return /^[A-Za-z_][\w./@-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(neutralise(text));
}
