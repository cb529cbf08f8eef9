/** Who calls whom: callers of a function, and who derives from a class. */
import { B, type FunctionFacts, FunctionFlag, type FunctionId, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { Bindings } from "./bindings.js";
import { type CallSite, addSites } from "./callSite.js";
import { FunctionNames } from "./functionNames.js";
import { FunctionUses } from "./functionUses.js";
import { isOfLibrary } from "./libraryValues.js";
import { Locators } from "./locators.js";
import { takes } from "./overloads.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, type Program, fileOf, nodeOf, rowOf } from "./program.js";
import { NodeMemo } from "./solver.js";
import { isTellingName } from "./tellingName.js";
import { type ClassRef, type FunctionRef, addAll } from "./valueSet.js";

/** One of these is written wherever a class of JavaScript or Python derives from another. */
const DERIVING_WORDS = ["class", "extends", "implements", "type"].map((word) => [word]);

/** Same-named methods that an unresolved receiver may still mean; more of them say nothing. */
const MAXIMUM_NAMESAKES = 2;

export class CallGraph {
  readonly bindings: Bindings;
  readonly names: FunctionNames;
  readonly uses: FunctionUses;
  readonly locators: Locators;
  private readonly callers: NodeMemo<CallSite[]>;
  private readonly subclasses: NodeMemo<Set<ClassRef>>;
  /** Of the files that hold a name: how many classes define a method of it. */
  private readonly namesakesIn = new WeakMap<readonly LoadedFile[], number>();

  constructor(
    private readonly program: Program,
    readonly pointsTo: PointsTo,
  ) {
    const { solver } = pointsTo;
    const functions = (file: number): number => program.file(file).facts.functions.length;
    const classes = (file: number): number => program.file(file).facts.classes.length;
    this.bindings = new Bindings(pointsTo);
    this.names = new FunctionNames(program, this);
    this.uses = new FunctionUses(pointsTo, this.names);
    this.locators = new Locators(pointsTo, this);
    this.callers = new NodeMemo<CallSite[]>(
      solver,
      () => [],
      addSites,
      functions,
      (ref) => this.findCallers(ref),
    );
    this.subclasses = new NodeMemo(
      solver,
      () => new Set(),
      addAll,
      classes,
      (ref) => this.findSubclasses(ref),
    );
  }

  /** Call sites that may reach a function of the workspace. */
  callersOf(ref: FunctionRef): readonly CallSite[] {
    return this.callers.get(ref);
  }

  private findCallers(ref: FunctionRef): CallSite[] {
    const file = this.program.file(fileOf(ref));
    const id = rowOf(ref);
    const facts = file.facts.functions[id] as FunctionFacts;
    const sites = new Map<number, CallSite>();
    const add = (at: LoadedFile, call: ValueId): void => {
      sites.set(nodeOf(at.number, call), { file: at, call });
    };
    const isConstructor = (facts.flags & FunctionFlag.Constructor) !== 0;
    const uses = this.uses.usesOf(ref);
    const names = new Set(this.names.namesOf(file, id));
    // `this.send = retry(…)(this.call)`: whoever calls `send` calls `call`.
    for (const use of uses) for (const holder of use.file.holdersOfCall.get(use.call) ?? []) names.add(holder);
    for (const name of names) {
      for (const other of this.names.filesWith(name, file, id)) {
        for (const call of other.callsByName.get(name) ?? []) {
          if (this.mayCall(other, call, ref, facts, isConstructor)) add(other, call);
        }
        if (!isConstructor) {
          for (const markup of other.markupByTag.get(name) ?? []) {
            const tag = other.view.a(markup);
            if (tag !== NONE && this.pointsTo.of(other, tag).functions.has(ref)) add(other, markup);
          }
        }
      }
    }
    if (facts.name === "__call__" && facts.owner !== NONE) this.addCallsOfInstances(this.pointsTo.classRef(file, facts.owner), add);
    // Handed to a function of the workspace that calls its parameter.
    for (const use of uses) {
      const callee = this.pointsTo.of(use.file, use.file.view.a(use.call));
      for (const target of callee.functions) {
        const owner = this.program.file(fileOf(target));
        const parameter = this.bindings.parameterFor(use.file, use.call, target, use.index, use.name);
        for (const call of parameter === NONE ? [] : (owner.callsOfParameter.get(parameter) ?? [])) add(owner, call);
      }
    }
    // Where the wrapper calls what it wraps, nobody calls the wrapper.
    for (const decorated of this.decoratedBy(file, id))
      for (const site of this.callersOfReplaced(decorated, file, id)) add(site.file, site.call);
    return [...sites.values()];
  }

  /** The decorator that returns a function in place of what it is given; NONE for a function that none returns. */
  private decoratorAround(file: LoadedFile, id: number): FunctionId {
    const decorator = (file.facts.functions[id] as FunctionFacts).parent;
    if (decorator <= 0) return NONE;
    const { returns } = file.facts.functions[decorator] as FunctionFacts;
    return returns.some((value) => this.pointsTo.of(file, value).functions.has(nodeOf(file.number, id))) ? decorator : NONE;
  }

  /** True when a decorator replaces the function `ref` by the function `id` of a file. */
  isReplacedBy(ref: FunctionRef, file: LoadedFile, id: FunctionId): boolean {
    const decorated = this.program.file(fileOf(ref));
    const { decorators } = decorated.facts.functions[rowOf(ref)] as FunctionFacts;
    const decorator = decorators.length === 0 ? NONE : this.decoratorAround(file, id);
    if (decorator === NONE) return false;
    return decorators.some((value) => this.pointsTo.of(decorated, value).functions.has(nodeOf(file.number, decorator)));
  }

  /** Call sites of the function `id` of a file where it stands for the function `ref` that it replaces. */
  callersOfReplaced(ref: FunctionRef, file: LoadedFile, id: FunctionId): readonly CallSite[] {
    return this.callersOf(ref).filter((site) => site.file !== file || file.view.blockColumn(file.view.block(site.call), B.Function) !== id);
  }

  /** Functions that a decorator replaces by this one, which it returns. */
  decoratedBy(file: LoadedFile, id: FunctionId): readonly FunctionRef[] {
    const decorator = this.decoratorAround(file, id);
    if (decorator === NONE) return [];
    const facts = file.facts.functions[decorator] as FunctionFacts;
    const names = new Set(this.names.namesOf(file, decorator));
    if (facts.parent > 0) for (const name of this.names.namesOf(file, facts.parent)) names.add(name);
    const found = new Set<FunctionRef>();
    for (const name of names) {
      for (const other of this.program.filesWith(name, file)) {
        other.facts.functions.forEach((one, at) => {
          if (one.decorators.some((value) => this.pointsTo.of(other, value).functions.has(nodeOf(file.number, decorator))))
            found.add(nodeOf(other.number, at));
        });
      }
    }
    return [...found];
  }

  /** `predict(example)` where `predict` holds an object whose class has `__call__`. */
  private addCallsOfInstances(owner: ClassRef, add: (file: LoadedFile, call: ValueId) => void): void {
    const name = this.pointsTo.classes.facts(owner).name;
    for (const file of name === "" ? [] : this.program.filesWith(name)) {
      for (const call of file.calls) {
        if (this.pointsTo.of(file, file.view.a(call)).instances.has(owner)) add(file, call);
        file.arguments(call).forEach((argument, index) => {
          if (!this.pointsTo.of(file, argument.value).instances.has(owner)) return;
          const callee = this.pointsTo.of(file, file.view.a(call));
          for (const target of [...callee.functions, ...this.constructorsOf(callee.classes)]) {
            const holder = this.program.file(fileOf(target));
            const parameter = this.bindings.parameterFor(file, call, target, index, argument.name);
            if (parameter === NONE) continue;
            for (const inner of holder.callsOfParameter.get(parameter) ?? []) add(holder, inner);
            // Kept in a field by the constructor and called from there.
            for (const inner of holder.calls) {
              if (holder.view.op(holder.view.a(inner)) === Op.Field && this.pointsTo.of(holder, holder.view.a(inner)).instances.has(owner))
                add(holder, inner);
            }
          }
        });
      }
    }
  }

  private constructorsOf(classes: Iterable<ClassRef>): FunctionRef[] {
    const found: FunctionRef[] = [];
    for (const ref of classes) {
      const id = this.pointsTo.classes.constructorOf(ref);
      if (id !== NONE) found.push(id);
    }
    return found;
  }

  private mayCall(file: LoadedFile, call: ValueId, ref: FunctionRef, facts: FunctionFacts, isConstructor: boolean): boolean {
    const callee = this.pointsTo.of(file, file.view.a(call));
    if (callee.functions.has(ref)) return true;
    if (isConstructor) {
      const owner = this.pointsTo.classRef(this.program.file(fileOf(ref)), facts.owner);
      if (!takes(this.program, ref, file.arguments(call))) return false;
      for (const one of callee.classes) if (one === owner || this.inheritsConstructor(one, owner)) return true;
      return file.view.op(file.view.a(call)) === Op.Super && this.pointsTo.of(file, file.view.a(call)).instances.has(owner);
    }
    if (facts.owner === NONE || callee.size > 0 || file.view.op(file.view.a(call)) !== Op.Field) return false;
    const receiver = this.pointsTo.of(file, file.view.a(file.view.a(call)));
    if (isOfLibrary(this.program, file, file.view.a(file.view.a(call)))) return false;
    return (
      receiver.size === 0 && isTellingName(facts.name) && this.namesakes(facts.name, this.program.file(fileOf(ref))) <= MAXIMUM_NAMESAKES
    );
  }

  private inheritsConstructor(ref: ClassRef, owner: ClassRef, depth = 0): boolean {
    if (depth > 8 || this.pointsTo.classes.constructorOf(ref) !== NONE) return false;
    for (const { file, value } of this.pointsTo.classes.bases(ref)) {
      for (const one of this.pointsTo.of(file, value).classes)
        if (one === owner || this.inheritsConstructor(one, owner, depth + 1)) return true;
    }
    return false;
  }

  /** How many classes define a method of that name. */
  private namesakes(name: string, from: LoadedFile): number {
    const files = this.program.filesWith(name, from);
    let count = this.namesakesIn.get(files);
    if (count === undefined) {
      count = 0;
      for (const file of files) count += file.methodsNamed.get(name) ?? 0;
      this.namesakesIn.set(files, count);
    }
    return count;
  }

  /** Workspace classes that directly derive from a class or implement an interface. */
  subclassesOf(ref: ClassRef): ReadonlySet<ClassRef> {
    return this.subclasses.get(ref);
  }

  private findSubclasses(ref: ClassRef): Set<ClassRef> {
    const name = this.pointsTo.classes.facts(ref).name;
    const found = new Set<ClassRef>();
    for (const file of name === "" ? [] : this.filesDeriving(name, this.pointsTo.classes.file(ref))) {
      file.facts.classes.forEach((one, id) => {
        if (one.bases.some((base) => this.pointsTo.of(file, base).classes.has(ref))) found.add(this.pointsTo.classRef(file, id));
      });
    }
    return found;
  }

  /** Files with a class that may derive from one of a name: where classes are values, under any other name as well. */
  private filesDeriving(name: string, from: LoadedFile): readonly LoadedFile[] {
    switch (from.language) {
      case "java":
      case "csharp":
        return this.program.filesWith(name, from, "inherited");
      case "go":
        return this.program.filesWith(name, from);
      default:
        return this.program.filesWithOneOf(name, DERIVING_WORDS, from);
    }
  }
}
