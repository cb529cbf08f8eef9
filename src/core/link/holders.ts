/** Words without one of which no file gets hold of an object of a class: the name of a method alone may stand in every other file. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { CallGraph } from "./callGraph.js";
import { type LoadedFile, type Program, fileOf } from "./program.js";
import { NodeMemo } from "./solver.js";
import { type ClassRef, addAll } from "./valueSet.js";

export class Holders {
  private readonly words: NodeMemo<Set<string>>;

  constructor(
    private readonly program: Program,
    private readonly callGraph: CallGraph,
  ) {
    this.words = new NodeMemo<Set<string>>(
      callGraph.pointsTo.solver,
      () => new Set(),
      addAll,
      (file) => program.file(file).facts.classes.length,
      (ref) => this.find(ref),
    );
  }

  /** Names of a class, of what derives from it and what it derives from, and of what is written to hold or to give one of them. */
  wordsFor(ref: ClassRef): ReadonlySet<string> {
    return this.words.get(ref);
  }

  private find(ref: ClassRef): Set<string> {
    const family = new Set<ClassRef>();
    this.addFamily(ref, family);
    const names = new Set<string>();
    for (const one of family) names.add(this.callGraph.pointsTo.classes.facts(one).name);
    names.delete("");
    const words = new Set(names);
    for (const one of family) {
      const name = this.callGraph.pointsTo.classes.facts(one).name;
      for (const file of name === "" ? [] : this.program.filesWith(name, this.program.file(fileOf(one)))) addHolders(file, names, words);
    }
    words.delete("");
    return words;
  }

  private addFamily(ref: ClassRef, family: Set<ClassRef>): void {
    if (family.has(ref)) return;
    family.add(ref);
    for (const heir of this.callGraph.subclassesOf(ref)) this.addFamily(heir, family);
    for (const { file, value } of this.callGraph.pointsTo.classes.bases(ref)) {
      for (const base of this.callGraph.pointsTo.of(file, value).classes) family.add(base);
    }
  }
}

/** By what is written alone: `service = Service()`, `private final Service service`, `Service getService()`, `run(Service())`. */
function addHolders(file: LoadedFile, names: ReadonlySet<string>, words: Set<string>): void {
  const { view, facts } = file;
  const isMade = (value: ValueId): boolean => value !== NONE && view.op(value) === Op.Call && names.has(file.calleeName(value));
  const isTyped = (type: number): boolean =>
    type !== NONE && (view.string(type).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).some((word) => names.has(word));
  for (const one of facts.variables) if (isTyped(one.type) || one.definitions.some(isMade)) words.add(one.name);
  for (const [name, stores] of file.storesByName) if (stores.some((store) => isMade(view.c(store)))) words.add(name);
  for (const one of facts.classes) for (const { name, value, type } of one.members) if (isMade(value) || isTyped(type)) words.add(name);
  facts.functions.forEach((one, id) => {
    if (id > 0 && (isTyped(one.returnType) || one.returns.some(isMade))) for (const name of file.namesOf(id)) words.add(name);
  });
  for (const call of file.calls) if (file.arguments(call).some((argument) => isMade(argument.value))) words.add(file.calleeName(call));
}
