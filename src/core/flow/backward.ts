/**
 * Walks backwards from what a model call is given to where it comes from.
 *
 * Demand-driven: only what reaches the call is looked at. Calls and returns are matched, so that one caller does not
 * leak into another; fields, containers and message lists are followed by a bounded path. The budget is counted in
 * steps, so every machine gives the same answer.
 */
import { B, CallFlag, ElementKind, type FunctionFacts, FunctionFlag, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { DetectedCall } from "../calls/modelCalls.js";
import { locator } from "../calls/modelCalls.js";
import type { Knowledge, Summary } from "../knowledge/knowledge.js";
import type { State } from "../knowledge/automaton.js";
import type { FieldStep, FlowEnd } from "../knowledge/paths.js";
import type { MessageShape, Role, SourceKind, SourceRow, SummaryRow } from "../knowledge/schema.js";
import { builtField, builtLink, fieldOf } from "../link/builders.js";
import { argumentsAt } from "../link/callArguments.js";
import type { Binding, CallGraph, CallSite } from "../link/callGraph.js";
import { constantTexts } from "../link/constants.js";
import { type PointsTo, objectEntries } from "../link/pointsTo.js";
import type { CallArgument } from "../link/fileIndexes.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../link/program.js";
import type { Routes } from "../link/routes.js";
import type { ClassRef, FunctionRef } from "../link/valueSet.js";
import { isMutatorName } from "../facts/mutatorNames.js";
import { fieldRead, fieldWritten } from "../link/accessors.js";
import { ELEMENT, type Fields, MESSAGE, MESSAGES, RESULT, TOOLS, bounded, ofElement, ofEntry, sameName } from "./fields.js";
import { combined, passes, RoleTests } from "./roleTests.js";
import { scalarTypeOf } from "./scalarTypes.js";
import { CONTENT_KEYS, roleOfConstant, roleOfConstructor, roleOfName } from "./roles.js";
import type { Sanitizers, SanitizerUse } from "./sanitizers.js";
import { SeenPlaces } from "./seenPlaces.js";
import type { AppliedSanitizer, Frame, Task } from "./task.js";

/** Places looked at for one call before the answer is declared incomplete. */
const MAXIMUM_STEPS = 12_000;
const MAXIMUM_FRAMES = 10;

/** Walks to one source that are told apart. */
const MAXIMUM_WAYS = 24;

/** Values that a walk may end at for want of knowledge; it ends at others because nothing of them is asked for. */
const ENDS: ReadonlySet<Op> = new Set([
  Op.Call,
  Op.Global,
  Op.Import,
  Op.Capture,
  Op.Parameter,
  Op.This,
  Op.Class,
  Op.Element,
  Op.Object,
  Op.Exception,
]);

/** Begins the label of a step from a handler to the page that asks it. */
const SENT_TO = "sent to ";

/** Members of vector stores, indexes and retrievers that answer with stored text. */
const RETRIEVES = /^(?:a|get_?)?(?:invoke|similarity|search|query|retrieve|relevant|max_?marginal)/i;

export interface Hit {
  readonly kind: SourceKind;
  readonly role: Role;
  readonly task: Task;
  readonly row: SourceRow | null;
  /** All walks that end here, the first one too: each asks for a part of the source of its own. */
  readonly ways: readonly Task[];
}

export interface Query {
  readonly start: DetectedCall;
  readonly shape: MessageShape;
  /** The provider keeps system text out of the message list. */
  readonly systemElsewhere: boolean;
}

export interface FlowOutcome {
  readonly hits: readonly Hit[];
  /** Places where nothing is known of what comes before. */
  readonly ends: readonly Task[];
  readonly incomplete: boolean;
}

/** Fields that say something about data and hold none of it. */
const NO_CONTENT = new Set([
  "length",
  "size",
  "shape",
  "ndim",
  "dtype",
  "device",
  "byteLength",
  "Length",
  "Count",
  "HasValue",
  "__class__",
  "__name__",
]);

/** Types of parameters that steer a call and hold none of its data. */
const NO_CONTENT_TYPE =
  /^\*?(?:context\.Context|testing\.[TBF]|sync\.\w+|http\.(?:Client|ResponseWriter)|time\.(?:Time|Duration)|CancellationToken)$/;

/** Names of library classes whose constructor takes content; others take settings, ids and keys. */
const CONTENT_CLASS =
  /(?:Message|Document|Prompt|Template|Part|Content|Blob|File|Form|FormData|URL|Map|Set|Array|Response|Request|Buffer|String|Input|Text|Node|Chunk|Item|Record|Event|Param|Block|Image|Audio|Dict|List|Dataset|Data|Tuple|Query|Body|Payload|Turn|Error|Exception|Sequence|Chain|Config|Property|Reference|Reader|Stream|Entity|Value|Pair|Entry|Optional)s?$|^Runnable/;

/** Operations that only pass on what their origins are. */
/** `call.ID`, `tool_call_id`: stands beside the result in its message. */
const CALL_ID = /^(?:tool_?)?(?:call_?)?(?:use_?)?id$/i;
const TRANSPARENT: ReadonlySet<Op> = new Set([Op.Choice, Op.Capture, Op.Cast, Op.Await, Op.AfterCall, Op.Store, Op.StoreElement]);

/** Callees of unknown behaviour whose arguments select, and do not become, the result. */
const SELECTOR =
  /^(?:get|fetch|find|load|query|lookup|list|count|is|has|check|exists|select|read|retrieve|search|delete|remove|save|create|insert|update|use|open|connect|execute|validate|verify|authenticate|init|register|subscribe|require)(?:[A-Z_].*)?$/;

export class BackwardFlow {
  private queue: Task[] = [];
  private head = 0;
  private seen = new SeenPlaces();
  private hits = new Map<string, Hit & { readonly ways: Task[] }>();
  private ends: Task[] = [];
  /** Rises whenever the walk goes on or arrives. */
  private progress = 0;
  private query!: Query;
  private readonly roleTests = new RoleTests();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
    private readonly sanitizers: Sanitizers,
    private readonly modelCalls: ReadonlyMap<Node, DetectedCall>,
    private readonly routes: Routes,
  ) {}

  run(query: Query, starts: readonly Task[]): FlowOutcome {
    this.queue = [];
    this.head = 0;
    this.seen = new SeenPlaces();
    this.hits = new Map();
    this.ends = [];
    this.query = query;
    for (const start of starts) this.push(start);
    for (; this.head < this.queue.length && this.head < MAXIMUM_STEPS; this.head++) {
      const task = this.queue[this.head] as Task;
      const before = this.progress;
      this.visit(task);
      if (this.progress === before && ENDS.has(task.file.view.op(task.value))) this.ends.push(task);
    }
    return { hits: [...this.hits.values()], ends: this.ends, incomplete: this.head < this.queue.length };
  }

  private push(task: Task): void {
    if (task.value === NONE) return;
    this.progress++;
    if (this.seen.add(nodeOf(task.file.number, task.value), wayOf(task))) this.queue.push(task);
  }

  /** Goes on to another value of the same file. */
  private to(
    task: Task,
    value: ValueId,
    fields: Fields,
    change: Partial<Pick<Task, "role" | "frame" | "doubt" | "label" | "sanitizers">> = {},
  ): void {
    this.push({ ...withoutPlace(task), value, fields: bounded(fields), next: task, label: "", ...change });
  }

  private toFile(
    task: Task,
    file: LoadedFile,
    value: ValueId,
    fields: Fields,
    frame: Frame | null,
    label: string,
    doubt = task.doubt,
  ): void {
    this.push({ ...withoutPlace(task), file, value, fields: bounded(fields), frame, next: task, label, doubt });
  }

  private hit(from: Task, kind: SourceKind, row: SourceRow | null): void {
    this.progress++;
    if (from.fields.includes(TOOLS)) return;
    const task = throughType(from);
    // What a user types into the application's own page arrives in the request, which is reported already.
    if (kind === "ui-input" && this.behindRequest(task)) return;
    for (const role of this.rolesOf(task, kind)) {
      const key =
        kind === "constant" ? `${role}|constant` : `${role}|${kind}|${task.file.number}|${task.value}|${task.sanitizers.length > 0}`;
      const known = this.hits.get(key);
      if (!known) this.hits.set(key, { kind, role, task, row, ways: [task] });
      else if (known.ways.length < MAXIMUM_WAYS) known.ways.push(task);
    }
  }

  private rolesOf(task: Task, kind: SourceKind): readonly Role[] {
    if (task.role === "any") {
      // Whoever sends the request writes the role beside the text; other data only fills what the application made.
      if (kind !== "http-request" || this.behindRequest(task)) return ["user"];
      return this.query.systemElsewhere ? ["user", "assistant"] : ["system", "user", "assistant"];
    }
    return task.role ? [task.role] : this.pendingRoles(task, kind);
  }

  private behindRequest(task: Task): boolean {
    for (let at: Task | null = task; at; at = at.next) if (at.label.startsWith(SENT_TO)) return true;
    return false;
  }

  /** Whoever writes the message list writes its roles, unless the provider keeps system text apart. */
  private pendingRoles(task: Task, kind: SourceKind): readonly Role[] {
    const wholeMessages = task.fields.includes(MESSAGES) || task.fields.includes(MESSAGE);
    if (!wholeMessages || this.query.shape !== "objects" || kind === "constant" || kind === "environment") return ["user"];
    if (kind === "model-output") return ["assistant"];
    if (kind === "tool-result") return ["tool"];
    return this.query.systemElsewhere ? ["user", "assistant"] : ["system", "user", "assistant"];
  }

  private visit(task: Task): void {
    const { file, value, fields } = task;
    const { view } = file;
    const op = view.op(value);
    if (fields[0] === MESSAGE || fields[0] === MESSAGES) {
      if (this.visitMessage(task, op)) return;
    }
    if (builtLink(fields[0]) && this.visitBuilt(task, op)) return;
    const roleTests = combined(task.roleTests, this.roleTests.at(file, view.block(value)));
    if (roleTests !== task.roleTests) {
      this.visit({ ...task, roleTests });
      return;
    }
    switch (op) {
      case Op.Literal:
        if (view.b(value) === LiteralKind.String) {
          this.visitPlaceholders(task, view.string(view.a(value)));
          this.hit(task, "constant", null);
        }
        return;
      case Op.Unknown:
        for (const operand of view.list(view.a(value))) this.to(task, operand, fields);
        return;
      case Op.Template:
        for (const part of view.list(view.a(value))) this.to(task, part, []);
        return;
      case Op.Binary:
        this.visitBinary(task);
        return;
      case Op.Choice:
        for (const one of view.list(view.a(value))) this.to(task, one, fields);
        return;
      case Op.Capture:
        for (const one of file.facts.variables[view.a(value)]?.definitions ?? []) this.to(task, one, fields, { frame: null });
        this.sourceAt(task);
        return;
      case Op.Await:
      case Op.Cast:
      case Op.Yield:
      case Op.Spread:
        this.to(task, view.a(value), fields);
        return;
      case Op.Object:
        this.visitObject(task);
        return;
      case Op.Array: {
        const items = view.list(view.a(value));
        items.forEach((item, index) => {
          if (view.op(item) === Op.Spread) this.to(task, view.a(item), fields);
          else {
            const rest = ofElement(fields, index);
            if (rest) this.to(task, item, rest);
          }
        });
        return;
      }
      case Op.Store: {
        const rest = ofEntry(fields, view.string(view.b(value)));
        if (rest) this.to(task, view.c(value), rest);
        // Written over: what was there before does not come through.
        if (!sameName(fields[0] ?? "", view.string(view.b(value)))) this.to(task, view.a(value), fields);
        return;
      }
      case Op.StoreElement: {
        const key = view.b(value);
        const name = key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : null;
        const rest = fields[0] === MESSAGES ? ofElement(fields, null) : ofEntry(fields, name);
        if (rest) this.to(task, view.c(value), rest);
        if (name === null || fields[0] !== name) this.to(task, view.a(value), fields);
        return;
      }
      case Op.AfterCall:
        this.to(task, view.a(value), fields);
        this.visitAfterCall(task);
        return;
      case Op.Field: {
        if (this.sourceAt(task)) return;
        const name = view.string(view.b(value));
        if (NO_CONTENT.has(name)) return;
        this.to(task, view.a(value), [name, ...fields]);
        this.visitGetter(task, name);
        return;
      }
      case Op.Element: {
        if (this.sourceAt(task)) return;
        if (view.c(value) !== NONE && this.visitLibraryResult(task)) return;
        const key = view.b(value);
        const name = key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : ELEMENT;
        this.to(task, view.a(value), [name, ...fields]);
        return;
      }
      case Op.Call:
        this.visitCall(task);
        return;
      case Op.Parameter:
        if (!this.sourceAt(task)) this.visitParameter(task);
        return;
      case Op.This:
        this.visitReceiver(task, view.a(value), file.facts.functions[view.a(value)]?.owner ?? NONE);
        return;
      case Op.Import:
        if (!this.sourceAt(task)) this.visitImport(task);
        return;
      case Op.Global:
        if (!this.sourceAt(task)) this.visitAmbient(task);
        return;
      case Op.Class:
        this.visitClass(task, nodeOf(file.number, view.a(value)));
        return;
      case Op.Function:
        if (fields[0] === RESULT) this.visitCallbackResult(task);
        else if (fields[0] === TOOLS) {
          for (const one of (file.facts.functions[view.a(value)] as FunctionFacts).returns)
            this.to(task, one, [], { frame: null, role: "tool", label: "returned by a tool" });
        }
        return;
      case Op.Element_Markup: {
        const list = view.list(view.c(value));
        for (let at = 1; at < list.length; at += 2) this.to(task, list[at] as ValueId, []);
        return;
      }
      default:
    }
  }

  /** One of several results of a call into a library: all that is known of the call is its data. */
  private visitLibraryResult(task: Task): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const call = view.a(value);
    if (view.op(call) === Op.Call) {
      const callee = this.pointsTo.of(file, view.a(call));
      if (callee.functions.size > 0 || callee.instances.size > 0) return false;
    }
    if (view.c(value) === ElementKind.Result) this.to(task, call, fields);
    return true;
  }

  // ---- sources --------------------------------------------------------------------------------------------------------

  /** Ends the walk when the value, or the part of it that is asked for, is a source of the knowledge base. */
  private sourceAt(task: Task): boolean {
    const automaton = this.knowledge.automaton(task.file.language);
    let states: readonly State[] = this.pointsTo.introduced(task.file, task.value);
    for (let depth = 0; states.length > 0; depth++) {
      for (const state of states) {
        const row = automaton.accepted(state).sources[0];
        if (row) {
          if (row.kind === "web-content" && this.visitOwnBackend(task)) return true;
          this.hit(task, row.kind === "file" && this.isShipped(task) ? "repository-file" : row.kind, row);
          if (row.kind === "http-request") this.visitOwnClients(task, task.fields.slice(depth));
          return true;
        }
      }
      const field = task.fields[depth];
      if (field === undefined || field.startsWith("@")) break;
      states =
        field === ELEMENT
          ? automaton.step(states, "element")
          : field === RESULT
            ? automaton.step(states, "call")
            : automaton.member(states, field);
    }
    return false;
  }

  /** `read("prompts/system.txt")`: a file that is named in the code, relative to it, comes with the code. */
  private isShipped({ file, value }: Task): boolean {
    if (file.view.op(value) !== Op.Call) return false;
    const [path] = file.arguments(value);
    const texts = path ? constantTexts(this.pointsTo, file, path.value) : [];
    return texts.length > 0 && texts.every((text) => /^(?:\.\/)?[\w][\w ./\\-]*\.\w+$/.test(text));
  }

  /** A request that the workspace's own pages send: what they put into its body. */
  private visitOwnClients(task: Task, fields: Fields): void {
    const { file, value } = task;
    const id = file.view.op(value) === Op.Parameter ? file.view.a(value) : file.view.blockColumn(file.view.block(value), B.Function);
    for (const body of this.routes.bodiesSentTo(file, id)) {
      this.toFile(task, body.file, body.value, [...body.fields, ...fields], null, `${SENT_TO}${body.route}`);
    }
  }

  /** A page asks its own backend: what the handler answers; true when the request is to the application itself. */
  private visitOwnBackend(task: Task): boolean {
    if (task.file.view.op(task.value) !== Op.Call) return false;
    const handlers = this.routes.handlersOf(task.file, task.value);
    if (!handlers) return false;
    if (handlers.length === 0) this.hit(task, "caller-parameter", null);
    for (const { file, functionId } of handlers) {
      for (const value of (file.facts.functions[functionId] as FunctionFacts).returns)
        this.toFile(task, file, value, [], null, "answered by the application's own backend");
    }
    return true;
  }

  // ---- messages -------------------------------------------------------------------------------------------------------

  /** Reads the role of a message; true when the walk has gone on. */
  private visitMessage(task: Task, op: Op): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    switch (op) {
      case Op.Literal:
      case Op.Template:
        this.push({ ...task, role: task.role ?? "user", fields: [] });
        return true;
      case Op.Binary:
        if (view.string(view.c(value)) === "|") {
          for (const side of [view.a(value), view.b(value)]) if (side !== NONE) this.to(task, side, fields);
          return true;
        }
        if (this.isText(file, view.a(value)) || this.isText(file, view.b(value))) {
          this.push({ ...task, role: task.role ?? "user", fields: [] });
          return true;
        }
        return false;
      case Op.Object:
        return this.visitMessageObject(task);
      case Op.Array: {
        if (fields[0] !== MESSAGE) return false;
        const items = view.list(view.a(value));
        const role =
          items.length === 2 && view.op(items[0] as ValueId) === Op.Literal ? roleOfName(view.string(view.a(items[0] as ValueId))) : null;
        if (role) this.to(task, items[1] as ValueId, [], { role });
        else for (const item of items) this.to(task, item, fields);
        return true;
      }
      case Op.Store:
        return fields[0] === MESSAGE && this.visitWrittenMessage(task);
      case Op.Call: {
        const role = this.roleOfCall(file, value);
        if (!role) return false;
        const roleValue = this.roleArgument(file, value)?.value;
        const args = file.arguments(value);
        const callee = view.a(value);
        // `UserMessage.builder().text(question).build()`: what the links were given.
        if (args.length === 0 && view.op(callee) === Op.Field) this.to(task, view.a(callee), [], { role });
        for (const argument of args) {
          if (argument.name === "role" || argument.value === roleValue) continue;
          if (argument.name !== null && !CONTENT_KEYS.includes(argument.name.toLowerCase())) continue;
          if (role === "tool") this.hitToolResult({ ...task, value: argument.value, fields: [], role, next: task });
          this.to(task, argument.value, [], { role });
        }
        return true;
      }
      default:
        return false;
    }
  }

  /** What is given as the result of a tool: a constant is none, the id of the call that it answers neither, and what went through a sanitiser is what went into that. */
  private hitToolResult(task: Task): void {
    const { file } = task;
    const { view } = file;
    const origins = file
      .copies(task.value)
      .filter((one) => !TRANSPARENT.has(view.op(one)) && view.op(one) !== Op.Literal && !this.givesNothingOn(file, one))
      .filter((one) => !CALL_ID.test(file.nameOf(one)));
    const cleaned = origins.map((one) => (view.op(one) === Op.Call ? this.cleaningOf(file, one) : null));
    if (cleaned.every((one) => one === null)) {
      if (origins.length > 0) this.hit(task, "tool-result", null);
      return;
    }
    for (const [index, value] of origins.entries()) {
      const cleaning = cleaned[index] ?? null;
      if (cleaning === null) {
        this.hit({ ...task, value }, "tool-result", null);
        continue;
      }
      const sanitizers = [...task.sanitizers, appliedAt(file, value, cleaning)];
      for (const one of this.callGraph.located(file, value, locator(cleaning.input)))
        this.hit({ ...task, file: one.file, value: one.value, next: { ...task, value }, sanitizers }, "tool-result", null);
    }
  }

  /** A call that is known to pass on nothing of what it is given: `int.Parse(text)`. */
  private givesNothingOn(file: LoadedFile, value: ValueId): boolean {
    if (file.view.op(value) !== Op.Call) return false;
    const summaries = this.summariesOf(file, value);
    return summaries.length > 0 && summaries.every(({ flows }) => flows.length === 0);
  }

  private cleaningOf(file: LoadedFile, call: ValueId): SanitizerUse | null {
    return this.sanitizers.at(file, call).find((use) => use.effect === "result" && use.tier !== "nominal") ?? null;
  }

  private isText(file: LoadedFile, value: ValueId): boolean {
    return file.copies(value).some((one) => {
      const op = file.view.op(one);
      return op === Op.Template || (op === Op.Literal && file.view.b(one) === LiteralKind.String);
    });
  }

  private roleOfCall(file: LoadedFile, call: ValueId): Role | null {
    const written = this.roleArgument(file, call);
    if (written) return this.roleOfValue(file, written.value) ?? "user";
    const callee = file.view.a(call);
    const text = file.text.slice(file.view.start(callee), file.view.end(callee));
    const name = /(?:from_|from|as_|as)?_?(user|system|assistant|human|ai|developer)$/i.exec(file.calleeName(call));
    if (name && /message/i.test(text)) return roleOfName(name[1] as string);
    return roleOfConstructor(file.calleeName(call)) ?? roleOfConstructor(file.chainOf(call));
  }

  /** The argument of a message's constructor that says its role: by its name, or by being one: `new ChatMessage(ChatRole.User, text)`. */
  private roleArgument(file: LoadedFile, call: ValueId): CallArgument | undefined {
    const args = file.arguments(call);
    const named = args.find((argument) => argument.name === "role");
    if (named) return named;
    const [first] = args;
    if (!first || args.length < 2) return undefined;
    const { view } = file;
    const isRole = file.copies(first.value).some((one) => {
      if (view.op(one) !== Op.Field || roleOfName(view.string(view.b(one))) === null) return false;
      return file.copies(view.a(one)).some((owner) => /role$/i.test(file.nameOf(owner)));
    });
    if (isRole) return first;
    // `llms.TextParts(llms.ChatMessageTypeSystem, text)`: a library's constant.
    if (this.pointsTo.of(file, view.a(call)).functions.size > 0) return undefined;
    return args.find(({ value }) => this.roleWritten(file, value) !== null);
  }

  /** `{ Role = …, Content = … }` written into a new object, in any order. */
  private visitWrittenMessage(task: Task): boolean {
    const { file, fields } = task;
    const { view } = file;
    const contents: ValueId[] = [];
    let role: Role | null = null;
    let hasRole = false;
    let base = task.value;
    for (; view.op(base) === Op.Store; base = view.a(base)) {
      const name = view.string(view.b(base)).toLowerCase();
      if (name === "role" && !hasRole) {
        hasRole = true;
        role = this.roleOfValue(file, view.c(base));
      } else if (CONTENT_KEYS.includes(name)) contents.push(view.c(base));
    }
    if (contents.length === 0) return false;
    const known = role ?? (view.op(base) === Op.Call ? this.roleOfCall(file, base) : null);
    for (const content of contents) {
      if (known === "tool") this.hit({ ...task, value: content, fields: [], role: known, next: task }, "tool-result", null);
      this.to(task, content, [], { role: known ?? (hasRole ? "any" : "user") });
    }
    if (!hasRole) this.to(task, base, fields);
    return true;
  }

  /** Role of an argument that is written as the constant of one. */
  private roleWritten(file: LoadedFile, value: ValueId): Role | null {
    return file.view.op(value) === Op.Field ? roleOfConstant(file.view.string(file.view.b(value))) : null;
  }

  private roleOfValue(file: LoadedFile, value: ValueId): Role | null {
    for (const one of file.copies(value)) {
      if (file.view.op(one) === Op.Literal) return roleOfName(file.view.string(file.view.a(one)));
      if (file.view.op(one) === Op.Field) {
        const written = file.view.string(file.view.b(one));
        const role = roleOfName(written) ?? roleOfConstant(written);
        if (role) return role;
      }
    }
    const [role, ...others] = new Set(constantTexts(this.pointsTo, file, value).map(roleOfName));
    return role && others.length === 0 ? role : null;
  }

  private visitMessageObject(task: Task): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const entries = view.list(view.a(value));
    const copied = copiedMessage(file, value);
    if (copied !== NONE) {
      this.to(task, copied, [MESSAGE]);
      return true;
    }
    let role: Role | null = null;
    let hasRole = false;
    for (let at = 0; at < entries.length; at += 2) {
      if ((entries[at] as number) < 0 || !sameName(view.string(entries[at] as number), "role")) continue;
      hasRole = true;
      role = this.roleOfValue(file, entries[at + 1] as ValueId);
    }
    for (let at = 0; at < entries.length; at += 2) {
      const key = (entries[at] as number) >= 0 ? decapitalised(view.string(entries[at] as number)) : null;
      const entry = entries[at + 1] as ValueId;
      if (key === "role") continue;
      if (hasRole) {
        if (key === null) this.to(task, entry, fields);
        else if (CONTENT_KEYS.includes(key)) {
          // A role that is data: whoever writes it may write any.
          if (role === "tool") this.hitToolResult({ ...task, value: entry, fields: [], role, next: task });
          this.to(task, entry, [], { role: role ?? "any" });
        }
      } else if (key === "messages" || key === "chat_history" || key === "history") this.to(task, entry, [MESSAGES]);
      else if (key === null) this.to(task, entry, fields);
      // One of several kinds of message, each under its own name: `OfUser: &UserMessage{…}`.
      else if (/^of[A-Z]/.test(key)) this.to(task, entry, [], { role: roleOfName(key.slice(2)) ?? task.role ?? "user" });
      else this.to(task, entry, [], { role: key === "systemInstruction" || key === "system" ? "system" : (task.role ?? "user") });
    }
    return true;
  }

  /** `("system", "You are {persona}.")`: what the call is given under that name takes the role of the template's message. */
  private visitPlaceholders(task: Task, text: string): void {
    const { start, shape } = this.query;
    if (shape !== "langchain" || task.role === null || task.role === "user") return;
    for (const [, name] of text.matchAll(/\{\s*([A-Za-z_]\w*)\s*\}/g)) {
      for (const { value, name: keyword } of start.file.arguments(start.call).slice(0, 1)) {
        if (keyword === null || keyword === "input") this.toFile(task, start.file, value, [name as string], null, `fills {${name}}`);
      }
    }
  }

  // ---- literals and operators -----------------------------------------------------------------------------------------

  private visitBinary(task: Task): void {
    const { view } = task.file;
    const operator = view.string(view.c(task.value));
    if (!/^(?:\+|%|\||\*|\/\/?|and|or|&&|\|\||\?\?|,)=?$/.test(operator)) return;
    const fields = operator === "+" || operator === "|" || operator.length > 1 ? task.fields : [];
    for (const side of [view.a(task.value), view.b(task.value)]) if (side !== NONE) this.to(task, side, fields);
  }

  private visitObject(task: Task): void {
    const { file, value, fields } = task;
    const entries = file.view.list(file.view.a(value));
    if (task.roleTests.length > 0 && CONTENT_KEYS.includes(decapitalised(fields[0] ?? ""))) {
      const role = [...objectEntries(file, value, "role"), ...objectEntries(file, value, "Role")].map((one) =>
        this.roleOfValue(file, one),
      )[0];
      if (role && !passes(task.roleTests, role)) return;
    }
    if (task.role !== null && this.isToolResult(file, value)) this.hit(task, "tool-result", null);
    let overwritten = false;
    for (let at = entries.length - 2; at >= 0; at -= 2) {
      const key = entries[at] as number;
      const entry = entries[at + 1] as ValueId;
      if (key === -1) {
        if (!overwritten) this.to(task, entry, fields);
        continue;
      }
      const name = key >= 0 ? file.view.string(key) : null;
      if (fields[0] === TOOLS) {
        this.to(task, entry, fields);
        continue;
      }
      const rest = ofEntry(fields, name);
      if (rest) this.to(task, entry, rest);
      if (rest && name !== null && fields[0] === name) overwritten = true;
    }
  }

  /** `{ type: "tool_result", … }`: whatever a tool brought in. */
  private isToolResult(file: LoadedFile, object: ValueId): boolean {
    return objectEntries(file, object, "type").some(
      (one) => file.view.op(one) === Op.Literal && /^(?:tool[_-]result|function_call_output)$/.test(file.view.string(file.view.a(one))),
    );
  }

  // ---- imports, receivers, getters --------------------------------------------------------------------------------------

  private visitImport(task: Task): void {
    const imported = task.file.facts.imports[task.file.view.a(task.value)];
    if (!imported) return;
    const modules = this.pointsTo.program.modules;
    for (const target of modules.resolve(task.file.source, imported.module, imported.name)) {
      const name = imported.name === "*" ? task.fields[0] : imported.name;
      if (name === undefined || target.kind === "library") continue;
      const fields = imported.name === "*" ? task.fields.slice(1) : task.fields;
      const found = this.pointsTo.exportsAt(task.file, target, name);
      for (const one of found) this.toFile(task, one.file, one.value, fields, null, `exported as ${name}`);
      const inner = fields[0];
      if (found.length > 0 || inner === undefined) continue;
      for (const module of modules.member(task.file.source, target, name)) {
        if (module.kind === "file")
          for (const one of this.pointsTo.exportsOf(module.key, inner))
            this.toFile(task, one.file, one.value, fields.slice(1), null, `exported as ${inner}`);
      }
    }
  }

  /** A name that is declared elsewhere in the same package or namespace. */
  private visitAmbient(task: Task): void {
    const { file, value } = task;
    const name = file.view.string(file.view.a(value));
    for (const target of this.pointsTo.program.modules.ambient(file.source, file.facts, name)) {
      if (target.kind !== "file") continue;
      for (const one of this.pointsTo.exportsOf(target.key, name))
        this.toFile(task, one.file, one.value, task.fields, null, `declared as ${name}`);
    }
  }

  /** `Prompts.SYSTEM`: what the class writes into the field. */
  private visitClass(task: Task, ref: ClassRef): void {
    const name = task.fields[0];
    if (name !== undefined && !name.startsWith("@") && name !== ELEMENT) this.visitMembers(task, ref, name, false);
  }

  private visitGetter(task: Task, name: string): void {
    for (const ref of this.pointsTo.of(task.file, task.file.view.a(task.value)).instances) {
      for (const member of this.pointsTo.classes.own(ref, name)) {
        if (member.kind !== "getter") continue;
        const file = this.pointsTo.program.file(fileOf(member.function));
        for (const one of (file.facts.functions[rowOf(member.function)] as FunctionFacts).returns)
          this.toFile(task, file, one, task.fields, null, `property ${name}`);
      }
    }
  }

  /** `this` or `self`: a field of it is what the class writes there. */
  private visitReceiver(task: Task, id: number, owner: number): void {
    const name = task.fields[0];
    if (name === undefined || name.startsWith("@") || owner === NONE) return;
    const { frame, file } = task;
    const matched = frame !== null && frame.ref === nodeOf(file.number, id) ? frame : null;
    let receiverKnown = false;
    if (matched) {
      const callee = matched.site.file.view.a(matched.site.call);
      if (matched.site.file.view.op(matched.site.call) === Op.Call && matched.site.file.view.op(callee) === Op.Field) {
        receiverKnown = true;
        this.toFile(task, matched.site.file, matched.site.file.view.a(callee), task.fields, matched.parent, "");
      }
    }
    this.visitMembers(task, this.pointsTo.classRef(file, owner), name, receiverKnown);
  }

  private visitMembers(task: Task, ref: ClassRef, name: string, withoutConstructor: boolean, seen: Set<ClassRef> = new Set()): boolean {
    if (seen.has(ref)) return false;
    seen.add(ref);
    let found = false;
    for (const member of this.pointsTo.classes.own(ref, name)) {
      if (member.kind !== "value") continue;
      found = true;
      if (withoutConstructor && member.inConstructor) continue;
      this.toFile(task, member.file, member.value, task.fields.slice(1), null, `written to ${name}`);
    }
    for (const { file, value } of found ? [] : this.pointsTo.classes.bases(ref)) {
      for (const one of this.pointsTo.of(file, value).classes)
        if (this.visitMembers(task, one, name, withoutConstructor, seen)) found = true;
    }
    if (this.pointsTo.classes.file(ref).language === "go") {
      for (const write of this.pointsTo.fieldWrites.of(ref, name)) {
        found = true;
        // The object's own literal is met where the receiver was made.
        if (!(withoutConstructor && write.inLiteral))
          this.toFile(task, write.file, write.value, task.fields.slice(1), null, `written to ${name}`);
      }
    } else if (!found && seen.size === 1) found = this.visitOutsideWrites(task, ref, name);
    return found;
  }

  /** `session.history = …` written from outside of the class. */
  private visitOutsideWrites(task: Task, ref: ClassRef, name: string): boolean {
    let found = false;
    for (const file of this.pointsTo.program.filesWith(name)) {
      for (const store of file.storesByName.get(name) ?? []) {
        if (!this.pointsTo.of(file, file.view.a(store)).instances.has(ref)) continue;
        found = true;
        this.toFile(task, file, file.view.c(store), task.fields.slice(1), null, `written to ${name}`);
      }
    }
    return found;
  }

  // ---- parameters ---------------------------------------------------------------------------------------------------------

  private visitParameter(task: Task): void {
    const { file, value, fields, frame } = task;
    const id = file.view.a(value);
    const index = file.view.b(value);
    const facts = file.facts.functions[id] as FunctionFacts;
    const ref = nodeOf(file.number, id);
    const parameterType = facts.parameters[index]?.type ?? NONE;
    if (parameterType !== NONE && NO_CONTENT_TYPE.test(file.view.string(parameterType))) return;
    const isReceiver = facts.owner !== NONE && file.language === "python" && index === 0 && !(facts.flags & FunctionFlag.Static);
    if (isReceiver) {
      this.visitReceiver(task, id, facts.owner);
      return;
    }
    const name = functionLabel(file, id);
    if (frame?.isCallback && frame.ref === ref) {
      const { file: at, call } = frame.site;
      if (this.visitCallbackParameter(task, id, index, call)) return;
      const callee = at.view.a(call);
      // Nothing is known of the call: most often it goes over what it is a member of.
      if (at.view.op(callee) === Op.Field) this.toFile(task, at, at.view.a(callee), [ELEMENT, ...fields], frame.parent, "", task.doubt + 1);
      return;
    }
    if (frame && frame.ref === ref) {
      const bindings = this.callGraph.argumentsFor(frame.site, ref, index);
      for (const binding of bindings) this.bind(task, frame.site, binding, frame.parent, `passed to ${name}`);
      return;
    }
    let reached = this.visitCallbackParameter(task, id, index);
    if (facts.flags & FunctionFlag.Setter && facts.owner !== NONE) {
      const owner = this.pointsTo.classRef(file, facts.owner);
      if (this.visitOutsideWrites({ ...task, fields: [facts.name, ...fields] }, owner, facts.name)) reached = true;
    }
    for (const site of this.callGraph.callersOf(ref)) {
      // What tests hand in says nothing about the product.
      if (site.file.source.scope === "test" && this.query.start.file.source.scope !== "test") continue;
      reached = true;
      for (const binding of this.callGraph.argumentsFor(site, ref, index)) this.bind(task, site, binding, null, `passed to ${name}`);
    }
    // A field of a parameter of a known class: what the class writes there.
    const field = fields[0];
    if (!reached && field !== undefined && !field.startsWith("@")) {
      for (const one of this.pointsTo.of(file, value).instances) if (this.visitMembers(task, one, field, false)) reached = true;
    }
    if (!reached) this.hit(task, "caller-parameter", null);
  }

  private bind(task: Task, site: CallSite, binding: Binding, frame: Frame | null, label: string): void {
    const fields =
      binding.consume === null
        ? task.fields
        : binding.consume === "element"
          ? ofElement(task.fields, null)
          : ofEntry(task.fields, binding.consume.key);
    if (fields)
      this.push({
        ...task,
        file: site.file,
        value: binding.value,
        fields: bounded([...binding.fields, ...fields]),
        frame,
        next: task,
        label,
        labelAt: site.call,
      });
  }

  /** What a function gives that was handed to a call: its parameters are what that call gives it, not what other callers do. */
  private visitCallbackResult(task: Task): void {
    const { file, value } = task;
    const id = file.view.a(value);
    let at: Task | null = task.next;
    while (at && at.file.view.op(at.value) !== Op.Call) at = at.next;
    const ref = nodeOf(file.number, id);
    const depth = (task.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return;
    const frame: Frame | null = at && {
      site: { file: at.file, call: at.value },
      ref,
      parent: task.frame,
      depth,
      key: this.seen.short(`${nodeOf(at.file.number, at.value)}~${ref}>${task.frame?.key ?? ""}`),
      isCallback: true,
    };
    for (const one of (file.facts.functions[id] as FunctionFacts).returns) this.to(task, one, task.fields.slice(1), { frame });
  }

  /** Parameter of a function that is handed to a library: what the library calls it with. */
  private visitCallbackParameter(task: Task, id: number, index: number, only: ValueId = NONE): boolean {
    let reached = false;
    const ref = nodeOf(task.file.number, id);
    const own = task.frame?.ref === ref ? task.frame : null;
    for (const use of this.callGraph.usesOf(ref)) {
      if (only !== NONE && use.call !== only) continue;
      for (const { flows } of this.summariesOf(use.file, use.call)) {
        for (const flow of flows) {
          const { to } = flow;
          if (to.callback?.kind !== "parameter" || to.locator.root.kind !== "argument") continue;
          if (to.callback.at !== "*" && to.callback.at !== index) continue;
          const slot = to.locator.root.argument;
          if (!slot.all && slot.index !== use.index && slot.name !== use.name) continue;
          reached = true;
          const fields = dropPrefix(task.fields, fieldNames(to.fields));
          // Out of the function that was handed over, back into the one that hands it over.
          const outer = own ? (own.site.call === use.call ? own.parent : null) : use.file === task.file ? task.frame : null;
          if (fields) this.fromEnd({ ...task, file: use.file, frame: outer }, use.call, flow.from, fields, task.doubt);
        }
      }
    }
    return reached;
  }

  // ---- builders ---------------------------------------------------------------------------------------------------------

  /** What a link of a builder was given; true when the walk has gone on. */
  private visitBuilt(task: Task, op: Op): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const wanted = builtLink(fields[0]);
    if (!wanted) return false;
    const takeFrom = (call: ValueId): void => {
      if (file.calleeName(call) !== wanted.link) return;
      for (const one of argumentsAt(file, call, wanted.argument)) this.to(task, one.value, [...one.fields, ...fields.slice(1)]);
    };
    switch (op) {
      case Op.Call: {
        if (this.visitCleaned(task, fields)) return true;
        takeFrom(value);
        const callee = view.a(value);
        let entered = false;
        for (const ref of this.pointsTo.of(file, callee).functions) if (this.enter(task, ref, fields)) entered = true;
        if (!entered && view.op(callee) === Op.Field) this.to(task, view.a(callee), fields);
        return true;
      }
      case Op.AfterCall:
        if (view.c(value) === NONE) takeFrom(view.b(value));
        this.to(task, view.a(value), fields);
        return true;
      case Op.Function: {
        // The function is given the builder.
        const { returns, parameters } = file.facts.functions[view.a(value)] as FunctionFacts;
        for (const one of [...returns, ...parameters.slice(0, 1).map((parameter) => parameter.exit)]) this.to(task, one, fields);
        return true;
      }
      case Op.Choice:
      case Op.Capture:
      case Op.Parameter:
      case Op.Field:
      case Op.Element:
      case Op.Cast:
      case Op.Await:
      case Op.This:
      case Op.Import:
      case Op.Global:
        return false;
      default:
        return true;
    }
  }

  // ---- calls ------------------------------------------------------------------------------------------------------------------

  private visitCall(task: Task): void {
    const { file, value: call, fields } = task;
    const { view } = file;
    const modelCall = task.next === null ? undefined : this.modelCalls.get(nodeOf(file.number, call));
    // What a vector store answers is retrieved text, though an embedding model ran for it.
    if (modelCall && modelCall.phase !== "embedding") {
      this.hit(task, "model-output", null);
      return;
    }
    if (this.sourceAt(task)) return;
    if (modelCall) {
      if (modelCall !== this.query.start && RETRIEVES.test(file.calleeName(call))) this.hit(task, "retrieval", null);
      return;
    }
    if (fields[0] === TOOLS && this.visitToolCall(task)) return;
    if (this.visitCleaned(task, [])) return;
    const nominal = this.sanitizers.at(file, call).find((use) => use.tier === "nominal");
    const current = nominal
      ? {
          ...task,
          sanitizers: [...task.sanitizers, appliedAt(file, call, nominal)],
        }
      : task;
    const callee = this.pointsTo.of(file, view.a(call));
    let entered = false;
    // What is known of a library holds, also where its source lies in the workspace.
    const isKnown = callee.functions.size > 0 && this.isKnown(file, callee.stateList);
    for (const ref of isKnown ? [] : callee.functions) {
      if (this.enter(current, ref, fields)) entered = true;
    }
    for (const ref of callee.classes) {
      this.construct(current, ref);
      entered = true;
    }
    for (const ref of callee.instances) {
      for (const member of this.pointsTo.classes.own(ref, "__call__"))
        if (member.kind === "method" && this.enter(current, member.function, fields)) entered = true;
    }
    if (entered) return;
    if (this.visitEntryCall(current)) return;
    const summaries = this.summariesOf(file, call);
    if (summaries.length > 0) {
      for (const { row, flows } of summaries) {
        for (const flow of flows) {
          const { root, fields: into } = flow.to.locator;
          if (root.kind !== "result" || flow.to.callback) continue;
          const rest = row.role && fields[0] === MESSAGES ? ofElement(fields, null) : dropPrefix(fields, fieldNames(into));
          if (rest) this.fromMessageEnd(current, call, row, flow.from, rest);
        }
      }
      return;
    }
    this.visitUnknownCall(current);
  }

  /** What goes into a sanitiser, and came out of it as less; true when the call is one. */
  private visitCleaned(task: Task, fields: Fields): boolean {
    const { file, value: call } = task;
    const cleaning = this.cleaningOf(file, call);
    if (!cleaning) return false;
    const sanitizers = [...task.sanitizers, appliedAt(file, call, cleaning)];
    for (const one of this.callGraph.located(file, call, locator(cleaning.input))) {
      this.push({
        ...withoutPlace(task),
        file: one.file,
        value: one.value,
        fields: bounded([...one.fields, ...fields]),
        next: task,
        label: "",
        sanitizers,
      });
    }
    return true;
  }

  /** `message.get("content")`, `map.get("x")`: one entry of the receiver, or the fallback that is given. */
  private visitEntryCall(task: Task): boolean {
    const { file, value: call } = task;
    const { view } = file;
    const callee = view.a(call);
    if (view.op(callee) !== Op.Field || !/^(?:get|pop|setdefault)$/.test(view.string(view.b(callee)))) return false;
    const [key, fallback] = file.arguments(call);
    if (!key || view.op(key.value) !== Op.Literal || this.pointsTo.of(file, callee).size > 0) return false;
    this.to(task, view.a(callee), [view.string(view.a(key.value)), ...task.fields]);
    if (fallback) this.to(task, fallback.value, task.fields);
    return true;
  }

  private isKnown(file: LoadedFile, states: readonly State[]): boolean {
    return states.some((state) => this.knowledge.automaton(file.language).accepted(state).summaries.length > 0);
  }

  private summariesOf(file: LoadedFile, call: ValueId): readonly Summary[] {
    const automaton = this.knowledge.automaton(file.language);
    const callee = this.pointsTo.of(file, file.view.a(call));
    const found: Summary[] = [];
    for (const state of callee.states) for (const row of automaton.accepted(state).summaries) found.push(this.knowledge.summary(row));
    if (found.length > 0 || callee.functions.size > 0 || callee.classes.size > 0) return found;
    return this.knowledge.memberSummaries(file.language, file.calleeName(call));
  }

  /** Goes to one end of a summary's flow, asking for `fields` of it. */
  private fromEnd(task: Task, call: ValueId, end: FlowEnd, fields: Fields, doubt: number): void {
    const callback = end.callback?.kind === "return" ? [RESULT, ...fieldNames(end.fields)] : [];
    for (const one of this.callGraph.located(task.file, call, end.locator)) {
      if (one.value === call) continue;
      const asked = adapt([...one.fields, ...callback], fields);
      this.push({ ...withoutPlace(task), file: one.file, value: one.value, fields: bounded(asked), next: task, label: "", doubt });
    }
  }

  /** The same, for text that the call makes a message of: it takes the role that the summary names. */
  private fromMessageEnd(task: Task, call: ValueId, row: SummaryRow, end: FlowEnd, fields: Fields): void {
    const isMessage = fields[0] === MESSAGE || fields[0] === MESSAGES;
    if (row.role && isMessage) this.fromEnd({ ...task, role: row.role }, call, end, [], task.doubt);
    else this.fromEnd(task, call, end, fields, task.doubt);
  }

  /** A call that nothing is known about: its receiver and its arguments may be in the result. */
  private visitUnknownCall(task: Task): void {
    const { file, value: call } = task;
    const { view } = file;
    const callee = view.a(call);
    const doubt = task.doubt + 1;
    const fields: Fields = task.fields[0] === MESSAGES || task.fields[0] === MESSAGE || task.fields[0] === TOOLS ? task.fields : [];
    const name = file.calleeName(call);
    if (view.op(callee) === Op.Field && this.pointsTo.of(file, view.a(callee)).modules.size === 0) {
      if (this.visitAccessor(task, name, view.a(callee))) return;
      this.to(task, view.a(callee), fields, { doubt });
    }
    // Where functions begin with a capital as well, only `new` tells a class.
    const hasCapitals = file.language === "csharp" || file.language === "go";
    const constructed = file.language === "go" ? name.replace(/^New(?=[A-Z])/, "") : name;
    const constructs = hasCapitals ? (view.c(call) & CallFlag.New) !== 0 || constructed !== name : /^[A-Z]/.test(name);
    if (!(hasCapitals && constructs) && SELECTOR.test(hasCapitals ? decapitalised(name) : name)) return;
    if (constructs && !CONTENT_CLASS.test(constructed)) return;
    for (const argument of file.arguments(call)) {
      this.to(task, argument.value, view.op(argument.value) === Op.Function ? [RESULT] : fields, { doubt });
    }
  }

  /** `request.getText()`, and `Answer.builder().text(t).build()` where the field `text` is asked for. */
  private visitAccessor(task: Task, name: string, receiver: ValueId): boolean {
    const { file, value: call, fields } = task;
    if (file.arguments(call).length > 0) return false;
    const field = fieldRead(name);
    if (field !== null) {
      this.to(task, receiver, [field, ...fields]);
      return true;
    }
    const asked = fields[0];
    if (name !== "build" || asked === undefined || asked.startsWith("@") || asked === ELEMENT) return false;
    this.to(task, receiver, [builtField(asked, { index: 0 }), ...fields.slice(1)]);
    return true;
  }

  /** Enters a workspace function by its returns; false when the walk is already inside of it. */
  private enter(task: Task, ref: FunctionRef, fields: Fields): boolean {
    const frame = this.frame(task, ref);
    if (!frame) return true;
    const file = this.pointsTo.program.file(fileOf(ref));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.returns.length === 0) return facts.body !== NONE && !(facts.flags & FunctionFlag.Abstract);
    const inner = facts.flags & FunctionFlag.Generator && /^(?:\[\]|\d+)$/.test(fields[0] ?? "") ? fields.slice(1) : fields;
    for (const value of facts.returns) this.toFile(task, file, value, inner, frame, `returned by ${functionLabel(file, rowOf(ref))}`);
    return true;
  }

  private frame(task: Task, ref: FunctionRef): Frame | null {
    const depth = (task.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return null;
    for (let at = task.frame; at; at = at.parent) if (at.ref === ref) return null;
    const site = { file: task.file, call: task.value };
    return {
      site,
      ref,
      parent: task.frame,
      depth,
      isCallback: false,
      key: this.seen.short(`${nodeOf(task.file.number, task.value)}>${task.frame?.key ?? ""}`),
    };
  }

  /** `new C(…)`: a field of the object is what the constructor, or any method, writes there. */
  private construct(task: Task, ref: ClassRef): void {
    const { file, value: call, fields } = task;
    const name = fields[0];
    const makers = this.pointsTo.makers(file, call, ref);
    if (name === undefined || name.startsWith("@") || name === ELEMENT) {
      for (const argument of file.arguments(call)) this.to(task, argument.value, []);
      return;
    }
    for (const maker of makers) {
      const owner = this.pointsTo.program.file(fileOf(maker));
      const facts = owner.facts.functions[rowOf(maker)] as FunctionFacts;
      const exit = owner.language === "python" ? (facts.parameters[0]?.exit ?? NONE) : facts.thisExit;
      const frame = this.frame(task, maker);
      if (exit !== NONE && frame) this.toFile(task, owner, exit, fields, frame, `constructed by ${this.pointsTo.classes.facts(ref).name}`);
    }
    if (makers.length === 0) {
      let position = 0;
      const order = this.pointsTo.classes.declared(ref).filter((member) => member.function === NONE);
      for (const argument of file.arguments(call)) {
        const key = argument.name ?? order[position++]?.name ?? null;
        if (key === name) this.to(task, argument.value, fields.slice(1));
        else if (argument.kind === 2) this.to(task, argument.value, fields);
      }
    }
    this.visitMembers(task, ref, name, true);
  }

  private visitToolCall(task: Task): boolean {
    const callee = this.pointsTo.of(task.file, task.file.view.a(task.value));
    if (callee.functions.size > 0) return false;
    for (const argument of task.file.arguments(task.value)) this.to(task, argument.value, task.fields);
    return true;
  }

  /** Constructors that `this(…)` and `super(…)` hand over to. */
  private delegates(file: LoadedFile, call: ValueId, index: number): readonly FunctionRef[] {
    const { view } = file;
    const callee = view.a(call);
    if (index !== NONE || view.op(callee) === Op.Field || view.c(call) & CallFlag.New) return [];
    const set = this.pointsTo.of(file, callee);
    const classes = view.op(callee) === Op.Super ? set.instances : set.classes;
    return [...classes].flatMap((ref) => this.pointsTo.makers(file, call, ref));
  }

  /** `rows.Scan(&name)`: a library call that writes what it reads into its argument. */
  private filledBySource(task: Task, call: ValueId, index: number, callee: readonly State[]): boolean {
    const automaton = this.knowledge.automaton(task.file.language);
    for (const state of automaton.argument(callee, index, null)) {
      const row = automaton.accepted(state).sources[0];
      if (!row) continue;
      this.hit({ ...task, value: call, next: task, label: "" }, row.kind, row);
      if (row.kind === "http-request") this.visitOwnClients({ ...task, value: call }, task.fields);
      return true;
    }
    return false;
  }

  /** What a call did to its receiver or to one of its arguments. */
  private visitAfterCall(task: Task): void {
    const { file, value, fields } = task;
    const { view } = file;
    const call = view.b(value);
    const index = view.c(value);
    const callee = this.pointsTo.of(file, view.a(call));
    const inCall: Task = { ...task, value: call };
    const isKnown = callee.functions.size > 0 && (this.isKnown(file, callee.stateList) || this.modelCalls.has(nodeOf(file.number, call)));
    for (const ref of isKnown ? [] : [...callee.functions, ...this.delegates(file, call, index)]) {
      const target = this.pointsTo.program.file(fileOf(ref));
      const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
      const parameter =
        index === NONE
          ? null
          : facts.parameters.find(
              (one) => one.value === this.callGraph.parameterFor(file, call, ref, index, file.arguments(call)[index]?.name ?? null),
            );
      const isBound = index === NONE && this.callGraph.isBound(file, call, target, facts);
      const own = isBound ? facts.parameters[0] : parameter;
      const exit = index === NONE && !isBound ? facts.thisExit : own && own.exit !== own.value ? own.exit : NONE;
      const frame = exit === NONE ? null : this.frame(inCall, ref);
      if (frame)
        this.push({
          ...withoutPlace(task),
          file: target,
          value: exit,
          fields,
          frame,
          next: task,
          label: `changed by ${functionLabel(target, rowOf(ref))}`,
        });
    }
    if ((callee.functions.size > 0 && !isKnown) || callee.classes.size > 0) return;
    if (index !== NONE && this.filledBySource(task, call, index, callee.stateList)) return;
    const summaries = this.summariesOf(file, call);
    for (const { row, flows } of summaries) {
      for (const flow of flows) {
        const { root, fields: into } = flow.to.locator;
        const isTarget =
          index === NONE
            ? root.kind === "receiver"
            : root.kind === "argument" && (root.argument.index === index || root.argument.all === true);
        if (!isTarget || flow.to.callback) continue;
        const rest = fields[0] === MESSAGES && into.length === 1 ? ofElement(fields, null) : dropPrefix(fields, fieldNames(into));
        if (rest) this.fromMessageEnd(task, call, row, flow.from, rest);
      }
    }
    if (summaries.length > 0 || index !== NONE || !changesReceiver(file, call)) return;
    const written = fieldWritten(file.calleeName(call));
    const [only, ...others] = file.arguments(call);
    if (written !== null && only && others.length === 0) {
      const rest = ofEntry(fields, written);
      if (rest) this.to(task, only.value, rest);
      return;
    }
    for (const argument of file.arguments(call)) {
      const rest = ofElement(fields, null) ?? fields;
      this.to(task, argument.value, rest, { doubt: task.doubt + 1 });
    }
  }
}

