/** The policies in force below some folders, in words: nothing is analysed for it. */
import { renderPolicies } from "../core/policy/renderPolicy.js";
import type { ScanError } from "../core/report/scanResult.js";
import { builtinProviders } from "./builtinKnowledge.js";
import { nodeFileSystem } from "./fileSystem.js";
import { discovered } from "./openWorkspace.js";
import { loadPolicy } from "./policyFiles.js";
import { orderedErrors } from "./resultOrder.js";
import { findRoots } from "./roots.js";

export interface EffectivePolicy {
  readonly yaml: string;
  readonly errors: readonly ScanError[];
}

/** @param explicitFile takes the place of every root's own policy file. */
export async function effectivePolicy(paths: readonly string[], explicitFile?: string): Promise<EffectivePolicy> {
  const { roots, errors } = await findRoots(paths, nodeFileSystem);
  const { policy } = await discovered(roots, {
    policy: (all, below, files) => loadPolicy(all, below, { explicitFile, providers: builtinProviders, files }),
    files: nodeFileSystem,
  });
  return { yaml: renderPolicies(policy.policies), errors: orderedErrors([...errors, ...policy.errors]) };
}
