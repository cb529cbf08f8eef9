/** Look-ups over one file's facts that linking and flow ask again and again; built once when the file is loaded. */
import {
  type ArgumentKind,
  B,
  type ClassId,
  type FileFacts,
  FunctionFlag,
  type FunctionId,
  NONE,
  Op,
  type ValueId,
  type VariableId,
} from "../facts/fileFacts.js";
import { FactsView } from "../facts/factsView.js";
import { Firsts } from "../facts/groups.js";
import { callsFunction } from "./callingMembers.js";

/** Where a function's value goes inside its file, other than being called by name. */
export type FunctionUse =
  | { readonly kind: "argument"; readonly call: ValueId; readonly index: number; readonly name: string | null }
  | { readonly kind: "name"; readonly name: string };

export interface CallArgument {
  readonly value: ValueId;
  readonly name: string | null;
  readonly kind: ArgumentKind;
}

/** `key: value` of an object literal with a type. */
export interface TypedEntry {
  readonly cast: ValueId;
  readonly key: string;
  readonly value: ValueId;
}

export class FileIndexes {
  readonly view: FactsView;
  /** Calls by the last name of their callee; `""` for called expressions without a name. */
  readonly callsByName = new Map<string, ValueId[]>();
  /** Calls whose callee is, or may be, a given parameter of a function of this file. */
  readonly callsOfParameter = new Map<ValueId, ValueId[]>();
  /** Markup elements by tag name. */
  readonly markupByTag = new Map<string, ValueId[]>();
  /** Field writes by field name. */
  readonly storesByName = new Map<string, ValueId[]>();
  /** Entries of object literals whose type is written beside them, by key. */
  readonly typedEntries = new Map<string, { readonly cast: ValueId; readonly value: ValueId }[]>();
  /** The same by the last name that the entry's value is written with, and by the function that stands there. */
  readonly typedEntriesByValue = new Map<string | FunctionId, TypedEntry[]>();
  readonly calls: ValueId[] = [];
  /** The call that a callee is written for. */
  readonly callOfCallee: Firsts;
  readonly functionUses = new Map<FunctionId, FunctionUse[]>();
  /** Arguments by the last name that they are written with: `router.post("/chat", controller.send)` under `send`. */
  readonly argumentsByName = new Map<
    string,
    { readonly call: ValueId; readonly index: number; readonly name: string | null; readonly value: ValueId }[]
  >();
  /** Names that hold the result of a call. */
  readonly holdersOfCall = new Map<ValueId, string[]>();
  /** Extension methods by name. */
  readonly extensions = new Map<string, FunctionId[]>();
  /** How many classes define a method of a name. */
  readonly methodsNamed = new Map<string, number>();
  /** Class members by class. */
  readonly methodOwner = new Map<FunctionId, ClassId>();
  /** Name of the variable that holds each value, for messages and classification. */
  readonly variableOf: Firsts;
  readonly classVariable = new Map<ClassId, VariableId>();
  private readonly copiesOf = new Map<ValueId, readonly ValueId[]>();
  private readonly argumentsOf = new Map<ValueId, readonly CallArgument[]>();
  private callsByFunction: ReadonlyMap<FunctionId, readonly ValueId[]> | null = null;
  private handedOn: ReadonlyMap<string, readonly string[]> | null = null;
  private exported: ReadonlyMap<FunctionId, readonly string[]> | null = null;
  /** `from module import *`. */
  readonly starImports: FileFacts["imports"];

  constructor(readonly facts: FileFacts) {
    this.view = new FactsView(facts);
    this.callOfCallee = new Firsts(this.view.valueCount);
    this.variableOf = new Firsts(this.view.valueCount);
    this.starImports = facts.imports.filter((one) => one.name === "*" && one.local === "*");
    this.indexVariables();
    this.indexValues();
    facts.functions.forEach((one, id) => {
      if (one.flags & FunctionFlag.Extension) push(this.extensions, one.name, id);
    });
    facts.classes.forEach((one, id) => {
      for (const member of one.members) {
        if (member.function !== NONE) {
          this.methodOwner.set(member.function, id);
          this.methodsNamed.set(member.name, (this.methodsNamed.get(member.name) ?? 0) + 1);
        }
        this.noteUse(member.value, { kind: "name", name: member.name });
      }
    });
  }

  private indexVariables(): void {
    this.facts.variables.forEach((variable, id) => {
      for (const value of variable.definitions) {
        this.variableOf.add(value, id);
        const op = this.view.op(value);
        if ((op === Op.Function || op === Op.Call) && variable.name !== "this") this.noteUse(value, { kind: "name", name: variable.name });
        if (op === Op.Class) this.classVariable.set(this.view.a(value), id);
      }
    });
  }

