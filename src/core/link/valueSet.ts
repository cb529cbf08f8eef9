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
const NO_MODULES: ReadonlyMap<string, ModuleValue> = new Map();
const NO_CONTAINERS: ReadonlyMap<string, ContainerValue> = new Map();

/** Most values are one thing of one kind, so each kind's set is made when it is first needed. */
export class ValueSet {
  private ownStates: Set<State> | null = null;
  private ownFunctions: Set<FunctionRef> | null = null;
  private ownClasses: Set<ClassRef> | null = null;
  private ownInstances: Set<ClassRef> | null = null;
  private ownObjects: Set<Node> | null = null;
  private ownArrays: Set<Node> | null = null;
  private ownModules: Map<string, ModuleValue> | null = null;
  private ownContainers: Map<string, ContainerValue> | null = null;

  get states(): ReadonlySet<State> {
    return this.ownStates ?? NOTHING;
  }
  get functions(): ReadonlySet<FunctionRef> {
    return this.ownFunctions ?? NOTHING;
  }
  get classes(): ReadonlySet<ClassRef> {
    return this.ownClasses ?? NOTHING;
  }
  get instances(): ReadonlySet<ClassRef> {
    return this.ownInstances ?? NOTHING;
  }
  /** Object literals. */
  get objects(): ReadonlySet<Node> {
    return this.ownObjects ?? NOTHING;
  }
  /** Array literals. */
  get arrays(): ReadonlySet<Node> {
    return this.ownArrays ?? NOTHING;
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
    }
  }
  addFunction(ref: FunctionRef): void {
    this.ownFunctions ??= new Set();
    this.ownFunctions.add(ref);
  }
  addClass(ref: ClassRef): void {
    this.ownClasses ??= new Set();
    this.ownClasses.add(ref);
  }
  addInstance(ref: ClassRef): void {
    this.ownInstances ??= new Set();
    this.ownInstances.add(ref);
  }
  addObject(node: Node): void {
    this.ownObjects ??= new Set();
    this.ownObjects.add(node);
  }
  addArray(node: Node): void {
    this.ownArrays ??= new Set();
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
    this.addStates(other.states);
    for (const one of other.functions) this.addFunction(one);
    for (const one of other.classes) this.addClass(one);
    for (const one of other.instances) this.addInstance(one);
    for (const one of other.objects) this.addObject(one);
    for (const one of other.arrays) this.addArray(one);
    for (const [key, one] of other.modules) this.addModule(key, one);
    for (const [key, one] of other.containers) this.addContainer(key, one);
    return this.size > before;
  }

  /** The same with other functions. */
  withFunctions(functions: Iterable<FunctionRef>): ValueSet {
    const result = new ValueSet();
    result.addAll(this);
    result.ownFunctions = new Set(functions);
    return result;
  }

  get stateList(): readonly State[] {
    return this.ownStates ? [...this.ownStates] : [];
  }

  get size(): number {
    return (
      this.states.size +
      this.functions.size +
      this.classes.size +
      this.instances.size +
      this.objects.size +
      this.arrays.size +
      this.modules.size +
      this.containers.size
    );
  }
}

/** Shared by everything that is nothing; nobody may add to it. */
export const EMPTY = new ValueSet();
