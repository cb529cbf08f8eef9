/**
 * Finds and reads the policies of each root: `.ai-risk/policy.yaml` in it and in folders below, `.vscode/settings.json`, and the settings
 * of the workspace file that names the root. Of a root no file is read that lies outside of it.
 */
import { isAbsolute, join, relative, sep } from "node:path";
import { LARGEST_POLICY, parsePolicy, parseSettings } from "../core/policy/parsePolicy.js";
import type { PolicyOutcome } from "../core/policy/policy.js";
import type { ParsedLayer, PolicyLayer } from "../core/policy/policyLayer.js";
import { type FileLayer, type RootLayers, resolvePolicies } from "../core/policy/resolvePolicy.js";
import type { ScanError } from "../core/report/scanResult.js";
import { type FileSystem, nodeFileSystem } from "./fileSystem.js";
import type { Root } from "./roots.js";

export const POLICY_FILE = ".ai-risk/policy.yaml";
export const SETTINGS_FILE = ".vscode/settings.json";

/** Settings hold much besides the policy. */
const LARGEST_SETTINGS = 4 * 1024 * 1024;

/** A folder below a root that has a policy of its own. */
export interface PolicyFolder {
  readonly root: string;
  /** Relative to the root with `/`. */
  readonly folder: string;
}

/** How the policies of roots are loaded: asked first for the roots alone, and again when folders with a policy were found below them. */
export type PolicyLoader = (roots: readonly Root[], below: readonly PolicyFolder[], files: FileSystem) => Promise<PolicyOutcome>;

export interface PolicyOptions {
  /** Takes the place of every root's own policy file. */
  readonly explicitFile?: string | undefined;
  /** Ids of the knowledge base; empty when they are not known, then none is called unknown. */
  readonly providers?: ReadonlySet<string>;
  readonly files?: FileSystem;
}

/** Nothing is thrown: what cannot be read is an error of the outcome. */
export async function loadPolicy(
  roots: readonly Root[],
  below: readonly PolicyFolder[] = [],
  { explicitFile, providers = new Set(), files: fileSystem = nodeFileSystem }: PolicyOptions = {},
): Promise<PolicyOutcome> {
  const reader = new PolicyReader(providers);
  const explicit = explicitFile === undefined ? undefined : reader.policy(await readExplicit(explicitFile, fileSystem), explicitFile);
  const layers: RootLayers[] = [];
  for (const root of roots) {
    const prefix = roots.length > 1 ? `${root.path}/` : "";
    const files: FileLayer[] = [];
    const add = (folder: string, layer: PolicyLayer | null): void => void (layer && files.push({ folder, layer }));
    if (explicit !== undefined) add("", explicit);
    for (const folder of ["", ...below.filter((one) => one.root === root.id).map((one) => one.folder)]) {
      if (folder === "" && explicit !== undefined) continue;
      const file = folder === "" ? POLICY_FILE : `${folder}/${POLICY_FILE}`;
      add(folder, reader.policy(await readInside(root.path, file, prefix, LARGEST_POLICY * 4, fileSystem), prefix + file));
    }
    const settings: (PolicyLayer | null)[] = [];
    if (root.workspaceFile !== null)
      settings.push(reader.settings(await readExplicit(root.workspaceFile, fileSystem), root.workspaceFile, ["settings"]));
    settings.push(
      reader.settings(await readInside(root.path, SETTINGS_FILE, prefix, LARGEST_SETTINGS, fileSystem), prefix + SETTINGS_FILE, []),
    );
    layers.push({ root: root.id, files, settings: settings.filter((layer) => layer !== null) });
  }
  const resolved = resolvePolicies(layers);
  return { policies: resolved.policies, usable: reader.usable, errors: [...reader.errors, ...resolved.errors] };
}

/** Text of a file, why it is not read, or null: there is no such file. */
type Read = string | ScanError | null;

class PolicyReader {
  readonly errors: ScanError[] = [];
  usable = true;
  /** The workspace file is that of several roots; it is told of once. */
  private readonly seen = new Map<string, ParsedLayer["raw"]>();

  constructor(private readonly providers: ReadonlySet<string>) {}

  policy(text: Read, file: string): PolicyLayer | null {
    if (text === null) return null;
    const { raw, errors } = typeof text === "string" ? parsePolicy(text, file, this.providers) : { raw: null, errors: [text] };
    this.errors.push(...errors);
    if (raw === null) this.usable = false;
    return raw;
  }

  settings(text: Read, file: string, inside: readonly string[]): PolicyLayer | null {
    const known = this.seen.get(file);
    if (known !== undefined) return known;
    let layer: PolicyLayer | null = null;
    if (typeof text === "string") {
      if (text.includes('"parapet.')) {
        const { raw, errors } = parseSettings(text, file, this.providers, inside);
        this.errors.push(...errors);
        layer = raw;
      }
    } else if (text !== null) this.errors.push(text);
    this.seen.set(file, layer);
    return layer;
  }
}

async function readExplicit(path: string, files: FileSystem): Promise<Read> {
  try {
    return await readText(path, path, LARGEST_SETTINGS, files);
  } catch (error) {
    return { file: path, message: `This file cannot be read: ${reason(error)}.`, remedy: "Check its path and its permissions." };
  }
}

async function readInside(root: string, path: string, prefix: string, largest: number, files: FileSystem): Promise<Read> {
  const file = prefix + path;
  try {
    const target = await files.realPath(join(root, path));
    const inside = relative(await files.realPath(root), target);
    if (inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) {
      return {
        file,
        message: "This file is a link that leads out of the root, so it is not read.",
        remedy: "Put the file itself there, or name it with --policy.",
      };
    }
    return await readText(target, file, largest, files);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return null;
    return { file, message: `This file cannot be read: ${reason(error)}.`, remedy: "Check its permissions." };
  }
}

async function readText(path: string, file: string, largest: number, files: FileSystem): Promise<string | ScanError> {
  const status = await files.stat(path);
  if (!status.isFile()) return { file, message: "This is not a file, so it is not read.", remedy: "Put a plain file there." };
  if (status.size > largest)
    return { file, message: `This file is larger than ${largest / 1024} KB and is not read.`, remedy: "Shorten it." };
  return Buffer.from(await files.readFile(path))
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function reason(error: unknown): string {
  return codeOf(error) === "ENOENT" ? "it does not exist" : error instanceof Error ? error.message : String(error);
}
