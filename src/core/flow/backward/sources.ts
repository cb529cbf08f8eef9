/** Where a walk backwards ends: values that knowledge calls a source, and requests between parts of one workspace. */
import { B, type FunctionFacts, Op } from "../../facts/fileFacts.js";
import type { State } from "../../knowledge/automaton.js";
import type { Knowledge } from "../../knowledge/knowledge.js";
import { constantTexts } from "../../link/constants.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { Routes } from "../../link/routes.js";
import { ELEMENT, type Fields, RESULT } from "../fields.js";
import type { Task } from "../task.js";
import { SENT_TO, type Walk } from "./walk.js";

export class Sources {
  constructor(
    private readonly walk: Walk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly routes: Routes,
  ) {}

  /** Ends the walk when the value, or the part of it that is asked for, is a source of the knowledge base. */
  at(task: Task): boolean {
    const automaton = this.knowledge.automaton(task.file.language);
    let states: readonly State[] = this.pointsTo.introduced(task.file, task.value);
    for (let depth = 0; states.length > 0; depth++) {
      for (const state of states) {
        const row = automaton.accepted(state).sources[0];
        if (row) {
          if (row.kind === "web-content" && this.visitOwnBackend(task)) return true;
          this.walk.hit(task, row.kind === "file" && this.isShipped(task) ? "repository-file" : row.kind, row);
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
  visitOwnClients(task: Task, fields: Fields): void {
    const { file, value } = task;
    const id = file.view.op(value) === Op.Parameter ? file.view.a(value) : file.view.blockColumn(file.view.block(value), B.Function);
    for (const body of this.routes.bodiesSentTo(file, id)) {
      this.walk.toFile(task, body.file, body.value, [...body.fields, ...fields], null, `${SENT_TO}${body.route}`);
    }
  }

  /** A page asks its own backend: what the handler answers; true when the request is to the application itself. */
  private visitOwnBackend(task: Task): boolean {
    if (task.file.view.op(task.value) !== Op.Call) return false;
    const handlers = this.routes.handlersOf(task.file, task.value);
    if (!handlers) return false;
    if (handlers.length === 0) this.walk.hit(task, "caller-parameter", null);
    for (const { file, functionId } of handlers) {
      for (const value of (file.facts.functions[functionId] as FunctionFacts).returns)
        this.walk.toFile(task, file, value, [], null, "answered by the application's own backend");
    }
    return true;
  }
}
