/**
 * Builds {@link FileFacts} while a language module walks its syntax tree.
 *
 * The language module says what it sees (a call, a branch, an assignment); the builder keeps scopes, the reaching
 * definition of each variable (SSA) and the block tree. All languages share it, so flow sees one shape.
 */
import {
  ArgumentKind,
  B,
  BLOCK_WIDTH,
  BlockKind,
  type BlockId,
  type ClassFacts,
  type ClassId,
  type DirectiveFacts,
  type ElementKind,
  type ExportFacts,
  type FileFacts,
  type FunctionFacts,
  FunctionFlag,
  type FunctionId,
  type ImportFacts,
  type LanguageId,
  LiteralKind,
  NONE,
  Op,
  type ParameterFacts,
  V,
  VALUE_WIDTH,
  type ValueId,
  type VariableId,
} from "./fileFacts.js";
import { lineStartsOf } from "../text/lines.js";
import { Environment, type LoopHeader } from "./environment.js";
import { isMutatorName } from "./mutatorNames.js";
import { ListTable, RowTable, StringTable } from "./tables.js";

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
  readonly returnType?: string;
  readonly doc?: string;
}

export interface ParameterStart extends Range {
  /** Absent for destructured patterns. */
  readonly name?: string;
  readonly type?: string;
  readonly default?: ValueId;
  readonly kind?: ParameterFacts["kind"];
  readonly annotations?: readonly ValueId[];
}

interface Variable {
  readonly name: string;
  readonly function: FunctionId;
  readonly definitions: ValueId[];
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly doc: number;
  writtenInside: boolean;
}

interface Jump {
  readonly root: Environment;
  /** null where `break` belongs to a loop further out. */
  readonly breaks: Map<VariableId, ValueId>[] | null;
  readonly continues: Map<VariableId, ValueId>[] | null;
}

interface FunctionContext {
  readonly id: FunctionId;
  readonly start: FunctionStart;
  readonly parent: FunctionId;
  readonly body: BlockId;
  readonly returns: ValueId[];
  readonly parameters: (Omit<ParameterFacts, "exit"> & { variable: VariableId })[];
  readonly exits: Map<VariableId, Set<ValueId>>;
  readonly thisVariable: VariableId;
  environment: Environment;
  block: BlockId;
  readonly scopes: Map<string, VariableId>[];
  readonly jumps: Jump[];
  readonly value: ValueId;
}

const MODULE_START: FunctionStart = { name: "", flags: FunctionFlag.Module, nameStart: 0, nameEnd: 0, owner: NONE, start: 0, end: 0 };

export class FactsBuilder {
  private readonly strings = new StringTable();
  private readonly lists = new ListTable();
  private readonly values = new RowTable(VALUE_WIDTH);
  private readonly blocks = new RowTable(BLOCK_WIDTH);
  private readonly items: number[][] = [];
  private readonly functions: (FunctionFacts | undefined)[] = [];
  private readonly classes: (ClassFacts | undefined)[] = [];
  private readonly variables: Variable[] = [];
  private readonly imports: ImportFacts[] = [];
  private readonly exports: ExportFacts[] = [];
  private readonly directives: DirectiveFacts[] = [];
  private readonly contexts: FunctionContext[] = [];
  private context: FunctionContext;
  /** Packages or namespaces whose names the file declares. */
  readonly packages: string[] = [];
  syntaxError = NONE;

  constructor(
    readonly language: LanguageId,
    readonly text: string,
  ) {
    this.context = this.openFunction({ ...MODULE_START, end: text.length }, NONE);
  }

  // ---- values -------------------------------------------------------------------------------------------------

  private value(op: Op, a: number, b: number, c: number, range: Range): ValueId {
    const id = this.values.add();
    this.values.set(id, V.Op, op);
    this.values.set(id, V.A, a);
    this.values.set(id, V.B, b);
    this.values.set(id, V.C, c);
    this.values.set(id, V.Start, range.start);
    this.values.set(id, V.End, range.end);
    this.values.set(id, V.Block, this.context ? this.context.block : 0);
    return id;
  }

  opOf(value: ValueId): Op {
    return this.values.get(value, V.Op) as Op;
  }

