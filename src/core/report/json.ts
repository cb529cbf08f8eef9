/**
 * `--format json`: the scan result with its keys in the order of the contract, so that two runs are byte-identical but
 * for `stats`. The compiler checks that no key of the contract is missing here.
 */
import { compareText, inOrder } from "./order.js";
import type {
  AuditEvidence,
  BlindSpot,
  CallAudit,
  CallInput,
  CallOutput,
  Cell,
  ClassEvidence,
  CreditedSanitizer,
  Finding,
  InputClassification,
  ModelCall,
  ScanError,
  ScanResult,
  ScanStats,
  SkippedFile,
  Step,
  Suppression,
} from "./scanResult.js";

export function renderJson(result: ScanResult): string {
  return `${JSON.stringify(arrange(inOrder(result), RESULT), null, 2)}\n`;
}

/** How to write a value: as it is, as a record sorted by key, as an object of that shape or a list of such objects. */
type Form = "plain" | "record" | Shape;
interface Shape {
  readonly [key: string]: Form;
}
type ShapeOf<T> = { readonly [K in keyof Required<T>]: Form };

const CELL: ShapeOf<Cell> = { number: "plain", line: "plain" };

const STEP: ShapeOf<Step> = {
  file: "plain",
  external: "plain",
  line: "plain",
  column: "plain",
  cell: CELL,
  kind: "plain",
  label: "plain",
};

const CLASS_EVIDENCE: ShapeOf<ClassEvidence> = {
  file: "plain",
  line: "plain",
  column: "plain",
  cell: CELL,
  label: "plain",
  level: "plain",
};

const CLASSIFICATION: ShapeOf<InputClassification> = {
  level: "plain",
  basis: "plain",
  types: "plain",
  clearance: "plain",
  evidence: CLASS_EVIDENCE,
};

const SANITIZER: ShapeOf<CreditedSanitizer> = { name: "plain", tier: "plain", protects: "plain", file: "plain", line: "plain" };

const INPUT: ShapeOf<CallInput> = {
  role: "plain",
  kind: "plain",
  file: "plain",
  line: "plain",
  column: "plain",
  cell: CELL,
  text: "plain",
  trusted: "plain",
  classification: CLASSIFICATION,
  sanitizers: SANITIZER,
  path: STEP,
  confidence: "plain",
};

const OUTPUT: ShapeOf<CallOutput> = {
  kind: "plain",
  file: "plain",
  line: "plain",
  column: "plain",
  cell: CELL,
  guard: "plain",
  path: STEP,
};

const EVIDENCE: ShapeOf<AuditEvidence> = { name: "plain", file: "plain", line: "plain", records: "plain" };

const AUDIT: ShapeOf<CallAudit> = { status: "plain", by: EVIDENCE };

const CALL: ShapeOf<ModelCall> = {
  id: "plain",
  root: "plain",
  file: "plain",
  line: "plain",
  column: "plain",
  endLine: "plain",
  endColumn: "plain",
  cell: CELL,
  scope: "plain",
  callee: "plain",
  language: "plain",
  provider: "plain",
  api: "plain",
  operation: "plain",
  phase: "plain",
  model: { value: "plain", pinned: "plain" },
  host: "plain",
  confidence: "plain",
  inputs: INPUT,
  outputs: OUTPUT,
  audit: AUDIT,
  controls: "record",
};

const SUPPRESSION: ShapeOf<Suppression> = { by: "plain", reason: "plain", until: "plain" };

const FINDING: ShapeOf<Finding> = {
  rule: "plain",
  severity: "plain",
  confidence: "plain",
  message: "plain",
  root: "plain",
  file: "plain",
  line: "plain",
  column: "plain",
  endLine: "plain",
  endColumn: "plain",
  cell: CELL,
  scope: "plain",
  call: "plain",
  fingerprint: "plain",
  path: STEP,
  references: "record",
  fixes: "plain",
  baselineState: "plain",
  suppressed: SUPPRESSION,
};

const SKIPPED: ShapeOf<SkippedFile> = { file: "plain", reason: "plain" };

const STATS: ShapeOf<ScanStats> = {
  filesFound: "plain",
  filesRead: "plain",
  filesParsed: "plain",
  bytesParsed: "plain",
  durationMs: "plain",
  phases: "plain",
  skipped: SKIPPED,
};

const BLIND_SPOT: ShapeOf<BlindSpot> = { root: "plain", file: "plain", line: "plain", reason: "plain" };

const ERROR: ShapeOf<ScanError> = { file: "plain", line: "plain", message: "plain", remedy: "plain" };

const RESULT: ShapeOf<ScanResult> = {
  schemaVersion: "plain",
  tool: { name: "plain", version: "plain", knowledge: "plain" },
  policyHash: "plain",
  commit: "plain",
  roots: { id: "plain", path: "plain" },
  stats: STATS,
  calls: CALL,
  findings: FINDING,
  blindSpots: BLIND_SPOT,
  errors: ERROR,
};

function arrange(value: unknown, form: Form): unknown {
  if (form === "plain" || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => arrange(item, form));
  const entries = value as Readonly<Record<string, unknown>>;
  if (form === "record") return Object.fromEntries(Object.entries(entries).sort(([left], [right]) => compareText(left, right)));
  const arranged: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(form)) {
    if (entries[key] !== undefined) arranged[key] = arrange(entries[key], inner);
  }
  return arranged;
}
