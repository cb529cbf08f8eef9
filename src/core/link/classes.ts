/** Members of workspace classes: declared ones, fields stored by methods, inherited ones, and those of subclasses. */
import {
  type ClassFacts,
  type ClassId,
  type FunctionFacts,
  FunctionFlag,
  type FunctionId,
  NONE,
  Op,
  type ValueId,
} from "../facts/fileFacts.js";
import { type LoadedFile, type Program, fileOf, nodeOf, rowOf } from "./program.js";
import type { ClassRef, FunctionRef } from "./valueSet.js";

export type Member =
  | { readonly kind: "method"; readonly function: FunctionRef }
  | { readonly kind: "getter"; readonly function: FunctionRef }
  | { readonly kind: "value"; readonly file: LoadedFile; readonly value: ValueId; readonly inConstructor: boolean }
  | { readonly kind: "type"; readonly file: LoadedFile; readonly type: string };

export class Classes {
  private readonly stores = new Map<LoadedFile, Map<ClassId, Map<string, ValueId[]>>>();

  private readonly members = new Map<ClassRef, Map<string, readonly Member[]>>();

  constructor(private readonly program: Program) {}

  facts(ref: ClassRef): ClassFacts {
    return this.file(ref).facts.classes[rowOf(ref)] as ClassFacts;
  }

  file(ref: ClassRef): LoadedFile {
    return this.program.file(fileOf(ref));
  }

  /** Members of that name that the class itself declares or stores. */
  own(ref: ClassRef, name: string): readonly Member[] {
    let members = this.members.get(ref);
    if (!members) {
      members = new Map();
      this.members.set(ref, members);
    }
    let found = members.get(name);
    if (!found) {
      found = this.find(ref, name);
      members.set(name, found);
    }
    return found;
  }

  private find(ref: ClassRef, name: string): readonly Member[] {
    const file = this.file(ref);
    const found: Member[] = [];
    for (const member of this.facts(ref).members) {
      if (member.name !== name) continue;
      if (member.function !== NONE) {
        const facts = file.facts.functions[member.function] as FunctionFacts;
        found.push({ kind: facts.flags & FunctionFlag.Getter ? "getter" : "method", function: nodeOf(file.number, member.function) });
      }
      if (member.value !== NONE) found.push({ kind: "value", file, value: member.value, inConstructor: false });
      if (member.type !== NONE) found.push({ kind: "type", file, type: file.view.string(member.type) });
    }
    for (const store of this.storesOf(file, rowOf(ref)).get(name) ?? []) {
      const block = file.view.block(store);
      const owner = file.facts.functions[file.view.blockColumn(block, 2)] as FunctionFacts;
      found.push({ kind: "value", file, value: file.view.c(store), inConstructor: (owner.flags & FunctionFlag.Constructor) !== 0 });
    }
    return found;
  }

  /** Names of the fields that methods store and that the class declares. */
  fieldNames(ref: ClassRef): readonly string[] {
    const names = new Set(this.storesOf(this.file(ref), rowOf(ref)).keys());
    for (const member of this.facts(ref).members) if (member.function === NONE) names.add(member.name);
    return [...names];
  }

  constructorOf(ref: ClassRef): FunctionId {
    const file = this.file(ref);
    for (const member of this.facts(ref).members) {
      if (member.function !== NONE && (file.facts.functions[member.function] as FunctionFacts).flags & FunctionFlag.Constructor)
        return member.function;
    }
    return NONE;
  }

  /** `this.name = value` and `self.name = value` in the methods of a class, inner functions included. */
  private storesOf(file: LoadedFile, id: ClassId): Map<string, ValueId[]> {
    let byClass = this.stores.get(file);
    if (!byClass) {
      byClass = new Map();
      for (const [name, stores] of file.storesByName) {
        for (const store of stores) {
          const owner = this.ownerOfReceiver(file, file.view.a(store));
          if (owner === NONE) continue;
          const fields = byClass.get(owner) ?? new Map<string, ValueId[]>();
          byClass.set(owner, fields);
          fields.set(name, [...(fields.get(name) ?? []), store]);
        }
      }
      this.stores.set(file, byClass);
    }
    return byClass.get(id) ?? new Map();
  }

  /** Class whose `this` or `self` a value is; NONE for anything else. */
  ownerOfReceiver(file: LoadedFile, value: ValueId): ClassId {
    const { view, facts } = file;
    for (const origin of file.copies(value)) {
      const op = view.op(origin);
      if (op === Op.This) {
        const owner = facts.functions[view.a(origin)]?.owner ?? NONE;
        if (owner !== NONE) return owner;
      } else if (op === Op.Parameter && file.language === "python" && view.b(origin) === 0) {
        const method = facts.functions[view.a(origin)];
        if (method && method.owner !== NONE && !(method.flags & FunctionFlag.Static)) return method.owner;
      }
    }
    return NONE;
  }
}
