/**
 * How a client, a model, or the address of one leaves a file: the names that another file must write to get at it.
 *
 * Only files are asked that something live can come from or come to. What leaves as a part of something else, by a name that
 * stands in many files (`get`, `type`), leaves with that: whoever reads the part must have got hold of the whole.
 */
import { type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { FileKey } from "../host.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { isImportedFromLibrary, isOfLibrary } from "../link/libraryValues.js";
import type { PointsTo } from "../link/pointsTo.js";
import { writtenText } from "../link/writtenText.js";
import { type LoadedFile, baseWords, fileOf, nodeOf, rowOf } from "../link/program.js";
import { type ClassRef, ValueSet } from "../link/valueSet.js";

export class Carriers {
  /** All names so far: what goes by another one carries nothing. */
  readonly names = new Set<string>();
  /** Files that one of the names is written in, or that something was handed to. */
  private readonly reached = new Set<FileKey>();
  private readonly passedOver = new Set<FileKey>();
  private readonly sources = new Map<LoadedFile, boolean>();
  /** What is written of each address, between its placeholders. */
  private readonly addresses: readonly (readonly string[])[];
  /** Files that were passed over and have been reached since. */
  readonly reopened = new Set<FileKey>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
  ) {
    this.addresses = knowledge.endpoints.map((row) => row.path.split(/\{[^}]*\}|\*+/).filter((part) => part !== ""));
  }

  /** Wants the files with the names by which something leaves a file. */
  follow(file: LoadedFile): void {
    const { key } = file.source;
    if (!this.reached.has(key) && !this.isSource(file)) {
      this.passedOver.add(key);
      return;
    }
    for (const name of this.namesLeaving(file)) {
      if (this.names.has(name)) continue;
      this.names.add(name);
      for (const key of this.pointsTo.program.wantFilesWith(name, file)) this.reach(key);
    }
  }

  private reach(key: FileKey): void {
    this.reached.add(key);
    if (this.passedOver.delete(key)) this.reopened.add(key);
  }

  /** False for a file that names nothing which leads to a model call. */
  private isSource(file: LoadedFile): boolean {
    let known = this.sources.get(file);
    if (known === undefined) {
      const automaton = this.knowledge.automaton(file.language);
      known =
        // What its project puts in scope stands in no file.
        file.language === "csharp" ||
        file.facts.imports.some((one) => automaton.mayLeadToCalls(one.module)) ||
        file.facts.strings.some((text) => automaton.isLiveGlobal(text) || this.mayBeAddress(text));
      this.sources.set(file, known);
    }
    return known;
  }

  private namesLeaving(file: LoadedFile): ReadonlySet<string> {
    const { view, facts } = file;
    const automaton = this.knowledge.automaton(file.language);
    const names = new Set<string>();
    const isLive = (set: ValueSet): boolean => {
      for (const state of set.states) if (automaton.isLive(state)) return true;
      return false;
    };
    // What a library gives leaves its file under the library's own names.
    const liveIn = (at: LoadedFile, value: ValueId): boolean =>
      value !== NONE &&
      (this.isAddressValue(at, value) || (!isImportedFromLibrary(this.pointsTo.program, at, value) && isLive(this.pointsTo.of(at, value))));
    const live = (value: ValueId): boolean => liveIn(file, value);
    const addPart = (name: string, owner: number): void => {
      if (!this.pointsTo.program.isCommon(name)) names.add(name);
      else if (owner !== NONE) this.addClass(file, owner, names);
    };
    facts.functions.forEach((one, id) => {
      if (
        id === 0 ||
        !(isLive(this.pointsTo.calls.returned(nodeOf(file.number, id))) || one.returns.some((value) => this.isAddressValue(file, value)))
      )
        return;
      const isPart = one.owner !== NONE && (one.flags & (FunctionFlag.Constructor | FunctionFlag.Extension)) === 0;
      for (const name of file.namesOf(id)) {
        if (isPart) addPart(name, one.owner);
        else names.add(name);
      }
    });
    facts.classes.forEach((one, id) => {
      const set = new ValueSet();
      this.pointsTo.types.addInstance(set, this.pointsTo.classRef(file, id));
      if (one.name && isLive(set)) names.add(one.name);
      for (const member of one.members)
        if (live(member.value) || (member.type !== NONE && isLive(this.pointsTo.types.typed(file, view.string(member.type)))))
          addPart(member.name, id);
    });
    for (const [name, variable] of facts.moduleVariables) if (facts.variables[variable]?.definitions.some(live)) names.add(name);
    for (const [name, stores] of file.storesByName) {
      for (const store of stores) {
        if (!live(view.c(store))) continue;
        if (!this.pointsTo.program.isCommon(name)) names.add(name);
        else for (const ref of this.pointsTo.of(file, view.a(store)).instances) this.addClassRef(ref, names);
      }
    }
    for (const one of facts.exports) {
      const values = one.variable === NONE ? [one.value] : (facts.variables[one.variable]?.definitions ?? []);
      if (one.fromModule === "" && values.some((value) => value !== NONE && (live(value) || this.givesLive(file, value, isLive)))) {
        names.add(one.name);
        if (one.name === "default" || one.name === "*") for (const word of baseWords(file.source.path)) names.add(word);
      }
      // Handed on under another name.
      if (
        one.fromModule !== "" &&
        one.name !== one.fromName &&
        this.pointsTo.exports.of(file.source.key, one.name).some((at) => liveIn(at.file, at.value))
      )
        names.add(one.name);
    }
    for (const call of file.calls) {
      const callee = view.a(call);
      const states = this.pointsTo.states(file, callee);
      let isHanded = false;
      file.arguments(call).forEach((argument, index) => {
        isHanded ||= live(argument.value);
        // A function or an interface that is handed to a framework: it may stand in another file.
        if (automaton.argument(states, index, argument.name).some((state) => automaton.isLive(state)))
          names.add(file.nameOf(argument.value));
      });
      if (!isHanded || isOfLibrary(this.pointsTo.program, file, callee)) continue;
      const name = file.calleeName(call);
      if (view.op(callee) !== Op.Field || !this.pointsTo.program.isCommon(name)) names.add(name);
      else for (const ref of this.pointsTo.of(file, view.a(callee)).instances) this.addClassRef(ref, names);
    }
    for (let value = 0; value < view.valueCount; value++) {
      if (view.op(value) !== Op.Object) continue;
      const entries = view.list(view.a(value));
      for (let at = 0; at < entries.length; at += 2)
        if ((entries[at] as number) >= 0 && live(entries[at + 1] as ValueId)) addPart(view.string(entries[at] as number), NONE);
    }
    names.delete("");
    names.delete("default");
    return names;
  }

  /** Whoever is given an object may know it as its class or as what that derives from. */
  private addClass(file: LoadedFile, id: number, names: Set<string>): void {
    const facts = file.facts.classes[id];
    if (!facts) return;
    names.add(facts.name);
    for (const base of facts.bases) if (!isOfLibrary(this.pointsTo.program, file, base)) names.add(file.nameOf(base));
  }

  private addClassRef(ref: ClassRef, names: Set<string>): void {
    names.add(this.pointsTo.classes.facts(ref).name);
    this.reach(this.pointsTo.classes.file(ref).source.key);
  }

  private givesLive(file: LoadedFile, value: ValueId, isLive: (set: ValueSet) => boolean): boolean {
    for (const ref of this.pointsTo.of(file, value).functions) {
      const owner = this.pointsTo.program.file(fileOf(ref));
      const { returns } = owner.facts.functions[rowOf(ref)] as FunctionFacts;
      if (isLive(this.pointsTo.calls.returned(ref)) || returns.some((one) => this.isAddressValue(owner, one))) return true;
    }
    return false;
  }

  /** Of a text that may be a part of an address. */
  private mayBeAddress(text: string): boolean {
    return text.includes("/") && this.addresses.some(([first]) => text.includes(first as string));
  }

  /** `const CHAT_URL = "https://…/v1/chat/completions"`: an address is a carrier like a client. */
  private isAddressValue(file: LoadedFile, value: ValueId): boolean {
    if (value === NONE) return false;
    const op = file.view.op(value);
    return (op === Op.Literal || op === Op.Template || op === Op.Binary) && this.isAddress(writtenText(file, value));
  }

  private isAddress(text: string): boolean {
    if (!text.includes("/")) return false;
    return this.addresses.some((parts) => {
      let at = 0;
      for (const [index, part] of parts.entries()) {
        const found = text.indexOf(part, at);
        // `https://…/models/`: the model is added elsewhere.
        if (found < 0) return index > 0 && text.includes("://");
        at = found + part.length;
      }
      return true;
    });
  }
}
