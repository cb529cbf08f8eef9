/** Instances: of declared types, of classes and what they derive from, and what a framework makes of an interface. */
import { NO_STATES, type State } from "../knowledge/automaton.js";
import { declaredType } from "./declaredTypes.js";
import type { PointsTo } from "./pointsTo.js";
import type { LoadedFile } from "./program.js";
import type { Memo } from "./solver.js";
import { valueMemo } from "./valueMemo.js";
import { type ClassRef, ValueSet } from "./valueSet.js";

export class TypedValues {
  private readonly memo: Memo<string, ValueSet>;

  constructor(private readonly pointsTo: PointsTo) {
    this.memo = valueMemo(pointsTo.solver);
  }

  /** Instances of a declared type. */
  typed(file: LoadedFile, text: string): ValueSet {
    return this.memo.get(`${file.number}: ${text}`, () => this.readType(file, text));
  }

  private readType(file: LoadedFile, text: string): ValueSet {
    const result = new ValueSet();
    for (const type of declaredType(text)) {
      if (type.kind === "element-of") result.addContainer(`${file.number}:${type.inner}`, { file: file.number, type: type.inner });
      else if (type.kind === "results")
        result.addContainer(`${file.number}:${type.parts.join()}`, { file: file.number, type: "", results: type.parts });
      else this.addInstancesOf(result, file, this.named(file, type.name));
    }
    return result;
  }

  /** What a dotted name means at the top of a file. */
  named(file: LoadedFile, name: string): ValueSet {
    const [first, ...rest] = name.split(".");
    const variable = file.facts.moduleVariables.get(first as string);
    let set = new ValueSet();
    if (variable === undefined) {
      file.facts.classes.forEach((one, id) => {
        if (one.name === first) set.addClass(this.pointsTo.classRef(file, id));
      });
      set.addAll(this.pointsTo.exports.global(file, first as string));
    } else {
      for (const definition of (file.facts.variables[variable] as LoadedFile["facts"]["variables"][number]).definitions)
        set.addAll(this.pointsTo.of(file, definition));
    }
    for (const part of rest) set = this.pointsTo.members.member(file, set, part);
    return set;
  }

  addInstance(result: ValueSet, ref: ClassRef, seen: Set<ClassRef> = new Set()): void {
    if (seen.has(ref)) return;
    seen.add(ref);
    if (seen.size === 1) result.addInstance(ref);
    result.addStates(this.frameworkStates(ref));
    for (const { file, value } of this.pointsTo.classes.bases(ref)) {
      const bases = this.pointsTo.of(file, value);
      result.addStates(this.pointsTo.automaton(file).step(bases.stateList, "call"));
      for (const one of bases.classes) this.addInstance(result, one, seen);
    }
  }

  /** States of the library classes that a class derives from, through classes of the workspace as well. */
  libraryBases(ref: ClassRef): readonly State[] {
    const result = new ValueSet();
    this.addLibraryBases(result, ref, new Set());
    return result.stateList;
  }

  private addLibraryBases(result: ValueSet, ref: ClassRef, seen: Set<ClassRef>): void {
    if (seen.has(ref)) return;
    seen.add(ref);
    for (const { file, value } of this.pointsTo.classes.bases(ref)) {
      const bases = this.pointsTo.of(file, value);
      result.addStates(bases.stateList);
      for (const one of bases.classes) this.addLibraryBases(result, one, seen);
    }
  }

  addInstancesOf(result: ValueSet, file: LoadedFile, set: ValueSet): void {
    for (const ref of set.classes) this.addInstance(result, ref);
    result.addStates(this.pointsTo.automaton(file).step(set.stateList, "call"));
  }

  /**
   * What a framework makes of an interface that it implements: states of the decorators on it and of the calls that it is
   * given to (`AiServices.create(Assistant.class, …)`).
   */
  frameworkStates(ref: ClassRef): readonly State[] {
    const facts = this.pointsTo.classes.facts(ref);
    const file = this.pointsTo.classes.file(ref);
    if (facts.kind !== "interface" || !this.pointsTo.automaton(file).knowsImplementations) return NO_STATES;
    return this.memo.get(`${ref}?`, () => {
      const automaton = this.pointsTo.automaton(file);
      const result = new ValueSet();
      for (const part of this.pointsTo.classes.parts(ref)) {
        const owner = this.pointsTo.classes.file(part);
        for (const decorator of this.pointsTo.classes.facts(part).decorators)
          result.addStates(automaton.step(this.pointsTo.states(owner, decorator), "decorated"));
      }
      for (const other of facts.name === "" ? [] : this.pointsTo.program.filesWithOneOf(facts.name, automaton.implementers, file)) {
        for (const { call, index, name, value } of other.argumentsByName.get(facts.name) ?? []) {
          const given = automaton.argument(this.pointsTo.states(other, other.view.a(call)), index, name);
          if (given.length > 0 && this.pointsTo.of(other, value).classes.has(ref)) result.addStates(given);
        }
      }
      return result;
    }).stateList;
  }
}
