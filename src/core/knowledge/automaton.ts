/**
 * All value paths of the knowledge base as one automaton: a value's origin is the set of states it can be in.
 *
 * Following a member, a call or a parameter is a transition; reaching the end of a path "accepts" the row it belongs to.
 * One automaton per language, so a Python value never meets a JavaScript fact.
 */
import picomatch from "picomatch";
import { parseValuePath, type Slot, type Step, type ValuePath } from "./paths.js";
import type {
  AuditRow,
  CallRow,
  HandlerRow,
  HttpRow,
  KnowledgeFile,
  KnowledgeLanguage,
  OutputSinkRow,
  SanitizerRow,
  SetupRow,
  SourceRow,
  SummaryRow,
} from "./schema.js";

/** A state of the automaton. */
export type State = number;

/** Rows whose path ends in a state. */
export interface Accepted {
  readonly calls: readonly { readonly row: CallRow; readonly provider: string }[];
  readonly setups: readonly { readonly row: SetupRow; readonly provider: string }[];
  readonly http: readonly HttpRow[];
  readonly sources: readonly SourceRow[];
  readonly sanitizers: readonly SanitizerRow[];
  readonly audit: readonly AuditRow[];
  readonly outputs: readonly OutputSinkRow[];
  readonly summaries: readonly SummaryRow[];
}

/** Where a way to a model call begins. */
export interface LiveRoot {
  readonly name: string;
  /** It is the whole name of a module. */
  readonly isModule: boolean;
  /** Members that lead there; null when the value itself does. */
  readonly members: readonly string[] | null;
}

/** Most states have one or two ways on and accept nothing: each table is made when something is put into it. */
interface MutableNode {
  members: Map<string, State> | null;
  any: State;
  call: State;
  element: State;
  decorated: State;
  annotated: State;
  subclass: State;
  implemented: State;
  arguments: Map<Slot, State> | null;
  parameters: Map<Slot, State> | null;
  /** States that are the same value (the end of a type's path is the type). */
  same: Set<State> | null;
  /** The state itself and what it is the same as, once asked for. Knowledge is complete by then. */
  closure: readonly State[] | null;
  accepted: MutableAccepted | null;
  /** A model call, HTTP client or model type can be reached from here. */
  live: boolean;
  /** Names by which the value was reached, for messages: `openai.OpenAI().chat`. */
  readonly label: string;
}

type MutableAccepted = { -readonly [K in keyof Accepted]: Accepted[K][number][] };

function acceptsNothing(): MutableAccepted {
  return { calls: [], setups: [], http: [], sources: [], sanitizers: [], audit: [], outputs: [], summaries: [] };
}

const NOTHING_ACCEPTED: Accepted = acceptsNothing();

/** Languages whose packages, namespaces and types are named by one dotted path. */
const NESTED_MODULES: ReadonlySet<KnowledgeLanguage> = new Set(["python", "java", "csharp"]);

export const NO_STATES: readonly State[] = [];

export class Automaton {
  private liveModules: readonly string[] | null = null;
  private readonly nodes: MutableNode[] = [];
  private readonly modules = new Map<string, State>();
  private moduleParts: ReadonlySet<string> | null = null;
  private readonly moduleStates = new Set<State>();
  private readonly modulePrefixes: { readonly prefix: string; readonly state: State }[] = [];
  private readonly globals = new Map<string, State>();
  private readonly types = new Map<string, State>();
  private readonly providers = new Map<State, string>();
  private readonly exports: { readonly matches: (path: string) => boolean; readonly state: State }[] = [];
  private readonly exportStates = new Map<string, State>();
  /** Answers given before: the same modules and files are asked for again and again. */
  private readonly foundModules = new Map<string, readonly State[]>();
  private readonly foundExports = new Map<string, readonly State[]>();
  private readonly handlers: { readonly names: readonly (readonly string[])[]; readonly states: readonly (readonly State[])[] }[] = [];

  /** Some framework implements interfaces of the workspace. */
  knowsImplementations = false;
  /** Words of which all of one group are written wherever a framework is given an interface to implement: `AiServices`. */
  readonly implementers: (readonly string[])[] = [];

  constructor(
    readonly language: KnowledgeLanguage,
    files: readonly KnowledgeFile[],
  ) {
    for (const file of files) this.add(file);
    this.spreadLiveness();
  }

