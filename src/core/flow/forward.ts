/**
 * Walks forwards from what a model answers to where it takes effect.
 *
 * The mirror of the backward walk: demand-driven, calls and returns matched, parts of values followed by a bounded
 * path, the budget counted in steps. It ends at other model calls: what they answer is theirs. Longer than other files
 * because every operation of the facts has its one case here.
 */
import { B, ElementKind, type FunctionFacts, FunctionFlag, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { isMutatorName } from "../facts/mutatorNames.js";
import { type DetectedCall, locator } from "../calls/modelCalls.js";
import type { Knowledge, Summary } from "../knowledge/knowledge.js";
import type { FlowEnd, Locator } from "../knowledge/paths.js";
import type { OutputKind, SanitizerTier } from "../knowledge/schema.js";
import type { CallGraph, CallSite } from "../link/callGraph.js";
import { fieldOf } from "../link/builders.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../link/program.js";
import type { Routes } from "../link/routes.js";
import type { ClassRef, FunctionRef } from "../link/valueSet.js";
import { functionLabel } from "./backward.js";
import { ELEMENT, type Fields } from "./fields.js";
import type { Handlers } from "./handlers.js";
import type { OutputSinks } from "./outputSinks.js";
import { ANSWER, asText, bounded, isText, readPart, takePart } from "./parts.js";
import type { Sanitizers } from "./sanitizers.js";
import { SeenPlaces } from "./seenPlaces.js";
import type { Frame } from "./task.js";
import { type Exit, usesOf } from "./uses.js";

/** Places looked at for one call before the answer is declared incomplete. */
const MAXIMUM_STEPS = 6_000;
const MAXIMUM_FRAMES = 8;
/** Assumed calls in a row after which nothing is believed. */
const MAXIMUM_DOUBT = 2;

/** A sanitiser that the text went through. */
export interface Applied {
  readonly name: string;
  readonly tier: SanitizerTier;
  readonly file: LoadedFile;
  readonly value: ValueId;
}

/** One place that the walk has reached, and how it got there. */
export interface Reached {
  readonly file: LoadedFile;
  readonly value: ValueId;
  /** Where the model's text is inside of the value. */
  readonly fields: Fields;
  readonly frame: Frame | null;
  readonly doubt: number;
  readonly applied: readonly Applied[];
  /** Towards the model call. */
  readonly previous: Reached | null;
  readonly label: string;
}

export interface Effect {
  readonly kind: OutputKind;
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly from: Reached;
}

/** Callees of unknown behaviour whose arguments select, and do not become, the result. */
const SELECTOR =
  /^(?:get|fetch|find|load|query|lookup|list|count|len|is|has|check|exists|select|read|retrieve|search|delete|remove|save|create|insert|update|use|open|connect|execute|exec|validate|verify|authenticate|init|register|subscribe|require|where|filter|values|bind|having|test|match|includes|startsWith|endsWith|startswith|endswith|indexOf|post|put|patch|send|write|upload)(?:[A-Z_].*)?$/;

/** Methods of an answer that give the same answer in another form. */
const SAME_ANSWER =
  /^(?:json|parse|text|model_?dump|to_?dict|dict|copy|clone|values|items|tee|getReader|read|with_?raw_?response|stream|iter\w*|__aiter__|__enter__|__aenter__|asIterable|toReadableStream)$/;

const DECODER = /^(?:parse|loads?|decode|literal_eval|safe_load|str|String)$/;

export class ForwardFlow {
  private queue: Reached[] = [];
  private seen = new SeenPlaces();
  private effects: Effect[] = [];
  private start!: Node;

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly sanitizers: Sanitizers,
    private readonly sinks: OutputSinks,
    private readonly handlers: Handlers,
    private readonly routes: Routes,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
  ) {}

  /** Effects in the order in which they are reached, the nearest first. */
  run(detected: DetectedCall, starts: readonly Reached[]): { readonly effects: readonly Effect[]; readonly incomplete: boolean } {
    this.queue = [];
    this.seen = new SeenPlaces();
    this.effects = [];
    this.start = nodeOf(detected.file.number, detected.call);
    for (const one of starts) this.push(one);
    let head = 0;
    for (; head < this.queue.length && head < MAXIMUM_STEPS; head++) this.visit(this.queue[head] as Reached);
    return { effects: this.effects, incomplete: head < this.queue.length };
  }

  private push(at: Reached): void {
    if (at.value === NONE || at.doubt > MAXIMUM_DOUBT) return;
    const node = nodeOf(at.file.number, at.value);
    let way = at.frame?.key ?? "";
    for (const one of at.applied) way += `\u0002${one.name}`;
    // Where all of a value is followed, none of its parts need be.
    if (at.fields.length > 0) {
      if (this.seen.has(node, way)) return;
      way += `\u0003${at.fields.join("\u0001")}`;
    }
    if (this.seen.add(node, way)) this.queue.push(at);
  }

  /** Goes on to another value of the same file. */
  private to(
    at: Reached,
    value: ValueId,
    fields: Fields,
    change: Partial<Pick<Reached, "frame" | "doubt" | "applied" | "label">> = {},
  ): void {
    this.push({ ...at, value, fields: bounded(fields), previous: at, label: "", ...change });
  }

  private toFile(at: Reached, file: LoadedFile, value: ValueId, fields: Fields, frame: Frame | null, label: string): void {
    this.push({ ...at, file, value, fields: bounded(fields), frame, previous: at, label });
  }

  private effect(kinds: readonly OutputKind[], value: ValueId, from: Reached): void {
    for (const kind of kinds) this.effects.push({ kind, file: from.file, value, from });
    if (kinds.includes("response")) this.answered(value, from);
  }

  /** A page of the workspace that asked for the response reads it. */
  private answered(value: ValueId, from: Reached): void {
    for (const { site, route } of this.routes.bodiesSentTo(from.file, enclosing(from.file, value))) {
      this.toFile(from, site.file, site.call, [ANSWER], null, `answered to a request of ${route}`);
    }
  }

  private visit(at: Reached): void {
    const { file, value } = at;
    const uses = usesOf(file);
    for (const user of uses.of(value)) this.visitUser(at, user);
    for (const capture of uses.captures(value)) this.to(at, capture, at.fields, { frame: this.frameSeenFrom(at.frame, file, capture) });
    for (const id of uses.returns(value)) this.leave(at, id);
    for (const exit of uses.exitsOf(value)) this.changed(at, exit);
    for (const { owner, name } of uses.fieldsOf(value)) this.readsOfField(at, this.pointsTo.classRef(file, owner), name, at.fields);
  }

  /** The call that the walk is in still counts inside of functions that stand in the called one. */
  private frameSeenFrom(frame: Frame | null, file: LoadedFile, value: ValueId): Frame | null {
    if (!frame || fileOf(frame.ref) !== file.number) return null;
    for (let id = enclosing(file, value); id > 0; id = (file.facts.functions[id] as FunctionFacts).parent)
      if (id === rowOf(frame.ref)) return frame;
    return null;
  }

  // ---- values -----------------------------------------------------------------------------------------------------------

  private visitUser(at: Reached, user: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    switch (view.op(user)) {
      case Op.Unknown:
      case Op.Await:
      case Op.Cast:
      case Op.Choice:
      case Op.Spread:
        this.to(at, user, fields);
        return;
      case Op.Template:
        // A tag that binds parameters keeps text apart from the statement.
        if (view.b(user) === NONE || !/^(?:sql|gql|graphql|Prisma\.sql)$/i.test(textOf(file, view.b(user)))) this.to(at, user, []);
        return;
      case Op.Binary: {
        const operator = view.string(view.c(user));
        if (!/^(?:\+|%|\||\/\/?|and|or|&&|\|\||\?\?|,)=?$/.test(operator)) return;
        this.to(at, user, operator === "%" || operator.startsWith("/") ? [] : asText(fields));
        return;
      }
      case Op.Field:
        this.visitField(at, user);
        return;
      case Op.Element: {
        const key = view.b(user);
        if (view.a(user) === value && view.c(user) !== NONE && this.isLibraryCall(file, value)) {
          if (view.c(user) === ElementKind.Result) this.to(at, user, fields);
        } else if (view.a(user) === value) {
          const rest = readPart(fields, key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : ELEMENT);
          if (rest) this.to(at, user, rest);
        } else this.visitDispatch(at, user);
        return;
      }
      case Op.Object: {
        const list = view.list(view.a(user));
        for (let entry = 0; entry < list.length; entry += 2) {
          if (list[entry + 1] !== value) continue;
          const key = list[entry] as number;
          this.to(at, user, key >= 0 ? [view.string(key), ...fields] : key === -1 ? fields : [ELEMENT, ...fields]);
        }
        return;
      }
      case Op.Array:
        view.list(view.a(user)).forEach((item, index) => {
          if (item === value) this.to(at, user, view.op(item) === Op.Spread ? fields : [String(index), ...fields]);
        });
        return;
      case Op.Store:
        this.visitStore(at, user);
        return;
      case Op.StoreElement: {
        const key = view.b(user);
        if (view.a(user) === value) this.to(at, user, fields);
        if (view.c(user) === value)
          this.to(at, user, [
            key !== NONE && view.op(key) === Op.Literal && view.b(key) === LiteralKind.String ? view.string(view.a(key)) : ELEMENT,
            ...fields,
          ]);
        return;
      }
      case Op.AfterCall:
        this.to(at, user, fields);
        return;
      case Op.Call:
        if (view.a(user) === value) this.to(at, user, [], { doubt: at.doubt + 1 });
        else this.visitCall(at, user, false);
        return;
      case Op.Element_Markup:
        this.visitMarkup(at, user);
        return;
      default:
    }
  }

  /** Of a call into a library the first result is what it gives, whatever the number of its results. */
  private isLibraryCall(file: LoadedFile, value: ValueId): boolean {
    return file.view.op(value) === Op.Call && this.pointsTo.of(file, file.view.a(value)).functions.size === 0;
  }

  private visitField(at: Reached, field: ValueId): void {
    const { file, fields } = at;
    const calls = usesOf(file)
      .of(field)
      .filter((user) => file.view.op(user) === Op.Call && file.view.a(user) === field);
    for (const call of calls) this.visitCall(at, call, true);
    if (calls.length > 0) return;
    const rest = readPart(fields, file.view.string(file.view.b(field)));
    if (rest) this.to(at, field, rest);
  }

  /** `TOOLS[name](…)`: the model says which function runs. */
  private visitDispatch(at: Reached, selected: ValueId): void {
    const { file } = at;
    if (!isText(at.fields)) return;
    for (const user of usesOf(file).of(selected)) {
      if (file.view.op(user) === Op.Call && file.view.a(user) === selected) this.effect(["tool-invocation"], user, at);
      else if (
        file.view.op(user) === Op.Field &&
        /^(?:run|execute|invoke|call|handler|func|fn)$/.test(file.view.string(file.view.b(user)))
      ) {
        for (const call of usesOf(file).of(user))
          if (file.view.op(call) === Op.Call && file.view.a(call) === user) this.effect(["tool-invocation"], call, at);
      }
    }
  }

  private visitStore(at: Reached, store: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    const name = view.string(view.b(store));
    if (view.a(store) === value && fields[0] !== name) this.to(at, store, fields);
    if (view.c(store) !== value) return;
    this.effect(this.sinks.atMember(file, name, fields, false), store, at);
    this.to(at, store, [name, ...fields]);
    const owner = this.pointsTo.classes.ownerOfReceiver(file, view.a(store));
    if (owner !== NONE) this.readsOfField(at, this.pointsTo.classRef(file, owner), name, fields);
  }

  /** A field of an object is read by the methods of its class. */
  private readsOfField(at: Reached, owner: ClassRef, name: string, fields: Fields): void {
    for (const part of this.pointsTo.classes.parts(owner)) {
      const file = this.pointsTo.classes.file(part);
      for (const read of usesOf(file).readsOf(name)) {
        if (this.pointsTo.classes.ownerOfReceiver(file, file.view.a(read)) !== rowOf(part)) continue;
        const calls = usesOf(file)
          .of(read)
          .some((user) => file.view.op(user) === Op.Call && file.view.a(user) === read);
        if (!calls) this.toFile(at, file, read, fields, null, `kept in ${name}`);
      }
    }
  }

  private visitMarkup(at: Reached, markup: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    const list = view.list(view.c(markup));
    for (let entry = 0; entry < list.length; entry += 2) {
      const name = list[entry] as number;
      if (list[entry + 1] === value && name >= 0) this.effect(this.sinks.atMember(file, view.string(name), fields, true), markup, at);
      if (list[entry + 1] === value && (name < 0 || view.string(name) === "children") && this.sinks.rendersRawHtml(file, markup))
        this.effect(["html"], markup, at);
    }
    if (view.a(markup) !== NONE)
      for (const ref of this.pointsTo.of(file, view.a(markup)).functions) this.enter(at, { file, call: markup }, ref);
  }

  // ---- calls ------------------------------------------------------------------------------------------------------------

  private visitCall(at: Reached, call: ValueId, isReceiver: boolean): void {
    const { file, value, fields } = at;
    const { view } = file;
    const kinds = this.sinks.atCall(file, call, value, fields);
    this.effect(kinds, call, at);
    if (kinds.includes("log") || kinds.includes("response")) return;
    const node = nodeOf(file.number, call);
    if (node === this.start || (this.modelCalls.has(node) && this.modelCalls.get(node)?.phase !== "safety")) return;
    const applied = this.appliedBy(at, call);
    const current = applied ? { ...at, applied: [...at.applied, applied] } : at;
    for (const state of isReceiver ? [] : stateSetBy(file, call))
      this.to(current, state, fields, { frame: null, label: "kept in the state of a component" });
    const callee = this.pointsTo.of(file, view.a(call));
    const site = { file, call };
    if (!isReceiver && file.calleeName(call) === "get" && file.arguments(call)[0]?.value === value) this.visitDispatch(at, call);
    let entered = false;
    for (const ref of callee.functions) {
      if (isReceiver && file.language === "javascript") this.enterReceiver(current, site, ref);
      this.enter(current, site, ref);
      entered = true;
    }
    for (const ref of callee.classes) {
      this.construct(current, site, ref);
      entered = true;
    }
    for (const ref of callee.instances) {
      for (const member of this.pointsTo.classes.own(ref, "__call__")) {
        if (member.kind !== "method") continue;
        this.enter(current, site, member.function);
        entered = true;
      }
    }
    if (entered) return;
    this.throughListener(current, call);
    if (isReceiver && this.readsEntry(current, call)) return;
    const summaries = this.summariesOf(file, call);
    if (summaries.length > 0) {
      for (const { flows } of summaries) {
        for (const flow of flows) {
          if (flow.from.callback) continue;
          const part = this.partAt(current, call, flow.from.locator);
          // What is read out of text has none of the answer's bookkeeping.
          if (part) this.toEnd(current, call, flow.to, DECODER.test(file.calleeName(call)) ? asText(part) : part);
        }
      }
      return;
    }
    if (isReceiver) this.throughReceiver(current, call);
    else this.throughArgument(current, call);
  }

  /** `row.get("name")` reads one entry of what has entries. */
  private readsEntry(at: Reached, call: ValueId): boolean {
    const { file, fields } = at;
    const { view } = file;
    const key = file.arguments(call)[0]?.value;
    if (fields.length === 0 || !/^(?:get|pop|setdefault)$/.test(file.calleeName(call)) || key === undefined || view.op(key) !== Op.Literal)
      return false;
    const rest = readPart(fields, view.string(view.a(key)));
    if (rest) this.to(at, call, rest);
    return true;
  }

  /** Where the text is below a locator of a call; null when the value is not there. */
  private partAt(at: Reached, call: ValueId, where: Locator): Fields | null {
    for (const one of this.callGraph.located(at.file, call, where)) {
      if (one.value !== at.value) continue;
      const part = takePart(at.fields, one.fields);
      if (part) return part;
    }
    return null;
  }

  private appliedBy(at: Reached, call: ValueId): Applied | null {
    for (const use of this.sanitizers.at(at.file, call)) {
      if (use.effect !== "result" || !this.partAt(at, call, locator(use.input))) continue;
      return { name: use.name, tier: use.tier, file: at.file, value: call };
    }
    return null;
  }

  private summariesOf(file: LoadedFile, call: ValueId): readonly Summary[] {
    const automaton = this.knowledge.automaton(file.language);
    const found: Summary[] = [];
    for (const state of this.pointsTo.of(file, file.view.a(call)).states)
      for (const row of automaton.accepted(state).summaries) found.push(this.knowledge.summary(row));
    return found.length > 0 ? found : this.knowledge.memberSummaries(file.language, file.calleeName(call));
  }

  /** Goes to one end of a summary's flow with the part that goes there. */
  private toEnd(at: Reached, call: ValueId, end: FlowEnd, part: Fields): void {
    const { file } = at;
    const names = [...end.locator.fields, ...end.fields].map(fieldOf);
    const fields = names.length > 0 ? [...names, ...part] : part;
    const { root } = end.locator;
    if (end.callback) {
      if (end.callback.kind !== "parameter" || root.kind !== "argument") return;
      const position = end.callback.at;
      for (const one of this.callGraph.located(file, call, { root, fields: [] })) this.intoCallback(at, one.value, position, fields);
      return;
    }
    if (root.kind === "result") this.to(at, call, fields);
    else if (root.kind === "receiver") this.intoChanged(at, { file, call }, NONE, fields, at.frame);
    else if (root.kind === "argument") {
      file.arguments(call).forEach((argument, index) => {
        if (this.callGraph.located(file, call, { root, fields: [] }).some((one) => one.value === argument.value))
          this.intoChanged(at, { file, call }, index, fields, at.frame);
      });
    }
  }

  private intoCallback(at: Reached, callback: ValueId, position: number | string, fields: Fields): void {
    for (const ref of this.pointsTo.of(at.file, callback).functions) {
      const file = this.pointsTo.program.file(fileOf(ref));
      const { parameters } = file.facts.functions[rowOf(ref)] as FunctionFacts;
      parameters.forEach((parameter, index) => {
        if (position !== "*" && position !== index) return;
        this.toFile(
          at,
          file,
          parameter.value,
          fields,
          file === at.file ? this.frameSeenFrom(at.frame, file, parameter.value) : null,
          `given to ${functionLabel(file, rowOf(ref))}`,
        );
      });
    }
  }

  /** The receiver or an argument of a call holds the text afterwards. */
  private intoChanged(at: Reached, site: CallSite, index: number, fields: Fields, frame: Frame | null): void {
    for (const after of usesOf(site.file).afterCall(site.call)) {
      if (site.file.view.c(after) === index)
        this.push({ ...at, file: site.file, value: after, fields: bounded(fields), frame, previous: at, label: "" });
    }
  }

  /** A method that nothing is known about, of something that holds the text. */
  private throughReceiver(at: Reached, call: ValueId): void {
    const { file, fields } = at;
    const name = file.calleeName(call);
    const part = readPart(fields, name);
    if (part === null && fields.length > 0) return;
    const isSame = fields[0] === ANSWER && SAME_ANSWER.test(name);
    const rest = isSame ? fields : fields[0] === ANSWER || fields.length === 0 ? [] : (part as Fields);
    this.to(at, call, rest);
    for (const argument of file.arguments(call)) {
      if (file.copies(argument.value).some((one) => file.view.op(one) === Op.Function))
        this.intoCallback({ ...at, doubt: at.doubt + 1 }, argument.value, "*", fields);
    }
  }

  /** A call that nothing is known about, given the text: it may be in the result. */
  private throughArgument(at: Reached, call: ValueId): void {
    const { file, fields } = at;
    const name = file.calleeName(call);
    const doubt = at.doubt + 1;
    if (isMutatorName(name)) this.intoChanged({ ...at, doubt }, { file, call }, NONE, [ELEMENT, ...fields], at.frame);
    if (this.pointsTo.introduced(file, call).some((state) => this.knowledge.automaton(file.language).accepted(state).sources.length > 0))
      return;
    const hasCapitals = file.language === "csharp" || file.language === "go";
    if (!SELECTOR.test(hasCapitals ? name.charAt(0).toLowerCase() + name.slice(1) : name)) this.to(at, call, [], { doubt });
  }

  /** `resolve(text)` settles its promise, `controller.enqueue(text)` fills its stream. */
  private throughListener(at: Reached, call: ValueId): void {
    const { file } = at;
    if (file.language !== "javascript") return;
    const { view } = file;
    const callee = view.a(call);
    const isMember = view.op(callee) === Op.Field;
    if (isMember && !/^(?:enqueue|push|next|send|write)$/.test(view.string(view.b(callee)))) return;
    const made = isMember ? /^(?:ReadableStream|TransformStream)$/ : /^Promise$/;
    for (const origin of file.copies(isMember ? view.a(callee) : callee)) {
      if (view.op(origin) !== Op.Parameter || view.b(origin) > 1) continue;
      const start = (file.facts.functions[view.a(origin)] as FunctionFacts).start;
      const maker = file.calls.filter((one) => view.start(one) < start && start < view.end(one) && made.test(file.calleeName(one))).pop();
      if (maker !== undefined) this.to(at, maker, isMember ? [ELEMENT, ...at.fields] : at.fields);
    }
  }

  // ---- functions ----------------------------------------------------------------------------------------------------------

  private enter(at: Reached, site: CallSite, ref: FunctionRef): void {
    const frame = this.frame(at, site, ref);
    if (!frame) return;
    const target = this.pointsTo.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    facts.parameters.forEach((parameter, index) => {
      for (const binding of this.callGraph.argumentsFor(site, ref, index)) {
        if (binding.value !== at.value) continue;
        const part = takePart(at.fields, binding.fields);
        if (!part) continue;
        const fields = binding.consume === null ? part : [binding.consume === "element" ? ELEMENT : binding.consume.key, ...part];
        this.toFile(at, target, parameter.value, fields, frame, `passed to ${functionLabel(target, rowOf(ref))}`);
      }
    });
  }

  private enterReceiver(at: Reached, site: CallSite, ref: FunctionRef): void {
    const frame = this.frame(at, site, ref);
    const target = this.pointsTo.program.file(fileOf(ref));
    if (frame)
      for (const value of usesOf(target).receiversIn(rowOf(ref)))
        this.toFile(at, target, value, at.fields, frame, `read by ${functionLabel(target, rowOf(ref))}`);
  }

  private frame(at: Reached, site: CallSite, ref: FunctionRef): Frame | null {
    const depth = (at.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return null;
    for (let one = at.frame; one; one = one.parent) if (one.ref === ref) return null;
    return {
      site,
      ref,
      parent: at.frame,
      depth,
      isCallback: false,
      key: this.seen.short(`${nodeOf(site.file.number, site.call)}>${at.frame?.key ?? ""}`),
    };
  }

  private construct(at: Reached, site: CallSite, ref: ClassRef): void {
    const makers = this.pointsTo.makers(site.file, site.call, ref);
    for (const maker of makers) this.enter(at, site, maker);
    if (makers.length > 0) return;
    // A data class: fields in the order of their declaration, or by name.
    const order = this.pointsTo.classes.declared(ref).filter((member) => member.function === NONE);
    let position = 0;
    for (const argument of site.file.arguments(site.call)) {
      const name = argument.name ?? order[position++]?.name ?? ELEMENT;
      if (argument.value === at.value) this.to(at, site.call, argument.kind === 2 ? at.fields : [name, ...at.fields]);
    }
  }

  /** The text is returned: to the caller that the walk came from, else to all of them. */
  private leave(at: Reached, id: number): void {
    const { file, frame } = at;
    const facts = file.facts.functions[id] as FunctionFacts;
    const ref = nodeOf(file.number, id);
    if (id === 0 || facts.flags & FunctionFlag.Constructor) return;
    if (this.handlers.responds(file, id)) this.effect(["response"], at.value, at);
    const fields = facts.flags & FunctionFlag.Generator ? [ELEMENT, ...at.fields] : at.fields;
    const label = `returned by ${functionLabel(file, id)}`;
    if (frame && frame.ref === ref) {
      this.toFile(at, frame.site.file, frame.site.call, fields, frame.parent, label);
      return;
    }
    for (const site of this.callGraph.callersOf(ref)) {
      if (site.file.view.op(site.call) === Op.Call)
        this.toFile(at, site.file, site.call, fields, this.frameSeenFrom(frame, site.file, site.call), label);
    }
    if (facts.flags & FunctionFlag.Getter && facts.owner !== NONE)
      this.readsOfField(at, this.pointsTo.classRef(file, facts.owner), facts.name, fields);
    this.leaveCallback(at, id, fields);
  }

  /** What a function returns that is handed to a library. */
  private leaveCallback(at: Reached, id: number, fields: Fields): void {
    const { file } = at;
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind !== "argument" || this.pointsTo.of(file, file.view.a(use.call)).functions.size > 0) continue;
      if (this.modelCalls.has(nodeOf(file.number, use.call))) continue;
      for (const state of stateSetBy(file, use.call))
        this.to(at, state, fields, { frame: null, label: "kept in the state of a component" });
      const summaries = this.summariesOf(file, use.call);
      for (const { flows } of summaries) {
        for (const flow of flows) {
          const { root } = flow.from.locator;
          if (flow.from.callback?.kind !== "return" || root.kind !== "argument") continue;
          if (!root.argument.all && root.argument.index !== use.index && root.argument.name !== use.name) continue;
          this.toEnd(at, use.call, flow.to, fields);
        }
      }
      if (summaries.length === 0 && !SELECTOR.test(file.calleeName(use.call))) this.to(at, use.call, fields, { doubt: at.doubt + 1 });
    }
  }

  /** A parameter or the receiver holds the text when the function ends: so does what the caller gave. */
  private changed(at: Reached, exit: Exit): void {
    const { file, frame, fields } = at;
    const facts = file.facts.functions[exit.function] as FunctionFacts;
    const ref = nodeOf(file.number, exit.function);
    const isReceiver =
      exit.parameter === NONE ||
      (exit.parameter === 0 && file.language === "python" && facts.owner !== NONE && !(facts.flags & FunctionFlag.Static));
    // All of a receiver is too much to say of one that a method was given.
    if (isReceiver && fields.length === 0) return;
    const matched = frame && frame.ref === ref ? frame : null;
    for (const site of matched ? [matched.site] : this.callGraph.callersOf(ref)) {
      if (site.file.view.op(site.call) !== Op.Call) continue;
      const outer = matched ? matched.parent : null;
      if (isReceiver && facts.flags & FunctionFlag.Constructor) {
        this.toFile(at, site.file, site.call, fields, outer, `kept by ${functionLabel(file, exit.function)}`);
        continue;
      }
      if (isReceiver) this.intoChanged(at, site, NONE, fields, outer);
      else {
        const parameter = facts.parameters[exit.parameter]?.value ?? NONE;
        site.file.arguments(site.call).forEach((argument, index) => {
          if (this.callGraph.parameterFor(site.file, site.call, ref, index, argument.name) === parameter)
            this.intoChanged(at, site, index, fields, outer);
        });
      }
    }
  }
}

function enclosing(file: LoadedFile, value: ValueId): number {
  return file.view.blockColumn(file.view.block(value), B.Function);
}

/** Reads of the state that a call sets: `const [text, setText] = useState("")`. */
function stateSetBy(file: LoadedFile, call: ValueId): readonly ValueId[] {
  if (file.language !== "javascript") return [];
  const { view } = file;
  const isElement = (value: ValueId, index: string): boolean =>
    view.op(value) === Op.Element &&
    view.b(value) !== NONE &&
    view.op(view.b(value)) === Op.Literal &&
    view.string(view.a(view.b(value))) === index;
  return file.copies(view.a(call)).flatMap((setter) => {
    if (!isElement(setter, "1")) return [];
    const made = view.a(setter);
    if (view.op(made) !== Op.Call || file.calleeName(made) !== "useState") return [];
    return usesOf(file)
      .of(made)
      .filter((one) => isElement(one, "0"));
  });
}

function textOf(file: LoadedFile, value: ValueId): string {
  return file.text.slice(file.view.start(value), file.view.end(value));
}
