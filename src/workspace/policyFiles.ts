/** Finds and reads the policy of each root, `.ai-risk/policy.yaml` and `.vscode/settings.json`, and never a file outside the root. */
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { LARGEST_POLICY, parsePolicy, parseSettings } from "../core/policy/parsePolicy.js";
import type { PolicyOutcome } from "../core/policy/policy.js";
import type { ParsedLayer } from "../core/policy/policyLayer.js";
import { type RootLayers, resolvePolicy } from "../core/policy/resolvePolicy.js";
import type { ScanError } from "../core/report/scanResult.js";

export const POLICY_FILE = ".ai-risk/policy.yaml";
export const SETTINGS_FILE = ".vscode/settings.json";

/** Settings hold much besides the policy. */
const LARGEST_SETTINGS = 4 * 1024 * 1024;

/**
 * `explicitFile` takes the place of every root's policy file. `providers`: ids of the knowledge base.
 * Nothing is thrown: what cannot be read is an error of the outcome.
 */
export async function loadPolicy(
  roots: readonly string[],
  explicitFile?: string,
  providers: ReadonlySet<string> = new Set(),
): Promise<PolicyOutcome> {
  const errors: ScanError[] = [];
  let usable = true;
  const policyLayer = (text: Read, file: string): ParsedLayer["raw"] => {
    if (text === null) return null;
    const { raw, errors: found } = typeof text === "string" ? parsePolicy(text, file, providers) : { raw: null, errors: [text] };
    errors.push(...found);
    if (raw === null) usable = false;
    return raw;
  };
  const explicit = explicitFile === undefined ? undefined : policyLayer(await readExplicit(explicitFile), explicitFile);
  const layers: RootLayers[] = [];
  for (const root of roots) {
    const prefix = roots.length > 1 ? `${root}/` : "";
    const file =
      explicit === undefined
        ? policyLayer(await readInside(root, POLICY_FILE, prefix, LARGEST_POLICY * 4), prefix + POLICY_FILE)
        : explicit;
    const text = await readInside(root, SETTINGS_FILE, prefix, LARGEST_SETTINGS);
    let settings: ParsedLayer["raw"] = null;
    if (typeof text === "string") {
      if (text.includes('"parapet.')) {
        const parsed = parseSettings(text, prefix + SETTINGS_FILE, providers);
        errors.push(...parsed.errors);
        settings = parsed.raw;
      }
    } else if (text !== null) errors.push(text);
    layers.push({ file, settings });
  }
  if (layers.length === 0) layers.push({ file: explicit ?? null, settings: null });
  const resolved = resolvePolicy(layers);
  return { policy: resolved.policy, usable, errors: [...errors, ...resolved.errors] };
}

/** Null: there is no such file. */
type Read = string | ScanError | null;

async function readExplicit(path: string): Promise<Read> {
  try {
    return await readText(path, path, LARGEST_POLICY * 4);
  } catch (error) {
    return { file: path, message: `The policy file cannot be read: ${reason(error)}.`, remedy: "Check the path given with --policy." };
  }
}

async function readInside(root: string, path: string, prefix: string, largest: number): Promise<Read> {
  const file = prefix + path;
  try {
    const target = await realpath(join(root, path));
    const inside = relative(await realpath(root), target);
    if (inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) {
      return {
        file,
        message: "This file is a link that leads out of the root, so it is not read.",
        remedy: "Put the file itself there, or name it with --policy.",
      };
    }
    return await readText(target, file, largest);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return null;
    return { file, message: `This file cannot be read: ${reason(error)}.`, remedy: "Check its permissions." };
  }
}

async function readText(path: string, file: string, largest: number): Promise<string | ScanError> {
  const status = await stat(path);
  if (!status.isFile()) return { file, message: "This is not a file, so it is not read.", remedy: "Put a plain file there." };
  if (status.size > largest)
    return { file, message: `This file is larger than ${largest / 1024} KB and is not read.`, remedy: "Shorten it." };
  return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function reason(error: unknown): string {
  return codeOf(error) === "ENOENT" ? "it does not exist" : error instanceof Error ? error.message : String(error);
}