  unknown(operands: readonly ValueId[], range: Range): ValueId {
    return this.value(Op.Unknown, this.lists.add(operands.filter((v) => v !== NONE)), NONE, NONE, range);
  }

  literal(text: string, kind: LiteralKind, range: Range): ValueId {
    return this.value(Op.Literal, this.strings.id(text), kind, NONE, range);
  }

  string(text: string, range: Range): ValueId {
    return this.literal(text, LiteralKind.String, range);
  }

  template(parts: readonly ValueId[], tag: ValueId, range: Range): ValueId {
    return this.value(Op.Template, this.lists.add(parts), tag, NONE, range);
  }

  binary(left: ValueId, operator: string, right: ValueId, range: Range): ValueId {
    return this.value(Op.Binary, left, right, this.strings.id(operator), range);
  }

  /** One of `alternatives`; of several equal ones, just that one. */
  choice(alternatives: readonly ValueId[], condition: ValueId, range: Range): ValueId {
    const distinct = [...new Set(alternatives.filter((v) => v !== NONE))];
    if (distinct.length === 1) return distinct[0] as ValueId;
    return this.value(Op.Choice, this.lists.add(distinct), condition, NONE, range);
  }

  field(object: ValueId, name: string, range: Range): ValueId {
    return this.value(Op.Field, object, this.strings.id(name), NONE, range);
  }

  /** @param key NONE for "each element". */
  element(object: ValueId, key: ValueId, range: Range): ValueId {
    return this.value(Op.Element, object, key, NONE, range);
  }

  /** One of the results of a call that gives several. */
  result(call: ValueId, index: number, kind: ElementKind, range: Range): ValueId {
    return this.value(Op.Element, call, this.literal(String(index), LiteralKind.Number, range), kind, range);
  }

  /** @param entries key as text, `null` for a spread entry, or a value for a computed key. */
  object(entries: readonly { readonly key: string | null | ValueId; readonly value: ValueId }[], range: Range): ValueId {
    const list: number[] = [];
    for (const { key, value } of entries) list.push(key === null ? -1 : typeof key === "string" ? this.strings.id(key) : -2, value);
    return this.value(Op.Object, this.lists.add(list), NONE, NONE, range);
  }

  /** An object after one of its fields was written, for initialisers: the object itself lives nowhere yet. */
  stored(object: ValueId, name: string, value: ValueId, range: Range): ValueId {
    return this.value(Op.Store, object, this.strings.id(name), value, range);
  }

  /** The same for an element. @param key NONE when it is not known, or appended. */
  storedElement(object: ValueId, key: ValueId, value: ValueId, range: Range): ValueId {
    return this.value(Op.StoreElement, object, key, value, range);
  }

  array(values: readonly ValueId[], range: Range): ValueId {
    return this.value(Op.Array, this.lists.add(values), NONE, NONE, range);
  }

  spread(value: ValueId, range: Range): ValueId {
    return this.value(Op.Spread, value, NONE, NONE, range);
  }

  await(value: ValueId, range: Range): ValueId {
    return this.value(Op.Await, value, NONE, NONE, range);
  }

  yield(value: ValueId, range: Range): ValueId {
    this.context.returns.push(value);
    return this.value(Op.Yield, value, NONE, NONE, range);
  }

  cast(value: ValueId, type: string, range: Range): ValueId {
    return this.value(Op.Cast, value, this.strings.id(type), NONE, range);
  }

  superValue(owner: ClassId, range: Range): ValueId {
    return this.value(Op.Super, owner, NONE, NONE, range);
  }

  exception(tryBlock: BlockId, range: Range): ValueId {
    return this.value(Op.Exception, tryBlock, NONE, NONE, range);
  }

  global(name: string, range: Range): ValueId {
    return this.value(Op.Global, this.strings.id(name), NONE, NONE, range);
  }

  markup(
    tag: ValueId,
    tagName: string,
    attributes: readonly { readonly name: string | null; readonly value: ValueId }[],
    range: Range,
  ): ValueId {
    const list: number[] = [];
    for (const { name, value } of attributes) list.push(name === null ? NONE : this.strings.id(name), value);
    return this.value(Op.Element_Markup, tag, this.strings.id(tagName), this.lists.add(list), range);
  }

