/**
 * The scan result: the contract of `--format json`, relied on from outside; it changes only by addition.
 * Lines and columns from 1, columns in UTF-16 units, ends exclusive; paths relative to their root with `/`.
 */
import type { Operation, OutputKind, Phase, Role, SanitizerRow, SanitizerTier, SourceKind } from "../knowledge/schema.js";

export type Severity = "error" | "warning" | "info" | "hint";
export type Confidence = "high" | "medium" | "low";
export type Scope = "product" | "test" | "example" | "generated" | "documentation";
export type Classification = "Public" | "Internal" | "Confidential" | "Restricted";

/** In a notebook: the cell, counted from 1 over all cells, and the line in it. */
export interface Cell {
  readonly number: number;
  readonly line: number;
}

export interface Step {
  readonly file: string;
  /** True when the file lies outside every root; `file` is absolute then. */
  readonly external?: true;
  readonly line: number;
  readonly column: number;
  readonly cell?: Cell;
  readonly kind: "source" | "step" | "sanitizer" | "guard" | "sink" | "missing";
  readonly label: string;
}

export interface InputClassification {
  readonly level: Classification | null;
  readonly basis: "declared" | "inferred" | "none";
  /** Data-type ids, sorted. */
  readonly types: readonly string[];
  /** Highest classification that this provider may receive by the policy, null when the policy says nothing. */
  readonly clearance: Classification | null;
  /** Places on the way that say so, the deciding ones first; absent when there are none. */
  readonly evidence?: readonly ClassEvidence[];
}

/** One fact about one place: `field diagnosis of Patient, declared Restricted in schema.prisma:12`. */
export interface ClassEvidence {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly cell?: Cell;
  readonly label: string;
  readonly level: Classification;
}

export interface CreditedSanitizer {
  readonly name: string;
  readonly tier: SanitizerTier;
  /** What it helps against, when that is known. */
  readonly protects?: SanitizerRow["protects"];
  readonly file: string;
  readonly line: number;
}

export interface CallInput {
  readonly role: Role;
  readonly kind: SourceKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly cell?: Cell;
  /** Source text of the source expression, cut to 120 characters, secrets masked. */
  readonly text: string;
  /** True: configuration or constant. False: somebody else controls it. Null: not known (a caller's parameter). */
  readonly trusted: boolean | null;
  readonly classification: InputClassification;
  readonly sanitizers: readonly CreditedSanitizer[];
  /** From the source to the call. */
  readonly path: readonly Step[];
  readonly confidence: Confidence;
}

export interface CallOutput {
  readonly kind: OutputKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly cell?: Cell;
  readonly guard: string | null;
  readonly path: readonly Step[];
}

export type AuditStatus = "always" | "sometimes" | "never" | "external" | "unknown";

export interface AuditEvidence {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** What the record holds: `actor`, `model`, `request-id`, `outcome`, `content` … */
  readonly records: readonly string[];
}

export interface CallAudit {
  readonly status: AuditStatus;
  readonly by: readonly AuditEvidence[];
}

export type ControlState = "present" | "absent" | "unknown" | "not-applicable" | "attested";

export interface ModelCall {
  readonly id: string;
  readonly root: string;
  readonly file: string;
  /** Line of the callee's last name. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell?: Cell;
  readonly scope: Scope;
  /** As written, white space collapsed: `client.chat.completions.create`. */
  readonly callee: string;
  readonly language: string;
  readonly provider: string;
  /** Knowledge row: `openai.python.chat.completions.create`. */
  readonly api: string;
  readonly operation: Operation;
  readonly phase: Phase;
  readonly model: { readonly value: string; readonly pinned: boolean } | null;
  readonly host: string | null;
  readonly confidence: Confidence;
  readonly inputs: readonly CallInput[];
  readonly outputs: readonly CallOutput[];
  readonly audit: CallAudit;
  readonly controls: Readonly<Record<string, ControlState>>;
}

export interface Suppression {
  readonly by: string;
  readonly reason: string;
  readonly until: string | null;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly root: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly cell?: Cell;
  readonly scope: Scope;
  readonly call: string | null;
  readonly fingerprint: string;
  readonly path: readonly Step[];
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly fixes: readonly string[];
  readonly baselineState?: "new" | "unchanged" | "updated" | "absent";
  readonly suppressed: Suppression | null;
}

export interface BlindSpot {
  readonly root: string;
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;
}

/** Something that went wrong; the rest of the result stands. */
export interface ScanError {
  readonly file: string | null;
  readonly line?: number;
  readonly message: string;
  readonly remedy: string;
}

/** A file left out on purpose: does not make the result incomplete. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

export interface ScanStats {
  readonly filesFound: number;
  readonly filesRead: number;
  readonly filesParsed: number;
  readonly bytesParsed: number;
  readonly durationMs: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly skipped: readonly SkippedFile[];
}

export interface ScanResult {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "parapet"; readonly version: string; readonly knowledge: string };
  readonly policyHash: string | null;
  readonly commit: string | null;
  readonly roots: readonly { readonly id: string; readonly path: string }[];
  readonly stats: ScanStats;
  readonly calls: readonly ModelCall[];
  readonly findings: readonly Finding[];
  readonly blindSpots: readonly BlindSpot[];
  readonly errors: readonly ScanError[];
}
