/** Words without one of which no file gets hold of an object of a class: the name of a method alone may stand in every other file. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { CallGraph } from "./callGraph.js";
import { isOfLibrary } from "./libraryValues.js";
import { type LoadedFile, type Program, fileOf } from "./program.js";
import { Memo, NodeMemo } from "./solver.js";
import { type ClassRef, addAll } from "./valueSet.js";

export class Holders {
  private readonly words: Memo<string, Set<string>>;
  private readonly wordsOfName: NodeMemo<Set<string>>;
  private readonly written = new WeakMap<LoadedFile, ReadonlyMap<string, ReadonlySet<string>>>();

  constructor(
    private readonly program: Program,
    private readonly callGraph: CallGraph,
  ) {
    const { solver } = callGraph.pointsTo;
    this.words = new Memo(solver, () => new Set(), addAll);
    this.wordsOfName = new NodeMemo<Set<string>>(
      solver,
      () => new Set(),
      addAll,
      (file) => program.file(file).facts.classes.length,
      (ref) => this.findWordsOfName(ref),
    );
  }

  /**
   * Names of a class, of what derives from it and what it derives from, and of what is written to hold or to give one of them.
   * @param method what is called on the object: who holds it as a base that has no such method does not call it.
   */
  wordsFor(ref: ClassRef, method: string): ReadonlySet<string> {
    return this.words.get(`${ref}.${method}`, () => {
      const words = new Set<string>();
      for (const one of this.family(ref, method)) addAll(words, this.wordsOfName.get(one));
      words.delete("");
      return words;
    });
  }

  /** Files of the classes that a class derives from: `self.ask()` in one of them calls what the class makes of it. */
  filesOfBases(ref: ClassRef): ReadonlySet<LoadedFile> {
    return new Set(this.basesOf(ref).map((base) => this.program.file(fileOf(base))));
  }

  private family(ref: ClassRef, method: string): ReadonlySet<ClassRef> {
    const family = new Set<ClassRef>();
    this.addHeirs(ref, family);
    for (const one of [...family]) for (const base of this.basesOf(one)) if (this.mayHave(base, method)) family.add(base);
    return family;
  }

  private addHeirs(ref: ClassRef, family: Set<ClassRef>): void {
    if (family.has(ref)) return;
    family.add(ref);
    for (const heir of this.callGraph.subclassesOf(ref)) this.addHeirs(heir, family);
  }

  private basesOf(ref: ClassRef): ClassRef[] {
    const { pointsTo } = this.callGraph;
    return pointsTo.classes.bases(ref).flatMap(({ file, value }) => [...pointsTo.of(file, value).classes]);
  }

  /** False when neither the class nor what it derives from has a method of the name, as far as is known of libraries. */
  private mayHave(ref: ClassRef, method: string, seen: Set<ClassRef> = new Set()): boolean {
    if (seen.has(ref)) return false;
    seen.add(ref);
    const { pointsTo } = this.callGraph;
    if (pointsTo.classes.declared(ref).some((member) => member.name === method)) return true;
    return pointsTo.classes.bases(ref).some(({ file, value }) => {
      const bases = pointsTo.of(file, value);
      if (bases.classes.size > 0) return [...bases.classes].some((base) => this.mayHave(base, method, seen));
      if (!isOfLibrary(this.program, file, value)) return false;
      // A method that a framework has its users write is called by the framework.
      const automaton = pointsTo.automaton(file);
      return automaton.member(automaton.step(bases.stateList, "subclass"), method).length === 0;
    });
  }

  private findWordsOfName(ref: ClassRef): Set<string> {
    const { name } = this.callGraph.pointsTo.classes.facts(ref);
    const words = new Set<string>();
    if (name === "") return words;
    words.add(name);
    for (const file of this.program.filesWith(name, this.program.file(fileOf(ref)))) addAll(words, this.holdersIn(file).get(name) ?? []);
    // `device` stands in every other file, whether it holds an object of the class or not.
    for (const word of words) if (word !== name && this.program.isCommon(word)) words.delete(word);
    return words;
  }

  private holdersIn(file: LoadedFile): ReadonlyMap<string, ReadonlySet<string>> {
    let found = this.written.get(file);
    if (!found) {
      found = findHolders(file);
      this.written.set(file, found);
    }
    return found;
  }
}

/**
 * By the name of what is held or given, the names of what holds or gives it, by what is written alone:
 * `service = Service()`, `private final Service service`, `Service getService()`, `run(Service())`.
 */
function findHolders(file: LoadedFile): ReadonlyMap<string, ReadonlySet<string>> {
  const { view, facts } = file;
  const found = new Map<string, Set<string>>();
  const add = (held: string, holder: string): void => {
    const holders = found.get(held);
    if (holders) holders.add(holder);
    else found.set(held, new Set([holder]));
  };
  const addMade = (value: ValueId, holder: string): void => {
    if (value !== NONE && view.op(value) === Op.Call) add(file.calleeName(value), holder);
  };
  const addTyped = (type: number, holder: string): void => {
    if (type !== NONE) for (const word of view.string(type).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) add(word, holder);
  };
  for (const one of facts.variables) {
    addTyped(one.type, one.name);
    for (const definition of one.definitions) addMade(definition, one.name);
  }
  for (const [name, stores] of file.storesByName) for (const store of stores) addMade(view.c(store), name);
  for (const one of facts.classes) {
    for (const { name, value, type } of one.members) {
      addMade(value, name);
      addTyped(type, name);
    }
  }
  facts.functions.forEach((one, id) => {
    if (id === 0) return;
    for (const name of file.namesOf(id)) {
      addTyped(one.returnType, name);
      for (const value of one.returns) addMade(value, name);
    }
  });
  for (const call of file.calls) for (const argument of file.arguments(call)) addMade(argument.value, file.calleeName(call));
  return found;
}
