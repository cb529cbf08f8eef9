/** What a fix is: edits of texts, with a title for people. Editors, the command line and SARIF can all apply it. */
import type { NameIndex, FactsProvider, Workspace, Cancellation } from "../host.js";
import type { Policies } from "../policy/policies.js";

export type FixKind = "sanitize" | "record" | "user-role" | "classify" | "declare-sanitizer" | "declare-audit" | "suppress";

export interface FixEdit {
  readonly root: string;
  /** Relative to the root. A file that does not exist is made; its only edit then inserts at 0. */
  readonly file: string;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The same with the places that a person has to fill in, as editors write snippets; `text` has a default in each. */
  readonly snippet?: string;
  readonly create?: true;
}

export interface Fix {
  readonly kind: FixKind;
  readonly title: string;
  readonly edits: readonly FixEdit[];
  /** The remedy that the rule's page names first for this finding. */
  readonly preferred: boolean;
}

/** What computing fixes needs: the same as an analysis, and the text of the policy for fixes that add to it. */
export interface FixInput {
  readonly workspace: Workspace;
  readonly index: NameIndex;
  readonly facts: FactsProvider;
  readonly policies: Policies;
  /** Text of `.ai-risk/policy.yaml` of a root; null when there is none. */
  readonly policyText: (root: string) => Promise<string | null>;
  readonly signal: Cancellation;
}

/** Applies edits that belong to one text. */
export function applyEdits(text: string, edits: readonly Pick<FixEdit, "start" | "end" | "text">[]): string {
  let result = text;
  for (const edit of [...edits].sort((left, right) => right.start - left.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}
