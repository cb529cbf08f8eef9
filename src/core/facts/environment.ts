/**
 * Which value each variable holds at the point that lowering has reached.
 *
 * An environment is a small map of what changed since its parent: branches push a child and merge it back, loops push
 * a child that makes a header Choice for a variable the first time the body asks for it.
 */
import type { ValueId, VariableId } from "./fileFacts.js";
import { NONE } from "./fileFacts.js";

/** Header of a loop whose back edges are not known yet. */
export interface LoopHeader {
  /** Variable -> its header Choice and the value it had before the loop. */
  readonly choices: Map<VariableId, { readonly choice: ValueId; readonly entry: ValueId }>;
  makeChoice(): ValueId;
}

export class Environment {
  readonly changed = new Map<VariableId, ValueId>();
  /** False after return, throw, break and continue: what follows is lowered, but merged nowhere. */
  reachable = true;

  constructor(
    readonly parent: Environment | null,
    private readonly header: LoopHeader | null = null,
  ) {
    if (parent) this.reachable = parent.reachable;
  }

  lookup(variable: VariableId): ValueId {
    const own = this.changed.get(variable);
    if (own !== undefined) return own;
    if (!this.parent) return NONE;
    const outer = this.parent.lookup(variable);
    if (outer === NONE || !this.header) return outer;
    const choice = this.header.makeChoice();
    this.header.choices.set(variable, { choice, entry: outer });
    this.changed.set(variable, choice);
    return choice;
  }

  set(variable: VariableId, value: ValueId): void {
    this.changed.set(variable, value);
  }

  /** All changes between `ancestor` (exclusive of its parents, inclusive of itself) and here, innermost winning. */
  changesSince(ancestor: Environment): Map<VariableId, ValueId> {
    const chain: Environment[] = [];
    for (let at: Environment | null = this; at; at = at.parent) {
      chain.push(at);
      if (at === ancestor) break;
    }
    const all = new Map<VariableId, ValueId>();
    for (const environment of chain.reverse()) {
      for (const [variable, value] of environment.changed) all.set(variable, value);
    }
    return all;
  }
}
