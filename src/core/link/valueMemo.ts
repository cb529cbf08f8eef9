/** A memo of what values may be, kept by what is asked in words. */
import { Memo, type Solver } from "./solver.js";
import { ValueSet, settled } from "./valueSet.js";

export function valueMemo(solver: Solver): Memo<string, ValueSet> {
  return new Memo(
    solver,
    () => new ValueSet(),
    (old, next) => old.addAll(next),
    settled,
  );
}
