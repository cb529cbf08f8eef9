/** What a change is to be asked about: findings in, or with a path through, files that are not as they were at a commit. */
import { isAbsolute, join, posix } from "node:path";
import type { Finding, ScanResult } from "../core/report/scanResult.js";
import { type IsChanged, changedSince } from "./changedFiles.js";
import { type FileSystem, nodeFileSystem } from "./fileSystem.js";
import { POLICY_FILE, SETTINGS_FILE } from "./policyFiles.js";

/**
 * The result with those findings alone.
 * @param decisions files besides those of the roots in which the team decides about every call: a policy, a workspace file
 * @throws {RevisionError}
 */
export async function findingsSince(
  result: ScanResult,
  revision: string,
  decisions: readonly string[] = [],
  files: FileSystem = nodeFileSystem,
): Promise<ScanResult> {
  const roots = new Map<string, Root>();
  for (const { id, path } of result.roots)
    roots.set(id, new Root(path, [...decisions, SETTINGS_FILE], await changedSince(path, revision, files)));
  const findings: Finding[] = [];
  for (const finding of result.findings) if (await roots.get(finding.root)?.concerns(finding)) findings.push(finding);
  return { ...result, findings };
}

class Root {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(
    private readonly path: string,
    private readonly decisions: readonly string[],
    private readonly isChanged: IsChanged,
  ) {}

  async concerns({ file, path }: Finding): Promise<boolean> {
    const concerned = [file, ...path.map((step) => step.file), ...policiesOver(file), ...this.decisions];
    for (const one of new Set(concerned)) if (await this.changed(one)) return true;
    return false;
  }

  private changed(file: string): Promise<boolean> {
    let known = this.known.get(file);
    if (!known) {
      known = this.isChanged(isAbsolute(file) ? file : join(this.path, file));
      this.known.set(file, known);
    }
    return known;
  }
}

/** Where the policies that hold for a file may stand: in its folder and in all around it, up to the root. */
function policiesOver(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    found.push(posix.join(folder, POLICY_FILE));
    if (folder === posix.dirname(folder)) return found;
  }
}