  /**
   * A call; afterwards the receiver and the arguments that have a place hold "what they were, after this call".
   * @param receiver where the receiver lives, null when it cannot change (a module, a temporary, an imported name).
   * @param method member name, "" when the callee is not a member.
   */
  call(callee: ValueId, args: readonly Argument[], flags: number, range: Range, receiver: Place | null = null, method = ""): ValueId {
    const list: number[] = [];
    for (const argument of args) {
      list.push(argument.name === undefined ? NONE : this.strings.id(argument.name), argument.value, argument.kind ?? ArgumentKind.Plain);
    }
    const call = this.value(Op.Call, callee, this.lists.add(list), flags, range);
    this.itemsOf(this.context.block).push(call);
    if (receiver) this.afterCall(receiver, call, NONE, method);
    args.forEach((argument, index) => {
      if (argument.place) this.afterCall(argument.place, call, index, method, argument.byReference);
    });
    return call;
  }

  private afterCall(place: Place, call: ValueId, index: number, method: string, byReference = false): void {
    const root = rootVariable(place);
    if (root === null) return;
    const variable = this.variables[root] as Variable;
    const foreign = variable.function !== this.context.id;
    // A captured variable keeps every definition for ever; only calls that look like they change it are worth one.
    if (foreign && !byReference && !isMutatorName(method)) return;
    const range = this.rangeOf(call);
    const before = this.readPlace(place, range);
    const op = this.opOf(before);
    if (op === Op.Import || op === Op.Function || op === Op.Class || op === Op.Global || (op === Op.Literal && !byReference)) return;
    this.write(place, this.value(Op.AfterCall, before, call, index, range), range);
  }

  rangeOf(value: ValueId): Range {
    return { start: this.values.get(value, V.Start), end: this.values.get(value, V.End) };
  }

  // ---- variables ----------------------------------------------------------------------------------------------

  openScope(): void {
    this.context.scopes.push(new Map());
  }

  closeScope(): void {
    this.context.scopes.pop();
  }

  /** Takes the innermost scopes away, for methods that do not see the names of a class body. The result puts them back. */
  hideScopes(count: number): () => void {
    const { scopes } = this.context;
    const hidden = scopes.splice(scopes.length - count, count);
    return () => {
      scopes.push(...hidden);
    };
  }

  /**
   * Declares a name in the innermost scope (or the function's outermost one) without defining it.
   * Declare before lowering what may refer to it, inner functions included.
   */
  declare(
    name: string,
    range: Range,
    options: { readonly type?: string; readonly doc?: string; readonly inFunction?: boolean } = {},
  ): VariableId {
    const scopes = this.context.scopes;
    const scope = (options.inFunction ? scopes[0] : scopes[scopes.length - 1]) as Map<string, VariableId>;
    const known = scope.get(name);
    if (known !== undefined) return known;
    const id = this.variables.length;
    this.variables.push({
      name,
      function: this.context.id,
      definitions: [],
      type: options.type === undefined ? NONE : this.strings.id(options.type),
      start: range.start,
      end: range.end,
      doc: options.doc === undefined ? NONE : this.strings.id(options.doc),
      writtenInside: false,
    });
    scope.set(name, id);
    return id;
  }

  /** Makes `name` in the innermost scope mean a variable declared elsewhere (Python's `global`, `nonlocal`). */
  alias(name: string, variable: VariableId): void {
    (this.context.scopes[this.context.scopes.length - 1] as Map<string, VariableId>).set(name, variable);
  }

  /** Variable that `name` means here, null when nobody in the file declares it. */
  resolve(name: string): VariableId | null {
    for (let depth = this.contexts.length - 1; depth >= 0; depth--) {
      const scopes = (this.contexts[depth] as FunctionContext).scopes;
      for (let index = scopes.length - 1; index >= 0; index--) {
        const found = (scopes[index] as Map<string, VariableId>).get(name);
        if (found !== undefined) return found;
      }
    }
    return null;
  }

  /** Function whose variable it is; 0 for those of the module. */
  functionOf(variable: VariableId): FunctionId {
    return (this.variables[variable] as Variable).function;
  }

