/** Finds model calls in a lowered file: by what the callee is, by the address it sends to, or by a telling member path. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { type Locator, parseLocator } from "../knowledge/paths.js";
import type { CallRow, Condition, HttpRow, InputRow, Operation, Phase } from "../knowledge/schema.js";
import { constantTexts, UNKNOWN_PART } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, nodeOf } from "../link/program.js";
import { SettledAnswers } from "../link/settledAnswers.js";
import type { Confidence } from "../report/scanResult.js";
import { type Address, readAddress } from "./hosts.js";
import { StandIns } from "./standIns.js";

export interface DetectedCall {
  readonly file: LoadedFile;
  readonly call: ValueId;
  readonly api: string;
  readonly provider: string;
  readonly operation: Operation;
  readonly phase: Phase;
  readonly inputs: readonly InputRow[];
  readonly row: CallRow | null;
  readonly host: string | null;
  readonly confidence: Confidence;
}

/** Calls inside of calls in which a model is handed over. */
const DEEPEST_MODEL = 3;

/** Helpers around helpers that a request is handed through. */
const MOST_HELPERS = 3;

const locators = new Map<string, Locator>();

/** Locators are parsed once. */
export function locator(text: string): Locator {
  let parsed = locators.get(text);
  if (!parsed) {
    parsed = parseLocator(text);
    locators.set(text, parsed);
  }
  return parsed;
}

