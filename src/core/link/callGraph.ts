/** Who calls whom: callers of a function, and which argument becomes which parameter. */
import { ArgumentKind, type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Locator } from "../knowledge/paths.js";
import { type LoadedFile, type Program, fileOf, nodeOf, rowOf } from "./program.js";
import { builtWith, fieldOf } from "./builders.js";
import { argumentsAt, type Located } from "./callArguments.js";
import { takes } from "./overloads.js";
import { type PointsTo, objectEntries } from "./pointsTo.js";
import { NodeMemo } from "./solver.js";
import type { ClassRef, FunctionRef } from "./valueSet.js";

export interface CallSite {
  readonly file: LoadedFile;
  /** Op.Call, or Op.Element_Markup for a component. */
  readonly call: ValueId;
}

/** How an argument becomes a parameter: `fields` are put before, `consume` is taken from the front of, the path that is followed. */
export interface Binding {
  readonly value: ValueId;
  readonly fields: readonly string[];
  /** "element": one item of the parameter; a name: that entry of it; null: the parameter itself. */
  readonly consume: "element" | { readonly key: string } | null;
}

/** A call that a function is handed to. */
export interface FunctionArgument {
  readonly file: LoadedFile;
  readonly call: ValueId;
  readonly index: number;
  readonly name: string | null;
}

/** Values looked at for the options of one call. */
const MAXIMUM_OPTIONS = 200;

/** Same-named methods that an unresolved receiver may still mean; more of them say nothing. */
const MAXIMUM_NAMESAKES = 2;

export class CallGraph {
  private readonly callers: NodeMemo<CallSite[]>;
  private readonly subclasses: NodeMemo<Set<ClassRef>>;
  private readonly uses: NodeMemo<FunctionArgument[]>;

  constructor(
    private readonly program: Program,
    readonly pointsTo: PointsTo,
  ) {
    const { solver } = pointsTo;
    const functions = (file: number): number => program.file(file).facts.functions.length;
    const classes = (file: number): number => program.file(file).facts.classes.length;
    this.callers = new NodeMemo<CallSite[]>(
      solver,
      () => [],
      addSites,
      functions,
      (ref) => this.findCallers(ref),
    );
    this.uses = new NodeMemo<FunctionArgument[]>(
      solver,
      () => [],
      addSites,
      functions,
      (ref) => this.findUses(ref),
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

  /** Calls anywhere that a function is handed to: callbacks, handlers, wrappers. */
  usesOf(ref: FunctionRef): readonly FunctionArgument[] {
    return this.uses.get(ref);
  }

  private findUses(ref: FunctionRef): FunctionArgument[] {
    const file = this.program.file(fileOf(ref));
    const id = rowOf(ref);
    const found = new Map<number, FunctionArgument>();
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind === "argument") found.set(nodeOf(file.number, use.call), { file, call: use.call, index: use.index, name: use.name });
    }
    const facts = file.facts.functions[id] as FunctionFacts;
    if (facts.flags & FunctionFlag.Constructor) return [...found.values()];
    for (const name of this.namesOf(file, id)) {
      for (const other of this.program.filesWith(name, file)) {
        for (const { call, index, name: keyword, value } of other.argumentsByName.get(name) ?? []) {
          const node = nodeOf(other.number, call);
          if (!found.has(node) && this.pointsTo.of(other, value).functions.has(ref))
            found.set(node, { file: other, call, index, name: keyword });
        }
      }
    }
    return [...found.values()];
  }

