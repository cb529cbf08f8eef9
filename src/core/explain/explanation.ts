/** What the analysis knows about a line: the answer to "why was this flagged?" and "why was it not?". */
import type { ModelCall, Severity } from "../report/scanResult.js";

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where a receiver comes from, and what the knowledge base knows it as. */
export interface ReceiverExplanation {
  /** Names by which the knowledge base reaches the callee: `openai.Client.chat.completions.create`; empty when it was told by its member names or its address. */
  readonly knownAs: readonly string[];
  /** Calls that made the client, with their text. */
  readonly madeAt: readonly (Place & { readonly text: string })[];
}

/** A value that an input was followed back to and that says nothing of where it comes from. */
export interface CutExplanation extends Place {
  readonly role: string;
  readonly text: string;
}

/** What one rule says about a call. `silent`: why it says nothing. */
export type RuleExplanation =
  | { readonly rule: string; readonly outcome: "found"; readonly severity: Severity; readonly reason: string }
  | { readonly rule: string; readonly outcome: "suppressed" | "off" | "out-of-scope" | "silent"; readonly reason: string };

export interface CallExplanation {
  readonly call: ModelCall;
  readonly receiver: ReceiverExplanation;
  readonly cuts: readonly CutExplanation[];
  readonly rules: readonly RuleExplanation[];
}

/** A call on the line that is none of a model, and why. */
export interface OtherCallExplanation {
  readonly callee: string;
  readonly reason: string;
}

export interface LineExplanation extends Place {
  readonly calls: readonly CallExplanation[];
  readonly others: readonly OtherCallExplanation[];
  /** Why nothing of the line could be looked at, null when it could. */
  readonly unread: string | null;
}
