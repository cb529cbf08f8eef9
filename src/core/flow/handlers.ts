/** Functions whose return value a framework sends to somebody: routes, server functions, chat and page callbacks. */
import { type FunctionFacts, Op } from "../facts/fileFacts.js";
import type { State } from "../knowledge/automaton.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";

/** Members by which requests are read, when the request itself is not yet data. */
const REQUEST_MEMBERS = [
  "body",
  "json",
  "text",
  "query",
  "params",
  "args",
  "form",
  "data",
  "formData",
  "nextUrl",
  "url",
  "POST",
  "GET",
  "event",
  "req",
  "request",
  "get_json",
];

const ROUTE_DECORATOR = /^(?:route|get|post|put|delete|patch|api_route|api_view|Get|Post|Put|Delete|Patch|All|Sse)$/;
const ROUTE_EXPORTS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "ALL"]);
const ROUTE_FILE = /(?:^|\/)(?:route|\+server)\.[mc]?[jt]sx?$/;

export class Handlers {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
  ) {}

  /** True when what the function returns becomes an answer to a request. */
  responds(file: LoadedFile, id: number): boolean {
    const facts = file.facts.functions[id] as FunctionFacts;
    if (facts.decorators.some((decorator) => this.isRoute(file, decorator))) return true;
    const names = facts.parameters.map((parameter) => (parameter.name >= 0 ? file.view.string(parameter.name) : ""));
    // Answers are written to the second parameter there, and what is returned is dropped.
    if (file.language === "javascript" && /^_?res(?:ponse)?$/.test(names[1] ?? "")) return false;
    if (facts.parameters.some((parameter) => this.isRequest(file, parameter.value))) return true;
    return ROUTE_FILE.test(file.source.path) && file.exportedNamesOf(id).some((name) => ROUTE_EXPORTS.has(name));
  }

  private isRoute(file: LoadedFile, decorator: number): boolean {
    const { view } = file;
    if (view.op(decorator) !== Op.Call || !ROUTE_DECORATOR.test(file.calleeName(decorator))) return false;
    const path = file.arguments(decorator)[0]?.value;
    if (path !== undefined && view.op(path) === Op.Literal && view.string(view.a(path)).startsWith("/")) return true;
    return view.op(view.a(decorator)) !== Op.Field && /^[A-Z]/.test(file.calleeName(decorator));
  }

  private isRequest(file: LoadedFile, parameter: number): boolean {
    const automaton = this.knowledge.automaton(file.language);
    const states = this.pointsTo.introduced(file, parameter);
    if (states.length === 0) return false;
    const isSource = (some: readonly State[]): boolean =>
      some.some((state) => automaton.accepted(state).sources.some((row) => row.kind === "http-request" || row.kind === "ui-input"));
    if (isSource(states)) return true;
    return REQUEST_MEMBERS.some((name) => {
      const member = automaton.member(states, name);
      return isSource(member) || isSource(automaton.step(member, "call")) || isSource(automaton.member(member, "json"));
    });
  }
}
