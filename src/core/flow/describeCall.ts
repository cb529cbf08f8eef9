/** A detected call with what was found about it: what rules judge and the result lists. */
import { isProbe } from "../calls/probes.js";
import type { CallDetector, DetectedCall } from "../calls/modelCalls.js";
import type { AuditOutcome } from "../controls/audit.js";
import { controlStates } from "../controls/controlStates.js";
import { B, type FunctionFacts } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { ModelCall } from "../report/scanResult.js";
import { hashParts } from "../text/hash.js";
import { maskKeys } from "../text/secrets.js";
import type { AnalysedCall } from "./analysedCall.js";
import { functionLabel } from "./functionLabel.js";
import { locate, pointOf } from "./steps.js";

export function analysedCall(
  detector: CallDetector,
  one: DetectedCall,
  inputs: AnalysedCall["inputs"],
  outputs: AnalysedCall["outputs"],
  outcome: AuditOutcome,
): AnalysedCall {
  const { file, call } = one;
  const { view } = file;
  const callee = view.a(call);
  const location = locate(file, pointOf(file, call), view.end(call));
  const id = view.blockColumn(view.block(call), B.Function);
  const model = (one.row?.model ?? []).flatMap((at) => detector.texts(file, call, at)).find((text) => /^[\w./:@-]{2,}$/.test(text));
  const hasTools = (one.row?.tools ?? []).some((at) => detector.isPresent(file, call, at)) || one.operation === "agent-run";
  return {
    id: "",
    ...location,
    scope: file.source.scope,
    callee: maskKeys(file.text.slice(view.start(callee), view.end(callee)).replace(/\s+/g, " ")).slice(-200),
    language: file.source.language,
    provider: one.provider,
    api: one.api,
    operation: one.operation,
    phase: one.phase,
    model: model === undefined ? null : { value: model, pinned: isPinned(model) },
    host: one.host,
    confidence: one.confidence,
    inputs,
    outputs,
    audit: outcome.audit,
    controls: {},
    location,
    functionName: id === 0 ? "" : qualifiedName(file, id),
    hasTools,
    takesInstructions:
      one.inputs.some(({ role }) => role === "system" || role === "messages") && !isProbe(file, call) && !detector.handsOn(file, call),
    auditGaps: outcome.gaps,
    isSetup: false,
    resolution: one.confidence,
  };
}

function qualifiedName(file: LoadedFile, id: number): string {
  const names: string[] = [];
  for (let at = id; at > 0; at = (file.facts.functions[at] as FunctionFacts).parent) {
    const facts = file.facts.functions[at] as FunctionFacts;
    names.unshift(facts.name || functionLabel(file, at).replace("()", ""));
    const owner = file.facts.classes[facts.owner];
    if (owner?.name) names.unshift(owner.name);
  }
  return names.join(".");
}

/** A version or a date in the name: another model will not answer under it tomorrow. */
function isPinned(model: string): boolean {
  return /\d{4}-?\d{2}-?\d{2}|[@:]\w|-\d{3,}$|-v\d/.test(model);
}

/** Ids depend on what the call is and where it lives in the code's own terms, never on lines or paths. */
export function withIds<T extends { readonly call: AnalysedCall }>(results: T[]): T[] {
  const seen = new Map<string, number>();
  return results
    .sort(
      (a, b) =>
        compare(a.call.root, b.call.root) ||
        compare(a.call.file, b.call.file) ||
        a.call.line - b.call.line ||
        a.call.column - b.call.column,
    )
    .map((result) => {
      const { call } = result;
      const anchor = hashParts([call.root, call.api, call.callee, call.functionName]);
      const ordinal = seen.get(anchor) ?? 0;
      seen.set(anchor, ordinal + 1);
      return { ...result, call: { ...call, id: `v1:${ordinal === 0 ? anchor : hashParts([anchor, String(ordinal)])}` } };
    });
}

export function toModelCall(full: AnalysedCall): ModelCall {
  const {
    location: _location,
    functionName: _name,
    hasTools: _tools,
    takesInstructions: _instructions,
    auditGaps: _gaps,
    isSetup: _setup,
    resolution: _resolution,
    ...call
  } = full;
  // What only looks like a sanitiser is named in findings and paths, but not credited.
  const inputs = call.inputs.map((input) => ({ ...input, sanitizers: input.sanitizers.filter((one) => one.tier !== "nominal") }));
  return { ...call, inputs, controls: controlStates({ ...full, inputs }) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
