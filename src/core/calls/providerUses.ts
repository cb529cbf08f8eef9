/** Where code says which providers it uses, calls aside: imports of their libraries, clients that are made, addresses that are written. */
import { type ImportFacts, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Location } from "../flow/analysedCall.js";
import { locate } from "../flow/steps.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { PackageRow } from "../knowledge/schema.js";
import { UNKNOWN_PART, constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import { writtenText } from "../link/writtenText.js";
import type { Scope } from "../report/scanResult.js";
import { isLoopback, readAddress } from "./hosts.js";

export interface ProviderUse {
  readonly provider: string;
  readonly how: "import" | "client" | "address";
  /** A framework talks to several providers; a local library runs models in the process. */
  readonly kind: PackageRow["kind"];
  /** Module, class or host, as people know it. */
  readonly name: string;
  /** Where it is asked, as far as that is written there. */
  readonly host: string | null;
  readonly location: Location;
  readonly scope: Scope;
}

/** `calls`: what is reported as model calls anyway. */
export function providerUsesIn(
  knowledge: Knowledge,
  pointsTo: PointsTo,
  file: LoadedFile,
  calls: ReadonlySet<ValueId>,
): readonly ProviderUse[] {
  return new ProviderUses(knowledge, pointsTo, calls).in(file);
}

/** It says how a library looks, and uses nothing. */
export function isDeclarationFile(path: string): boolean {
  return /\.(?:pyi|d\.[mc]?ts)$/.test(path);
}

/** Objects in objects and calls in calls that are looked at for an address. */
const MAXIMUM_DEPTH = 3;

interface Client {
  /** Who is asked over it. */
  readonly provider: string;
  /** Whose library it is of. */
  readonly library: string;
  readonly kind: PackageRow["kind"];
  readonly name: string;
  readonly host: string | null;
}

class ProviderUses {
  /** Imports of providers' libraries in the file. */
  private imports = new Map<ImportFacts, PackageRow>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly calls: ReadonlySet<ValueId>,
  ) {}

  in(file: LoadedFile): readonly ProviderUse[] {
    if (isDeclarationFile(file.source.path)) return [];
    const found = new Map<string, ProviderUse>();
    const add = (
      provider: string,
      how: ProviderUse["how"],
      kind: ProviderUse["kind"],
      name: string,
      location: Location,
      host: string | null = null,
    ): void => {
      const key = `${location.line}:${location.column}:${provider}`;
      if (!found.has(key)) found.set(key, { provider, how, kind, name, host, location, scope: file.source.scope });
    };
    for (const one of file.facts.imports) {
      const row = this.imported(file, one);
      if (row) this.imports.set(one, row);
    }
    // Objects of frameworks and of local libraries are many, and the import has said it.
    const clients = (this.imports.size === 0 ? [] : file.calls)
      .map((call) => ({ call, made: this.client(file, call) }))
      .filter(({ call, made }) => made?.kind === "vendor" && !this.isInModelCall(file, call));
    // Imports that follow each other are one statement of use; it stands at the first.
    const lastLines = new Map<string, number>();
    for (const [one, row] of [...this.imports].sort(([a], [b]) => a.start - b.start)) {
      // A library all of whose clients ask somebody else says nothing of its own vendor.
      const over = clients.flatMap(({ made }) => (made?.library === row.provider ? [made.provider] : []));
      if (over.length > 0 && !over.includes(row.provider)) continue;
      const location = locate(file, one.start, one.end);
      const last = lastLines.get(row.provider);
      if (last === undefined || !this.isImports(file, last + 1, location.line - 1))
        add(row.provider, "import", row.kind, one.module, location);
      lastLines.set(row.provider, location.endLine);
    }
    for (const { call, made } of clients)
      if (made) add(made.provider, "client", made.kind, made.name, locate(file, file.view.start(call), file.view.end(call)), made.host);
    const isSaid = (value: ValueId, provider: string): boolean =>
      clients.some(({ call, made }) => made?.provider === provider && made.library !== provider && isWithin(file, value, call));
    for (let value = 0; value < file.view.valueCount; value++) {
      const address = this.address(file, value);
      if (address && !isSaid(value, address.provider))
        add(address.provider, "address", "vendor", address.host, locate(file, file.view.start(value), file.view.end(value)), address.host);
    }
    return [...found.values()].sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
  }

  /** True when lines hold nothing but imports, comments and space. */
  private isImports(file: LoadedFile, from: number, to: number): boolean {
    for (let line = from; line <= to; line++) {
      const start = file.facts.lineStarts[line - 1] ?? 0;
      const end = file.facts.lineStarts[line] ?? file.text.length;
      if (/^\s*(?:\/\/|#|\*|\/\*|$)/.test(file.text.slice(start, end))) continue;
      if (!file.facts.imports.some((one) => one.start < end && one.end > start)) return false;
    }
    return true;
  }

  private imported(file: LoadedFile, { module, name, kind }: ImportFacts): PackageRow | null {
    const row = kind === "type" ? null : this.knowledge.packages.imported(file.language, module, name);
    return row && this.pointsTo.program.modules.isLibrary(file.source, module) ? row : null;
  }

  /** A library object that model calls are made over, where it is made: `new OpenAI()`, `genai.NewClient(…)`. */
  private client(file: LoadedFile, call: ValueId): Client | null {
    const { view } = file;
    let base = view.a(call);
    while (base !== NONE && view.op(base) === Op.Field) base = view.a(base);
    // What is made by a client (`client.chats.create()`) is no client of its own.
    const row = base === NONE || this.calls.has(call) ? null : this.libraryOf(file, call, base);
    if (!row) return null;
    const automaton = this.knowledge.automaton(file.language);
    const made = this.pointsTo.states(file, call).filter((state) => automaton.isLive(state));
    if (made.length === 0) return null;
    const library = automaton.providerOf(made) ?? row.provider;
    const told = this.addressGiven(file, call);
    return { provider: told?.provider ?? library, library, kind: row.kind, name: file.calleeName(call), host: told?.host ?? null };
  }

  /** `new OpenAI({ baseURL: "https://api.mistral.ai/v1" })`: the vendor at the address that a client is told to ask. */
  private addressGiven(file: LoadedFile, client: ValueId): { provider: string; host: string | null } | null {
    const found = new Map<string, { provider: string; host: string | null }>();
    for (const value of valuesGiven(file, client)) {
      for (const text of constantTexts(this.pointsTo, file, value)) {
        const { known, host } = /^https?:\/\//.test(text) ? readAddress(this.knowledge, text) : { known: null, host: null };
        // A machine of one's own is no vendor: what runs there is what the library is for.
        if (known && known.locality !== "local") found.set(known.provider, { provider: known.provider, host });
      }
    }
    const [only, ...others] = found.values();
    return only === undefined || others.length > 0 ? null : only;
  }

  /** `generateText({ model: mistral("…") })`: the call says it. */
  private isInModelCall(file: LoadedFile, value: ValueId): boolean {
    for (const call of this.calls) if (isWithin(file, value, call)) return true;
    return false;
  }

  /** The library that a callee begins at: an import, or a name that imports of a namespace or a package bring along. */
  private libraryOf(file: LoadedFile, call: ValueId, base: ValueId): PackageRow | null {
    const { view } = file;
    for (const origin of file.copies(base)) {
      const imported = view.op(origin) === Op.Import ? file.facts.imports[view.a(origin)] : undefined;
      const row = imported && this.imports.get(imported);
      if (row) return row;
    }
    const automaton = this.knowledge.automaton(file.language);
    for (const state of view.op(base) === Op.Global ? this.pointsTo.states(file, view.a(call)) : []) {
      const found = this.knowledge.packages.find(file.language, automaton.label(state));
      if (found) return found;
    }
    return null;
  }

  /** A text that is the address of a provider, or of a path that only model APIs have. */
  private address(file: LoadedFile, value: ValueId): { provider: string; host: string } | null {
    const { view } = file;
    const op = view.op(value);
    const isText = op === Op.Template || (op === Op.Literal && view.b(value) === LiteralKind.String);
    const text = isText ? writtenText(file, value) : "";
    if (!/^(?:https?|wss?):\/\//.test(text)) return null;
    const { known, endpoint, host } = readAddress(this.knowledge, text);
    if (known?.locality === "local" || host === null || (isLoopback(host) && !endpoint)) return null;
    const provider = known?.provider ?? (endpoint?.provider === undefined && endpoint ? "unknown" : null);
    return provider === null ? null : { provider, host: host.replaceAll(UNKNOWN_PART, "…") };
  }
}

function isWithin(file: LoadedFile, value: ValueId, call: ValueId): boolean {
  const { view } = file;
  return view.start(call) <= view.start(value) && view.end(value) <= view.end(call);
}

/** What a client is made with: arguments, entries of the objects among them, what options and earlier links of a builder are given. */
function valuesGiven(file: LoadedFile, client: ValueId): readonly ValueId[] {
  const { view } = file;
  const found: ValueId[] = [];
  const take = (call: ValueId, depth: number): void => {
    for (const { value } of file.arguments(call)) takeValue(value, depth);
  };
  const takeValue = (value: ValueId, depth: number): void => {
    found.push(value);
    for (const one of depth > MAXIMUM_DEPTH ? [] : file.copies(value)) {
      const op = view.op(one);
      if (op === Op.Object) for (const [at, entry] of [...view.list(view.a(one))].entries()) if (at % 2 === 1) takeValue(entry, depth + 1);
      if (op === Op.Store) for (const part of [view.a(one), view.c(one)]) takeValue(part, depth + 1);
      if (op === Op.Call) take(one, depth + 1);
    }
  };
  for (let link = client; link !== NONE && view.op(link) === Op.Call; ) {
    take(link, 0);
    const callee = view.a(link);
    link = view.op(callee) === Op.Field ? view.a(callee) : NONE;
  }
  return found;
}
