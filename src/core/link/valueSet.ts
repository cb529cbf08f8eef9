/** What a value may be, as far as the program and the knowledge base can tell: a union of a few kinds of things. */
import type { State } from "../knowledge/automaton.js";
import type { ModuleTarget } from "./modules.js";
import type { Node } from "./program.js";

/** A function or class of the workspace, as file number and row in one number (see program.ts). */
export type FunctionRef = number;
export type ClassRef = number;

export class ValueSet {
  readonly states = new Set<State>();
  readonly functions = new Set<FunctionRef>();
  readonly classes = new Set<ClassRef>();
  readonly instances = new Set<ClassRef>();
  /** Object literals. */
  readonly objects = new Set<Node>();
  /** Array literals. */
  readonly arrays = new Set<Node>();
  /** Modules of the workspace or of libraries, by key. */
  readonly modules = new Map<string, { readonly target: ModuleTarget; readonly file: number }>();
  /** Declared containers (`list[OpenAI]`): file and type text of the element. */
  readonly containers = new Map<string, { readonly file: number; readonly type: string }>();

  /** Adds everything of another set; true when something was new. */
  addAll(other: ValueSet): boolean {
    const before = this.size;
    for (const one of other.states) this.states.add(one);
    for (const one of other.functions) this.functions.add(one);
    for (const one of other.classes) this.classes.add(one);
    for (const one of other.instances) this.instances.add(one);
    for (const one of other.objects) this.objects.add(one);
    for (const one of other.arrays) this.arrays.add(one);
    for (const [key, one] of other.modules) this.modules.set(key, one);
    for (const [key, one] of other.containers) this.containers.set(key, one);
    return this.size > before;
  }

  addStates(states: readonly State[]): this {
    for (const state of states) this.states.add(state);
    return this;
  }

  get stateList(): readonly State[] {
    return [...this.states];
  }

  get size(): number {
    return this.states.size + this.functions.size + this.classes.size + this.instances.size + this.objects.size + this.arrays.size + this.modules.size + this.containers.size;
  }
}

export const EMPTY: ValueSet = Object.freeze(new ValueSet());
