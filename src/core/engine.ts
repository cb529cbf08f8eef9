/** The one entry of the core: a workspace in, calls and findings out. Editor, CLI and agent tools all call it. */
import type { Cancellation, Clock, FactsProvider, NameIndex, Workspace } from "./host.js";
import type { KnowledgeBundle } from "./knowledge/schema.js";
import type { Policy } from "./policy/policy.js";
import type { BlindSpot, Finding, ModelCall, ScanError, SkippedFile } from "./report/scanResult.js";

export interface AnalysisInput {
  readonly workspace: Workspace;
  readonly index: NameIndex;
  readonly facts: FactsProvider;
  readonly knowledge: KnowledgeBundle;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly signal: Cancellation;
  /** Day on which acceptances are judged, `YYYY-MM-DD`, from the host, because the core has no clock. Absent: none has ended. */
  readonly today?: string;
  /** False lowers every file; the result must be the same. */
  readonly prefilter: boolean;
  readonly progress?: (stage: string, done: number, total: number) => void;
}

/** Everything of a scan result that the core decides; hosts add `stats`, `commit` and the tool's version. */
export interface Analysis {
  readonly calls: readonly ModelCall[];
  readonly findings: readonly Finding[];
  readonly blindSpots: readonly BlindSpot[];
  readonly errors: readonly ScanError[];
  readonly skipped: readonly SkippedFile[];
  readonly filesParsed: number;
  readonly bytesParsed: number;
  readonly phases: Readonly<Record<string, number>>;
}

export async function analyse(_input: AnalysisInput): Promise<Analysis> {
  return { calls: [], findings: [], blindSpots: [], errors: [], skipped: [], filesParsed: 0, bytesParsed: 0, phases: {} };
}
