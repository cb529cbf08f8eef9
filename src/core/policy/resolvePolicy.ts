/**
 * Layers to the policies in force. Files merge from the root down, then come workspace settings; each may only tighten what stands
 * above it, unless that delegates the key. Where there is no file, settings are the policy.
 */
import type { Phase } from "../knowledge/schema.js";
import type { Classification, ScanError, Severity } from "../report/scanResult.js";
import { isGraver } from "../rules/inputs.js";
import { rules } from "../rules/rules.js";
import { hashText } from "../text/hash.js";
import { clearanceOf, isHostPattern } from "./clearance.js";
import { defaultPolicy } from "./defaultPolicy.js";
import { PHASES } from "./layerReader.js";
import { exceeds, lowest } from "./levels.js";
import { type FolderPolicy, Policies } from "./policies.js";
import type { Policy, PolicyClass, ProviderClearance } from "./policy.js";
import { EMPTY_LAYER, type NamedClass, type Placed, type PolicyLayer } from "./policyLayer.js";
import { Problems } from "./problems.js";

/** What one root brings. */
export interface RootLayers {
  readonly root: string;
  /** Its policy files: that of the root itself in folder "", and those of folders below it. */
  readonly files: readonly FileLayer[];
  /** Its workspace settings, the outermost first. */
  readonly settings: readonly PolicyLayer[];
}

export interface FileLayer {
  /** Relative to the root with `/`. */
  readonly folder: string;
  readonly layer: PolicyLayer;
}

export function resolvePolicies(roots: readonly RootLayers[]): { readonly policies: Policies; readonly errors: readonly ScanError[] } {
  const problems = new Problems();
  const refused = new Set<Placed<unknown>>();
  const folders = roots.flatMap((root) => foldersOf(root, problems, refused));
  return { policies: new Policies(defaultPolicy, folders), errors: problems.sorted() };
}

/** @param refused entries that were told of: one that stands above several folders is met in each. */
function foldersOf({ root, files, settings }: RootLayers, problems: Problems, refused: Set<Placed<unknown>>): FolderPolicy[] {
  const folders = [...new Set(["", ...files.map(({ folder }) => folder)])].sort();
  return folders.map((folder) => {
    const chain = files
      .filter((file) => file.folder === "" || file.folder === folder || folder.startsWith(`${file.folder}/`))
      .sort((left, right) => left.folder.length - right.folder.length)
      .map(({ layer }) => layer);
    const own = files.find((file) => file.folder === folder)?.layer;
    let layer: PolicyLayer | null = null;
    for (const below of chain) layer = layer === null ? below : tightened(layer, below, NESTED, problems, refused);
    for (const below of settings) layer = layer === null ? below : tightened(layer, below, SETTINGS, problems, refused);
    layer ??= EMPTY_LAYER;
    // Patterns are relative to where they are written: those from above are in force there already.
    if (folder !== "") layer = { ...layer, exclude: layer.exclude.filter((one) => own?.exclude.includes(one)) };
    return { root, folder, layer, policy: withHash(policyOf(layer)) };
  });
}

const NESTED = "a nested policy may only tighten the one above it";
const SETTINGS = "workspace settings may only tighten the policy";

/** `base` with everything of `added` that is at least as strict; the rest is reported. */
function tightened(
  base: PolicyLayer,
  added: PolicyLayer,
  principle: string,
  problems: Problems,
  refused: Set<Placed<unknown>>,
): PolicyLayer {
  const delegated = new Set(base.delegate.map(({ value }) => value));
  const refuse = (entry: Placed<unknown>, what: string, key: string): false => {
    if (refused.has(entry)) return false;
    refused.add(entry);
    problems.add(
      entry.place,
      `${what}, but ${principle}; this one is ignored.`,
      `Change the .ai-risk/policy.yaml above instead, or delegate "${key}" there.`,
    );
    return false;
  };
  const allowed = <Value>(items: readonly Placed<Value>[], key: string, loosens: (value: Value) => string | null) =>
    items.filter((item) => {
      const why = delegated.has(key) ? null : loosens(item.value);
      return why === null || refuse(item, why, key);
    });
  const clearances = base.clearances.map(({ value }) => value);
  return {
    classes: replaced(
      base.classes,
      allowed(added.classes, "classes", (value) => loosensClass(base.classes, value)),
      ({ name }) => name,
    ),
    clearances: [...base.clearances, ...allowed(added.clearances, "providers", (value) => loosensClearance(clearances, value))],
    sanitizers: [...base.sanitizers, ...allowed(added.sanitizers, "sanitizers", ({ name }) => `"${name}" would count as a sanitizer`)],
    auditFunctions: [
      ...base.auditFunctions,
      ...allowed(added.auditFunctions, "audit", ({ name }) => `"${name}" would count as an audit function`),
    ],
    rules: replaced(
      base.rules,
      added.rules.filter((item) => {
        const { value } = item;
        if (delegated.has("rules") || delegated.has(`rules.${value.id}`)) return true;
        const inForce = base.rules.find((rule) => rule.value.id === value.id)?.value.severity ?? defaultSeverity(value.id);
        return isStricter(inForce, value.severity)
          ? refuse(item, `"${value.id}" is ${inForce} by the policy and would become ${value.severity}`, `rules.${value.id}`)
          : true;
      }),
      ({ id }) => id,
    ),
    exclude: [
      ...base.exclude,
      ...allowed(added.exclude, "exclude", (glob) => (has(base.exclude, glob) ? null : `"${glob}" would be left out of the analysis`)),
    ],
    scopes: [...base.scopes, ...added.scopes],
    delegate: base.delegate,
  };
}

