/** Where a walk backwards ends: values that knowledge calls a source, and requests between parts of one workspace. */
import { B, type FunctionFacts, Op } from "../../facts/fileFacts.js";
import type { State } from "../../knowledge/automaton.js";
import type { Knowledge } from "../../knowledge/knowledge.js";
import type { SourceRow } from "../../knowledge/schema.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { nodeOf } from "../../link/program.js";
import type { Routes, SentBody } from "../../link/routes.js";
import type { EmbeddedQueries } from "../embeddedQueries.js";
import { ELEMENT, type Fields, RESULT, TOOLS } from "../fields.js";
import { isShipped } from "../shipped.js";
import type { Frame, Task } from "../task.js";
import { IncomingRequests } from "./incomingRequests.js";
import { SENT_TO, type Walk } from "./walk.js";

export class Sources {
  private readonly incoming: IncomingRequests;

  constructor(
    private readonly walk: Walk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly routes: Routes,
    private readonly embeddedQueries: EmbeddedQueries,
  ) {
    this.incoming = new IncomingRequests(pointsTo);
  }

  /** Ends the walk when the value, or the part of it that is asked for, is a source of the knowledge base. */
  at(task: Task): boolean {
    const automaton = this.knowledge.automaton(task.file.language);
    let states: readonly State[] = this.pointsTo.introduced(task.file, task.value);
    for (let depth = 0; states.length > 0; depth++) {
      for (const state of states) {
        const row = this.rowFor(automaton.accepted(state).sources, task);
        if (row && !(row.sentToo && !this.incoming.holds(task.file, task.value))) {
          if (row.kind === "web-content" && !row.tool && this.visitOwnBackend(task)) return true;
          this.hit(task, row);
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

  /** Rows of tools are for tools alone. */
  rowFor(rows: readonly SourceRow[], task: Task): SourceRow | undefined {
    const asTool = task.fields[0] === TOOLS;
    return rows.find((row) => (row.tool === true) === asTool) ?? (asTool ? rows.find((row) => !row.tool) : undefined);
  }

  /** Ends the walk at a source, by the name that says best what it is. */
  hit(task: Task, row: SourceRow): void {
    const { file, value } = task;
    let { kind } = row;
    if (kind === "file" && isShipped(this.pointsTo, file, value)) kind = "repository-file";
    else if (kind === "database" && this.embeddedQueries.chooses(file, value)) kind = "retrieval";
    this.walk.hit(row.tool ? { ...task, fields: [], role: "tool" } : task, kind, row);
  }

  /** A request that the workspace's own pages send: what they put into its body. */
  visitOwnClients(task: Task, fields: Fields): void {
    const { file, value } = task;
    const id = file.view.op(value) === Op.Parameter ? file.view.a(value) : file.view.blockColumn(file.view.block(value), B.Function);
    for (const body of this.routes.bodiesSentTo(file, id)) {
      this.walk.toFile(task, body.file, body.value, [...body.fields, ...fields], this.frameOf(body), `${SENT_TO}${body.route}`);
    }
  }

  /** The body is what that caller gives which gave the address. */
  private frameOf({ asker }: SentBody): Frame | null {
    if (!asker) return null;
    const { site, ref } = asker;
    return { site, ref, parent: null, depth: 1, isCallback: false, key: this.walk.seen.short(`${nodeOf(site.file.number, site.call)}>`) };
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
