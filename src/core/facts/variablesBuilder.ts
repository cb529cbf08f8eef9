/** The layer of names: scopes, the reaching definition of each variable (SSA), places, and calls that change what lives there. */
import { ArgumentKind, type ClassId, FunctionFlag, type FunctionId, NONE, Op, type ValueId, type VariableId } from "./fileFacts.js";
import type { FunctionContext, Variable } from "./functionContext.js";
import { isMutatorName } from "./mutatorNames.js";
import { type Argument, type Place, type Range, rootVariable } from "./places.js";
import { ValuesBuilder } from "./valuesBuilder.js";

const NO_OPTIONS = {};

export abstract class VariablesBuilder extends ValuesBuilder {
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
    options: { readonly type?: string | undefined; readonly doc?: string | undefined; readonly inFunction?: boolean } = NO_OPTIONS,
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
}
