/** Hand-built calls for rule tests: a plain chat with one source, everything else by override. */
import type { ProviderUse } from "../../../../src/core/calls/providerUses.js";
import type { AnalysedCall, AuditGap } from "../../../../src/core/flow/analysedCall.js";
import type { FileDirectives } from "../../../../src/core/policy/directive.js";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../../../src/core/policy/policies.js";
import type { Policy } from "../../../../src/core/policy/policy.js";
import type { CallInput, Finding } from "../../../../src/core/report/scanResult.js";
import { classificationExceedsClearance } from "../../../../src/core/rules/classification-exceeds-clearance/rule.js";
import { evaluateRules } from "../../../../src/core/rules/evaluate.js";
import { missingAuditLog } from "../../../../src/core/rules/missing-audit-log/rule.js";
import type { Rule } from "../../../../src/core/rules/rule.js";
import { unclassifiedDataFlow } from "../../../../src/core/rules/unclassified-data-flow/rule.js";
import { unsanitizedPrompt } from "../../../../src/core/rules/unsanitized-prompt/rule.js";

/** What tests of one rule look at besides it, unless they name the rules. */
const HEADLINES: readonly Rule[] = [classificationExceedsClearance, missingAuditLog, unclassifiedDataFlow, unsanitizedPrompt];

export function input(over: Partial<CallInput> = {}): CallInput {
  const file = over.file ?? "src/api.ts";
  const line = over.line ?? 3;
  return {
    role: "user",
    kind: "http-request",
    file,
    line,
    column: 9,
    text: "req.body.question",
    trusted: false,
    classification: { level: "Internal", basis: "declared", types: [], clearance: null },
    sanitizers: [],
    path: [
      { file, line, column: 9, kind: "source", label: "HTTP request" },
      { file: "src/llm.ts", line: 20, column: 12, kind: "sink", label: "prompt" },
    ],
    confidence: "high",
    ...over,
  };
}

export function call(over: Partial<AnalysedCall> = {}): AnalysedCall {
  const file = over.file ?? "src/llm.ts";
  const line = over.line ?? 20;
  const column = over.column ?? 12;
  return {
    id: "c1:answer",
    root: "r",
    file,
    line,
    column,
    endLine: line,
    endColumn: column + 6,
    scope: "product",
    callee: "client.chat.completions.create",
    language: "typescript",
    provider: "openai",
    api: "openai.javascript.chat.completions.create",
    operation: "chat",
    phase: "inference",
    model: null,
    host: null,
    confidence: "high",
    resolution: "high",
    inputs: [],
    outputs: [],
    audit: { status: "always", by: [] },
    controls: {},
    location: { root: "r", file, line, column, endLine: line, endColumn: column + 6 },
    functionName: "answer",
    hasTools: false,
    takesInstructions: true,
    auditGaps: [],
    isSetup: false,
    ...over,
  };
}

export function gap(functionName: string, line: number, exit: AuditGap["exit"] = "return"): AuditGap {
  const file = "src/routes.ts";
  return {
    location: { root: "r", file, line, column: 1, endLine: line, endColumn: 8 },
    functionName,
    exit,
    path: [
      { file, line, column: 1, kind: "step", label: functionName },
      { file, line: line + 5, column: 1, kind: "missing", label: "no audit record" },
    ],
  };
}

export interface Setting {
  readonly rules?: readonly Rule[];
  readonly setups?: readonly AnalysedCall[];
  readonly uses?: readonly ProviderUse[];
  readonly policy?: Partial<Policy>;
  readonly auditedRoots?: ReadonlySet<string>;
  readonly directives?: readonly FileDirectives[];
  readonly today?: string;
}

export function evaluate(calls: readonly AnalysedCall[], setting: Setting = {}): Finding[] {
  const evaluation = {
    calls,
    setups: setting.setups ?? [],
    uses: setting.uses ?? [],
    policies: Policies.everywhere({ ...defaultPolicy, ...setting.policy }),
    auditedRoots: setting.auditedRoots ?? new Set(["r"]),
    directives: setting.directives ?? [],
    today: setting.today ?? "2026-06-01",
  };
  return evaluateRules(evaluation, setting.rules ?? HEADLINES);
}

/** `severity rule` of each finding, in order. */
export function summary(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, rule }) => `${severity} ${rule}`);
}
