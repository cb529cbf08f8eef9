/** Addresses that functions of the workspace answer, and the calls of the workspace that ask them: a page and its own backend. */
import { type FunctionFacts, LiteralKind, Op } from "../facts/fileFacts.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { parseLocator } from "../knowledge/paths.js";
import type { HttpRow } from "../knowledge/schema.js";
import type { Located } from "./callArguments.js";
import type { CallSite } from "./callSite.js";
import { SETTING_MARK, UNKNOWN_PART, constantTexts } from "./constants.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, nodeOf } from "./program.js";
import type { FunctionRef } from "./valueSet.js";

/** Segments of a route; null stands for any one. */
type Route = readonly (string | null)[];

/** A caller that gives the function around a request its address. */
interface Asker {
  readonly site: CallSite;
  readonly ref: FunctionRef;
}

/** What is sent to a route, by which call, and for whom. */
export interface SentBody extends Located {
  readonly site: CallSite;
  readonly route: string;
  readonly asker: Asker | null;
}

const CONVENTIONS: readonly RegExp[] = [
  /(?:^|\/)app\/(.+)\/route\.[mc]?[jt]sx?$/,
  /(?:^|\/)pages\/(api\/.+?)(?:\/index)?\.[mc]?[jt]sx?$/,
  /(?:^|\/)routes\/(.+)\/\+server\.[jt]s$/,
  /(?:^|\/)server\/(api\/.+?)(?:\.(?:get|post|put|patch))?\.[jt]s$/,
];

