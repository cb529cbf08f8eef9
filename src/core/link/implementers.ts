/**
 * Who implements an interface that nobody has to name: a Go type does when it has the methods. Asked for one method at a
 * time, so that only files that hold its name are read.
 */
import { type FunctionFacts, NONE } from "../facts/fileFacts.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, type Program, fileOf, rowOf } from "./program.js";
import { parentPath } from "./paths.js";
import { Memo } from "./solver.js";
import { type ClassRef, type FunctionRef, addAll } from "./valueSet.js";

/** Embedded types inside of embedded types. */
const DEEPEST_BASE = 5;

export class Implementers {
  private readonly known: Memo<string, Set<ClassRef>>;

  constructor(
    private readonly program: Program,
    private readonly pointsTo: PointsTo,
  ) {
    this.known = new Memo<string, Set<ClassRef>>(pointsTo.solver, () => new Set(), addAll);
  }

  /** Types that declare a method of the interface and implement it, themselves or as a part of a type that does. */
  of(ref: ClassRef, method: string): ReadonlySet<ClassRef> {
    return this.known.get(`${ref}.${method}`, () => this.find(ref, method));
  }

  private find(ref: ClassRef, method: string): Set<ClassRef> {
    const { classes } = this.pointsTo;
    const owner = classes.file(ref);
    const found = new Set<ClassRef>();
    const wanted = this.methodsOf(ref, 0);
    const signature = wanted.methods.get(method);
    if (signature === undefined) return found;
    const beside = this.foldersOfSiblings(ref, method, owner);
    for (const file of this.program.filesWith(method, owner)) {
      if (beside && !beside.has(`${file.source.root}:${parentPath(file.source.path)}`)) continue;
      file.facts.classes.forEach((one, id) => {
        if (one.kind === "interface" || !one.members.some((member) => member.name === method && member.function !== NONE)) return;
        const type = this.pointsTo.classRef(file, id);
        const own = this.methodsOf(type, 0).methods.get(method);
        if (own === undefined || this.arity(own) !== this.arity(signature)) return;
        if (
          this.has(type, wanted.methods) ||
          [...this.pointsTo.callGraph.subclassesOf(type)].some((outer) => this.has(outer, wanted.methods))
        )
          found.add(type);
      });
    }
    return found;
  }

  /** Folders in which another method of the interface is named: a type has all of its methods in one package. */
  private foldersOfSiblings(ref: ClassRef, method: string, owner: LoadedFile): ReadonlySet<string> | null {
    let smallest: ReadonlySet<string> | null = null;
    for (const member of this.pointsTo.classes.declared(ref)) {
      if (member.function === NONE || member.name === method) continue;
      const folders = this.program.foldersWith(member.name, owner);
      if (smallest === null || folders.size < smallest.size) smallest = folders;
    }
    return smallest;
  }

  private has(type: ClassRef, wanted: ReadonlyMap<string, FunctionRef>): boolean {
    const { methods, open } = this.methodsOf(type, 0);
    // What a library type brings in that is embedded is not known: it may be what is missing.
    return open || [...wanted.keys()].every((name) => methods.has(name));
  }

  /** Methods of a type, those of embedded types included; `open` when some of these are not of the workspace. */
  private methodsOf(ref: ClassRef, depth: number): { readonly methods: Map<string, FunctionRef>; readonly open: boolean } {
    const { classes } = this.pointsTo;
    const methods = new Map<string, FunctionRef>();
    let open = false;
    if (depth > DEEPEST_BASE) return { methods, open: true };
    for (const { file, value } of classes.bases(ref)) {
      const bases = this.pointsTo.of(file, value);
      if (bases.classes.size === 0) open = true;
      for (const base of bases.classes) {
        const inner = this.methodsOf(base, depth + 1);
        open ||= inner.open;
        for (const [name, method] of inner.methods) methods.set(name, method);
      }
    }
    for (const part of classes.parts(ref)) {
      for (const member of classes.facts(part).members)
        if (member.function !== NONE)
          for (const one of classes.own(ref, member.name)) if (one.kind === "method") methods.set(member.name, one.function);
    }
    return { methods, open };
  }

  private arity(method: FunctionRef): number {
    return (this.program.file(fileOf(method)).facts.functions[rowOf(method)] as FunctionFacts).parameters.length;
  }
}
