/** Opens folders as a scan does and lowers all their files, to see what the engine would be given. */
import type { LoweredFile, Workspace } from "../../src/core/host.js";
import type { WordIndex } from "../../src/core/index/wordIndex.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import { FactsFromFiles } from "../../src/workspace/factsFromFiles.js";
import { type FileSystem, nodeFileSystem } from "../../src/workspace/fileSystem.js";
import { openWorkspace } from "../../src/workspace/openWorkspace.js";
import { Pool } from "../../src/workspace/pool.js";
import { findRoots } from "../../src/workspace/roots.js";

export interface OpenedFolder {
  readonly workspace: Workspace;
  readonly index: WordIndex;
  readonly lowered: ReadonlyMap<string, LoweredFile>;
}

export async function openFolder(
  paths: readonly string[],
  files: FileSystem = nodeFileSystem,
  exclude: readonly string[] = [],
): Promise<OpenedFolder> {
  const { roots } = await findRoots(paths, files);
  const { workspace, index } = await openWorkspace(roots, {
    policy: async () => ({ policies: Policies.everywhere({ ...defaultPolicy, exclude }), usable: true, errors: [] }),
    files,
    cache: null,
    cancelled: () => false,
  });
  const pool = new Pool({ jobs: 1 });
  const facts = new FactsFromFiles(workspace.files, workspace.roots, files, pool, null);
  const lowered = await facts.lower(
    workspace.files.map((file) => file.key),
    { cancelled: false },
  );
  await pool.close();
  return { workspace, index, lowered: new Map(lowered.map((file) => [file.key, file])) };
}
