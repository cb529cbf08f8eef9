/** Which clearance the policy gives a receiver: the most specific entry decides, the lower one of two equally specific ones. */
import type { Phase } from "../knowledge/schema.js";
import type { Classification } from "../report/scanResult.js";
import type { Policy } from "./policy.js";
import { lowest } from "./levels.js";

export interface Receiver {
  readonly provider: string;
  readonly host: string | null;
  readonly phase: Phase;
}

/** Null: the policy says nothing about this receiver in this phase. */
export function clearanceOf(policy: Pick<Policy, "clearances">, receiver: Receiver): Classification | null {
  let best: Classification | null = null;
  let bestRank = 0;
  for (const entry of policy.clearances) {
    const level = entry[receiver.phase];
    const rank = rankOf(entry.provider, receiver);
    if (level === undefined || rank === 0 || rank < bestRank) continue;
    best = best === null || rank > bestRank ? level : lowest(best, level);
    bestRank = rank;
  }
  return best;
}

/** True when the policy names this receiver in any entry: somebody has decided about it. */
export function isNamed(policy: Pick<Policy, "clearances">, provider: string, host: string | null): boolean {
  return policy.clearances.some((entry) => rankOf(entry.provider, { provider, host }) > 0);
}

/** True for host patterns: provider ids have neither dots nor ports. */
export function isHostPattern(entry: string): boolean {
  return /[.:]/.test(entry);
}

/** 0: does not match; 1: `*`; 2: provider id; then host patterns, by how much of the name they fix. */
function rankOf(entry: string, receiver: Pick<Receiver, "provider" | "host">): number {
  if (entry === "*") return 1;
  if (!isHostPattern(entry)) return entry === receiver.provider ? 2 : 0;
  if (receiver.host === null || !matchesHost(entry, receiver.host)) return 0;
  return 2 + entry.replaceAll("*", "").length;
}

function matchesHost(pattern: string, host: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const name = host.toLowerCase();
  const first = parts[0] ?? "";
  if (parts.length === 1) return name === first;
  if (!name.startsWith(first)) return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  const last = parts.at(-1) ?? "";
  return name.length - last.length >= position && name.endsWith(last);
}
