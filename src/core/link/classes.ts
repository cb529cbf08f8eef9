/** Members of workspace classes: declared ones, fields stored by methods, inherited ones, and those of subclasses. */
import {
  type ClassFacts,
  type ClassId,
  type FunctionFacts,
  FunctionFlag,
  type MemberFacts,
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
  | { readonly kind: "type"; readonly file: LoadedFile; readonly type: string }
  /** `[BindProperty] public string Question`: what an annotation on a field says of it. */
  | { readonly kind: "annotation"; readonly file: LoadedFile; readonly value: ValueId };

export class Classes {
  private readonly stores = new Map<LoadedFile, Map<ClassId, Map<string, ValueId[]>>>();

  private readonly members = new Map<ClassRef, Map<string, readonly Member[]>>();
  private readonly partsOf = new Map<ClassRef, readonly ClassRef[]>();

  constructor(private readonly program: Program) {}

  facts(ref: ClassRef): ClassFacts {
    return this.file(ref).facts.classes[rowOf(ref)] as ClassFacts;
  }

  file(ref: ClassRef): LoadedFile {
    return this.program.file(fileOf(ref));
  }

  /** All parts of a type, in the order of their files: most types have one. */
  parts(ref: ClassRef): readonly ClassRef[] {
    const facts = this.facts(ref);
    if (facts.part === "") return [ref];
    const known = this.partsOf.get(ref);
    if (known) return known;
    const { missing } = this.program;
    const before = missing.count;
    const parts = this.findParts(this.file(ref), facts);
    // With a part missing, whoever asks again has to learn of that, too.
    if (missing.count === before) for (const part of parts) this.partsOf.set(part, parts);
    return parts;
  }

  /** The part that stands for the whole type, so that an instance is one thing whichever part it was met in. */
  whole(ref: ClassRef): ClassRef {
    return this.parts(ref)[0] ?? ref;
  }

  private findParts(from: LoadedFile, type: ClassFacts): readonly ClassRef[] {
    const files = new Map([[from.number, from]]);
    for (const key of this.program.modules.parts(from.source, from.facts, type)) {
      const file = this.program.need(key, type.name);
      if (file) files.set(file.number, file);
    }
    const found: ClassRef[] = [];
    for (const file of files.values()) {
      if (file.language !== from.language) continue;
      file.facts.classes.forEach((one, id) => {
        if (one.part === type.part) found.push(nodeOf(file.number, id));
      });
    }
    return found.sort((a, b) => a - b);
  }

  /** Members that any part of the class declares. */
  declared(ref: ClassRef): readonly MemberFacts[] {
    return this.parts(ref).flatMap((part) => this.facts(part).members);
  }

  /** Base classes and interfaces that any part of the class names. */
  bases(ref: ClassRef): readonly { readonly file: LoadedFile; readonly value: ValueId }[] {
    return this.parts(ref).flatMap((part) => this.facts(part).bases.map((value) => ({ file: this.file(part), value })));
  }

  /** Members of that name that the class itself declares or stores. */
  own(ref: ClassRef, name: string): readonly Member[] {
    const parts = this.parts(ref);
    if (this.facts(ref).part !== "" && !this.partsOf.has(ref)) return parts.flatMap((part) => this.find(part, name));
    let members = this.members.get(ref);
    if (!members) {
      members = new Map();
      this.members.set(ref, members);
    }
    let found = members.get(name);
    if (!found) {
      found = parts.flatMap((part) => this.find(part, name));
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
        if (facts.flags & FunctionFlag.Setter) continue;
        found.push({ kind: facts.flags & FunctionFlag.Getter ? "getter" : "method", function: nodeOf(file.number, member.function) });
      }
      for (const value of member.annotations) found.push({ kind: "annotation", file, value });
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
    const names = new Set<string>();
    for (const part of this.parts(ref)) for (const name of this.storesOf(this.file(part), rowOf(part)).keys()) names.add(name);
    for (const member of this.declared(ref)) if (member.function === NONE) names.add(member.name);
    return [...names];
  }

  /** The constructor, NONE when the class declares none; of several, the first. */
  constructorOf(ref: ClassRef): FunctionRef {
    return this.constructorsOf(ref)[0] ?? NONE;
  }

  constructorsOf(ref: ClassRef): FunctionRef[] {
    const found: FunctionRef[] = [];
    for (const part of this.parts(ref)) {
      const file = this.file(part);
      for (const member of this.facts(part).members) {
        if (member.function !== NONE && (file.facts.functions[member.function] as FunctionFacts).flags & FunctionFlag.Constructor)
          found.push(nodeOf(file.number, member.function));
      }
    }
    return found;
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
