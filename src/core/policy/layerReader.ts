/** Checks the values of a policy, key by key. What is wrong is reported at its line and left out; what is right is kept. */
import type { Classification, Scope, Severity } from "../report/scanResult.js";
import { ruleIds } from "../rules/rules.js";
import { isHostPattern } from "./clearance.js";
import { didYouMean } from "./didYouMean.js";
import { checkGlob, checkName } from "./names.js";
import { CLASSIFICATIONS, readLevel } from "./levels.js";
import type { PolicyKey } from "./parsePolicy.js";
import { EMPTY_LAYER, type Place, type Placed, type PolicyLayer } from "./policyLayer.js";
import type { OwnFunction, OwnSanitizer, Protection, ProviderClearance } from "./policy.js";
import type { Problems } from "./problems.js";
import type { Entry, Tree } from "./settingsTree.js";

export const PHASES = ["inference", "training", "embedding", "safety"] as const;
export const SEVERITIES = ["error", "warning", "info", "hint", "off"] as const;
export const SCOPES = ["product", "test", "example", "generated", "documentation"] as const;
export const TIERS = ["removes", "narrows", "limits"] as const;
export const PROTECTIONS: readonly Protection[] = ["prompt-injection", "personal-data"];
export const DELEGABLE: readonly string[] = ["classes", "providers", "sanitizers", "audit", "rules", "scopes", "exclude"];

type Mutable<Layer> = { -readonly [Key in keyof Layer]: Layer[Key] extends readonly (infer Item)[] ? Item[] : never };

export class LayerReader {
  private readonly result: Mutable<PolicyLayer> = {
    ...EMPTY_LAYER,
    classes: [],
    clearances: [],
    sanitizers: [],
    auditFunctions: [],
    rules: [],
    exclude: [],
    scopes: [],
    delegate: [],
  };

  constructor(
    private readonly providers: ReadonlySet<string>,
    private readonly problems: Problems,
  ) {}

  layer(): PolicyLayer {
    return this.result;
  }

  read(key: PolicyKey, value: Tree): void {
    if (value.kind === "scalar" && value.value === null) {
      this.problems.add(value.place, `"${key}" has no value, so it has no effect.`, "Give it a value or remove the key.");
      return;
    }
    this.readers[key](value);
  }

  private readonly readers: Readonly<Record<PolicyKey, (value: Tree) => void>> = {
    classes: (value) => each(this.entries("classes", value, "customerNotes: Confidential"), (entry) => this.readClass(entry)),
    providers: (value) => each(this.entries("providers", value, "openai: Internal"), (entry) => this.readProvider(entry)),
    sanitizers: (value) => each(this.items("sanitizers", value, "- { name: redact, tier: removes }"), (item) => this.readSanitizer(item)),
    audit: (value) => each(this.items("audit", value, "- name: recordModelCall"), (item) => this.readAudit(item)),
    rules: (value) => each(this.entries("rules", value, "unsanitized-prompt: error"), (entry) => this.readRule(entry)),
    scopes: (value) => each(this.items("scopes", value, "- test"), (item) => this.readScope(item)),
    exclude: (value) => each(this.items("exclude", value, '- "vendor/**"'), (item) => this.readExclude(item)),
  };

  readDelegate(value: Tree): void {
    for (const item of this.items("delegate", value, "- rules.missing-audit-log")) {
      const key = this.text(item, "A delegated key");
      if (key === null) continue;
      const known = DELEGABLE.includes(key) || (key.startsWith("rules.") && ruleIds.has(key.slice("rules.".length)));
      if (known) this.result.delegate.push({ value: key, place: item.place });
      else {
        const all = [...DELEGABLE, ...[...ruleIds].map((id) => `rules.${id}`)];
        this.problems.add(
          item.place,
          `"${key}" cannot be delegated, because it is no key of a policy.`,
          `${didYouMean(key, all)}Use one of ${DELEGABLE.join(", ")} or rules.<rule id>.`,
        );
      }
    }
  }

  private readClass({ key, place, value }: Entry): void {
    const problem = checkName(key);
    if (problem !== null) this.problems.add(place, `"${key}" is no name for a class: ${problem.why}`, problem.remedy);
    const level = this.level(value, `the class of "${key}"`);
    if (problem === null && level !== null) this.result.classes.push({ value: { name: key, level }, place });
  }