  private add(file: KnowledgeFile): void {
    const mine = <T extends { readonly language: KnowledgeLanguage }>(rows: readonly T[] | undefined): readonly T[] =>
      (rows ?? []).filter((row) => row.language === this.language);
    for (const row of mine(file.types)) {
      const type = this.typeState(row.type);
      if (row.provider !== undefined) this.providers.set(type, row.provider);
      for (const path of row.from) for (const state of this.insert(parseValuePath(path))) this.isAlso(state, type);
    }
    const accept = <K extends keyof Accepted>(kind: K, paths: readonly string[] | undefined, row: Accepted[K][number]): void => {
      for (const path of paths ?? [])
        for (const state of this.insert(parseValuePath(path))) {
          const node = this.node(state);
          node.accepted ??= acceptsNothing();
          (node.accepted[kind] as unknown[]).push(row);
        }
    };
    for (const row of mine(file.calls)) {
      accept("calls", row.callee, { row, provider: file.provider ?? "unknown" });
      for (const condition of row.when ?? []) for (const path of condition.is ?? []) this.insert(parseValuePath(path));
      const { prompts = [], variables = [], ignored = [] } = row.declaration ?? {};
      for (const path of [...prompts.flatMap((one) => one.annotation), ...variables, ...ignored]) this.insert(parseValuePath(path));
    }
    for (const row of mine(file.setups)) accept("setups", row.callee, { row, provider: file.provider ?? "unknown" });
    for (const row of mine(file.handlers)) this.handlers.push(this.handler(row));
    for (const row of mine(file.http)) accept("http", row.callee, row);
    for (const row of mine(file.sources)) accept("sources", row.value, row);
    for (const row of mine(file.sanitizers)) accept("sanitizers", row.callee, row);
    for (const row of mine(file.audit)) {
      accept("audit", row.callee, row);
      for (const path of row.injected ?? []) this.insert(parseValuePath(`${path}()`));
      for (const condition of row.when ?? []) for (const path of condition.is ?? []) this.insert(parseValuePath(path));
    }
    for (const row of mine(file.outputSinks)) accept("outputs", row.callee, row);
    for (const row of mine(file.summaries)) accept("summaries", row.callee, row);
  }

  private handler({ parameters, gives }: HandlerRow): Automaton["handlers"][number] {
    return {
      names: parameters.map((written) => written.split("|")),
      states: gives.map((path) => this.insert(parseValuePath(path))),
    };
  }

  /** What parameter number `index` is of a function whose first parameters have these names, as frameworks call them. */
  conventional(names: readonly string[], index: number): readonly State[] {
    const found = this.handlers.filter((one) => one.names.every((wanted, at) => wanted.includes(names[at] ?? "")));
    return found.length === 0 ? NO_STATES : this.closed(found.flatMap((one) => one.states[index] ?? []));
  }

  private node(state: State): MutableNode {
    return this.nodes[state] as MutableNode;
  }

  private newState(label: string): State {
    this.nodes.push({
      members: null,
      any: -1,
      call: -1,
      element: -1,
      decorated: -1,
      annotated: -1,
      subclass: -1,
      implemented: -1,
      arguments: null,
      parameters: null,
      same: null,
      closure: null,
      accepted: null,
      live: false,
      label,
    });
    return this.nodes.length - 1;
  }

  /** Says that whatever is in one state is in the other as well. */
  private isAlso(state: State, other: State): void {
    const node = this.node(state);
    node.same ??= new Set();
    node.same.add(other);
  }

  private typeState(name: string): State {
    return getOrAdd(this.types, name, () => this.newState(name));
  }

  private insert(path: ValuePath): State[] {
    let states = this.roots(path);
    if (path.steps.some((step, at) => step.kind === "implemented" && path.steps[at - 1]?.kind === "argument")) {
      const [first] = path.steps;
      if (first?.kind !== "member" || first.names === "any") this.implementers.push([]);
      else for (const name of first.names) this.implementers.push([name]);
    }
    for (const step of path.steps) states = states.flatMap((state) => this.extend(state, step));
    return states;
  }

  private roots(path: ValuePath): State[] {
    const root = path.root;
    switch (root.kind) {
      case "global":
        return [getOrAdd(this.globals, root.name, () => this.newState(root.name))];
      case "type":
        return [this.typeState(root.name)];
      case "export":
        return [
          getOrAdd(this.exportStates, root.glob, () => {
            const state = this.newState(root.glob);
            let matches: ((path: string) => boolean) | null = null;
            this.exports.push({
              matches: (path) => {
                matches ??= picomatch(root.glob, { dot: true });
                return matches(path);
              },
              state,
            });
            return state;
          }),
        ];
      case "module":
        return root.names.map(({ name, prefix }) => (prefix ? this.modulePrefix(name) : this.moduleRoot(name)));
    }
  }

