/** The policy in force for a folder: defaults, `.ai-risk/policy.yaml` from the root down and workspace settings, merged and checked. */
import type { Classification, Scope, ScanError, Severity } from "../report/scanResult.js";
import type { KnowledgeFile } from "../knowledge/schema.js";
import type { Policies } from "./policies.js";

export interface PolicyClass {
  /** Names of variables, fields, parameters or types that hold data of this class: `customerNotes`, `Patient.*`. */
  readonly names: readonly string[];
  readonly level: Classification;
}

export interface ProviderClearance {
  /** Provider id (`openai`), host pattern, or `*`. */
  readonly provider: string;
  readonly inference?: Classification;
  readonly training?: Classification;
  readonly embedding?: Classification;
  readonly safety?: Classification;
}

/** A sanitiser or audit function of the team, known by name and, when given, by the module that declares it. */
export interface OwnFunction {
  readonly name: string;
  readonly module: string | null;
}

export type Protection = "prompt-injection" | "personal-data";

export interface OwnSanitizer extends OwnFunction {
  readonly tier: "removes" | "narrows" | "limits";
  /** The one thing that it helps against; both when absent. */
  readonly protects?: Protection;
}

export interface Policy {
  /** Hash of what is in force, null for the built-in defaults alone. */
  readonly hash: string | null;
  /**
   * True once the policy declares any class: then `unclassified-data-flow` is more than a hint. A declaration at one place in code is about
   * that place; it asks nothing of all others.
   */
  readonly declaresClasses: boolean;
  readonly classes: readonly PolicyClass[];
  readonly clearances: readonly ProviderClearance[];
  readonly sanitizers: readonly OwnSanitizer[];
  readonly auditFunctions: readonly OwnFunction[];
  /** Severity per rule id; `off` turns it off on purpose. */
  readonly rules: ReadonlyMap<string, Severity | "off">;
  /** Globs left out of discovery, relative to the folder. */
  readonly exclude: readonly string[];
  /** Scopes that rules look at: product code unless widened. */
  readonly scopes: ReadonlySet<Scope>;
  /** Extra knowledge that the policy brings (own providers); compiled like the built-in files. */
  readonly knowledge: readonly KnowledgeFile[];
}

export interface PolicyOutcome {
  readonly policies: Policies;
  /** False when a policy file was given or found and nothing of it can be used; `policies` are then the rest, and a build should stop. */
  readonly usable: boolean;
  /** Each mistake at its file and line, with a remedy. What is wrong is left out; what is right stays in force. */
  readonly errors: readonly ScanError[];
}