  private readProvider({ key, place, value }: Entry): void {
    const provider = key === "*" || isHostPattern(key) ? key.toLowerCase() : key;
    if (!this.isProvider(provider)) {
      const remedy = `${didYouMean(key, this.providers)}Use the id that findings show, a host such as api.example.com or *.example.com, or "*" for all.`;
      this.problems.add(place, `The provider "${key}" is not known, so this clearance would never be used.`, remedy);
      return;
    }
    const clearance: { provider: string } & Partial<Record<(typeof PHASES)[number], Classification>> = { provider };
    if (value.kind === "map") {
      for (const phase of value.entries) {
        const name = PHASES.find((known) => known === phase.key);
        if (name === undefined) {
          this.problems.add(phase.place, `"${phase.key}" is no phase.`, `${didYouMean(phase.key, PHASES)}Phases: ${PHASES.join(", ")}.`);
          continue;
        }
        const level = this.level(phase.value, `the ${name} clearance of "${key}"`);
        if (level !== null) clearance[name] = level;
      }
      if (value.entries.length === 0)
        this.problems.add(place, `The clearance of "${key}" is empty.`, "Write a level, or a level for each phase.");
    } else {
      const level = this.level(value, `the clearance of "${key}"`);
      if (level !== null) for (const phase of PHASES) clearance[phase] = level;
    }
    if (Object.keys(clearance).length > 1) this.result.clearances.push({ value: clearance as ProviderClearance, place });
  }

  private isProvider(name: string): boolean {
    if (name === "*") return true;
    if (isHostPattern(name)) return /^[a-z0-9*][a-z0-9.*_-]*(:[0-9*]+)?$/.test(name) && /[a-z0-9]/.test(name);
    return this.providers.size === 0 ? /^[a-z0-9][a-z0-9-]*$/.test(name) : this.providers.has(name);
  }

  private readSanitizer(item: Tree): void {
    const fields = this.functionFields(item, "A sanitizer", ["name", "module", "tier"], ["protects"]);
    if (fields === null) return;
    const tierNode = fields.entries.find(({ key }) => key === "tier")?.value;
    const text = tierNode === undefined ? null : this.text(tierNode, "The tier of a sanitizer");
    if (tierNode === undefined)
      this.problems.add(item.place, `The sanitizer "${fields.name}" does not say how strong it is.`, `Add a tier: ${TIERS.join(", ")}.`);
    if (text === null) return;
    const tier = TIERS.find((known) => known === text);
    if (tier === undefined) {
      this.problems.add(
        tierNode?.place ?? item.place,
        `"${text}" is no tier of a sanitizer.`,
        `${didYouMean(text, TIERS)}Use ${TIERS.join(", ")}.`,
      );
      return;
    }
    const protects = this.readProtection(fields.entries);
    if (protects === null) return;
    this.addFunction<OwnSanitizer>(
      this.result.sanitizers,
      { name: fields.name, module: fields.module, tier, ...protects },
      item.place,
      "sanitizer",
    );
  }

  private readProtection(entries: readonly Entry[]): { readonly protects?: Protection } | null {
    const node = entries.find(({ key }) => key === "protects")?.value;
    if (node === undefined) return {};
    const text = this.text(node, "What a sanitizer protects from");
    if (text === null) return null;
    const protects = PROTECTIONS.find((known) => known === text);
    if (protects !== undefined) return { protects };
    this.problems.add(
      node.place,
      `"${text}" is nothing that a sanitizer protects from.`,
      `${didYouMean(text, PROTECTIONS)}Use ${PROTECTIONS.join(" or ")}, or leave it out when it helps against both.`,
    );
    return null;
  }

  private readAudit(item: Tree): void {
    if (item.kind === "scalar") {
      const name = this.text(item, "An audit function");
      if (name !== null && this.isFunctionName(name, item.place))
        this.addFunction(this.result.auditFunctions, { name, module: null }, item.place, "audit function");
      return;
    }
    const fields = this.functionFields(item, "An audit function", ["name", "module"]);
    if (fields !== null)
      this.addFunction(this.result.auditFunctions, { name: fields.name, module: fields.module }, item.place, "audit function");
  }

  private addFunction<Own extends OwnFunction>(list: Placed<Own>[], value: Own, place: Place, what: string): void {
    const twin = list.find((other) => other.value.name === value.name && other.value.module === value.module);
    if (!twin) list.push({ value, place });
    else
      this.problems.add(
        place,
        `The ${what} "${value.name}" is given twice; the first one (line ${twin.place.line}) is in force.`,
        "Keep one of the two.",
      );
  }

