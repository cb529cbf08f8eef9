/**
 * Walks forwards from what a model answers to where it takes effect.
 *
 * The mirror of the backward walk: demand-driven, calls and returns matched, parts of values followed by a bounded
 * path, the budget counted in steps. It ends at other model calls: what they answer is theirs. Here is one case for
 * each operation; the longer ones have a file each in `forward/`.
 */
import type { DetectedCall } from "../calls/modelCalls.js";
import { ElementKind, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile, Node } from "../link/program.js";
import type { Routes } from "../link/routes.js";
import { ELEMENT } from "./fields.js";
import { Calls } from "./forward/calls.js";
import { Entering } from "./forward/entering.js";
import { FieldReads } from "./forward/fieldReads.js";
import { Leaving } from "./forward/leaving.js";
import { SummaryEnds } from "./forward/summaryEnds.js";
import { UnknownCalls } from "./forward/unknownCalls.js";
import { type EffectsOutcome, ForwardWalk, type Reached } from "./forward/walk.js";
import type { Handlers } from "./handlers.js";
import type { OutputSinks } from "./outputSinks.js";
import { asText, readPart } from "./parts.js";
import type { Sanitizers } from "./sanitizers.js";
import type { StepBudget } from "./stepBudget.js";
import { usesOf } from "./uses.js";

export class ForwardFlow {
  private readonly walk: ForwardWalk;
  private readonly fieldReads: FieldReads;
  private readonly entering: Entering;
  private readonly leaving: Leaving;
  private readonly calls: Calls;

  constructor(
    knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    callGraph: CallGraph,
    sanitizers: Sanitizers,
    private readonly sinks: OutputSinks,
    handlers: Handlers,
    routes: Routes,
    modelCalls: ReadonlyMap<Node, DetectedCall>,
    budget: StepBudget,
  ) {
    this.walk = new ForwardWalk(routes, budget);
    this.fieldReads = new FieldReads(this.walk, pointsTo);
    const ends = new SummaryEnds(this.walk, knowledge, pointsTo, callGraph);
    this.entering = new Entering(this.walk, pointsTo, callGraph);
    this.leaving = new Leaving(this.walk, pointsTo, callGraph, handlers, modelCalls, ends, this.fieldReads);
    const unknown = new UnknownCalls(this.walk, knowledge, pointsTo, ends);
    this.calls = new Calls(this.walk, pointsTo, sanitizers, sinks, modelCalls, ends, this.entering, unknown);
  }

  run(detected: DetectedCall, starts: readonly Reached[]): EffectsOutcome {
    return this.walk.run(detected, starts, (at) => this.visit(at));
  }

  private visit(at: Reached): void {
    const { file, value } = at;
    const uses = usesOf(file);
    for (const user of uses.of(value)) this.visitUser(at, user);
    for (const capture of uses.captures(value))
      this.walk.to(at, capture, at.fields, { frame: this.walk.frameSeenFrom(at.frame, file, capture) });
    for (const id of uses.returns(value)) this.leaving.leave(at, id);
    for (const exit of uses.exitsOf(value)) this.leaving.changed(at, exit);
    for (const { owner, name } of uses.fieldsOf(value))
      this.fieldReads.readsOfField(at, this.pointsTo.classRef(file, owner), name, at.fields);
  }

