/** Lists of places that only grow, in the order of the files: what a memo holds of questions with many answers. */
import type { Node } from "./program.js";

/** Adds what is new, by the node of each; true when anything was. */
export function addByNode<T>(nodeOf: (one: T) => Node): (old: T[], next: readonly T[]) => boolean {
  return (old, next) => {
    const known = new Set(old.map(nodeOf));
    const fresh = next.filter((one) => !known.has(nodeOf(one)));
    old.push(...fresh);
    old.sort((a, b) => nodeOf(a) - nodeOf(b));
    return fresh.length > 0;
  };
}
