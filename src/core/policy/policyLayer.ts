/** What one policy file or one set of workspace settings says, each entry with its place, before layers are merged. */
import type { Classification, Scope, ScanError, Severity } from "../report/scanResult.js";
import type { OwnFunction, OwnSanitizer, ProviderClearance } from "./policy.js";

export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Placed<Value> {
  readonly value: Value;
  readonly place: Place;
}

export interface PolicyLayer {
  readonly classes: readonly Placed<NamedClass>[];
  readonly clearances: readonly Placed<ProviderClearance>[];
  readonly sanitizers: readonly Placed<OwnSanitizer>[];
  readonly auditFunctions: readonly Placed<OwnFunction>[];
  readonly rules: readonly Placed<RuleSetting>[];
  readonly exclude: readonly Placed<string>[];
  readonly scopes: readonly Placed<Scope>[];
  /** Keys that policies below and workspace settings may loosen: `rules`, `rules.unsanitized-prompt`, `exclude` … */
  readonly delegate: readonly Placed<string>[];
}

export interface NamedClass {
  readonly name: string;
  readonly level: Classification;
}

export interface RuleSetting {
  readonly id: string;
  readonly severity: Severity | "off";
}

export const EMPTY_LAYER: PolicyLayer = {
  classes: [],
  clearances: [],
  sanitizers: [],
  auditFunctions: [],
  rules: [],
  exclude: [],
  scopes: [],
  delegate: [],
};

export interface ParsedLayer {
  /** Null: the text cannot be used at all (no YAML, empty, a version that is not known). */
  readonly raw: PolicyLayer | null;
  readonly errors: readonly ScanError[];
}