/** `{ role: m.role, content: m.content }`: the message that another is a copy of, field by field; NONE when it is none. */
function copiedMessage(file: LoadedFile, object: ValueId): ValueId {
  const { view } = file;
  const entries = view.list(view.a(object));
  let role = NONE;
  let content = NONE;
  for (let at = 0; at < entries.length; at += 2) {
    if ((entries[at] as number) < 0) return NONE;
    const key = view.string(entries[at] as number);
    const value = entries[at + 1] as ValueId;
    const isRead = view.op(value) === Op.Field && sameName(view.string(view.b(value)), key);
    if (sameName(key, "role")) role = isRead ? view.a(value) : NONE;
    else if (sameName(key, "content")) content = isRead ? view.a(value) : NONE;
    else if (CONTENT_KEYS.includes(decapitalised(key))) return NONE;
  }
  return role === content ? role : NONE;
}

function decapitalised(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/**
 * A call of an unknown method that by its name puts its arguments into its receiver. Java's services are objects too: what
 * is saved, sent or registered there is not what is asked of them next.
 */
function changesReceiver(file: LoadedFile, call: ValueId): boolean {
  const name = file.calleeName(call);
  return file.language === "java" ? /^(?:add|append|put|push|prepend|set|with|offer|insert)(?:[A-Z]|$)/.test(name) : isMutatorName(name);
}

function appliedAt(file: LoadedFile, value: ValueId, { name, tier, protects }: SanitizerUse): AppliedSanitizer {
  return { name, tier, file, value, protects };
}

function withoutPlace(task: Task): Task {
  if (task.labelAt === undefined) return task;
  const { labelAt: _labelAt, ...rest } = task;
  return rest;
}

/** Everything but the place that makes two visits of it different. */
/** A number cannot hold instructions: the declared type of what is handed in narrows it. */
function throughType(task: Task): Task {
  const { file, value, sanitizers } = task;
  const name = scalarTypeOf(file, value);
  if (name === null) return task;
  const narrowed: AppliedSanitizer = { name: `type ${name}`, tier: "narrows", file, value, protects: ["prompt-injection"] };
  return { ...task, sanitizers: [...sanitizers, narrowed] };
}

function wayOf({ fields, frame, role, sanitizers, roleTests }: Task): string {
  let way = role ?? "";
  if (fields.length > 0) way += `\u0002${fields.join("\u0001")}`;
  if (frame) way += `\u0003${frame.key}`;
  for (const one of sanitizers) way += `\u0004${one.tier}`;
  for (const one of roleTests) way += `\u0005${one.is}${one.role}`;
  return way;
}

function fieldNames(fields: readonly FieldStep[]): string[] {
  return fields.map(fieldOf);
}

/** What is left of `fields` below `prefix`; null when another part is asked for. */
function dropPrefix(fields: Fields, prefix: readonly string[]): Fields | null {
  let rest: Fields = fields;
  for (const name of prefix) {
    if (rest.length === 0) return [];
    const next = name === ELEMENT ? ofElement(rest, null) : ofEntry(rest, name);
    if (!next) return null;
    rest = next;
  }
  return rest;
}

/** `prefix` followed by `fields`; a message of a list's element is the list's messages again. */
function adapt(prefix: readonly string[], fields: Fields): Fields {
  if (prefix[prefix.length - 1] === ELEMENT && fields[0] === MESSAGE) return [...prefix.slice(0, -1), MESSAGES, ...fields.slice(1)];
  return [...prefix, ...fields];
}

export function functionLabel(file: LoadedFile, id: number): string {
  const name = (file.facts.functions[id] as FunctionFacts).name || [...file.namesOf(id)][0];
  return name ? `${name}()` : "a callback";
}
