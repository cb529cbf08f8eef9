/** The layer of functions and classes. */
import { Environment } from "./environment.js";
import { B, BlockKind, type ClassFacts, type ClassId, type FunctionId, NONE, Op, type ValueId, type VariableId } from "./fileFacts.js";
import type { FunctionContext, Variable } from "./functionContext.js";
import type { FunctionStart, ParameterStart } from "./places.js";
import { distinct } from "./valuesBuilder.js";
import { VariablesBuilder } from "./variablesBuilder.js";

export abstract class FunctionsBuilder extends VariablesBuilder {
  protected openFunction(start: FunctionStart, value: ValueId): FunctionContext {
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
      variable = this.declare(start.name, start, { type: start.type });
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

  protected recordExit(): void {
    const context = this.context;
    if (!context.environment.reachable) return;
    const record = (variable: VariableId) => {
      const value = context.environment.lookup(variable);
      if (value === NONE) return;
      const seen = context.exits.get(variable);
      if (seen) seen.push(value);
      else context.exits.set(variable, [value]);
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
      return exits ? this.choice(exits, NONE, range) : initial;
    };
    const thisInitial = (this.variables[context.thisVariable] as Variable).definitions[0] as ValueId;
    const thisExit = exitOf(context.thisVariable, thisInitial);
    this.functions[context.id] = {
      name: context.start.name,
      flags: context.start.flags,
      parent: context.parent,
      owner: context.start.owner,
      parameters: context.parameters.map(({ name, type, default: fallback, kind, value, annotations, variable }) => ({
        name,
        type,
        default: fallback,
        kind,
        value,
        annotations,
        exit: variable === NONE ? NONE : exitOf(variable, value),
      })),
      returns: distinct(context.returns),
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
    const { name, bases, members, decorators, kind, start, end, nameStart, nameEnd, doc, part = "" } = facts;
    this.classes[id] = {
      name,
      bases,
      members,
      decorators,
      kind,
      start,
      end,
      nameStart,
      nameEnd,
      part,
      parent: this.context.id,
      doc: doc === undefined ? NONE : this.strings.id(doc),
    };
    return this.value(Op.Class, id, NONE, NONE, facts);
  }
}
