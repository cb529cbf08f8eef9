/** Ranges of a text, arguments of calls, and places that can be assigned to: what language modules hand to the facts builder. */
import type { ArgumentKind, ClassId, ParameterFacts, ValueId, VariableId } from "./fileFacts.js";

/** Offsets in UTF-16 units, end exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Argument {
  readonly value: ValueId;
  /** Keyword name, absent for positional arguments. */
  readonly name?: string;
  readonly kind?: ArgumentKind;
  /** Where the argument can be written back when the call changes it. */
  readonly place?: Place | null;
  /** The place itself is handed over (`&x`, `out x`): the call may write to it whatever it holds now. */
  readonly byReference?: boolean;
}

/** Something that can be assigned to. `base` and `object` describe the same thing: its value, and where that value lives. */
export type Place =
  | { readonly kind: "variable"; readonly variable: VariableId }
  | { readonly kind: "field"; readonly object: Place | null; readonly base: ValueId; readonly name: string }
  | { readonly kind: "element"; readonly object: Place | null; readonly base: ValueId; readonly key: ValueId };

export interface FunctionStart extends Range {
  readonly name: string;
  readonly flags: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Class whose member it is, NONE otherwise. */
  readonly owner: ClassId;
  readonly decorators?: readonly ValueId[];
  readonly returnType?: string | undefined;
  readonly doc?: string | undefined;
}

export interface ParameterStart extends Range {
  /** Absent for destructured patterns. */
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly default?: ValueId;
  readonly kind?: ParameterFacts["kind"];
  readonly annotations?: readonly ValueId[];
}

/** Variable at the root of a place, null for temporaries and for places too deep to be worth tracking. */
export function rootVariable(place: Place): VariableId | null {
  let at: Place | null = place;
  for (let depth = 0; at && depth < 4; depth++) {
    if (at.kind === "variable") return at.variable;
    at = at.object;
  }
  return null;
}
