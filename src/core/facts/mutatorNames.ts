/** Method names that change their receiver, by the conventions of the languages read. */
const MUTATOR =
  /^(?:push|unshift|splice|append|appendleft|prepend|add|insert|extend|update|set|put|try(?:Add|Write|Enqueue|Update)|write|assign|enqueue|offer|setdefault|register|use|load|fill|replace|merge|accept|feed|send)(?:[A-Z_].*)?$/;

export function isMutatorName(name: string): boolean {
  return MUTATOR.test(name.slice(0, 1).toLowerCase() + name.slice(1));
}
