/**
 * Ways through the application that call a model and leave no record: once per outermost function, and once per root
 * where nothing that could take a record exists at all.
 */
import type { AnalysedCall, AuditGap } from "../../flow/analysedCall.js";
import type { Severity, Step } from "../../report/scanResult.js";
import { capitalised, describeReceiver, leastConfident } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const missingAuditLog: Rule = {
  meta,
  evaluate({ calls, policy, workspace }) {
    const unrecorded = calls.filter(isUnrecorded);
    const teamAudits = policy.auditFunctions.length > 0;
    return workspace.hasAuditSink || teamAudits ? perEntry(unrecorded, teamAudits) : perRoot(unrecorded);
  },
  silence(call) {
    if (call.phase === "safety")
      return "A safety call is itself a guard; what it decided belongs in the record of the call that it guards.";
    if (!isUnrecorded(call)) {
      const names = [...new Set(call.audit.by.map(({ name }) => `\`${name}\``))];
      return names.length === 0 ? `Whether it is recorded is ${call.audit.status}.` : `Every way out is recorded by ${names.join(", ")}.`;
    }
    return "The gap is reported at another call: once per outermost function, or once where nothing could take a record.";
  },
};

/** A safety call is itself a guard; what it decided belongs in the record of the call that it guards. */
function isUnrecorded(call: AnalysedCall): boolean {
  return call.phase !== "safety" && (call.audit.status === "never" || call.audit.status === "sometimes");
}

function perRoot(calls: readonly AnalysedCall[]): FindingDraft[] {
  const roots = new Map<string, { readonly first: AnalysedCall; count: number }>();
  for (const call of calls) {
    const known = roots.get(call.root);
    if (known) known.count++;
    else roots.set(call.root, { first: call, count: 1 });
  }
  return [...roots].map(([root, { first, count }]) => ({
    severity: "info",
    confidence: leastConfident(first.confidence, first.resolution),
    message:
      `${count === 1 ? `The only model call, ${describeReceiver(first)}, leaves no` : `None of the ${count} model calls leaves an`} audit record that is known as one, ` +
      "so nobody can show later who sent what to which model. Declare the function that keeps one (parapet-audit, or audit in " +
      "the policy), or add one that keeps actor, model, request id and outcome.",
    location: first.location,
    call: first,
    path: first.auditGaps[0]?.path ?? [missingStep(first)],
    anchor: [root, "no audit sink"],
  }));
}

interface Entry {
  readonly gap: AuditGap;
  readonly call: AnalysedCall;
  readonly calls: Set<AnalysedCall>;
}

function perEntry(calls: readonly AnalysedCall[], teamAudits: boolean): FindingDraft[] {
  const entries = new Map<string, Entry>();
  for (const call of calls) {
    for (const gap of call.auditGaps.length > 0 ? call.auditGaps : [gapAtCall(call)]) {
      const { root, file, line, column } = gap.location;
      const key = `${root}\0${file}\0${line}\0${column}`;
      const known = entries.get(key);
      if (!known) entries.set(key, { gap, call, calls: new Set([call]) });
      else {
        known.calls.add(call);
        if (weight(call, gap) > weight(known.call, known.gap)) entries.set(key, { ...known, gap, call });
      }
    }
  }
  return [...entries.values()].map((entry) => finding(entry, teamAudits));
}

function finding({ gap, call, calls }: Entry, teamAudits: boolean): FindingDraft {
  const who = nameOf(gap);
  const others = calls.size === 1 ? "" : ` and ${calls.size - 1} more model call${calls.size === 2 ? "" : "s"}`;
  const act = call.operation === "file-upload" ? "uploads data to" : call.phase === "training" ? "starts training on" : "calls";
  return {
    severity: severityOf(teamAudits),
    confidence: leastConfident(call.confidence, call.resolution),
    message:
      `${who} ${act} ${describeReceiver(call)}${others} and leaves no audit record ${EXIT_WORDS[gap.exit]}, so nobody can show later who sent what to which ` +
      "model. Record actor, model, request id and outcome on every way out, also when the call throws.",
    location: gap.location,
    call,
    path: gap.path,
    anchor: [call.id, gap.functionName],
  };
}

function nameOf({ functionName }: AuditGap): string {
  if (functionName === "") return "This module";
  return functionName.includes(" ") ? `${capitalised(functionName)} here` : `\`${functionName}\``;
}

/** A warning once the team has said which function writes records; before that a gateway or a platform may keep them, unseen here. */
function severityOf(teamAudits: boolean): Severity {
  return teamAudits ? "warning" : "info";
}

const EXIT_WORDS: Readonly<Record<AuditGap["exit"], string>> = {
  return: "when it returns",
  throw: "when it throws",
  end: "when it ends",
};

function weight(call: AnalysedCall, gap: AuditGap): number {
  return (call.audit.status === "sometimes" ? 1 : 0) + (gap.exit === "throw" ? 0 : 2);
}

function gapAtCall(call: AnalysedCall): AuditGap {
  return { location: call.location, functionName: call.functionName, exit: "end", path: [missingStep(call)] };
}

function missingStep(call: AnalysedCall): Step {
  return { file: call.file, line: call.line, column: call.column, kind: "missing", label: "no audit record" };
}