  /** Declared type of a variable as written, "" when it has none. */
  typeOf(variable: VariableId): string {
    const { type } = this.variables[variable] as Variable;
    return type === NONE ? "" : (this.strings.strings[type] as string);
  }

  /** Variable of that name in the module's outermost scope, declared there when new. */
  moduleVariable(name: string, range: Range): VariableId {
    const scope = (this.contexts[0] as FunctionContext).scopes[0] as Map<string, VariableId>;
    const known = scope.get(name);
    if (known !== undefined) return known;
    const id = this.variables.length;
    this.variables.push({
      name,
      function: 0,
      definitions: [],
      type: NONE,
      start: range.start,
      end: range.end,
      doc: NONE,
      writtenInside: false,
    });
    scope.set(name, id);
    return id;
  }

  /** Value of `name` here: its reaching definition, any definition of an enclosing function's variable, or a global. */
  read(name: string, range: Range): ValueId {
    const variable = this.resolve(name);
    return variable === null ? this.global(name, range) : this.readVariable(variable, range);
  }

  readVariable(variable: VariableId, range: Range): ValueId {
    const current = this.context.environment.lookup(variable);
    if (current === NONE) return this.value(Op.Capture, variable, NONE, NONE, range);
    const facts = this.variables[variable] as Variable;
    if (facts.writtenInside && facts.function === this.context.id) {
      return this.choice([current, this.value(Op.Capture, variable, NONE, NONE, range)], NONE, range);
    }
    return current;
  }

  assign(variable: VariableId, value: ValueId): void {
    const facts = this.variables[variable] as Variable;
    facts.definitions.push(value);
    if (facts.function !== this.context.id) facts.writtenInside = true;
    this.context.environment.set(variable, value);
  }

  /** `this` of the innermost non-arrow function. */
  readThis(range: Range): ValueId {
    for (let depth = this.contexts.length - 1; depth >= 0; depth--) {
      const context = this.contexts[depth] as FunctionContext;
      if (context.start.flags & FunctionFlag.Arrow) continue;
      return this.readVariable(context.thisVariable, range);
    }
    return this.unknown([], range);
  }

  /** `this` of the nearest method around that belongs to a class, and where it lives; null where there is none. */
  thisOf(owner: ClassId, range: Range): { readonly value: ValueId; readonly place: Place } | null {
    for (let depth = this.contexts.length - 1; depth > 0; depth--) {
      const { start, thisVariable } = this.contexts[depth] as FunctionContext;
      if (start.owner === owner && !(start.flags & FunctionFlag.Arrow))
        return { value: this.readVariable(thisVariable, range), place: { kind: "variable", variable: thisVariable } };
    }
    return null;
  }

  thisPlace(): Place {
    for (let depth = this.contexts.length - 1; depth > 0; depth--) {
      const context = this.contexts[depth] as FunctionContext;
      if (!(context.start.flags & FunctionFlag.Arrow)) return { kind: "variable", variable: context.thisVariable };
    }
    return { kind: "variable", variable: (this.contexts[0] as FunctionContext).thisVariable };
  }

  readPlace(place: Place, range: Range): ValueId {
    switch (place.kind) {
      case "variable":
        return this.readVariable(place.variable, range);
      case "field":
        return this.field(place.object ? this.readPlace(place.object, range) : place.base, place.name, range);
      case "element":
        return this.element(place.object ? this.readPlace(place.object, range) : place.base, place.key, range);
    }
  }

  /** Assigns to a place: a field or element write makes a new version of the object it hangs on. */
  write(place: Place, value: ValueId, range: Range): void {
    if (place.kind === "variable") {
      this.assign(place.variable, value);
      return;
    }
    const base = place.object ? this.readPlace(place.object, range) : place.base;
    const after =
      place.kind === "field"
        ? this.value(Op.Store, base, this.strings.id(place.name), value, range)
        : this.value(Op.StoreElement, base, place.key, value, range);
    if (place.object) this.write(place.object, after, range);
  }

  // ---- functions and classes ------------------------------------------------------------------------------------