  private modulePrefix(prefix: string): State {
    const known = this.modulePrefixes.find((one) => one.prefix === prefix);
    if (known) return known.state;
    const state = this.newState(prefix);
    this.modulePrefixes.push({ prefix, state });
    return state;
  }

  /** Where modules nest, `module(a.b)` is also member b of module a. */
  private moduleRoot(name: string): State {
    const known = this.modules.get(name);
    if (known !== undefined) return known;
    const state = this.newState(name);
    this.modules.set(name, state);
    this.moduleStates.add(state);
    const dot = NESTED_MODULES.has(this.language) ? name.lastIndexOf(".") : -1;
    if (dot > 0) {
      const parent = this.moduleRoot(name.slice(0, dot));
      const member = this.extend(parent, { kind: "member", names: [name.slice(dot + 1)] })[0] as State;
      this.isAlso(member, state);
    }
    return state;
  }

  private extend(state: State, step: Step): State[] {
    const node = this.node(state);
    const fresh = (suffix: string) => this.newState(`${node.label}${suffix}`);
    switch (step.kind) {
      case "member":
        if (step.names === "any") {
          if (node.any < 0) node.any = fresh(".*");
          return [node.any];
        }
        node.members ??= new Map();
        return step.names.map((name) => getOrAdd(node.members as Map<string, State>, name, () => fresh(`.${name}`)));
      case "argument":
        node.arguments ??= new Map();
        return [getOrAdd(node.arguments, step.at, () => fresh(`.argument[${step.at}]`))];
      case "parameter":
        node.parameters ??= new Map();
        return [getOrAdd(node.parameters, step.at, () => fresh(`.parameter[${step.at}]`))];
      default: {
        const key = step.kind;
        if (key === "implemented") this.knowsImplementations = true;
        if (node[key] < 0) node[key] = fresh(key === "call" ? "()" : `.${key}`);
        return [node[key]];
      }
    }
  }

  /** A state is live when a model call or an HTTP client lies ahead of it. */
  private spreadLiveness(): void {
    const reaches: (State[] | undefined)[] = new Array(this.nodes.length);
    this.nodes.forEach((node, state) => {
      const reach = (to: State): void => {
        if (to < 0) return;
        const from = reaches[to];
        if (from) from.push(state);
        else reaches[to] = [state];
      };
      for (const to of [node.any, node.call, node.element, node.decorated, node.annotated, node.subclass, node.implemented]) reach(to);
      for (const ways of [node.members, node.arguments, node.parameters, node.same]) ways?.forEach(reach);
    });
    const work = this.nodes.flatMap((node, state) => (node.accepted && node.accepted.calls.length > 0 ? [state] : []));
    for (const state of work) this.node(state).live = true;
    for (let state = work.pop(); state !== undefined; state = work.pop()) {
      for (const from of reaches[state] ?? []) {
        if (this.node(from).live) continue;
        this.node(from).live = true;
        work.push(from);
      }
    }
  }

  /**
   * Modules and globals from which a model call can be reached, each with the members that lead there: a file that uses
   * one names both.
   */
  liveRoots(): readonly LiveRoot[] {
    const roots: LiveRoot[] = [];
    const add = (name: string, state: State, isModule: boolean): void => {
      if (this.isLive(state)) roots.push({ name, isModule, members: this.liveMembers(state) });
    };
    for (const [name, state] of this.modules) add(name, state, true);
    for (const { prefix, state } of this.modulePrefixes) add(prefix, state, false);
    for (const [name, state] of this.globals) add(name, state, false);
    return roots;
  }

  /** False for a module that no root is, is in, or lies above: nothing in it leads to a model call. */
  mayLeadToCalls(module: string): boolean {
    this.liveModules ??= this.liveRoots().map(({ name }) => name);
    return this.liveModules.some((root) => isWithin(module, root) || isWithin(root, module));
  }

  isLiveGlobal(name: string): boolean {
    const state = this.globals.get(name);
    return state !== undefined && this.isLive(state);
  }

  private liveMembers(root: State): readonly string[] | null {
    const names = new Set<string>();
    for (const state of this.closed([root])) {
      const node = this.node(state);
      if (node.accepted && node.accepted.calls.length > 0) return null;
      for (const next of [node.any, node.call, node.element, node.decorated, node.annotated, node.subclass, node.implemented])
        if (next >= 0 && this.isLive(next)) return null;
      for (const slots of [node.arguments, node.parameters]) for (const next of slots?.values() ?? []) if (this.isLive(next)) return null;
      for (const [name, next] of node.members ?? []) if (this.isLive(next) && !this.isModule(next)) names.add(name);
    }
    return names.has("default") ? null : [...names];
  }

