/**
 * Providers that are used and that the policy does not name. Nothing decided yet: every place is a hint, the inventory. Once providers are
 * named: one finding per file and provider, where it enters the file, with the other places as its path.
 */
import type { ProviderUse } from "../../calls/providerUses.js";
import type { AnalysedCall, Location } from "../../flow/analysedCall.js";
import { isNamed } from "../../policy/clearance.js";
import type { Policy } from "../../policy/policy.js";
import type { Confidence, Scope, Severity, Step } from "../../report/scanResult.js";
import { answererOf, leastConfident } from "../inputs.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const unapprovedProvider: Rule = {
  meta,
  evaluate({ calls, uses, policy }) {
    const decided = policy.clearances.length > 0;
    const unapproved = uses.filter((use) => !isApproved(use, calls, policy) && !isInCall(use, calls));
    const sightings = [...unapproved.map(ofUse), ...callsAlone(calls, uses, policy).map(ofCall)].sort(byWeight);
    if (!decided) return sightings.map((one) => finding([one], decided));
    const groups = new Map<string, Sighting[]>();
    for (const one of sightings) {
      const key = `${one.location.root}\0${one.location.file}\0${one.provider}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].map((group) => finding(group, decided));
  },
  silence(call) {
    return `The policy names ${call.provider} or its host, or the file says so where it imports or sets up the client.`;
  },
};

/** The address that a call is made to: the call says more. */
function isInCall({ how, location }: ProviderUse, calls: readonly AnalysedCall[]): boolean {
  return (
    how === "address" &&
    calls.some(
      (call) => call.root === location.root && call.file === location.file && call.line <= location.line && location.line <= call.endLine,
    )
  );
}

interface Sighting {
  readonly provider: string;
  readonly how: ProviderUse["how"] | "call";
  readonly kind: ProviderUse["kind"];
  readonly name: string;
  readonly location: Location;
  readonly scope: Scope;
  readonly confidence: Confidence;
  readonly call: AnalysedCall | null;
}

const WEIGHTS: readonly Sighting["how"][] = ["import", "client", "call", "address"];

function byWeight(left: Sighting, right: Sighting): number {
  return WEIGHTS.indexOf(left.how) - WEIGHTS.indexOf(right.how);
}

function ofUse(use: ProviderUse): Sighting {
  return { ...use, confidence: use.how === "address" ? "medium" : "high", call: null };
}

function ofCall(call: AnalysedCall): Sighting {
  const { provider, location, scope } = call;
  const confidence = leastConfident(call.confidence, call.resolution);
  return { provider, how: "call", kind: "vendor", name: call.callee, location, scope, confidence, call };
}

/** Named itself, or used for nothing but hosts that are: OpenAI's library for a deployment on Azure. */
function isApproved(use: ProviderUse, calls: readonly AnalysedCall[], policy: Policy): boolean {
  if (isNamed(policy, use.provider, use.host)) return true;
  const over = policy.clearances.length === 0 ? [] : calls.filter((call) => call.api.startsWith(`${use.provider}.`));
  return over.length > 0 && over.every((call) => isNamed(policy, call.provider, call.host));
}

/** Calls of files that say nothing else of their provider: the client comes from elsewhere, or there is none. */
function callsAlone(calls: readonly AnalysedCall[], uses: readonly ProviderUse[], policy: Policy): readonly AnalysedCall[] {
  const said = new Set(
    uses.filter(({ how }) => how !== "address").map((use) => `${use.location.root}\0${use.location.file}\0${use.provider}`),
  );
  return calls.filter((call) => !isNamed(policy, call.provider, call.host) && !said.has(`${call.root}\0${call.file}\0${call.provider}`));
}

function finding(group: readonly Sighting[], decided: boolean): FindingDraft {
  const [first] = group as [Sighting];
  const { provider, how, kind, name, location, scope, call } = first;
  return {
    severity: severityOf(kind, how, decided),
    confidence: first.confidence,
    message: decided
      ? `${wordsOf(first)}, and the policy does not name ${provider}, so nobody has approved it. ` +
        "Add it to `providers` with the clearance that it has, or use a provider that is named there."
      : `${wordsOf(first)}; the policy names no provider yet, so nobody has decided about it. ` +
        "List the providers that may be used, and the data they may receive, under `providers` in .ai-risk/policy.yaml.",
    location,
    call,
    scope,
    path: group.length === 1 ? [] : group.map(step),
    anchor: [provider, how, name],
  };
}

/** What runs in the process receives nothing from anybody, and a framework is only the way to a provider. */
function severityOf(kind: Sighting["kind"], how: Sighting["how"], decided: boolean): Severity {
  if (!decided || kind !== "vendor") return "hint";
  return how === "address" ? "info" : "warning";
}

function wordsOf({ provider, how, name }: Sighting): string {
  switch (how) {
    case "import":
      return `\`${name}\` is imported, a library for ${provider}`;
    case "client":
      return `A client for ${provider} is set up`;
    case "address":
      return `\`${name}\` is the address of ${provider === "unknown" ? "a model API" : provider}`;
    case "call":
      return `${answererOf(provider)} is called`;
  }
}

function step(one: Sighting): Step {
  return { file: one.location.file, line: one.location.line, column: one.location.column, kind: "step", label: wordsOf(one) };
}
