/** What the protocol thread and the engine's worker say to each other. Everything can be copied between threads. */
import type { LocatedBlindSpot, LocatedCall, LocatedFinding } from "./protocol.js";
import type { FixAnswer } from "./locatedFixes.js";
import type { ScanError } from "../core/report/scanResult.js";

export interface EngineSetup {
  readonly shared: SharedArrayBuffer;
  /** Folder of cached facts; undefined for the user's, null for none. */
  readonly cacheFolder: string | null | undefined;
}

/** A document as the editor shows it. */
export interface OpenDocument {
  /** Absolute path of the file. */
  readonly path: string;
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface EngineRequest {
  /** Counts up; a cancel names the last one that it is about. */
  readonly id: number;
  /** Absolute paths; documents when the editor has no folder. */
  readonly folders: readonly string[];
  /** The editor's workspace file that names the folders. */
  readonly workspaceFile: string | null;
  /** Opened or changed since the last request. */
  readonly documents: readonly OpenDocument[];
  /** Closed: what is on disk holds again. */
  readonly closed: readonly string[];
  /** Changed on disk. */
  readonly changedOnDisk: readonly string[];
  /** Came or went, or the policy changed: folders are walked again. */
  readonly reopen: boolean;
  /** Every file is read again, whatever is remembered. */
  readonly forgetAll: boolean;
  /** Files that ended the engine: left out until they change. */
  readonly leftOut: readonly string[];
  /** Only calls of these files (absolute paths), for an answer at once. */
  readonly focus: readonly string[] | null;
}

export interface EngineResults {
  readonly kind: "results";
  readonly id: number;
  /** Addresses of the files that were asked for; null when this is everything. */
  readonly focus: readonly string[] | null;
  readonly calls: readonly LocatedCall[];
  readonly findings: readonly LocatedFinding[];
  readonly blindSpots: readonly LocatedBlindSpot[];
  readonly errors: readonly ScanError[];
  /** The document in which each error is to be shown; null for none, and for what the language's own tools say better. */
  readonly errorUris: readonly (string | null)[];
  readonly filesFound: number;
  /** Version of each open document that went in. */
  readonly versions: readonly (readonly [uri: string, version: number])[];
}

/** What is known about a line; the answer has the same id. */
export interface ExplainRequest {
  readonly kind: "explain";
  readonly id: number;
  /** Absolute path. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface ExplainAnswer {
  readonly kind: "explanation";
  readonly id: number;
  readonly markdown: string | null;
}

/** The policies in force, as YAML; the answer has the same id. */
export interface PolicyRequest {
  readonly kind: "policy";
  readonly id: number;
}

export interface PolicyAnswer {
  readonly kind: "policy";
  readonly id: number;
  readonly yaml: string | null;
}

export type EngineAnswer =
  | EngineResults
  | FixAnswer
  | ExplainAnswer
  | PolicyAnswer
  /** What changed made no difference to any text: earlier results hold. */
  | { readonly kind: "unchanged"; readonly id: number; readonly versions: EngineResults["versions"] }
  | { readonly kind: "cancelled"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "progress"; readonly id: number; readonly stage: string; readonly done: number; readonly total: number };
