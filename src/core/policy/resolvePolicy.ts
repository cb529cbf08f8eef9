/**
 * Layers to the policy in force. Of one root: the policy file decides and workspace settings may only tighten it, unless the file
 * delegates the key; without a file the settings are the policy. Of several roots: the strictest of all.
 */
import type { Phase } from "../knowledge/schema.js";
import type { Classification, ScanError, Severity } from "../report/scanResult.js";
import { isGraver } from "../rules/inputs.js";
import { rules } from "../rules/rules.js";
import { hashText } from "../text/hash.js";
import { clearanceOf, isHostPattern } from "./clearance.js";
import { defaultPolicy } from "./defaultPolicy.js";
import { PHASES } from "./layerReader.js";
import { exceeds, highest, lowest } from "./levels.js";
import type { Policy, PolicyClass, ProviderClearance } from "./policy.js";
import { EMPTY_LAYER, type NamedClass, type Place, type Placed, type PolicyLayer } from "./policyLayer.js";
import { Problems } from "./problems.js";

/** What one root brings: its policy file and its workspace settings, null where there is none. */
export interface RootLayers {
  readonly file: PolicyLayer | null;
  readonly settings: PolicyLayer | null;
}

export function resolvePolicy(roots: readonly RootLayers[]): { readonly policy: Policy; readonly errors: readonly ScanError[] } {
  const problems = new Problems();
  const layers = roots.map(({ file, settings }) => {
    if (file === null) return settings ?? EMPTY_LAYER;
    return settings === null ? file : tightened(file, settings, problems);
  });
  return { policy: withHash(strictest(layers.map(policyOf))), errors: problems.sorted() };
}

/** `base` with everything of `added` that is at least as strict; the rest is reported. */
function tightened(base: PolicyLayer, added: PolicyLayer, problems: Problems): PolicyLayer {
  const delegated = new Set(base.delegate.map(({ value }) => value));
  const refuse = (place: Place, what: string, key: string): false => {
    problems.add(
      place,
      `${what}, but workspace settings may only tighten the policy; this one is ignored.`,
      `Change .ai-risk/policy.yaml instead, or delegate "${key}" there.`,
    );
    return false;
  };
  const allowed = <Value>(items: readonly Placed<Value>[], key: string, loosens: (value: Value) => string | null) =>
    items.filter(({ value, place }) => {
      const why = delegated.has(key) ? null : loosens(value);
      return why === null || refuse(place, why, key);
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
      added.rules.filter(({ value, place }) => {
        if (delegated.has("rules") || delegated.has(`rules.${value.id}`)) return true;
        const inForce = base.rules.find((rule) => rule.value.id === value.id)?.value.severity ?? defaultSeverity(value.id);
        return isStricter(inForce, value.severity)
          ? refuse(place, `"${value.id}" is ${inForce} by the policy and would become ${value.severity}`, `rules.${value.id}`)
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

function strictest(policies: readonly Policy[]): Policy {
  return policies.length === 0 ? defaultPolicy : policies.reduce(stricterOfTwo);
}

function stricterOfTwo(left: Policy, right: Policy): Policy {
  const classes = new Map<string, Classification>();
  for (const { names, level } of [...left.classes, ...right.classes]) {
    for (const name of names) classes.set(name, highest(classes.get(name) ?? level, level));
  }
  return {
    ...defaultPolicy,
    declaresClasses: left.declaresClasses || right.declaresClasses,
    classes: grouped([...classes].map(([name, level]) => ({ name, level }))),
    clearances: [...cappedBy(left.clearances, right.clearances), ...cappedBy(right.clearances, left.clearances)],
    sanitizers: [...left.sanitizers, ...right.sanitizers],
    auditFunctions: [...left.auditFunctions, ...right.auditFunctions],
    rules: stricterRules(left.rules, right.rules),
    exclude: left.exclude.filter((glob) => right.exclude.includes(glob)),
    scopes: new Set([...left.scopes, ...right.scopes]),
  };
}

/** An entry of one root must not outdo what another root says of the same receiver in more general words. */
function cappedBy(entries: readonly ProviderClearance[], others: readonly ProviderClearance[]): ProviderClearance[] {
  return entries.map((entry) => {
    const capped: { provider: string } & Partial<Record<Phase, Classification>> = { provider: entry.provider };
    for (const phase of PHASES) {
      const level = entry[phase];
      if (level !== undefined) capped[phase] = lowest(level, ceilingOf(others, entry.provider, phase) ?? level);
    }
    return capped;
  });
}

function stricterRules(left: Policy["rules"], right: Policy["rules"]): Policy["rules"] {
  const result = new Map<string, Severity | "off">();
  for (const id of new Set([...left.keys(), ...right.keys()])) {
    const ofLeft = left.get(id) ?? defaultSeverity(id);
    const ofRight = right.get(id) ?? defaultSeverity(id);
    const strict = isStricter(ofLeft, ofRight) ? left.get(id) : right.get(id);
    if (strict !== undefined) result.set(id, strict);
  }
  return result;
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
