/** What a change is to be asked about: findings in, or with a path through, files that are not as they were at a commit. */
import { isAbsolute, join } from "node:path";
import type { Finding, ScanResult } from "../core/report/scanResult.js";
import { type IsChanged, changedSince } from "./changedFiles.js";
import { type FileSystem, nodeFileSystem } from "./fileSystem.js";

/** With one of these, the team decides otherwise about every call of the root. */
const DECISIONS = [".ai-risk/policy.yaml", ".vscode/settings.json"];

/** The result with those findings alone. @throws {RevisionError} */
export async function findingsSince(result: ScanResult, revision: string, files: FileSystem = nodeFileSystem): Promise<ScanResult> {
  const roots = new Map<string, Root>();
  for (const { id, path } of result.roots) roots.set(id, new Root(path, await changedSince(path, revision, files)));
  const findings: Finding[] = [];
  for (const finding of result.findings) if (await roots.get(finding.root)?.concerns(finding)) findings.push(finding);
  return { ...result, findings };
}

class Root {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(
    private readonly path: string,
    private readonly isChanged: IsChanged,
  ) {}

  async concerns({ file, path }: Finding): Promise<boolean> {
    for (const one of new Set([...DECISIONS, file, ...path.map((step) => step.file)])) if (await this.changed(one)) return true;
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
