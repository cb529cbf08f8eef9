/** The policy of one root with nothing but this file and these settings. */
import type { Policy } from "../../src/core/policy/policy.js";
import type { PolicyLayer } from "../../src/core/policy/policyLayer.js";
import { resolvePolicies } from "../../src/core/policy/resolvePolicy.js";
import type { ScanError } from "../../src/core/report/scanResult.js";

export function onlyPolicy(
  file: PolicyLayer | null,
  settings: PolicyLayer | null = null,
): { readonly policy: Policy; readonly errors: readonly ScanError[] } {
  const files = file === null ? [] : [{ folder: "", layer: file }];
  const { policies, errors } = resolvePolicies([{ root: "r", files, settings: settings === null ? [] : [settings] }]);
  return { policy: policies.of({ root: "r", path: "any.ts" }), errors };
}
