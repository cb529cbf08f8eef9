/** A model call with everything that rules may ask; the JSON result is cut from it. */
import type { Cell, Confidence, ModelCall, Step } from "../report/scanResult.js";

/** A place in the text; lines and columns from 1, ends exclusive. */
export interface Location {
  readonly root: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Where it begins in a notebook. */
  readonly cell?: Cell;
}

/** One way through an application function that makes the call and leaves no audit record. */
export interface AuditGap {
  /** Outermost application function on this way, where the record should be written: its name. */
  readonly location: Location;
  /** Name of that function; "" for module code, words (`a callback`) where nothing names it. */
  readonly functionName: string;
  /** Way out that has no record. */
  readonly exit: "return" | "throw" | "end";
  /** From the entry over the wrappers to the call, ending in a `missing` step. */
  readonly path: readonly Step[];
}

export interface AnalysedCall extends ModelCall {
  readonly location: Location;
  /** Qualified name of the enclosing function, "" for module code. */
  readonly functionName: string;
  /** Tools are given to the model. */
  readonly hasTools: boolean;
  /** The API has a place for a system prompt, and who makes the call says what is sent, and wants an answer. */
  readonly takesInstructions: boolean;
  /** Ways without a record, once per outermost function; empty when audit status is always or external. */
  readonly auditGaps: readonly AuditGap[];
  /** A model that was set up with its instructions and that nobody is seen to call; never listed. */
  readonly isSetup: boolean;
  /** Declarations in code (`parapet-classify` …) that could not be understood are errors of the scan, not of the call. */
  readonly resolution: Confidence;
}

/** Facts about the root around the calls that rules may ask. */
export interface WorkspaceSummary {
  /** True when any audit record or logger sink of the knowledge base or the policy is called anywhere in the root that was read. */
  readonly hasAuditSink: boolean;
}