  private visitUser(at: Reached, user: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    switch (view.op(user)) {
      case Op.Unknown:
      case Op.Await:
      case Op.Cast:
      case Op.Choice:
      case Op.Spread:
        this.walk.to(at, user, fields);
        return;
      case Op.Template:
        // A tag that binds parameters keeps text apart from the statement.
        if (view.b(user) === NONE || !/^(?:sql|gql|graphql|Prisma\.sql)$/i.test(textOf(file, view.b(user)))) this.walk.to(at, user, []);
        return;
      case Op.Binary: {
        const operator = view.string(view.c(user));
        if (!/^(?:\+|%|\||\/\/?|and|or|&&|\|\||\?\?|,)=?$/.test(operator)) return;
        this.walk.to(at, user, operator === "%" || operator.startsWith("/") ? [] : asText(fields));
        return;
      }
      case Op.Field:
        this.visitField(at, user);
        return;
      case Op.Element: {
        const key = view.b(user);
        if (view.a(user) === value && view.c(user) !== NONE && this.calls.isLibraryCall(file, value)) {
          if (view.c(user) === ElementKind.Result) this.walk.to(at, user, fields);
        } else if (view.a(user) === value) {
          const rest = readPart(fields, key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : ELEMENT);
          if (rest) this.walk.to(at, user, rest);
        } else this.calls.visitDispatch(at, user);
        return;
      }
      case Op.Object: {
        const list = view.list(view.a(user));
        for (let entry = 0; entry < list.length; entry += 2) {
          if (list[entry + 1] !== value) continue;
          const key = list[entry] as number;
          this.walk.to(at, user, key >= 0 ? [view.string(key), ...fields] : key === -1 ? fields : [ELEMENT, ...fields]);
        }
        return;
      }
      case Op.Array:
        view.list(view.a(user)).forEach((item, index) => {
          if (item === value) this.walk.to(at, user, view.op(item) === Op.Spread ? fields : [String(index), ...fields]);
        });
        return;
      case Op.Store:
        this.visitStore(at, user);
        return;
      case Op.StoreElement: {
        const key = view.b(user);
        if (view.a(user) === value) this.walk.to(at, user, fields);
        if (view.c(user) === value)
          this.walk.to(at, user, [
            key !== NONE && view.op(key) === Op.Literal && view.b(key) === LiteralKind.String ? view.string(view.a(key)) : ELEMENT,
            ...fields,
          ]);
        return;
      }
      case Op.AfterCall:
        this.walk.to(at, user, fields);
        return;
      case Op.Call:
        if (view.a(user) === value) this.walk.to(at, user, [], { doubt: at.doubt + 1 });
        else this.calls.visitCall(at, user, false);
        return;
      case Op.Element_Markup:
        this.visitMarkup(at, user);
        return;
      default:
    }
  }

  private visitField(at: Reached, field: ValueId): void {
    const { file, fields } = at;
    const calls = usesOf(file)
      .of(field)
      .filter((user) => file.view.op(user) === Op.Call && file.view.a(user) === field);
    for (const call of calls) this.calls.visitCall(at, call, true);
    if (calls.length > 0) return;
    const rest = readPart(fields, file.view.string(file.view.b(field)));
    if (rest) this.walk.to(at, field, rest);
  }

  private visitStore(at: Reached, store: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    const name = view.string(view.b(store));
    if (view.a(store) === value && fields[0] !== name) this.walk.to(at, store, fields);
    if (view.c(store) !== value) return;
    this.walk.effect(this.sinks.atMember(file, name, fields, false), store, at);
    this.walk.to(at, store, [name, ...fields]);
    const owner = this.pointsTo.classes.ownerOfReceiver(file, view.a(store));
    if (owner !== NONE) this.fieldReads.readsOfField(at, this.pointsTo.classRef(file, owner), name, fields);
  }

  private visitMarkup(at: Reached, markup: ValueId): void {
    const { file, value, fields } = at;
    const { view } = file;
    const list = view.list(view.c(markup));
    for (let entry = 0; entry < list.length; entry += 2) {
      const name = list[entry] as number;
      if (list[entry + 1] === value && name >= 0) this.walk.effect(this.sinks.atMember(file, view.string(name), fields, true), markup, at);
      if (list[entry + 1] === value && (name < 0 || view.string(name) === "children") && this.sinks.rendersRawHtml(file, markup))
        this.walk.effect(["html"], markup, at);
    }
    if (view.a(markup) !== NONE)
      for (const ref of this.pointsTo.of(file, view.a(markup)).functions) this.entering.enter(at, { file, call: markup }, ref);
  }
}

function textOf(file: LoadedFile, value: ValueId): string {
  return file.text.slice(file.view.start(value), file.view.end(value));
}
