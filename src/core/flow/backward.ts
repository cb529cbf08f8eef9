/**
 * Walks backwards from what a model call is given to where it comes from.
 *
 * Demand-driven: only what reaches the call is looked at. Calls and returns are matched, so that one caller does not
 * leak into another; fields, containers and message lists are followed by a bounded path. The budget is counted in
 * steps, so every machine gives the same answer. Here is one case for each operation; the longer ones have a file each
 * in `backward/`.
 */
import type { DetectedCall } from "../calls/modelCalls.js";
import { type FunctionFacts, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { builtLink } from "../link/builders.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type Node, nodeOf } from "../link/program.js";
import type { Routes } from "../link/routes.js";
import { AfterCalls } from "./backward/afterCalls.js";
import { BuiltValues } from "./backward/builtValues.js";
import { Calls } from "./backward/calls.js";
import { Cleaning } from "./backward/cleaning.js";
import { Components } from "./backward/components.js";
import { Entering } from "./backward/entering.js";
import { Members } from "./backward/members.js";
import { MessageRoles } from "./backward/messageRoles.js";
import { Messages } from "./backward/messages.js";
import { Names } from "./backward/names.js";
import { Parameters } from "./backward/parameters.js";
import { Sources } from "./backward/sources.js";
import { Summaries } from "./backward/summaries.js";
import { ToolMethods } from "./backward/toolMethods.js";
import { ToolResults } from "./backward/toolResults.js";
import { UnknownCalls } from "./backward/unknownCalls.js";
import { type FlowOutcome, type Query, Walk } from "./backward/walk.js";
import { decapitalised } from "./decapitalised.js";
import { EmbeddedQueries } from "./embeddedQueries.js";
import {
  ELEMENT,
  MESSAGE,
  MESSAGES,
  POSITION_GUESSED,
  RESULT,
  TOOLS,
  UPLOAD,
  asksPosition,
  ofElement,
  ofEntry,
  sameName,
} from "./fields.js";

import { isMetadata } from "./metadata.js";
import { isBehindFirst } from "./positions.js";
import { PresenceTests, withTested } from "./presenceTests.js";
import { RoleTests, combined, passes } from "./roleTests.js";
import { CONTENT_KEYS } from "./roles.js";
import type { Sanitizers } from "./sanitizers.js";
import type { StepBudget } from "./stepBudget.js";
import type { Task } from "./task.js";

export class BackwardFlow {
  private readonly walk: Walk;
  private readonly roleTests = new RoleTests();
  private readonly presenceTests = new PresenceTests();
  private readonly sources: Sources;
  private readonly roles: MessageRoles;
  private readonly toolResults: ToolResults;
  private readonly toolMethods: ToolMethods;
  private readonly messages: Messages;
  private readonly names: Names;
  private readonly members: Members;
  private readonly parameters: Parameters;
  private readonly built: BuiltValues;
  private readonly calls: Calls;
  private readonly afterCalls: AfterCalls;

  constructor(
    knowledge: Knowledge,
    pointsTo: PointsTo,
    callGraph: CallGraph,
    sanitizers: Sanitizers,
    modelCalls: ReadonlyMap<Node, DetectedCall>,
    routes: Routes,
    budget: StepBudget,
  ) {
    const walk = new Walk(budget);
    this.walk = walk;
    const summaries = new Summaries(walk, knowledge, pointsTo, callGraph);
    const cleaning = new Cleaning(walk, callGraph, sanitizers);
    this.sources = new Sources(walk, knowledge, pointsTo, routes, new EmbeddedQueries(pointsTo, modelCalls));
    this.roles = new MessageRoles(pointsTo);
    this.toolMethods = new ToolMethods(walk, pointsTo);
    this.toolResults = new ToolResults(walk, callGraph, summaries, cleaning);
    this.messages = new Messages(walk, this.roles, this.toolResults);
    this.names = new Names(walk, pointsTo);
    this.members = new Members(walk, pointsTo);
    this.parameters = new Parameters(walk, pointsTo, callGraph, summaries, this.members);
    const entering = new Entering(walk, pointsTo, this.members);
    this.built = new BuiltValues(walk, pointsTo, cleaning, entering);
    const unknown = new UnknownCalls(walk, pointsTo);
    this.calls = new Calls(
      walk,
      pointsTo,
      modelCalls,
      sanitizers,
      this.sources,
      summaries,
      cleaning,
      entering,
      unknown,
      new Components(walk, pointsTo),
    );
    this.afterCalls = new AfterCalls(walk, knowledge, pointsTo, callGraph, modelCalls, summaries, entering, this.sources);
  }

  run(query: Query, starts: readonly Task[]): FlowOutcome {
    return this.walk.run(query, starts, (task) => this.visit(task));
  }

  private visit(task: Task): void {
    const { file, value, fields } = task;
    const { view } = file;
    const op = view.op(value);
    if (fields[0] === MESSAGE || fields[0] === MESSAGES) {
      if (this.isOfAnotherRole(task)) return;
      if (this.messages.visitMessage(task, op)) return;
    }
    if (builtLink(fields[0]) && this.built.visitBuilt(task, op)) return;
    const roleTests = combined(task.roleTests, this.roleTests.at(file, value));
    if (roleTests !== task.roleTests) {
      this.visit({ ...task, roleTests });
      return;
    }
    const present = withTested(task.present, file, this.presenceTests.at(file, view.block(value)));
    if (present !== task.present) {
      this.visit({ ...task, present });
      return;
    }
    if (this.isOfAnotherRole(task)) return;
    if (fields[0] === TOOLS) this.toolMethods.visitInstances(task);
    if (isMetadata(file, value)) return;
    switch (op) {
      case Op.Literal:
        if (view.b(value) === LiteralKind.String) {
          this.messages.visitPlaceholders(task, view.string(view.a(value)));
          this.walk.hit(task, "constant", null);
        }
        return;
      case Op.Unknown:
        for (const operand of view.list(view.a(value))) this.walk.to(task, operand, fields);
        return;
      case Op.Template:
        for (const part of view.list(view.a(value))) this.walk.to(task, part, fields.includes(UPLOAD) ? [UPLOAD] : []);
        return;
      case Op.Binary:
        this.visitBinary(task);
        return;
      case Op.Choice:
        for (const one of view.list(view.a(value))) this.walk.to(task, one, fields);
        return;
      case Op.Capture:
        for (const one of file.facts.variables[view.a(value)]?.definitions ?? []) this.walk.to(task, one, fields, { frame: null });
        this.sources.at(task);
        return;
      case Op.Await:
      case Op.Cast:
      case Op.Yield:
      case Op.Spread:
        this.walk.to(task, view.a(value), fields);
        return;
      case Op.Object:
        this.visitObject(task);
        return;
      case Op.Array: {
        const items = view.list(view.a(value));
        let isSpread = false;
        items.forEach((item, index) => {
          if (view.op(item) === Op.Spread) {
            this.walk.to(task, view.a(item), fields);
            isSpread = true;
          } else {
            // Behind a spread nobody knows which position it is: `append(list, item)`.
            const rest = ofElement(fields, isSpread ? null : index);
            if (rest) this.walk.to(task, item, rest, isSpread && asksPosition(fields) ? { doubt: task.doubt + POSITION_GUESSED } : {});
          }
        });
        return;
      }
      case Op.Store: {
        const rest = ofEntry(fields, view.string(view.b(value)));
        if (rest) this.walk.to(task, view.c(value), rest);
        // Written over: what was there before does not come through.
        if (!sameName(fields[0] ?? "", view.string(view.b(value)))) this.walk.to(task, view.a(value), fields);
        return;
      }
      case Op.StoreElement: {
        const key = view.b(value);
        const name = key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : null;
        const rest = fields[0] === MESSAGES ? ofElement(fields, null) : ofEntry(fields, name);
        if (rest && !(fields[0] === "0" && isBehindFirst(file, value))) this.walk.to(task, view.c(value), rest);
        if (name === null || fields[0] !== name) this.walk.to(task, view.a(value), fields);
        return;
      }
      case Op.AfterCall:
        this.walk.to(task, view.a(value), fields);
        this.afterCalls.visitAfterCall(task);
        return;
      case Op.Field: {
        if (this.sources.at(task)) return;
        const name = view.string(view.b(value));
        this.walk.to(task, view.a(value), [name, ...fields]);
        this.members.visitGetter(task, name);
        return;
      }
      case Op.Element: {
        if (this.sources.at(task)) return;
        if (view.c(value) !== NONE && this.calls.visitLibraryResult(task)) return;
        const key = view.b(value);
        const name = key !== NONE && view.op(key) === Op.Literal ? view.string(view.a(key)) : ELEMENT;
        this.walk.to(task, view.a(value), [name, ...fields]);
        return;
      }
      case Op.Call:
        this.calls.visitCall(task);
        return;
      case Op.Parameter:
        if (!this.sources.at(task)) this.parameters.visitParameter(task);
        return;
      case Op.This:
        this.members.visitReceiver(task, view.a(value), file.facts.functions[view.a(value)]?.owner ?? NONE);
        return;
      case Op.Import:
        if (!this.sources.at(task)) this.names.visitImport(task);
        return;
      case Op.Global:
        if (!this.sources.at(task)) this.names.visitAmbient(task);
        return;
      case Op.Class:
        if (fields[0] === TOOLS) this.toolMethods.visit(task, nodeOf(file.number, view.a(value)));
        else this.members.visitClass(task, nodeOf(file.number, view.a(value)));
        return;
      case Op.Function:
        if (fields[0] === RESULT) this.parameters.visitCallbackResult(task);
        else if (fields[0] === TOOLS) {
          for (const one of (file.facts.functions[view.a(value)] as FunctionFacts).returns)
            this.walk.to(task, one, [], { frame: null, role: "tool", label: "returned by a tool" });
        }
        return;
      case Op.Element_Markup: {
        const list = view.list(view.c(value));
        for (let at = 1; at < list.length; at += 2) this.walk.to(task, list[at] as ValueId, []);
        return;
      }
      default:
    }
  }

  /** The text of a message that cannot come this far: a test on the way lets other roles through. */
  private isOfAnotherRole({ file, value, fields, roleTests }: Task): boolean {
    if (roleTests.length === 0) return false;
    const asked = fields[0] ?? MESSAGE;
    if (asked !== MESSAGE && !CONTENT_KEYS.includes(decapitalised(asked))) return false;
    const role = this.roles.roleOfObject(file, value) ?? this.roles.otherRoleOfObject(file, value);
    return role !== null && !passes(roleTests, role);
  }

  private visitBinary(task: Task): void {
    const { view } = task.file;
    const operator = view.string(view.c(task.value));
    if (!/^(?:\+|%|\||\*|\/\/?|and|or|&&|\|\||\?\?|,)=?$/.test(operator)) return;
    const fields = operator === "+" || operator === "|" || operator.length > 1 ? task.fields : [];
    for (const side of [view.a(task.value), view.b(task.value)]) if (side !== NONE) this.walk.to(task, side, fields);
  }

  private visitObject(task: Task): void {
    const { file, value, fields } = task;
    const entries = file.view.list(file.view.a(value));
    if (task.role !== null && this.toolResults.isToolResult(file, value)) this.walk.hit(task, "tool-result", null);
    let overwritten = false;
    for (let at = entries.length - 2; at >= 0; at -= 2) {
      const key = entries[at] as number;
      const entry = entries[at + 1] as ValueId;
      if (key === -1) {
        if (!overwritten) this.walk.to(task, entry, fields);
        continue;
      }
      const name = key >= 0 ? file.view.string(key) : null;
      if (fields[0] === TOOLS) {
        this.walk.to(task, entry, fields);
        continue;
      }
      const rest = ofEntry(fields, name);
      if (rest) this.walk.to(task, entry, rest);
      if (rest && name !== null && fields[0] === name) overwritten = true;
    }
  }
}
