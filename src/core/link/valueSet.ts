/** What a value may be, as far as the program and the knowledge base can tell: a union of a few kinds of things. */
import type { State } from "../knowledge/automaton.js";
import type { ModuleTarget } from "./modules.js";
import type { Node } from "./program.js";

/** A function or class of the workspace, as file number and row in one number (see program.ts). */
export type FunctionRef = number;
export type ClassRef = number;

export interface ModuleValue {
  readonly target: ModuleTarget;
  /** Number of the file that imports it. */
  readonly file: number;
}

/** A declared container (`list[OpenAI]`): where it is written, and the element's type. */
export interface ContainerValue {
  readonly file: number;
  readonly type: string;
  /** Types of several results, in place of an element's type. */
  readonly results?: readonly string[];
}

const NOTHING: ReadonlySet<number> = new Set();
const NO_LIST: readonly State[] = [];
const NO_MODULES: ReadonlyMap<string, ModuleValue> = new Map();
const NO_CONTAINERS: ReadonlyMap<string, ContainerValue> = new Map();

/** A value that may be more things of one kind than this may be anything: none of them is meant. */
const MOST_OF_A_KIND = 100;

/** Things of one kind. Past {@link MOST_OF_A_KIND} it stays full and names none of them, whatever came first. */
class Things {
  readonly known = new Set<number>();
  private isFull = false;

  add(one: number): void {
    if (this.isFull) return;
    this.known.add(one);
    if (this.known.size <= MOST_OF_A_KIND) return;
    this.isFull = true;
    this.known.clear();
  }

  addAll(other: Things): void {
    if (other.isFull && !this.isFull) {
      this.isFull = true;
      this.known.clear();
    } else for (const one of other.known) this.add(one);
  }

  /** Only grows. */
  get size(): number {
    return this.isFull ? MOST_OF_A_KIND + 1 : this.known.size;
  }
}

/** Most values are one thing of one kind, so each kind's set is made when it is first needed. */
export class ValueSet {
  private ownStates: Set<State> | null = null;
  private ownFunctions: Things | null = null;
  private ownClasses: Things | null = null;
  private ownInstances: Things | null = null;
  private ownObjects: Things | null = null;
  private ownArrays: Things | null = null;
  private ownModules: Map<string, ModuleValue> | null = null;
  private ownContainers: Map<string, ContainerValue> | null = null;
  private listedStates: readonly State[] | null = null;

  get states(): ReadonlySet<State> {
    return this.ownStates ?? NOTHING;
  }
  get functions(): ReadonlySet<FunctionRef> {
    return this.ownFunctions?.known ?? NOTHING;
  }
  get classes(): ReadonlySet<ClassRef> {
    return this.ownClasses?.known ?? NOTHING;
  }
  get instances(): ReadonlySet<ClassRef> {
    return this.ownInstances?.known ?? NOTHING;
  }
  /** Object literals. */
  get objects(): ReadonlySet<Node> {
    return this.ownObjects?.known ?? NOTHING;
  }
  /** Array literals. */
  get arrays(): ReadonlySet<Node> {
    return this.ownArrays?.known ?? NOTHING;
  }
  get modules(): ReadonlyMap<string, ModuleValue> {
    return this.ownModules ?? NO_MODULES;
  }
  get containers(): ReadonlyMap<string, ContainerValue> {
    return this.ownContainers ?? NO_CONTAINERS;
  }

  addStates(states: Iterable<State>): void {
    for (const state of states) {
      this.ownStates ??= new Set();
      this.ownStates.add(state);
      this.listedStates = null;
    }
  }
  addFunction(ref: FunctionRef): void {
    this.ownFunctions ??= new Things();
    this.ownFunctions.add(ref);
  }
  addClass(ref: ClassRef): void {
    this.ownClasses ??= new Things();
    this.ownClasses.add(ref);
  }
  addInstance(ref: ClassRef): void {
    this.ownInstances ??= new Things();
    this.ownInstances.add(ref);
  }
  addObject(node: Node): void {
    this.ownObjects ??= new Things();
    this.ownObjects.add(node);
  }
  addArray(node: Node): void {
    this.ownArrays ??= new Things();
    this.ownArrays.add(node);
  }
  addModule(key: string, module: ModuleValue): void {
    this.ownModules ??= new Map();
    this.ownModules.set(key, module);
  }
  addContainer(key: string, container: ContainerValue): void {
    this.ownContainers ??= new Map();
    this.ownContainers.set(key, container);
  }

  /** Adds everything of another set; true when something was new. */
  addAll(other: ValueSet): boolean {
    if (other === this || other.size === 0) return false;
    const before = this.size;
    if (other.ownStates) this.addStates(other.ownStates);
    if (other.ownFunctions) (this.ownFunctions ??= new Things()).addAll(other.ownFunctions);
    if (other.ownClasses) (this.ownClasses ??= new Things()).addAll(other.ownClasses);
    if (other.ownInstances) (this.ownInstances ??= new Things()).addAll(other.ownInstances);
    if (other.ownObjects) (this.ownObjects ??= new Things()).addAll(other.ownObjects);
    if (other.ownArrays) (this.ownArrays ??= new Things()).addAll(other.ownArrays);
    if (other.ownModules) for (const [key, one] of other.ownModules) this.addModule(key, one);
    if (other.ownContainers) for (const [key, one] of other.ownContainers) this.addContainer(key, one);
    return this.size > before;
  }

  /** The same with other functions. */
  withFunctions(functions: Iterable<FunctionRef>): ValueSet {
    const result = new ValueSet();
    result.addAll(this);
    result.ownFunctions = null;
    for (const one of functions) result.addFunction(one);
    return result;
  }

  get stateList(): readonly State[] {
    if (!this.ownStates) return NO_LIST;
    this.listedStates ??= [...this.ownStates];
    return this.listedStates;
  }

  get size(): number {
    let size = 0;
    if (this.ownStates) size += this.ownStates.size;
    if (this.ownFunctions) size += this.ownFunctions.size;
    if (this.ownClasses) size += this.ownClasses.size;
    if (this.ownInstances) size += this.ownInstances.size;
    if (this.ownObjects) size += this.ownObjects.size;
    if (this.ownArrays) size += this.ownArrays.size;
    if (this.ownModules) size += this.ownModules.size;
    if (this.ownContainers) size += this.ownContainers.size;
    return size;
  }
}

/** Shared by everything that is nothing; nobody may add to it. */
export const EMPTY = new ValueSet();

/** What to keep of a set that stays as it is: most are empty. */
export function settled(set: ValueSet): ValueSet {
  return set.size === 0 ? EMPTY : set;
}

/** Adds what is new; true when anything was. */
export function addAll<T>(old: Set<T>, next: Iterable<T>): boolean {
  const before = old.size;
  for (const one of next) old.add(one);
  return old.size > before;
}