  private openFunction(start: FunctionStart, value: ValueId): FunctionContext {
    const id = this.functions.length;
    this.functions.push(undefined);
    const parent = this.contexts.length > 0 ? this.context.id : NONE;
    const body = this.blocks.add();
    this.items.push([]);
    this.blocks.set(body, B.Kind, BlockKind.Body);
    this.blocks.set(body, B.Parent, NONE);
    this.blocks.set(body, B.Function, id);
    this.blocks.set(body, B.Condition, NONE);
    this.blocks.set(body, B.A, NONE);
    this.blocks.set(body, B.Start, start.start);
    this.blocks.set(body, B.End, start.end);
    const context: FunctionContext = {
      id,
      start,
      parent,
      body,
      returns: [],
      parameters: [],
      exits: new Map(),
      thisVariable: this.variables.length,
      environment: new Environment(null),
      block: body,
      scopes: [new Map()],
      jumps: [],
      value,
    };
    this.variables.push({
      name: "this",
      function: id,
      definitions: [],
      type: NONE,
      start: start.start,
      end: start.start,
      doc: NONE,
      writtenInside: false,
    });
    this.contexts.push(context);
    this.context = context;
    this.assign(context.thisVariable, this.value(Op.This, id, NONE, NONE, { start: start.start, end: start.start }));
    return context;
  }

  /**
   * Starts a function. Lower parameters with {@link parameter}, then the body, then call {@link endFunction}.
   * @returns the function as a value, made in the enclosing function.
   */
  startFunction(start: FunctionStart): ValueId {
    const value = this.value(Op.Function, this.functions.length, NONE, NONE, start);
    this.openFunction(start, value);
    return value;
  }

  get currentFunction(): FunctionId {
    return this.context.id;
  }

  /** Declares the next parameter of the current function. Destructured patterns are bound by the caller from the returned value. */
  parameter(start: ParameterStart): ValueId {
    const context = this.context;
    const value = this.value(Op.Parameter, context.id, context.parameters.length, NONE, start);
    let variable = NONE;
    if (start.name !== undefined) {
      variable = this.declare(start.name, start, start.type === undefined ? {} : { type: start.type });
      const fallback = start.default ?? NONE;
      this.assign(variable, fallback === NONE ? value : this.choice([value, fallback], NONE, start));
    }
    context.parameters.push({
      name: start.name === undefined ? NONE : this.strings.id(start.name),
      type: start.type === undefined ? NONE : this.strings.id(start.type),
      default: start.default ?? NONE,
      kind: start.kind ?? "plain",
      value,
      annotations: start.annotations ?? [],
      variable,
    });
    return value;
  }

  private recordExit(): void {
    const context = this.context;
    if (!context.environment.reachable) return;
    const record = (variable: VariableId) => {
      const value = context.environment.lookup(variable);
      if (value === NONE) return;
      const seen = context.exits.get(variable);
      if (seen) seen.add(value);
      else context.exits.set(variable, new Set([value]));
    };
    for (const parameter of context.parameters) if (parameter.variable !== NONE) record(parameter.variable);
    record(context.thisVariable);
  }

  endFunction(): FunctionId {
    const context = this.context;
    this.recordExit();
    const range = { start: context.start.start, end: context.start.end };
    const exitOf = (variable: VariableId, initial: ValueId): ValueId => {
      const exits = context.exits.get(variable);
      return exits ? this.choice([...exits], NONE, range) : initial;
    };
    const thisInitial = (this.variables[context.thisVariable] as Variable).definitions[0] as ValueId;
    const thisExit = exitOf(context.thisVariable, thisInitial);
    this.functions[context.id] = {
      name: context.start.name,
      flags: context.start.flags,
      parent: context.parent,
      owner: context.start.owner,
      parameters: context.parameters.map(({ variable, ...parameter }) => ({
        ...parameter,
        exit: variable === NONE ? NONE : exitOf(variable, parameter.value),
      })),
      returns: [...new Set(context.returns)],
      returnType: context.start.returnType === undefined ? NONE : this.strings.id(context.start.returnType),
      decorators: context.start.decorators ?? [],
      body: context.body,
      start: context.start.start,
      end: context.start.end,
      nameStart: context.start.nameStart,
      nameEnd: context.start.nameEnd,
      thisExit: thisExit === thisInitial ? NONE : thisExit,
      doc: context.start.doc === undefined ? NONE : this.strings.id(context.start.doc),
      value: context.value,
    };
    this.contexts.pop();
    this.context = this.contexts[this.contexts.length - 1] as FunctionContext;
    return context.id;
  }

