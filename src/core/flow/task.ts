/** One place that a backward walk has reached, and how it got there. */
import type { CallSite } from "../link/callSite.js";
import type { LoadedFile, Node } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";
import type { ValueId } from "../facts/fileFacts.js";
import type { Role, SanitizerRow, SanitizerTier } from "../knowledge/schema.js";
import type { Calling } from "../link/callers.js";
import type { Fields } from "./fields.js";
import type { RoleTest } from "./roleTests.js";

/** A call that the walk has gone into; leaving the function leads back to this site only. */
export interface Frame {
  readonly site: CallSite;
  readonly ref: FunctionRef;
  readonly parent: Frame | null;
  readonly depth: number;
  readonly key: string;
  /** The site hands the function on and does not call it itself: `xs.map(f)`. */
  readonly isCallback: boolean;
}

export interface AppliedSanitizer {
  readonly name: string;
  readonly tier: SanitizerTier;
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly protects: SanitizerRow["protects"];
}

export interface Task {
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly fields: Fields;
  readonly frame: Frame | null;
  /** null while a message's role has still to be read; "any" when the role is data itself. */
  readonly role: Role | "any" | null;
  /** Tests of a message's role on the way: messages of other roles did not come this way. */
  readonly roleTests: readonly RoleTest[];
  /** Parameters that were tested on the way, of the functions that the walk is still in: whoever leaves them out did not come this way. */
  readonly present: readonly Node[];
  /** What is known of who calls the function that the walk is in. */
  readonly calling: Calling | null;
  readonly sanitizers: readonly AppliedSanitizer[];
  /** 0 sure, 1 through a call whose behaviour is assumed, 2 through several. */
  readonly doubt: number;
  /** Towards the model call. */
  readonly next: Task | null;
  /** What this place adds to the path, "" when nothing a reader would want to see. */
  readonly label: string;
  /** Where the label is pointed at, when that is not the value: the call that passes it on. */
  readonly labelAt?: ValueId;
}

/** Where a walk begins, and what every task on its way is made from: nothing is known of it yet. */
export function startTask(file: LoadedFile, value: ValueId): Task {
  return {
    file,
    value,
    fields: [],
    frame: null,
    role: null,
    roleTests: [],
    present: [],
    calling: null,
    sanitizers: [],
    doubt: 0,
    next: null,
    label: "",
  };
}