  /** A module below a module is a root of its own. */
  private isModule(state: State): boolean {
    for (const same of this.node(state).same ?? []) if (this.moduleStates.has(same)) return true;
    return false;
  }

  /** Who answers calls on a type's instance, when that is not the provider of the call's own file. */
  providerOf(states: Iterable<State>): string | null {
    for (const state of states) {
      const provider = this.providers.get(state);
      if (provider !== undefined) return provider;
    }
    return null;
  }

  isLive(state: State): boolean {
    return this.node(state).live;
  }

  accepted(state: State): Accepted {
    return this.node(state).accepted ?? NOTHING_ACCEPTED;
  }

  label(state: State): string {
    return this.node(state).label;
  }

  /** The states with all that are the same value, ascending. */
  private closed(states: readonly State[]): readonly State[] {
    let only = -1;
    for (const state of states) {
      if (state < 0 || state === only) continue;
      if (only >= 0) return this.closure(states);
      only = state;
    }
    if (only < 0) return NO_STATES;
    const node = this.node(only);
    node.closure ??= this.closure([only]);
    return node.closure;
  }

  private closure(states: readonly State[]): readonly State[] {
    const all = new Set<State>();
    const work = states.filter((state) => state >= 0);
    for (let state = work.pop(); state !== undefined; state = work.pop()) {
      if (all.has(state)) continue;
      all.add(state);
      for (const same of this.node(state).same ?? []) work.push(same);
    }
    return [...all].sort((a, b) => a - b);
  }

  module(name: string): readonly State[] {
    let found = this.foundModules.get(name);
    if (!found) {
      found = this.findModule(name);
      this.foundModules.set(name, found);
    }
    return found;
  }

  /** True when the word stands in the name of a module. */
  isModulePart(word: string): boolean {
    this.moduleParts ??= new Set(
      [...this.modules.keys(), ...this.modulePrefixes.map((one) => one.prefix)].flatMap((name) => name.split(".")),
    );
    return this.moduleParts.has(word);
  }

  private findModule(name: string): readonly State[] {
    const exact = this.modules.get(name);
    const found = exact === undefined ? [] : [exact];
    for (const { prefix, state } of this.modulePrefixes) if (name.startsWith(prefix)) found.push(state);
    return this.closed(found);
  }

  global(name: string): readonly State[] {
    const state = this.globals.get(name);
    return state === undefined ? NO_STATES : this.closed([state]);
  }

  /** States of a path that a condition of a row names. */
  statesOf(path: string): readonly State[] {
    return this.closed(this.insert(parseValuePath(path)));
  }

  /** States of the exports of a workspace file, by conventions about its path. */
  exportsOf(path: string): readonly State[] {
    let found = this.foundExports.get(path);
    if (!found) {
      found = this.closed(this.exports.filter((one) => one.matches(path)).map((one) => one.state));
      this.foundExports.set(path, found);
    }
    return found;
  }

  member(states: readonly State[], name: string): readonly State[] {
    if (states.length === 0) return NO_STATES;
    const next: State[] = [];
    for (const state of states) {
      const node = this.node(state);
      const to = node.members?.get(name);
      if (to !== undefined) next.push(to);
      if (node.any >= 0) next.push(node.any);
    }
    return this.closed(next);
  }

  step(states: readonly State[], key: "call" | "element" | "decorated" | "annotated" | "subclass" | "implemented"): readonly State[] {
    return states.length === 0 ? NO_STATES : this.closed(states.map((state) => this.node(state)[key]));
  }

  argument(states: readonly State[], index: number, name: string | null): readonly State[] {
    return this.slots(states, "arguments", index, name);
  }

  parameter(states: readonly State[], index: number, name: string | null): readonly State[] {
    return this.slots(states, "parameters", index, name);
  }

  private slots(states: readonly State[], table: "arguments" | "parameters", index: number, name: string | null): readonly State[] {
    if (states.length === 0) return NO_STATES;
    const next: State[] = [];
    for (const state of states) {
      const slots = this.node(state)[table];
      if (!slots) continue;
      for (const key of name === null ? [index, "*"] : [index, name, "*"]) {
        const to = slots.get(key);
        if (to !== undefined) next.push(to);
      }
    }
    return this.closed(next);
  }
}

function getOrAdd<K, T>(map: Map<K, T>, key: K, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** `a.b.c` in `a.b`, `@scope/package/path` in `@scope/package`. */
function isWithin(inner: string, outer: string): boolean {
  return inner.startsWith(outer) && (inner.length === outer.length || !/[\p{L}\p{N}_-]/u.test(inner[outer.length] as string));
}