  /** Fields of typed object literals that hold a function: `cobra.Command{RunE: run}`. */
  fieldUsesOf(ref: FunctionRef): readonly { readonly file: LoadedFile; readonly cast: ValueId; readonly key: string }[] {
    const file = this.program.file(fileOf(ref));
    const found = [...(file.typedEntriesByValue.get(rowOf(ref)) ?? [])].map((one) => ({ ...one, file }));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.name === "" || facts.flags & FunctionFlag.Constructor) return found;
    for (const other of this.program.filesWith(facts.name, file)) {
      for (const entry of other.typedEntriesByValue.get(facts.name) ?? [])
        if (this.pointsTo.of(other, entry.value).functions.has(ref)) found.push({ ...entry, file: other });
    }
    return found;
  }

  /** Names under which a function is called or handed on, in its own file and by those that import it. */
  private namesOf(file: LoadedFile, id: number): ReadonlySet<string> {
    const names = new Set(file.namesOf(id));
    const facts = file.facts.functions[id] as FunctionFacts;
    if (facts.flags & FunctionFlag.Constructor) {
      for (const name of this.heirsOf(this.pointsTo.classRef(file, facts.owner))) names.add(name);
      return names;
    }
    const exported = this.exportedNames(file, id);
    for (const name of exported) if (name !== "default") names.add(name);
    if (exported.includes("default")) for (const alias of this.defaultAliases(file)) names.add(alias);
    this.addRenamed(names, file);
    return names;
  }

  /** `export { ask as question } from …`, `from .llm import ask as question`: files between that hand it on under another name. */
  private addRenamed(names: Set<string>, file: LoadedFile): void {
    for (const name of names) {
      for (const other of this.program.filesWith(name, file)) for (const one of other.renamesOf(name)) names.add(one);
    }
  }

  /** Names of the classes that are made by the constructor of a class when they have none of their own. */
  private heirsOf(ref: ClassRef, seen: Set<ClassRef> = new Set()): string[] {
    if (seen.has(ref)) return [];
    seen.add(ref);
    return [...this.subclassesOf(ref)].flatMap((one) =>
      this.pointsTo.classes.constructorOf(one) === NONE ? [this.pointsTo.classes.facts(one).name, ...this.heirsOf(one, seen)] : [],
    );
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
    const uses = this.usesOf(ref);
    const names = new Set(this.namesOf(file, id));
    // `this.send = retry(…)(this.call)`: whoever calls `send` calls `call`.
    for (const use of uses) for (const holder of use.file.holdersOfCall.get(use.call) ?? []) names.add(holder);
    for (const name of names) {
      for (const other of this.program.filesWith(name, file)) {
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
        const parameter = this.parameterFor(use.file, use.call, target, use.index, use.name);
        for (const call of parameter === NONE ? [] : (owner.callsOfParameter.get(parameter) ?? [])) add(owner, call);
      }
    }
    for (const decorated of this.decoratedBy(file, id)) for (const site of this.callersOf(decorated)) add(site.file, site.call);
    return [...sites.values()];
  }

  /** Functions that a decorator replaces by this one, which it returns. */
  private decoratedBy(file: LoadedFile, id: number): readonly FunctionRef[] {
    const decorator = (file.facts.functions[id] as FunctionFacts).parent;
    if (decorator <= 0) return [];
    const facts = file.facts.functions[decorator] as FunctionFacts;
    if (!facts.returns.some((value) => this.pointsTo.of(file, value).functions.has(nodeOf(file.number, id)))) return [];
    const names = new Set(this.namesOf(file, decorator));
    if (facts.parent > 0) for (const name of this.namesOf(file, facts.parent)) names.add(name);
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
            const parameter = this.parameterFor(file, call, target, index, argument.name);
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
    if (this.isOfLibrary(file, file.view.a(file.view.a(call)), 0)) return false;
    return (
      receiver.size === 0 && isTellingName(facts.name) && this.namesakes(facts.name, this.program.file(fileOf(ref))) <= MAXIMUM_NAMESAKES
    );
  }

  /** Made by, or a part of, something that is imported from outside of the workspace. */
  private isOfLibrary(file: LoadedFile, value: ValueId, depth: number): boolean {
    if (depth > 5) return false;
    const { view } = file;
    return file.copies(value).some((origin) => {
      switch (view.op(origin)) {
        case Op.Import: {
          const imported = file.facts.imports[view.a(origin)];
          return imported !== undefined && this.program.modules.isLibrary(file.source, imported.module, imported.name);
        }
        case Op.Call:
        case Op.Field:
        case Op.Element:
          return this.isOfLibrary(file, view.a(origin), depth + 1);
        default:
          return false;
      }
    });
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
    let count = 0;
    for (const file of this.program.filesWith(name, from)) {
      for (const one of file.facts.classes) for (const member of one.members) if (member.name === name && member.function !== NONE) count++;
    }
    return count;
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

  /** Names under which a file exports a function. */
  exportedNames(file: LoadedFile, id: number): readonly string[] {
    const names: string[] = [];
    const isFunction = (value: ValueId): boolean =>
      file.copies(value).some((one) => file.view.op(one) === Op.Function && file.view.a(one) === id) || this.wraps(file, value, id);
    for (const one of file.facts.exports) {
      if (one.fromModule !== "") continue;
      const values = one.variable === NONE ? [one.value] : (file.facts.variables[one.variable]?.definitions ?? []);
      if (values.some((value) => value !== NONE && isFunction(value))) names.push(one.name);
    }
    return names;
  }

  /** `export const POST = withAuth(async (request) => …)` still exports the handler. */
  private wraps(file: LoadedFile, value: ValueId, id: number): boolean {
    return (
      file.view.op(value) === Op.Call && (file.functionUses.get(id) ?? []).some((use) => use.kind === "argument" && use.call === value)
    );
  }

  /** Workspace classes that directly derive from a class or implement an interface. */
  subclassesOf(ref: ClassRef): ReadonlySet<ClassRef> {
    return this.subclasses.get(ref);
  }

  private findSubclasses(ref: ClassRef): Set<ClassRef> {
    const name = this.pointsTo.classes.facts(ref).name;
    const found = new Set<ClassRef>();
    for (const file of name === "" ? [] : this.program.filesWith(name, this.pointsTo.classes.file(ref))) {
      file.facts.classes.forEach((one, id) => {
        if (one.bases.some((base) => this.pointsTo.of(file, base).classes.has(ref))) found.add(this.pointsTo.classRef(file, id));
      });
    }
    return found;
  }

  // ---- arguments ------------------------------------------------------------------------------------------------------

  /** True when the call hands its receiver to parameter 0: methods of Python, extension methods. */
  isBound(file: LoadedFile, call: ValueId, target: LoadedFile, facts: FunctionFacts): boolean {
    if (facts.flags & FunctionFlag.Extension) return this.isExtensionCall(file, call, target, facts);
    if (target.language !== "python" || facts.owner === NONE || facts.flags & FunctionFlag.Static) return false;
    if (facts.flags & FunctionFlag.Constructor) return true;
    const callee = file.view.a(call);
    if (file.view.op(callee) !== Op.Field) return true;
    const receiver = this.pointsTo.of(file, file.view.a(callee));
    const isClass = receiver.classes.size > 0 && receiver.instances.size === 0;
    return (
      !isClass ||
      facts.decorators.some((one) => target.view.op(one) === Op.Global && target.view.string(target.view.a(one)) === "classmethod")
    );
  }

  /** `client.Ask(x)`, not `Extensions.Ask(client, x)`. */
  private isExtensionCall(file: LoadedFile, call: ValueId, target: LoadedFile, facts: FunctionFacts): boolean {
    const callee = file.view.a(call);
    if (file.view.op(callee) !== Op.Field) return false;
    return !this.pointsTo.of(file, file.view.a(callee)).classes.has(this.pointsTo.classRef(target, facts.owner));
  }

  /** What a call site gives to a parameter. */
  argumentsFor(site: CallSite, ref: FunctionRef, index: number): readonly Binding[] {
    const { file, call } = site;
    const target = this.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    const parameter = facts.parameters[index];
    if (!parameter) return [];
    if (file.view.op(call) === Op.Element_Markup) return index === 0 ? markupBindings(file, call) : [];
    const bound = this.isBound(file, call, target, facts);
    const callee = file.view.a(call);
    if (bound && index === 0) return file.view.op(callee) === Op.Field ? [{ value: file.view.a(callee), fields: [], consume: null }] : [];
    const position = bound ? index - 1 : index;
    const name = parameter.name === NONE ? null : target.view.string(parameter.name);
    const found: Binding[] = [];
    let at = 0;
    let spread = false;
    for (const argument of file.arguments(call)) {
      if (argument.kind === ArgumentKind.KeywordSpread) {
        if (parameter.kind === "keyword-rest") found.push({ value: argument.value, fields: [], consume: null });
        else if (name !== null && parameter.kind !== "rest") found.push({ value: argument.value, fields: [name], consume: null });
      } else if (argument.name !== null) {
        if (argument.name === name) found.push({ value: argument.value, fields: [], consume: null });
        else if (
          parameter.kind === "keyword-rest" &&
          !facts.parameters.some((one) => one.name !== NONE && target.view.string(one.name) === argument.name)
        ) {
          found.push({ value: argument.value, fields: [], consume: { key: argument.name } });
        }
      } else if (argument.kind === ArgumentKind.Spread) {
        if (parameter.kind === "rest") found.push({ value: argument.value, fields: [], consume: null });
        else if (parameter.kind === "plain" && position >= at)
          found.push({ value: argument.value, fields: [spread ? "[]" : String(position - at)], consume: null });
        spread = true;
      } else {
        if (parameter.kind === "rest" && at >= position) found.push({ value: argument.value, fields: [], consume: "element" });
        else if (parameter.kind === "plain" && at === position) found.push({ value: argument.value, fields: [], consume: null });
        at++;
      }
    }
    return found;
  }

  /** The Parameter row that argument number `index` of a call becomes in a function; NONE when it becomes none. */
  parameterFor(file: LoadedFile, call: ValueId, ref: FunctionRef, index: number, name: string | null): ValueId {
    const target = this.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    const shift = this.isBound(file, call, target, facts) ? 1 : 0;
    let position = index + shift;
    if (name !== null) position = facts.parameters.findIndex((one) => one.name !== NONE && target.view.string(one.name) === name);
    const parameter = facts.parameters[position] ?? facts.parameters.find((one) => one.kind === "rest");
    return parameter ? parameter.value : NONE;
  }

  // ---- locators ---------------------------------------------------------------------------------------------------------

  /** Values at a locator of a call; the locator's own fields are part of the answer. */
  located(file: LoadedFile, call: ValueId, locator: Locator): readonly Located[] {
    const fields = locator.fields.map(fieldOf);
    const withFields = (found: readonly Located[]): Located[] => found.map((one) => ({ ...one, fields: [...one.fields, ...fields] }));
    const root = locator.root;
    switch (root.kind) {
      case "argument":
        return withFields(argumentsAt(file, call, root.argument));
      case "receiver":
        return withFields(receiverOf(file, call));
      case "result":
        return withFields([{ file, value: call, fields: [] }]);
      case "builder": {
        const callee = file.view.a(call);
        const chain = file.view.op(callee) === Op.Field ? file.view.a(callee) : callee;
        return withFields(builtWith(this.pointsTo, file, chain, root));
      }
      case "option":
        return withFields(
          [{ file, call }, ...this.makersOf(file, call)].flatMap((one) =>
            this.optionsOf(one.file, one.call, root.name).flatMap((at) => argumentsAt(at.file, at.call, root.argument)),
          ),
        );
      case "constructor": {
        const made = this.makersOf(file, call);
        const { link } = root;
        if (link !== undefined) {
          const links = made.filter((one) => one.file.calleeName(one.call) === link);
          return withFields(links.flatMap((one) => argumentsAt(one.file, one.call, root.argument)));
        }
        const at = made.map((one) => argumentsAt(one.file, one.call, root.argument));
        const [first] = fields;
        if (first === undefined) return root.argument.name !== undefined ? at.flat() : [...(at[0] ?? [])];
        // Of several makers, those that are given an object with that entry; the nearest when none shows what it is given.
        const matching = at
          .flat()
          .filter((one) => root.argument.name !== undefined || this.pointsTo.entriesOf(one.file, one.value, first).length > 0);
        if (matching.length > 0) return withFields(matching);
        return withFields(
          (at[0] ?? []).filter(
            (one) => this.pointsTo.of(one.file, one.value).size === 0 && one.file.view.op(one.value) !== Op.Literal && made.length === 1,
          ),
        );
      }
    }
  }

  /** Calls of a name among the arguments of a call: functional options, alone, in variables and in lists. */
  private optionsOf(file: LoadedFile, call: ValueId, name: string): readonly CallSite[] {
    const found: CallSite[] = [];
    const seen = new Set<number>();
    const work = file.arguments(call).map(({ value }) => ({ file, value }));
    for (let next = work.shift(); next && seen.size < MAXIMUM_OPTIONS; next = work.shift()) {
      const node = nodeOf(next.file.number, next.value);
      if (seen.has(node)) continue;
      seen.add(node);
      const { view } = next.file;
      for (const origin of next.file.copies(next.value)) {
        if (view.op(origin) === Op.Call && next.file.calleeName(origin) === name) found.push({ file: next.file, call: origin });
        else if (view.op(origin) === Op.Spread) work.push({ file: next.file, value: view.a(origin) });
        else if (view.op(origin) === Op.Array) for (const item of view.list(view.a(origin))) work.push({ file: next.file, value: item });
      }
      for (const array of this.pointsTo.of(next.file, next.value).arrays) {
        const owner = this.program.file(fileOf(array));
        if (!seen.has(array)) work.push({ file: owner, value: rowOf(array) });
      }
    }
    return found;
  }

  /** Library calls that made the receiver of a call, nearest first: `startChat(…)`, then `getGenerativeModel(…)`, then `new …`. */
  makersOf(file: LoadedFile, call: ValueId): readonly CallSite[] {
    const found = new Map<number, CallSite>();
    const seen = new Set<number>();
    const work: { file: LoadedFile; value: ValueId }[] = [];
    const callee = file.view.a(call);
    work.push({ file, value: file.view.op(callee) === Op.Field ? file.view.a(callee) : callee });
    for (let next = work.shift(); next && seen.size < 400; next = work.shift()) {
      const node = nodeOf(next.file.number, next.value);
      if (seen.has(node)) continue;
      seen.add(node);
      const { view } = next.file;
      for (const origin of next.file.copies(next.value)) {
        switch (view.op(origin)) {
          case Op.Call: {
            const target = this.pointsTo.of(next.file, view.a(origin));
            if (target.states.size > 0 || target.classes.size > 0)
              found.set(nodeOf(next.file.number, origin), { file: next.file, call: origin });
            for (const ref of target.functions) {
              const owner = this.program.file(fileOf(ref));
              for (const value of (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns) work.push({ file: owner, value });
            }
            if (view.op(view.a(origin)) === Op.Field) work.push({ file: next.file, value: view.a(view.a(origin)) });
            for (const argument of target.functions.size > 0 ? [] : next.file.arguments(origin)) {
              if (this.pointsTo.of(next.file, argument.value).states.size > 0) work.push({ file: next.file, value: argument.value });
            }
            break;
          }
          case Op.Field: {
            const base = view.a(origin);
            const name = view.string(view.b(origin));
            const set = this.pointsTo.of(next.file, base);
            for (const ref of set.instances) {
              for (const member of this.pointsTo.classes.own(ref, name))
                if (member.kind === "value") work.push({ file: member.file, value: member.value });
              if (next.file.language === "go") work.push(...this.pointsTo.fieldWrites.of(ref, name));
            }
            for (const object of set.objects) {
              const owner = this.program.file(fileOf(object));
              for (const value of objectEntries(owner, rowOf(object), name)) work.push({ file: owner, value });
            }
            for (const copy of next.file.copies(base)) {
              if (view.op(copy) === Op.Store && view.string(view.b(copy)) === name) work.push({ file: next.file, value: view.c(copy) });
            }
            if (set.states.size > 0) work.push({ file: next.file, value: base });
            for (const { target, file: from } of set.modules.values())
              work.push(...this.pointsTo.exportsAt(this.program.file(from), target, name));
            break;
          }
          case Op.Element:
            if (view.c(origin) !== NONE) work.push(...this.pointsTo.resultsOf(next.file, origin));
            work.push({ file: next.file, value: view.a(origin) });
            break;
          case Op.Import: {
            const imported = next.file.facts.imports[view.a(origin)];
            if (!imported) break;
            for (const target of this.program.modules.resolve(next.file.source, imported.module, imported.name)) {
              if (target.kind === "file") work.push(...this.pointsTo.exportsOf(target.key, imported.name));
            }
            break;
          }
          case Op.Parameter: {
            const ref = nodeOf(next.file.number, view.a(origin));
            for (const site of this.callersOf(ref)) {
              for (const argument of this.argumentsFor(site, ref, view.b(origin))) {
                if (argument.fields.length === 0 && argument.consume === null) work.push({ file: site.file, value: argument.value });
              }
            }
            break;
          }
          default:
        }
      }
    }
    return [...found.values()];
  }
}

/** Adds the sites that are new, in a stable order; true when there were any. */
function addSites<T extends CallSite>(old: T[], next: readonly T[]): boolean {
  const known = new Set(old.map((site) => nodeOf(site.file.number, site.call)));
  const fresh = next.filter((site) => !known.has(nodeOf(site.file.number, site.call)));
  old.push(...fresh);
  old.sort((a, b) => a.file.number - b.file.number || a.call - b.call);
  return fresh.length > 0;
}

function addAll(old: Set<number>, next: ReadonlySet<number>): boolean {
  const before = old.size;
  for (const one of next) old.add(one);
  return old.size > before;
}

/** A name that says enough to link a method by it alone: `generate_reply`, `sendMessage`; not `get` or `run`. */
function isTellingName(name: string): boolean {
  return name.length >= 7 && /[a-z][A-Z]|[a-z0-9]_[a-z]/.test(name) && !name.startsWith("__");
}

function receiverOf(file: LoadedFile, call: ValueId): Located[] {
  const callee = file.view.a(call);
  // A called object is its own receiver.
  return [{ file, value: file.view.op(callee) === Op.Field ? file.view.a(callee) : callee, fields: [] }];
}

function markupBindings(file: LoadedFile, markup: ValueId): Binding[] {
  const list = file.view.list(file.view.c(markup));
  const found: Binding[] = [];
  for (let at = 0; at < list.length; at += 2) {
    const name = list[at] as number;
    const value = list[at + 1] as ValueId;
    if (name >= 0) found.push({ value, fields: [], consume: { key: file.view.string(name) } });
    else if (file.view.op(value) === Op.Spread) found.push({ value: file.view.a(value), fields: [], consume: null });
    else found.push({ value, fields: [], consume: { key: "children" } });
  }
  return found;
}
