/**
 * The last analysis of everything with all that it was made from. It holds for another workspace in which no file that it
 * read has changed, every question to the name index has the same answer, and files, settings and policy are the same: most
 * edits of a large workspace are in files that have nothing to do with models.
 */
import type { Analysis, AnalysisInput } from "./analysis.js";
import type { FileKey, SourceFile, Workspace } from "./host.js";
import type { RecordingIndex } from "./index/recordingIndex.js";
import { isBarrel } from "./link/program.js";

export class LastAnalysis {
  constructor(
    private readonly input: AnalysisInput,
    private readonly questions: RecordingIndex,
    private readonly read: ReadonlySet<FileKey>,
    readonly analysis: Analysis,
  ) {}

  /** `changed`: files whose content is another since. */
  holdsFor(input: AnalysisInput, changed: ReadonlySet<FileKey>): boolean {
    const before = this.input;
    if (input.focus || input.knowledge !== before.knowledge || input.policies.hash !== before.policies.hash) return false;
    if (input.today !== before.today || input.prefilter !== before.prefilter) return false;
    for (const key of changed) if (this.read.has(key)) return false;
    return sameWorkspace(input.workspace, before.workspace) && this.questions.agreesWith(input.index);
  }
}

function sameWorkspace(one: Workspace, other: Workspace): boolean {
  if (one === other) return true;
  return (
    sameText(one.roots, other.roots) &&
    sameText(one.unread ?? [], other.unread ?? []) &&
    (one.configuration === other.configuration || sameText(one.configuration, other.configuration)) &&
    one.files.length === other.files.length &&
    one.files.every((file, at) => sameFile(file, other.files[at] as SourceFile))
  );
}

/** Size alone says nothing, but for where it decides whether a file is looked into. */
export function sameFile(one: SourceFile, other: SourceFile): boolean {
  if (one === other) return true;
  return (
    one.key === other.key &&
    one.root === other.root &&
    one.language === other.language &&
    one.scope === other.scope &&
    isBarrel(one) === isBarrel(other)
  );
}

function sameText(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