export class Routes {
  private readonly senders = new Map<LoadedFile, readonly { readonly call: number; readonly row: HttpRow }[]>();
  private generation = -1;

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
  ) {}

  /** Bodies that the workspace itself sends to the handler around a value. */
  bodiesSentTo(file: LoadedFile, functionId: number): readonly SentBody[] {
    const found: SentBody[] = [];
    for (const route of this.routesOf(file, functionId)) {
      const words = route.filter((part): part is string => part !== null && /^[A-Za-z_][\w-]*$/.test(part)).slice(0, 2);
      if (words.length === 0) continue;
      for (const client of this.pointsTo.program.filesWith((words[words.length - 1] as string).split("-")[0] as string)) {
        for (const { call, row } of this.sendersOf(client)) {
          const askers = this.askersOf(route, client, call, row);
          if (askers.length === 0) continue;
          for (const body of row.body) {
            for (const located of this.pointsTo.callGraph.locators.located(client, call, parseLocator(body))) {
              const sent = { ...located, site: { file: client, call }, route: `/${route.map((part) => part ?? "*").join("/")}` };
              for (const asker of askers) found.push({ ...sent, asker });
            }
          }
        }
      }
    }
    return found;
  }

  /** Handlers of the workspace that answer a request which it sends itself, as far as their place tells. */
  handlersOf(file: LoadedFile, call: number): readonly { readonly file: LoadedFile; readonly functionId: number }[] | null {
    const row = this.sendersOf(file).find((one) => one.call === call)?.row;
    if (!row) return null;
    const urls = this.urls(file, call, row);
    // An address without a host is the application's own.
    if (!urls.some((url) => /^\/[^/]/.test(url))) return null;
    const found: { file: LoadedFile; functionId: number }[] = [];
    for (const source of this.pointsTo.program.workspace.files) {
      for (const convention of CONVENTIONS) {
        const path = convention.exec(source.path)?.[1];
        if (path === undefined || !urls.some((url) => matches(segments(path), url))) continue;
        const target = this.pointsTo.program.need(source.key);
        target?.facts.functions.forEach((_facts, id) => {
          if (id > 0 && target.exportedNamesOf(id).some((name) => /^(?:GET|POST|PUT|PATCH|DELETE|default)$/.test(name)))
            found.push({ file: target, functionId: id });
        });
      }
    }
    return found;
  }

  /**
   * Who asks for the route: the call itself, or, where its function is given the address, those callers that give this one.
   * `post("/a", x); post("/b", y)` sends `x` to `/a` and nothing else.
   */
  private askersOf(route: Route, file: LoadedFile, call: number, row: HttpRow): readonly (Asker | null)[] {
    const { callGraph } = this.pointsTo;
    const askers: (Asker | null)[] = [];
    for (const { file: at, value, fields } of callGraph.locators.located(file, call, parseLocator(row.url))) {
      if (fields.length > 0) continue;
      const parameter = at.copies(value).find((one) => at.view.op(one) === Op.Parameter);
      const ref = parameter === undefined ? 0 : nodeOf(at.number, at.view.a(parameter));
      const sites = parameter === undefined ? [] : callGraph.callersOf(ref);
      if (parameter === undefined || sites.length === 0) {
        if (constantTexts(this.pointsTo, at, value).some((url) => matches(route, url))) askers.push(null);
        continue;
      }
      for (const site of sites) {
        const given = callGraph.bindings.argumentsFor(site, ref, at.view.b(parameter));
        const isWhole = given.every((one) => one.fields.length === 0 && one.consume === null);
        const urls = isWhole && given.length > 0 ? given.map((one) => ({ file: site.file, value: one.value })) : [{ file: at, value }];
        if (urls.some((url) => constantTexts(this.pointsTo, url.file, url.value).some((text) => matches(route, text))))
          askers.push({ site, ref });
      }
    }
    return askers;
  }

  private urls(file: LoadedFile, call: number, row: HttpRow): readonly string[] {
    return this.pointsTo.callGraph.locators
      .located(file, call, parseLocator(row.url))
      .flatMap((one) => (one.fields.length === 0 ? constantTexts(this.pointsTo, one.file, one.value) : []));
  }

  private sendersOf(file: LoadedFile): readonly { readonly call: number; readonly row: HttpRow }[] {
    if (this.generation !== this.pointsTo.program.generation) {
      this.senders.clear();
      this.generation = this.pointsTo.program.generation;
    }
    let known = this.senders.get(file);
    if (!known) {
      const automaton = this.knowledge.automaton(file.language);
      known = file.calls.flatMap((call) => {
        for (const state of this.pointsTo.states(file, file.view.a(call))) {
          const row = automaton.accepted(state).http[0];
          if (row) return [{ call, row }];
        }
        return [];
      });
      this.senders.set(file, known);
    }
    return known;
  }

  /** Routes of the function or of one around it: by the place of its file, or by how it is registered. */
  private routesOf(file: LoadedFile, functionId: number): readonly Route[] {
    for (const convention of CONVENTIONS) {
      const path = convention.exec(file.source.path)?.[1];
      if (path !== undefined) return [segments(path)];
    }
    for (let id = functionId; id > 0; id = (file.facts.functions[id] as FunctionFacts).parent) {
      const facts = file.facts.functions[id] as FunctionFacts;
      const registrations = this.pointsTo.callGraph.uses.usesOf(nodeOf(file.number, id)).map((use) => ({ file: use.file, call: use.call }));
      for (const decorator of facts.decorators) if (file.view.op(decorator) === Op.Call) registrations.push({ file, call: decorator });
      const routes = registrations.flatMap(({ file: at, call }) => {
        const first = at.arguments(call)[0];
        if (!first || at.view.op(first.value) !== Op.Literal || at.view.b(first.value) !== LiteralKind.String) return [];
        const text = at.view.string(at.view.a(first.value));
        return text.startsWith("/") && text.length > 1 ? [segments(text.slice(1))] : [];
      });
      if (routes.length > 0) return routes;
    }
    return [];
  }
}

function segments(path: string): Route {
  return path
    .split("/")
    .filter((part) => part !== "" && !/^\(.*\)$/.test(part))
    .map((part) => (/^(?:\[.*\]|:.*|<.*>|\{.*\}|\*)$/.test(part) ? null : part));
}

/** Relative to the application, or below a host that a setting names. */
function matches(route: Route, url: string): boolean {
  const path = url
    .replace(/^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?/, "")
    .replace(new RegExp(`^(?:${SETTING_MARK}[^${SETTING_MARK}]*${SETTING_MARK}|${UNKNOWN_PART})(?=/)`), "")
    .replace(/[?#].*$/, "");
  if (!path.startsWith("/")) return false;
  const given = path.slice(1).replace(/\/$/, "").split("/");
  const offset = given.length - route.length;
  // Routers are mounted below prefixes that registrations do not show.
  if (offset < 0 || (offset > 0 && route.length < 2)) return false;
  return (
    route.every((part, index) => {
      const other = given[offset + index] as string;
      return part === null || other === part || other.includes(UNKNOWN_PART) || other.includes(SETTING_MARK);
    }) && route.some((part, index) => part !== null && given[offset + index] === part)
  );
}
