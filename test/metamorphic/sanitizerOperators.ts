/** Changes between a source and a prompt: a sanitiser that counts, several that only look like one, a source that is none any more. */
import { insertion, positionIn, type Edit } from "./edits.js";
import { type Check, type Mutant, supported } from "./mutant.js";
import type { FlowSeed, Held } from "./seeds.js";
import { accusations, sourcesIn } from "./verdicts.js";

export type FlowOperator = (seed: FlowSeed) => Mutant | null;

export const flowOperators: Readonly<Record<string, FlowOperator>> = {
  "sanitizer inserted": (seed) => through(seed, "sanitizer inserted", (text) => seed.code.dialect.sanitized(text), "silent"),
  "library narrows": (seed) => through(seed, "library narrows", (text) => seed.code.dialect.narrowed(text), "silent"),
  "sanitizer discarded": (seed) => discarded(seed),
  "sanitizer on one branch": (seed) => onOneBranch(seed),
  "source constant": (seed) => through(seed, "source constant", () => seed.code.dialect.constant, "silent"),
};

/** The source replaced by something made of it. */
function through(seed: FlowSeed, operator: string, make: (text: string) => string | null, wanted: "silent" | "accused"): Mutant | null {
  const { code, place } = seed;
  const text = place.kind === "held" ? place.name : code.text.slice(place.whole.start, place.whole.end);
  const made = make(text);
  if (made === null) return null;
  if (place.kind === "held") {
    return mutant(seed, operator, [written(place, code.dialect.assigned(place.name, made))], wanted);
  }
  const at = made.indexOf(text);
  // What stays of the source keeps its place inside of what is put around it.
  const edits =
    at < 0
      ? [{ ...place.whole, text: made }]
      : [insertion(place.whole.start, made.slice(0, at)), insertion(place.whole.end, made.slice(at + text.length))];
  return mutant(seed, operator, edits, wanted);
}

function discarded(seed: FlowSeed): Mutant | null {
  const { code, place } = seed;
  const { dialect } = code;
  if (place.kind === "held")
    return mutant(seed, "sanitizer discarded", [written(place, dialect.statement(dialect.sanitized(place.name)))], "accused");
  const { statement } = place;
  if (!statement) return null;
  const text = code.text.slice(place.whole.start, place.whole.end);
  return mutant(
    seed,
    "sanitizer discarded",
    [insertion(statement.start, `${dialect.statement(dialect.sanitized(text))}\n${statement.indent}`)],
    "accused",
  );
}

function onOneBranch(seed: FlowSeed): Mutant | null {
  const { code, place } = seed;
  const { dialect } = code;
  const operator = "sanitizer on one branch";
  if (place.kind === "held") {
    const body = dialect.assigned(place.name, dialect.sanitized(place.name));
    return mutant(seed, operator, [written(place, dialect.when(dialect.flag, body, place.indent))], "accused");
  }
  const text = code.text.slice(place.whole.start, place.whole.end);
  const either = dialect.either(dialect.sanitized(text), text);
  if (either !== null) return mutant(seed, operator, [{ ...place.whole, text: either }], "accused", either.lastIndexOf(text));
  if (!place.statement) return null;
  // Without such an expression the choice is made in a statement before.
  const { start, indent } = place.statement;
  const held = dialect.declared("heldText", text);
  const chosen = dialect.when(dialect.flag, dialect.assigned("heldText", dialect.sanitized("heldText")), indent);
  const edits = [insertion(start, `${held}\n${indent}${chosen}\n${indent}`), { ...place.whole, text: "heldText" }];
  return mutant(seed, operator, edits, "accused", held.indexOf(text), start);
}

/** A statement where the variable holds the source. */
function written({ at, indent, isBehind }: Held, statement: string): Edit {
  return insertion(at, isBehind ? `\n${indent}${statement}` : `${statement}\n${indent}`);
}

/**
 * @param inside where the source stands in what was written in its place, when it was written anew
 * @param from where that was written, when not in its place
 */
function mutant(
  seed: FlowSeed,
  operator: string,
  edits: readonly Edit[],
  wanted: "silent" | "accused",
  inside?: number,
  from?: number,
): Mutant | null {
  const { code, project, call, point, finding, place } = seed;
  const change = supported(code, edits);
  const whole = place.kind === "expression" ? place.whole : null;
  let position = change.placeOf(point);
  if (inside !== undefined && whole) {
    const start = supported(code, edits.slice(0, 0)).placeOf(from ?? whole.start);
    const offset = offsetIn(change.text, start) + inside + (point - whole.start);
    position = positionIn(change.text, offset);
  }
  const check: Check = (after, before) => {
    const isAccused = accusations(after, code.path, [position]).length > 0;
    // A place that was worked out wrongly would be silent as well: something must have gone, too.
    if (wanted === "silent" && !isAccused && sourcesIn(after, code.path) >= sourcesIn(before, code.path))
      return "as many sources are accused as before";
    if (isAccused === (wanted === "accused")) return null;
    return isAccused ? "the source is accused still" : "the source is accused no more";
  };
  const before: Check = (analysis) =>
    accusations(analysis, code.path, [positionIn(code.text, point)]).length > 0 ? null : "the source is not accused to begin with";
  return {
    operator,
    project,
    path: code.path,
    line: finding.path[0]?.line ?? 0,
    changed: change.changed,
    focus: [call.file],
    base: { changed: {}, check: before },
    check,
  };
}

function offsetIn(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let at = 0;
  for (let count = 1; count < line; count++) at = text.indexOf("\n", at) + 1;
  return at + column - 1;
}
