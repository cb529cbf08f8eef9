/** The policies in force in a workspace: each file is judged by the one nearest to it, of its own root. */
import { hashText } from "../text/hash.js";
import type { Policy } from "./policy.js";
import type { PolicyLayer } from "./policyLayer.js";

/** The policy of a folder and of everything below it that has none of its own. */
export interface FolderPolicy {
  readonly root: string;
  /** Relative to the root with `/`; "" for the root itself. */
  readonly folder: string;
  readonly policy: Policy;
  /** The same with the place of each entry. */
  readonly layer: PolicyLayer;
}

export class Policies {
  /** Hash of all that is in force; null for the built-in defaults alone. */
  readonly hash: string | null;

  /** @param fallback judges files of roots that are not among `folders`. */
  constructor(
    private readonly fallback: Policy,
    readonly folders: readonly FolderPolicy[],
  ) {
    this.hash = hashOf(fallback, folders);
  }

  /** One policy for every file. */
  static everywhere(policy: Policy): Policies {
    return new Policies(policy, []);
  }

  of({ root, path }: { readonly root: string; readonly path: string }): Policy {
    return this.folderOf(root, path)?.policy ?? this.fallback;
  }

  folderOf(root: string, path: string): FolderPolicy | null {
    let nearest: FolderPolicy | null = null;
    for (const one of this.folders) {
      if (one.root === root && isBelow(one.folder, path) && (nearest === null || one.folder.length > nearest.folder.length)) nearest = one;
    }
    return nearest;
  }

  /** Every policy that judges something. */
  get all(): readonly Policy[] {
    return this.folders.length === 0 ? [this.fallback] : this.folders.map(({ policy }) => policy);
  }
}

function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function hashOf(fallback: Policy, folders: readonly FolderPolicy[]): string | null {
  const [first = null] = folders;
  if (first === null) return fallback.hash;
  if (folders.length === 1) return first.policy.hash;
  if (folders.every(({ policy }) => policy.hash === null)) return null;
  return hashText(JSON.stringify(folders.map(({ root, folder, policy }) => [root, folder, policy.hash])));
}
