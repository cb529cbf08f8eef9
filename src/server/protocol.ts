/**
 * What editors ask of the language server beyond the standard: types and method names only, so that clients can import it.
 * Positions inside calls and findings are those of the scan result (from 1, ends exclusive); `range` is the protocol's (from 0).
 */
import type { BlindSpot, Finding, ModelCall, ScanError } from "../core/report/scanResult.js";

/** A range of the language server protocol. */
export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Requests. */
export const methods = {
  /** `CallsParams` to `CallsResult`: every model call, or those of one file. */
  calls: "parapet/calls",
  /** `FindingsParams` to `FindingsResult`: every finding, suppressed ones included, or those of one file. */
  findings: "parapet/findings",
  /** `ExplainParams` to `ExplainResult`: what is known about a line, as Markdown. */
  explain: "parapet/explain",
  /** No parameters, `PolicyResult`: the policies in force. */
  policy: "parapet/policy",
  /** No parameters, no result: reads every folder, policy and setting again; answers when the new results are there. */
  rescan: "parapet/rescan",
  /** Notification from the server, `ResultsNotification`: calls or findings changed; ask for what is shown. */
  results: "parapet/results",
  /** Notification from the server, `StatusNotification`. */
  status: "parapet/status",
} as const;

/** Steps of a path name files relative to a root; the editor opens these instead. Same length and order as the path. */
export type StepUris = readonly string[];

export interface CallsParams {
  /** Only calls in this document. */
  readonly uri?: string;
  /** False: inputs without the steps of their way, which are most of the answer; `path` and `pathUris` are empty then. */
  readonly paths?: boolean;
}

export interface LocatedCall {
  readonly uri: string;
  readonly range: ProtocolRange;
  /** Version of the open document that this was computed from; null when the file came from disk. */
  readonly version: number | null;
  readonly call: ModelCall;
  /** One per input: the document the input comes from. */
  readonly inputUris: readonly string[];
  /** One per input: the documents of its path's steps. */
  readonly pathUris: readonly StepUris[];
  /** One per entry of `call.audit.by`. */
  readonly auditUris: readonly string[];
}

export interface CallsResult {
  /** The results' version, the same as in the last `parapet/results`. */
  readonly version: number;
  readonly calls: readonly LocatedCall[];
  readonly blindSpots: readonly LocatedBlindSpot[];
}

export interface LocatedBlindSpot {
  readonly uri: string;
  readonly blindSpot: BlindSpot;
}

export interface FindingsParams {
  /** Only findings in this document. */
  readonly uri?: string;
}

export interface ExplainParams {
  readonly uri: string;
  /** From 1. */
  readonly line: number;
}

export interface ExplainResult {
  /** Null: the document is none that is analysed. */
  readonly markdown: string | null;
}

export interface PolicyResult {
  /** The same as `parapet policy` prints; null before anything was read. */
  readonly yaml: string | null;
}

export interface LocatedFinding {
  readonly uri: string;
  readonly range: ProtocolRange;
  readonly version: number | null;
  readonly finding: Finding;
  readonly pathUris: StepUris;
}

export interface FindingsResult {
  readonly version: number;
  readonly findings: readonly LocatedFinding[];
  readonly errors: readonly ScanError[];
  /** Files that were considered: welcome views say what was looked through. */
  readonly filesFound: number;
}

export interface ResultsNotification {
  /** Counts up by one with each change. */
  readonly version: number;
  readonly calls: number;
  /** Findings that are not suppressed. */
  readonly findings: number;
}

export interface StatusNotification {
  readonly state: "idle" | "scanning" | "failed";
  /** One line for people: `Following data`, `Engine stopped while reading src/a.ts; started again`. */
  readonly message: string;
  readonly done: number;
  readonly total: number;
}

/** `initializationOptions`; all optional, so `{}` is right. */
export interface InitializationOptions {
  /** Folder for cached facts, outside of every workspace; the user's cache folder when left out, null for no cache. */
  readonly cacheFolder?: string | null;
  /** Path of the editor's workspace file, whose settings hold for every folder; null or left out for none. */
  readonly workspaceFile?: string | null;
  /** Milliseconds without a keystroke before a changed document is analysed. */
  readonly debounceMs?: number;
}

/** Keys below `parapet` that the server asks for through `workspace/configuration`, besides those of the policy. */
export interface EditorSettings {
  readonly codeLens?: { readonly enabled?: boolean };
}

/** `data` of each diagnostic: enough for a code action to find its finding again. */
export interface DiagnosticData {
  readonly fingerprint: string;
  readonly call: string | null;
  /** Version of the results. */
  readonly version: number;
}

/** Command that a diagnostic's code and a hover link to; its one argument is the rule's id. The client implements it. */
export const ruleCommand = "parapet.showRule";

/** Command of a code lens; its one argument is `LensArgument`. The client implements it. */
export const lensCommand = "parapet.showCall";

export interface LensArgument {
  readonly uri: string;
  /** Id of the call. */
  readonly call: string;
}