export class CallDetector {
  private readonly standIns: StandIns;
  private readonly latest: SettledAnswers<Node, DetectedCall>;

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
  ) {
    this.standIns = new StandIns(pointsTo);
    this.latest = new SettledAnswers(pointsTo.program);
  }

  detect(file: LoadedFile): DetectedCall[] {
    const found: DetectedCall[] = [];
    for (const call of file.calls) {
      const one = this.detectOne(file, call);
      if (one) found.push(one);
    }
    return found;
  }

  /** The same call with what is known by now: an address or a model's name may be written in a file that was not there yet. */
  again(detected: DetectedCall): DetectedCall {
    const { file, call } = detected;
    return this.latest.get(nodeOf(file.number, call), () => this.detectOne(file, call) ?? detected);
  }

  private detectOne(file: LoadedFile, call: ValueId): DetectedCall | null {
    const automaton = this.knowledge.automaton(file.language);
    const callee = this.pointsTo.of(file, file.view.a(call));
    for (const state of callee.states) {
      const accepted = automaton.accepted(state);
      for (const { row, provider } of accepted.calls)
        if (this.holds(file, call, row.when ?? []))
          return this.standIns.answers(file, call) ? null : this.fromRow(file, call, row, provider, "high");
      for (const row of accepted.http) {
        const http = this.fromHttp(file, call, row);
        if (http) return http;
      }
    }
    return callee.size === 0 ? this.distinctive(file, call) : null;
  }

  private fromRow(file: LoadedFile, call: ValueId, row: CallRow, provider: string, confidence: Confidence): DetectedCall {
    const host = this.hostOf(file, call, row, provider);
    return {
      file,
      call,
      api: row.id,
      provider: host?.known?.provider ?? this.providerOf(file, call) ?? provider,
      operation: row.operation,
      phase: row.phase,
      inputs: row.inputs,
      row,
      host: host?.host ?? null,
      confidence,
    };
  }

  /** A framework's model says itself whose it is: the receiver, or one that made it. */
  private providerOf(file: LoadedFile, call: ValueId): string | null {
    const automaton = this.knowledge.automaton(file.language);
    const callee = file.view.a(call);
    const receiver = file.view.op(callee) === Op.Field ? file.view.a(callee) : callee;
    const own = automaton.providerOf(this.pointsTo.states(file, receiver));
    if (own !== null) return own;
    for (const maker of this.pointsTo.callGraph.locators.makersOf(file, call)) {
      if (maker.file.language !== file.language) continue;
      const provider = automaton.providerOf(this.pointsTo.states(maker.file, maker.call));
      if (provider !== null) return provider;
    }
    return this.providerGiven(file, call, 0);
  }

  /** A model that is handed over says whose it is: `Run(chain)`, a store that was made with `WithEmbedder(embedder)`. */
  private providerGiven(file: LoadedFile, call: ValueId, depth: number): string | null {
    const automaton = this.knowledge.automaton(file.language);
    const sites = depth === 0 ? [{ file, call }, ...this.pointsTo.callGraph.locators.makersOf(file, call)] : [{ file, call }];
    for (const site of sites) {
      if (site.file.language !== file.language) continue;
      for (const { value } of site.file.arguments(site.call)) {
        for (const origin of site.file.copies(value)) {
          const provider = automaton.providerOf(this.pointsTo.states(site.file, origin));
          if (provider !== null) return provider;
          const made = this.callOf(site.file, origin);
          const inner = made === NONE || depth >= DEEPEST_MODEL ? null : this.providerGiven(site.file, made, depth + 1);
          if (inner !== null) return inner;
        }
      }
    }
    return null;
  }

  /** The call that gives a value, or gives it as its first result. */
  private callOf(file: LoadedFile, value: ValueId): ValueId {
    const { view } = file;
    const call = view.op(value) === Op.Element && view.c(value) !== NONE ? view.a(value) : value;
    return view.op(call) === Op.Call ? call : NONE;
  }

  /** A base address given to the client decides who really receives the data. */
  private hostOf(file: LoadedFile, call: ValueId, row: CallRow, provider: string): Address | null {
    const texts = (row.host ?? []).flatMap((written) => this.texts(file, call, written));
    const found = texts
      .map((text) => readAddress(this.knowledge, text))
      .filter((address) => address.known !== null || (address.host !== null && !address.configured));
    // One client for many vendors, or for one and a machine of one's own: which of them it is decides whoever makes it.
    const receivers = new Set(found.map(({ known, host }) => known?.provider ?? host));
    const [first] = found;
    if (!first || receivers.size > 1) return null;
    // An address that may be another object's, such as the setting of another plugin, takes no client from the vendor that made it.
    const isVendor = this.knowledge.hosts.some((one) => one.provider === provider);
    return isVendor && texts.includes(UNKNOWN_PART) && first.known?.provider !== provider ? null : first;
  }

  /** Constant texts at a locator of a call. */
  texts(file: LoadedFile, call: ValueId, written: string): string[] {
    const texts: string[] = [];
    for (const { file: at, value, fields } of this.pointsTo.callGraph.locators.located(file, call, locator(written))) {
      for (const one of this.follow(at, value, fields)) texts.push(...constantTexts(this.pointsTo, one.file, one.value));
    }
    return texts;
  }

  /** True for a call that hands on what its own class, a layer around a model, is asked. */
  handsOn(file: LoadedFile, call: ValueId): boolean {
    return this.standIns.handsOn(file, call);
  }

  /** True when something is given at a locator of a call. */
  isPresent(file: LoadedFile, call: ValueId, written: string): boolean {
    return this.pointsTo.callGraph.locators
      .located(file, call, locator(written))
      .some((one) => one.fields.length === 0 || this.follow(one.file, one.value, one.fields).length > 0);
  }

  /** Values below a value, through object literals that are near. */
  private follow(file: LoadedFile, value: ValueId, fields: readonly string[]): { file: LoadedFile; value: ValueId }[] {
    let values = [{ file, value }];
    for (const field of fields) {
      values = values.flatMap((one) => this.entries(one.file, one.value, field, 0));
    }
    return values;
  }

  /** Entries of a value, also of what the callers of a small helper around the call hand to it. */
  private entries(file: LoadedFile, value: ValueId, field: string, depth: number): { file: LoadedFile; value: ValueId }[] {
    const found = [...this.pointsTo.entries.of(file, value, field)];
    if (found.length > 0 || depth >= MOST_HELPERS) return found;
    for (const origin of file.copies(value)) {
      if (file.view.op(origin) !== Op.Parameter) continue;
      const ref = nodeOf(file.number, file.view.a(origin));
      for (const site of this.pointsTo.callGraph.callersOf(ref)) {
        for (const argument of this.pointsTo.callGraph.bindings.argumentsFor(site, ref, file.view.b(origin)))
          if (argument.fields.length === 0 && argument.consume === null)
            found.push(...this.entries(site.file, argument.value, field, depth + 1));
      }
    }
    return found;
  }

  /** True when all conditions of a row hold at a call. */
  holds(file: LoadedFile, call: ValueId, conditions: readonly Condition[]): boolean {
    return conditions.every((condition) => {
      const located = this.pointsTo.callGraph.locators.located(file, call, locator(condition.at));
      const values = located.flatMap((one) => this.follow(one.file, one.value, one.fields));
      if (condition.present !== undefined && condition.present !== values.length > 0) return false;
      if (condition.equals) {
        const texts = values.flatMap((one) => constantTexts(this.pointsTo, one.file, one.value));
        if (!texts.some((text) => condition.equals?.some((wanted) => String(wanted).toLowerCase() === text.toLowerCase()))) return false;
      }
      if (condition.is) {
        const automaton = this.knowledge.automaton(file.language);
        const wanted = new Set(condition.is.flatMap((path) => automaton.statesOf(path)));
        if (!values.some((one) => this.pointsTo.states(one.file, one.value).some((state) => wanted.has(state)))) return false;
      }
      return true;
    });
  }

  private fromHttp(file: LoadedFile, call: ValueId, row: HttpRow): DetectedCall | null {
    const bases = row.base ? this.texts(file, call, row.base) : [];
    for (const url of this.texts(file, call, row.url)) {
      for (const base of bases.length > 0 ? bases : [""]) {
        const address = readAddress(this.knowledge, url, base, (name) =>
          row.body.some((at) => this.isPresent(file, call, `${at}.${name}`)),
        );
        if (!address.endpoint || (!address.known && !address.configured && !isPublicApi(address))) continue;
        const { endpoint } = address;
        return {
          file,
          call,
          api: `http.${row.id}`,
          provider: address.known?.provider ?? endpoint.provider ?? "unknown",
          operation: endpoint.operation,
          phase: endpoint.phase,
          inputs: row.body.flatMap((body) =>
            endpoint.inputs.map(({ role, field, shape }) => ({ role, at: `${body}.${field}`, ...(shape ? { shape } : {}) })),
          ),
          row: null,
          host: address.host,
          confidence: address.known ? "high" : "medium",
        };
      }
    }
    return null;
  }

  private distinctive(file: LoadedFile, call: ValueId): DetectedCall | null {
    const { view } = file;
    const candidates = this.knowledge.distinctive(file.language, file.calleeName(call));
    if (candidates.length === 0) return null;
    const chain: string[] = [];
    for (let at = view.a(call); at !== NONE && view.op(at) === Op.Field; at = view.a(at)) chain.unshift(view.string(view.b(at)));
    for (const { chain: wanted, row, provider } of candidates) {
      if (wanted.length > chain.length) continue;
      if (wanted.every((name, index) => chain[chain.length - wanted.length + index] === name))
        return this.fromRow(file, call, row, provider, "medium");
    }
    return null;
  }
}

/** An absolute address with a path that only model APIs have, on a host nobody listed. */
function isPublicApi(address: Address): boolean {
  return address.host !== null && address.endpoint?.provider === undefined;
}