  private indexValues(): void {
    const { view } = this;
    for (let value = 0; value < view.valueCount; value++) {
      switch (view.op(value)) {
        case Op.Call:
          this.indexCall(value);
          break;
        case Op.Store:
          push(this.storesByName, view.string(view.b(value)), value);
          this.noteUse(view.c(value), { kind: "name", name: view.string(view.b(value)) });
          break;
        case Op.Object: {
          const entries = view.list(view.a(value));
          for (let at = 0; at < entries.length; at += 2) {
            if ((entries[at] as number) >= 0)
              this.noteUse(entries[at + 1] as ValueId, { kind: "name", name: view.string(entries[at] as number) });
          }
          break;
        }
        case Op.Cast:
          this.indexTypedLiteral(value);
          break;
        case Op.Element_Markup:
          push(this.markupByTag, lastName(view.string(view.b(value))), value);
          break;
        default:
      }
    }
  }

  private indexTypedLiteral(cast: ValueId): void {
    const { view } = this;
    const object = view.a(cast);
    if (view.op(object) !== Op.Object) return;
    const entries = view.list(view.a(object));
    for (let at = 0; at < entries.length; at += 2) {
      if ((entries[at] as number) < 0) continue;
      const key = view.string(entries[at] as number);
      const value = entries[at + 1] as ValueId;
      push(this.typedEntries, key, { cast, value });
      const written = view.op(value) === Op.Function ? view.a(value) : this.nameOf(value);
      if (written !== "") push(this.typedEntriesByValue, written, { cast, key, value });
    }
  }

  private indexCall(call: ValueId): void {
    const { view } = this;
    this.calls.push(call);
    push(this.callsByName, this.calleeName(call), call);
    const callee = view.a(call);
    this.callOfCallee.add(callee, call);
    for (const origin of this.copies(this.calledObject(callee))) {
      if (view.op(origin) === Op.Parameter) push(this.callsOfParameter, origin, call);
    }
    this.arguments(call).forEach((argument, index) => {
      const written = this.nameOf(argument.value);
      if (written !== "") push(this.argumentsByName, written, { call, index, name: argument.name, value: argument.value });
      for (const origin of this.copies(argument.value)) {
        this.noteUse(origin, { kind: "argument", call, index, name: argument.name });
      }
    });
  }

  /** In Java a function is an object, and calling its one method calls it. */
  private calledObject(callee: ValueId): ValueId {
    const isMethod = this.facts.language === "java" && this.view.op(callee) === Op.Field;
    return isMethod && callsFunction(this.facts.language, this.view.string(this.view.b(callee))) ? this.view.a(callee) : callee;
  }

  private noteUse(value: ValueId, use: FunctionUse): void {
    if (value === NONE) return;
    if (this.view.op(value) === Op.Call && use.kind === "name") push(this.holdersOfCall, value, use.name);
    if (this.view.op(value) !== Op.Function) return;
    push(this.functionUses, this.view.a(value), use);
  }

  /** The value and what it is a plain copy of inside the file: choices, captures, casts, versions after calls and stores. */
  copies(value: ValueId): readonly ValueId[] {
    const { view } = this;
    const op = view.op(value);
    if (
      op !== Op.Choice &&
      op !== Op.Capture &&
      op !== Op.Cast &&
      op !== Op.Await &&
      op !== Op.AfterCall &&
      op !== Op.Store &&
      op !== Op.StoreElement
    )
      return [value];
    let copies = this.copiesOf.get(value);
    if (!copies) {
      copies = this.findCopies(value);
      this.copiesOf.set(value, copies);
    }
    return copies;
  }