  /** Reserves a class, so that its methods can name their owner. Finish it with {@link endClass}. */
  startClass(): ClassId {
    this.classes.push(undefined);
    return this.classes.length - 1;
  }

  endClass(
    id: ClassId,
    facts: Omit<ClassFacts, "parent" | "doc" | "part"> & { readonly doc?: string | undefined; readonly part?: string },
  ): ValueId {
    const { doc, part = "", ...rest } = facts;
    this.classes[id] = { ...rest, part, parent: this.context.id, doc: doc === undefined ? NONE : this.strings.id(doc) };
    return this.value(Op.Class, id, NONE, NONE, facts);
  }

  stringId(text: string): number {
    return this.strings.id(text);
  }

  // ---- control flow ---------------------------------------------------------------------------------------------

  private itemsOf(block: BlockId): number[] {
    return this.items[block] as number[];
  }

  private block(kind: BlockKind, range: Range, condition: ValueId = NONE, a = NONE): BlockId {
    const id = this.blocks.add();
    this.items.push([]);
    this.blocks.set(id, B.Kind, kind);
    this.blocks.set(id, B.Parent, this.context.block);
    this.blocks.set(id, B.Function, this.context.id);
    this.blocks.set(id, B.Condition, condition);
    this.blocks.set(id, B.A, a);
    this.blocks.set(id, B.Start, range.start);
    this.blocks.set(id, B.End, range.end);
    this.itemsOf(this.context.block).push(~id);
    return id;
  }

  /** Runs `body` inside a new child block and a child environment; returns that environment, not merged yet. */
  private inside(kind: BlockKind, range: Range, body: () => void, environment: Environment, a = NONE): Environment {
    const outerBlock = this.context.block;
    const outerEnvironment = this.context.environment;
    this.context.block = this.block(kind, range, NONE, a);
    this.context.environment = environment;
    body();
    const after = this.context.environment;
    this.context.block = outerBlock;
    this.context.environment = outerEnvironment;
    return after;
  }

  private mergeInto(
    target: Environment,
    branches: readonly { readonly changes: ReadonlyMap<VariableId, ValueId>; readonly reachable: boolean }[],
    range: Range,
  ): void {
    const live = branches.filter((branch) => branch.reachable);
    if (live.length === 0) {
      target.reachable = false;
      return;
    }
    const changed = new Set<VariableId>();
    for (const branch of live) for (const variable of branch.changes.keys()) changed.add(variable);
    for (const variable of changed) {
      const before = target.lookup(variable);
      const foreign = (this.variables[variable] as Variable).function !== this.context.id;
      const alternatives = live.map((branch) => {
        const own = branch.changes.get(variable);
        if (own !== undefined) return own;
        return before === NONE && foreign ? this.value(Op.Capture, variable, NONE, NONE, range) : before;
      });
      target.set(variable, this.choice(alternatives, NONE, range));
    }
  }

  private static outcome(environment: Environment): { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean } {
    return { changes: environment.changed, reachable: environment.reachable };
  }

