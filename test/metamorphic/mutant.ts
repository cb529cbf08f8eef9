/** One change of real code whose effect is known. */
import type { Analysis } from "../../src/core/analysis.js";
import type { Code } from "./code.js";
import { type Edit, edited, positionIn, shifted } from "./edits.js";
import type { Project, Texts } from "./project.js";

export interface Mutant {
  readonly operator: string;
  readonly project: Project;
  readonly path: string;
  /** Of the place that is changed, in the file as it is. */
  readonly line: number;
  readonly changed: Texts;
  /** Files whose calls decide. */
  readonly focus: readonly string[];
  /** What has to be so before the change, when that is not the file as it is. */
  readonly base?: { readonly changed: Texts; readonly check: Check };
  /** Null when the verdict is what it must be; else what it is. */
  readonly check: Check;
}

export type Check = (after: Analysis, before: Analysis) => string | null;

/** A file and what is to become of it. */
export class Change {
  readonly edits: readonly Edit[];
  readonly changed: Texts;

  constructor(
    readonly code: Code,
    edits: readonly Edit[],
    files: Texts = {},
  ) {
    this.edits = edits;
    this.changed = { ...files, [code.path]: edited(code.text, edits) };
  }

  get text(): string {
    return this.changed[this.code.path] as string;
  }

  /** Line and column of a place of the file as it was. */
  placeOf(offset: number): { readonly line: number; readonly column: number } {
    return positionIn(this.text, shifted(offset, this.edits));
  }
}

/** With what makes the sanitiser and the audit function known. */
export function supported(code: Code, edits: readonly Edit[]): Change {
  const { files, edits: imports } = code.dialect.support(code);
  return new Change(code, [...imports, ...edits], files);
}
