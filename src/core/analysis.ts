/** What the engine is asked, and what it answers. */
import type { LineExplanation } from "./explain/explanation.js";
import type { DataValue } from "./flow/dataAt.js";
import type { Cancellation, Clock, FactsProvider, FileKey, NameIndex, Workspace } from "./host.js";
import type { KnowledgeBundle } from "./knowledge/schema.js";
import type { Policies } from "./policy/policies.js";
import type { BlindSpot, Finding, ModelCall, ScanError, SkippedFile } from "./report/scanResult.js";

export interface AnalysisInput {
  readonly workspace: Workspace;
  readonly index: NameIndex;
  readonly facts: FactsProvider;
  readonly knowledge: KnowledgeBundle;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly signal: Cancellation;
  /** `YYYY-MM-DD`: suppressions that ended before it no longer hold. */
  readonly today?: string;
  /** False lowers every file; the result must be the same. */
  readonly prefilter: boolean;
  readonly progress?: (stage: string, done: number, total: number) => void;
  /** Told before work on a file begins: whoever watches can name the file that something went wrong with. */
  readonly visit?: (file: FileKey) => void;
  /** Only the calls of these files, for a first answer at once; rules that compare calls see no others. */
  readonly focus?: readonly FileKey[];
  /** Lines that are asked about, model call or not. */
  readonly questions?: readonly LineQuestion[];
}

export interface LineQuestion {
  readonly file: FileKey;
  /** From 1. */
  readonly line: number;
}

/** What is known about a line. */
export interface LineAnswer extends LineQuestion {
  /** Its values that have a class. */
  readonly values: readonly DataValue[];
  readonly explanation: LineExplanation;
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
  /** One for each question. */
  readonly answers?: readonly LineAnswer[];
}