  branch(condition: ValueId, then: () => void, otherwise: (() => void) | null, range: Range): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const block = this.block(BlockKind.Branch, range, condition);
    this.context.block = block;
    const thenEnvironment = this.inside(BlockKind.Sequence, range, then, new Environment(target));
    const elseEnvironment = this.inside(BlockKind.Sequence, range, otherwise ?? (() => {}), new Environment(target));
    this.context.block = outerBlock;
    this.mergeInto(target, [FactsBuilder.outcome(thenEnvironment), FactsBuilder.outcome(elseEnvironment)], range);
  }

  /** `a ? b : c`, `a && b`, `a || b`: evaluates each side in its own branch and chooses. */
  conditional(condition: ValueId, then: () => ValueId, otherwise: () => ValueId, range: Range): ValueId {
    let thenValue = NONE;
    let elseValue = NONE;
    this.branch(
      condition,
      () => {
        thenValue = then();
      },
      () => {
        elseValue = otherwise();
      },
      range,
    );
    return this.choice([thenValue, elseValue], condition, range);
  }

  /** A loop. `body` lowers the condition, the binding of the loop variable and the statements, in that order. */
  loop(body: () => void, range: Range, atLeastOnce = false): void {
    const target = this.context.environment;
    const header: LoopHeader = { choices: new Map(), makeChoice: () => this.value(Op.Choice, 0, NONE, NONE, range) };
    const root = new Environment(target, header);
    const jump: Jump = { root, breaks: [], continues: [] };
    this.context.jumps.push(jump);
    const end = this.inside(BlockKind.Loop, range, body, root, atLeastOnce ? 1 : 0);
    this.context.jumps.pop();
    const backEdges = [...(jump.continues ?? [])];
    if (end.reachable) backEdges.push(root.changed);
    for (const [variable, { choice, entry }] of header.choices) {
      const operands = [entry, ...backEdges.map((changes) => changes.get(variable) ?? choice)].filter((v) => v !== choice);
      this.values.set(choice, V.A, this.lists.add([...new Set(operands)]));
    }
    const exits = [...backEdges, ...(jump.breaks ?? [])];
    const changed = new Set<VariableId>();
    for (const exit of exits) for (const variable of exit.keys()) changed.add(variable);
    for (const variable of changed) {
      const known = header.choices.get(variable);
      const before = known ? known.choice : target.lookup(variable);
      const values = exits.map((exit) => exit.get(variable) ?? before);
      if (before !== NONE) values.unshift(before);
      target.set(variable, this.choice(values, NONE, range));
    }
  }

  /**
   * switch / match. With `fallsThrough`, a case that ends normally goes on into the next one. Where `break` does not end the
   * switch, it belongs to the loop around it.
   */
  switch(
    subject: ValueId,
    cases: readonly { readonly body: () => void; readonly isDefault: boolean }[],
    fallsThrough: boolean,
    range: Range,
    endsByBreak = fallsThrough,
  ): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const hasDefault = cases.some((one) => one.isDefault);
    this.context.block = this.block(BlockKind.Switch, range, subject, hasDefault ? 1 : 0);
    const root = new Environment(target);
    const jump: Jump = { root, breaks: endsByBreak ? [] : null, continues: null };
    this.context.jumps.push(jump);
    const outcomes: { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean }[] = [];
    let previous: Environment | null = null;
    for (const one of cases) {
      const start: Environment = new Environment(root);
      if (fallsThrough && previous?.reachable) {
        this.mergeInto(start, [FactsBuilder.outcome(previous), { changes: new Map(), reachable: true }], range);
      }
      previous = this.inside(BlockKind.Sequence, range, one.body, start);
      if (!fallsThrough) outcomes.push(FactsBuilder.outcome(previous));
    }
    if (fallsThrough && previous) outcomes.push(FactsBuilder.outcome(previous));
    this.context.jumps.pop();
    this.context.block = outerBlock;
    for (const changes of jump.breaks ?? []) outcomes.push({ changes, reachable: true });
    if (!hasDefault) outcomes.push({ changes: new Map(), reachable: true });
    this.mergeInto(target, outcomes, range);
  }

  /** try. `handlers` get the block of the try, for {@link exception}. `otherwise` is Python's else. */
  try(
    parts: {
      readonly body: () => void;
      readonly handlers: readonly ((tryBlock: BlockId) => void)[];
      readonly otherwise?: (() => void) | null;
      readonly finally?: (() => void) | null;
    },
    range: Range,
  ): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const block = this.block(BlockKind.Try, range);
    this.context.block = block;
    const body = this.inside(BlockKind.TryBody, range, parts.body, new Environment(target));
    const bodyChanges = body.changed;
    const outcomes: { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean }[] = [];
    // What a handler sees: the state before the try or the state at its end.
    const handlerStart = (): Environment => {
      const start = new Environment(target);
      this.mergeInto(
        start,
        [
          { changes: bodyChanges, reachable: true },
          { changes: new Map(), reachable: true },
        ],
        range,
      );
      start.reachable = target.reachable;
      return start;
    };
    const snapshots = parts.handlers.map(() => handlerStart());
    if (parts.otherwise && body.reachable) {
      const otherwise = this.inside(BlockKind.Sequence, range, parts.otherwise, new Environment(body));
      outcomes.push({ changes: otherwise.changesSince(body), reachable: otherwise.reachable });
    } else outcomes.push(FactsBuilder.outcome(body));
    parts.handlers.forEach((handler, index) => {
      const after = this.inside(BlockKind.Handler, range, () => handler(block), snapshots[index] as Environment);
      outcomes.push(FactsBuilder.outcome(after));
    });
    this.context.block = outerBlock;
    this.mergeInto(target, outcomes, range);
    if (parts.finally) {
      const reachable = target.reachable;
      target.reachable = true;
      this.context.block = block;
      const last = this.inside(BlockKind.Finally, range, parts.finally, new Environment(target));
      this.context.block = outerBlock;
      for (const [variable, value] of last.changed) target.set(variable, value);
      target.reachable = reachable && last.reachable;
    }
  }

  return(value: ValueId, range: Range): void {
    if (value !== NONE) this.context.returns.push(value);
    this.block(BlockKind.Return, range, NONE, value);
    this.recordExit();
    this.context.environment.reachable = false;
  }

  /** Value of an expression-bodied function, or one handed out without ending the function. */
  addReturn(value: ValueId): void {
    if (value !== NONE) this.context.returns.push(value);
  }

  throw(value: ValueId, range: Range): void {
    this.block(BlockKind.Throw, range, NONE, value);
    this.context.environment.reachable = false;
  }

  break(range: Range): void {
    this.jump(BlockKind.Break, range, (jump) => jump.breaks);
  }

  continue(range: Range): void {
    this.jump(BlockKind.Continue, range, (jump) => jump.continues);
  }

  private jump(kind: BlockKind, range: Range, targetOf: (jump: Jump) => Map<VariableId, ValueId>[] | null): void {
    this.block(kind, range);
    const environment = this.context.environment;
    if (environment.reachable) {
      for (let index = this.context.jumps.length - 1; index >= 0; index--) {
        const jump = this.context.jumps[index] as Jump;
        const target = targetOf(jump);
        if (!target) continue;
        target.push(environment.changesSince(jump.root));
        break;
      }
    }
    environment.reachable = false;
  }

  // ---- imports, exports, directives -----------------------------------------------------------------------------

  import(facts: ImportFacts): ValueId {
    this.imports.push(facts);
    return this.value(Op.Import, this.imports.length - 1, NONE, NONE, facts);
  }

  export(facts: ExportFacts): void {
    this.exports.push(facts);
  }

  directive(facts: DirectiveFacts): void {
    this.directives.push(facts);
  }

  finish(): FileFacts {
    const moduleVariables = new Map((this.contexts[0] as FunctionContext).scopes[0] as Map<string, VariableId>);
    this.endFunction();
    for (let block = 0; block < this.blocks.count; block++) this.blocks.set(block, B.Items, this.lists.add(this.itemsOf(block)));
    return {
      language: this.language,
      packages: this.packages,
      strings: this.strings.strings,
      values: this.values.finish(),
      lists: this.lists.finish(),
      blocks: this.blocks.finish(),
      functions: this.functions as FunctionFacts[],
      classes: this.classes.filter((one): one is ClassFacts => one !== undefined),
      variables: this.variables.map(({ writtenInside: _, ...facts }) => facts),
      imports: this.imports,
      exports: this.exports,
      directives: this.directives,
      lineStarts: lineStartsOf(this.text),
      syntaxError: this.syntaxError,
      moduleVariables,
    };
  }
}

/** Variable at the root of a place, null for temporaries and for places too deep to be worth tracking. */
function rootVariable(place: Place): VariableId | null {
  let at: Place | null = place;
  for (let depth = 0; at && depth < 4; depth++) {
    if (at.kind === "variable") return at.variable;
    at = at.object;
  }
  return null;
}