  private functionFields(
    item: Tree,
    what: string,
    usual: readonly string[],
    extra: readonly string[] = [],
  ): { name: string; module: string | null; entries: readonly Entry[] } | null {
    if (item.kind !== "map") {
      this.problems.add(
        item.place,
        `${what} needs ${usual.join(", ")}.`,
        `Write it as { ${usual.map((field) => `${field}: …`).join(", ")} }.`,
      );
      return null;
    }
    const known = [...usual, ...extra];
    let right = true;
    for (const { key, place } of item.entries) {
      if (known.includes(key)) continue;
      this.problems.add(
        place,
        `"${key}" is no field of this entry, so the entry is not used.`,
        `${didYouMean(key, known)}Known: ${known.join(", ")}.`,
      );
      right = false;
    }
    const nameNode = item.entries.find(({ key }) => key === "name")?.value;
    const moduleNode = item.entries.find(({ key }) => key === "module")?.value;
    if (!nameNode && right) this.problems.add(item.place, `${what} has no name.`, "Add the name of the function.");
    const name = nameNode ? this.text(nameNode, "The name of a function") : null;
    const module = moduleNode ? this.text(moduleNode, "The module of a function") : null;
    if (name === null || !nameNode || (moduleNode && module === null) || !this.isFunctionName(name, nameNode.place) || !right) return null;
    return { name, module, entries: item.entries };
  }

  private isFunctionName(name: string, place: Place): boolean {
    if (/^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(name)) return true;
    this.problems.add(
      place,
      `"${name}" is no name of a function.`,
      "Write the bare name, such as redact or AuditTrail.record, without brackets or patterns.",
    );
    return false;
  }

  private readRule({ key, place, value }: Entry): void {
    if (!ruleIds.has(key)) {
      this.problems.add(
        place,
        `There is no rule "${key}", so this setting has no effect.`,
        `${didYouMean(key, ruleIds)}Rules: ${[...ruleIds].join(", ")}.`,
      );
      return;
    }
    const severity = value.kind === "scalar" ? SEVERITIES.find((known) => known === value.value) : undefined;
    if (severity !== undefined) this.result.rules.push({ value: { id: key, severity: severity as Severity | "off" }, place });
    else {
      const given = value.kind === "scalar" ? String(value.value) : `a ${value.kind}`;
      this.problems.add(
        value.place,
        `"${given}" is no severity, so "${key}" keeps its own.`,
        `${didYouMean(given, SEVERITIES)}Use ${SEVERITIES.join(", ")}.`,
      );
    }
  }

  private readScope(item: Tree): void {
    const text = this.text(item, "A scope");
    if (text === null) return;
    const scope = SCOPES.find((known) => known === text);
    if (scope !== undefined) this.result.scopes.push({ value: scope as Scope, place: item.place });
    else this.problems.add(item.place, `"${text}" is no scope of files.`, `${didYouMean(text, SCOPES)}Scopes: ${SCOPES.join(", ")}.`);
  }

  private readExclude(item: Tree): void {
    const glob = this.text(item, "A pattern to exclude");
    if (glob === null) return;
    const problem = checkGlob(glob);
    if (problem === null) this.result.exclude.push({ value: glob, place: item.place });
    else this.problems.add(item.place, `"${glob}" is not excluded: ${problem.why}`, problem.remedy);
  }

  private level(value: Tree, what: string): Classification | null {
    const given = value.kind === "scalar" ? String(value.value ?? "") : `a ${value.kind}`;
    const level = value.kind === "scalar" && typeof value.value === "string" ? readLevel(value.value) : null;
    if (level !== null) return level;
    const found = given === "" ? "No classification is given" : `"${given}" is no classification`;
    this.problems.add(
      value.place,
      `${found}, so ${what} is not set.`,
      `${didYouMean(given, CLASSIFICATIONS)}Use ${CLASSIFICATIONS.join(", ")}.`,
    );
    return null;
  }

  private text(value: Tree, what: string): string | null {
    if (value.kind === "scalar" && typeof value.value === "string" && value.value.trim() !== "") return value.value;
    this.problems.add(value.place, `${what} must be text.`, "Write one word or pattern, in quotes when it has special characters.");
    return null;
  }

  private entries(key: string, value: Tree, example: string): readonly Entry[] {
    if (value.kind === "map") return value.entries;
    this.problems.add(
      value.place,
      `"${key}" must be a list of names with values, so it has no effect.`,
      `Write entries such as "${example}".`,
    );
    return [];
  }

  private items(key: string, value: Tree, example: string): readonly Tree[] {
    if (value.kind === "list") return value.items;
    this.problems.add(value.place, `"${key}" must be a list, so it has no effect.`, `Write items such as ${example}`);
    return [];
  }
}

function each<Item>(items: readonly Item[], read: (item: Item) => void): void {
  for (const item of items) read(item);
}
