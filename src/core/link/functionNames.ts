/** Names under which a function is called or handed on, in its own file and in those that import it. */
import { type FunctionFacts, FunctionFlag, NONE } from "../facts/fileFacts.js";
import type { CallGraph } from "./callGraph.js";
import { Holders } from "./holders.js";
import type { LoadedFile, Program } from "./program.js";
import { addByNode } from "./nodeLists.js";
import { Memo } from "./solver.js";
import type { ClassRef } from "./valueSet.js";

export class FunctionNames {
  private readonly holders: Holders;
  private readonly ofMembers: Memo<string, LoadedFile[]>;

  constructor(
    private readonly program: Program,
    private readonly callGraph: CallGraph,
  ) {
    this.holders = new Holders(program, callGraph);
    this.ofMembers = new Memo<string, LoadedFile[]>(
      callGraph.pointsTo.solver,
      () => [],
      addByNode(({ number }) => number),
    );
  }

  /** Files in which a name of a function may mean it. */
  filesWith(name: string, file: LoadedFile, id: number): readonly LoadedFile[] {
    const { owner } = file.facts.functions[id] as FunctionFacts;
    return owner === NONE ? this.program.filesWith(name, file) : this.filesWithMember(name, this.callGraph.pointsTo.classRef(file, owner));
  }

  /** Files that may hand on a function by a name: a method of Java is written `this::ask`. */
  filesHandingOn(name: string, file: LoadedFile, id: number): readonly LoadedFile[] {
    const isMethod = file.language === "java" && (file.facts.functions[id] as FunctionFacts).name === name;
    return isMethod ? this.program.filesWith(name, file, "referenced") : this.filesWith(name, file, id);
  }

  /**
   * Files in which a name may mean a member of a class. One that goes by a common name is met only where its object can be: but
   * for Go, whose types implement interfaces that they do not name.
   */
  filesWithMember(name: string, ref: ClassRef): readonly LoadedFile[] {
    const { classes } = this.callGraph.pointsTo;
    const file = classes.file(ref);
    if (file.language === "go" || !this.program.isCommon(name)) return this.program.filesWith(name, file);
    return this.ofMembers.get(`${ref}.${name}`, () => {
      // Whoever calls the constructor of the class that it derives from names that class.
      const words = name === "super" ? [classes.facts(ref).name] : this.holders.wordsFor(ref, name);
      return this.program.filesWithAnyOf(name, words, file, this.holders.filesOfBases(ref));
    });
  }

  /** Names under which a function is called or handed on, in its own file and by those that import it. */
  namesOf(file: LoadedFile, id: number): ReadonlySet<string> {
    const names = new Set(file.namesOf(id));
    const facts = file.facts.functions[id] as FunctionFacts;
    if (facts.flags & FunctionFlag.Constructor) {
      for (const name of this.heirsOf(this.callGraph.pointsTo.classRef(file, facts.owner))) names.add(name);
      return names;
    }
    const exported = file.exportedNamesOf(id);
    for (const name of exported) if (name !== "default") names.add(name);
    if (exported.includes("default")) for (const alias of this.defaultAliases(file)) names.add(alias);
    // Nobody imports a method, and other languages import packages and types alone.
    if (facts.owner === NONE && (file.language === "javascript" || file.language === "python")) this.addRenamed(names, file);
    return names;
  }

  /** `export { ask as question } from …`, `from .llm import ask as question`: files between that hand it on under another name. */
  private addRenamed(names: Set<string>, file: LoadedFile): void {
    for (const name of names) {
      for (const other of this.program.filesRenaming(name, file)) for (const one of other.renamesOf(name)) names.add(one);
    }
  }

  /** Names of the classes that are made by the constructor of a class when they have none of their own. */
  private heirsOf(ref: ClassRef, seen: Set<ClassRef> = new Set()): string[] {
    if (seen.has(ref)) return [];
    seen.add(ref);
    return [...this.callGraph.subclassesOf(ref)].flatMap((one) =>
      this.callGraph.pointsTo.classes.constructorOf(one) === NONE
        ? [this.callGraph.pointsTo.classes.facts(one).name, ...this.heirsOf(one, seen)]
        : [],
    );
  }

  /** Names under which files import the default export of a file. */
  private defaultAliases(file: LoadedFile): string[] {
    const parts = file.source.path.replace(/\.[^.]+$/, "").split("/");
    const last = parts[parts.length - 1] === "index" ? parts[parts.length - 2] : parts[parts.length - 1];
    const aliases = new Set<string>();
    for (const word of last === undefined ? [] : (last.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).slice(0, 1)) {
      for (const other of this.program.filesWith(word)) {
        for (const one of other.facts.imports) {
          if (one.name !== "default" && one.kind !== "require") continue;
          if (
            this.program.modules
              .resolve(other.source, one.module)
              .some((target) => target.kind === "file" && target.key === file.source.key)
          )
            aliases.add(one.local);
        }
      }
    }
    return [...aliases];
  }
}