  private findCopies(value: ValueId): readonly ValueId[] {
    const { view } = this;
    const seen = new Set<ValueId>();
    const work = [value];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      switch (view.op(at)) {
        case Op.Choice:
          for (const one of view.list(view.a(at))) work.push(one);
          break;
        case Op.Capture:
          for (const one of (this.facts.variables[view.a(at)] as FileFacts["variables"][number]).definitions) work.push(one);
          break;
        case Op.Cast:
        case Op.Await:
        case Op.AfterCall:
        case Op.Store:
        case Op.StoreElement:
          work.push(view.a(at));
          break;
        default:
      }
    }
    return [...seen];
  }

  arguments(call: ValueId): readonly CallArgument[] {
    let found = this.argumentsOf.get(call);
    if (!found) {
      found = this.readArguments(call);
      this.argumentsOf.set(call, found);
    }
    return found;
  }

  private readArguments(call: ValueId): readonly CallArgument[] {
    const { view } = this;
    const list = view.b(call);
    const length = view.listLength(list);
    const found: CallArgument[] = [];
    for (let at = 0; at < length; at += 3) {
      const name = view.listItem(list, at);
      found.push({
        name: name < 0 ? null : view.string(name),
        value: view.listItem(list, at + 1),
        kind: view.listItem(list, at + 2) as ArgumentKind,
      });
    }
    return found;
  }

  /** Calls in the body of a function, those in functions inside of it left out. */
  callsIn(id: FunctionId): readonly ValueId[] {
    if (!this.callsByFunction) {
      const found = new Map<FunctionId, ValueId[]>();
      for (const call of this.calls) push(found, this.view.blockColumn(this.view.block(call), B.Function), call);
      this.callsByFunction = found;
    }
    return this.callsByFunction.get(id) ?? NO_VALUES;
  }

  /** Names of a callee and of what it is a member of, without arguments: `UserMessage.builder.text.build`. */
  chainOf(call: ValueId): string {
    const { view } = this;
    const names: string[] = [];
    for (let at = view.a(call), depth = 0; at !== NONE && depth < 40; depth++) {
      if (view.op(at) === Op.Call) at = view.a(at);
      else {
        names.unshift(this.nameOf(at));
        if (view.op(at) !== Op.Field) break;
        at = view.a(at);
      }
    }
    return names.join(".");
  }

  /** Other names under which the file imports or exports what goes by a name elsewhere. */
  renamesOf(name: string): readonly string[] {
    if (!this.handedOn) {
      const found = new Map<string, string[]>();
      for (const one of this.facts.exports) if (one.name !== "default") push(found, one.fromName, one.name);
      for (const one of this.facts.imports) if (one.local !== "") push(found, one.name, one.local);
      this.handedOn = found;
    }
    return this.handedOn.get(name) ?? NO_NAMES;
  }

  /** Names under which the file exports a function. */
  exportedNamesOf(id: FunctionId): readonly string[] {
    this.exported ??= this.findExported();
    return this.exported.get(id) ?? NO_NAMES;
  }

  private findExported(): ReadonlyMap<FunctionId, readonly string[]> {
    const { view, facts } = this;
    const handedTo = new Map<ValueId, FunctionId[]>();
    for (const [id, uses] of this.functionUses) for (const use of uses) if (use.kind === "argument") push(handedTo, use.call, id);
    const found = new Map<FunctionId, string[]>();
    for (const one of facts.exports) {
      if (one.fromModule !== "") continue;
      const ids = new Set<FunctionId>();
      for (const value of one.variable === NONE ? [one.value] : (facts.variables[one.variable]?.definitions ?? [])) {
        if (value === NONE) continue;
        for (const copy of this.copies(value)) if (view.op(copy) === Op.Function) ids.add(view.a(copy));
        // `export const POST = withAuth(async (request) => …)` still exports the handler.
        if (view.op(value) === Op.Call) for (const id of handedTo.get(value) ?? []) ids.add(id);
      }
      for (const id of ids) push(found, id, one.name);
    }
    return found;
  }

  /** Last name of the callee: member, imported original name, or variable. */
  calleeName(call: ValueId): string {
    return this.nameOf(this.view.a(call));
  }

  /** Last name that a value is written with; "" when it has none. */
  nameOf(callee: ValueId): string {
    const { view, facts } = this;
    switch (view.op(callee)) {
      case Op.Field:
      case Op.Global:
        return view.string(view.op(callee) === Op.Field ? view.b(callee) : view.a(callee));
      case Op.Import: {
        const imported = facts.imports[view.a(callee)] as FileFacts["imports"][number];
        return imported.name === "default" || imported.name === "*" ? imported.local : imported.name;
      }
      case Op.Function:
        return (facts.functions[view.a(callee)] as FileFacts["functions"][number]).name;
      case Op.Class:
        return (facts.classes[view.a(callee)] as FileFacts["classes"][number]).name;
      case Op.Super:
        return "super";
      case Op.Capture: {
        const variable = facts.variables[view.a(callee)] as FileFacts["variables"][number];
        for (const definition of variable.definitions) {
          if (view.op(definition) === Op.Import) {
            const imported = facts.imports[view.a(definition)] as FileFacts["imports"][number];
            return imported.name === "default" || imported.name === "*" ? imported.local : imported.name;
          }
        }
        return variable.name;
      }
      default: {
        const variable = this.variableOf.get(callee);
        return variable === undefined ? "" : (facts.variables[variable] as FileFacts["variables"][number]).name;
      }
    }
  }

  /** Names by which a function is called from elsewhere: its own, its member name, the names it is assigned to. */
  namesOf(id: FunctionId): ReadonlySet<string> {
    const facts = this.facts.functions[id] as FileFacts["functions"][number];
    const names = new Set<string>();
    if (facts.flags & FunctionFlag.Constructor) {
      const owner = this.facts.classes[facts.owner];
      if (owner?.name) names.add(owner.name);
      names.add("super").add("__init__");
      return names;
    }
    if (facts.name) names.add(facts.name);
    for (const use of this.functionUses.get(id) ?? []) if (use.kind === "name") names.add(use.name);
    return names;
  }
}

const NO_NAMES: readonly string[] = [];
const NO_VALUES: readonly ValueId[] = [];

function lastName(text: string): string {
  return text.slice(text.lastIndexOf(".") + 1);
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