function loosensClass(base: readonly Placed<NamedClass>[], { name, level }: NamedClass): string | null {
  const known = base.find(({ value }) => value.name === name)?.value.level;
  if (known !== undefined) return exceeds(known, level) ? `"${name}" is ${known} by the policy and would become ${level}` : null;
  return level === "Public" ? `"${name}" would be declared Public` : null;
}

function loosensClearance(base: readonly ProviderClearance[], added: ProviderClearance): string | null {
  for (const phase of PHASES) {
    const level = added[phase];
    const ceiling = ceilingOf(base, added.provider, phase);
    if (level !== undefined && ceiling !== null && exceeds(level, ceiling))
      return `"${added.provider}" may receive ${ceiling} for ${phase} by the policy and would get ${level}`;
  }
  return null;
}

/** What the entries allow at most to whoever a new entry for `provider` would be about; of a new host pattern nothing is known, so the lowest counts. */
function ceilingOf(clearances: readonly ProviderClearance[], provider: string, phase: Phase): Classification | null {
  if (!isHostPattern(provider)) return clearanceOf({ clearances }, { provider, host: null, phase });
  const same = clearances.find((entry) => entry.provider === provider)?.[phase];
  if (same !== undefined) return same;
  const levels = clearances.map((entry) => entry[phase]).filter((level) => level !== undefined);
  return levels.length === 0 ? null : levels.reduce(lowest);
}

/** The later entry takes the place of the earlier one with the same key. */
function replaced<Value>(
  base: readonly Placed<Value>[],
  added: readonly Placed<Value>[],
  keyOf: (value: Value) => string,
): Placed<Value>[] {
  return [...new Map([...base, ...added].map((item) => [keyOf(item.value), item])).values()];
}

function has(items: readonly Placed<string>[], text: string): boolean {
  return items.some(({ value }) => value === text);
}

function policyOf(layer: PolicyLayer): Policy {
  const values = <Value>(items: readonly Placed<Value>[]): Value[] => items.map(({ value }) => value);
  return {
    ...defaultPolicy,
    declaresClasses: layer.classes.length > 0,
    classes: grouped(values(layer.classes)),
    clearances: values(layer.clearances),
    sanitizers: values(layer.sanitizers),
    auditFunctions: values(layer.auditFunctions),
    rules: new Map(values(layer.rules).map(({ id, severity }) => [id, severity])),
    exclude: [...new Set(values(layer.exclude))],
    scopes: new Set([...defaultPolicy.scopes, ...values(layer.scopes)]),
  };
}

function grouped(classes: readonly NamedClass[]): PolicyClass[] {
  const levels = new Map<Classification, string[]>();
  for (const { name, level } of classes) levels.set(level, [...(levels.get(level) ?? []), name]);
  return [...levels].map(([level, names]) => ({ level, names: names.sort() }));
}

function isStricter(left: Severity | "off", right: Severity | "off"): boolean {
  if (left === "off" || right === "off") return left !== right && right === "off";
  return isGraver(left, right);
}

function defaultSeverity(rule: string): Severity | "off" {
  return rules.find(({ meta }) => meta.id === rule)?.meta.severity ?? "off";
}

/** Of what is in force, in an order of its own: moving lines in a file changes nothing. */
function withHash(policy: Policy): Policy {
  const text = canonical({ ...policy, rules: [...policy.rules].map(([id, severity]) => `${id}=${severity}`), scopes: [...policy.scopes] });
  const none = canonical({ ...defaultPolicy, rules: [], scopes: [...defaultPolicy.scopes] });
  return { ...policy, hash: text === none ? null : hashText(text) };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([key, field]) => `${key}:${canonical(field)}`).join(",")}}`;
}
