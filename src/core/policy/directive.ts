/** What a declaration in a comment says, and which stretch of code it is about. Offsets as in file facts. */
import type { Position } from "../documents/codeMap.js";
import type { Classification } from "../report/scanResult.js";

interface Place {
  readonly start: number;
  readonly end: number;
  /** The declaration, parameter, field or statement that it is about. */
  readonly targetStart: number;
  readonly targetEnd: number;
}

export interface ClassifyDirective extends Place {
  readonly kind: "classify";
  readonly level: Classification;
  /** Data-type ids, may be empty. */
  readonly types: readonly string[];
  readonly reason: string | null;
}

export interface SanitizerDirective extends Place {
  readonly kind: "sanitizer";
  readonly tier: "removes" | "narrows" | "limits";
  /** Name for people; null: the function's own. */
  readonly name: string | null;
}

export interface AuditDirective extends Place {
  readonly kind: "audit";
  readonly note: string | null;
}

export interface IgnoreDirective extends Place {
  readonly kind: "ignore";
  readonly rules: readonly string[];
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`; null: no end. */
  readonly until: string | null;
}

export type Directive = ClassifyDirective | SanitizerDirective | AuditDirective | IgnoreDirective;

/** The directives of one file, as the engine hands them to the rules. */
export interface FileDirectives {
  readonly root: string;
  /** Relative to the root. */
  readonly file: string;
  /** The lines that a stretch of code touches, in terms of the file. */
  readonly linesAround: (start: number, end: number) => { readonly from: Position; readonly to: Position };
  readonly directives: readonly Directive[];
}
