/** Where code says which providers it uses, calls aside: imports of their libraries, clients that are made, addresses that are written. */
import { type ImportFacts, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Location } from "../flow/analysedCall.js";
import { locate } from "../flow/steps.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { PackageRow } from "../knowledge/schema.js";
import { UNKNOWN_PART } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Scope } from "../report/scanResult.js";
import { readAddress } from "./hosts.js";

export interface ProviderUse {
  readonly provider: string;
  readonly how: "import" | "client" | "address";
  /** A framework talks to several providers; a local library runs models in the process. */
  readonly kind: PackageRow["kind"];
  /** Module, class or host, as people know it. */
  readonly name: string;
  readonly location: Location;
  readonly scope: Scope;
}

export class ProviderUses {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    /** Calls that are reported as such. */
    private readonly isModelCall: (file: LoadedFile, call: ValueId) => boolean,
  ) {}

  in(file: LoadedFile): readonly ProviderUse[] {
    const found = new Map<string, ProviderUse>();
    const add = (provider: string, how: ProviderUse["how"], kind: ProviderUse["kind"], name: string, location: Location): void => {
      const key = `${location.line}:${location.column}:${provider}`;
      if (!found.has(key)) found.set(key, { provider, how, kind, name, location, scope: file.source.scope });
    };
    for (const one of file.facts.imports) {
      const row = this.imported(file, one);
      if (row) add(row.provider, "import", row.kind, one.module, locate(file, one.start, one.end));
    }
    for (const call of file.calls) {
      const client = this.client(file, call);
      if (client) add(client.provider, "client", client.kind, client.name, locate(file, file.view.start(call), file.view.end(call)));
    }
    for (let value = 0; value < file.view.valueCount; value++) {
      const address = this.address(file, value);
      if (address) add(address.provider, "address", "vendor", address.host, locate(file, file.view.start(value), file.view.end(value)));
    }
    return [...found.values()].sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
  }

  private imported(file: LoadedFile, { module, name, kind }: ImportFacts): PackageRow | null {
    if (kind === "type") return null;
    const row = this.knowledge.packages.imported(file.language, module, name);
    return this.pointsTo.program.modules.isLibrary(file.source, module) ? row : null;
  }

  /** A library object that model calls are made over, where it is made: `new OpenAI()`, `genai.NewClient(…)`. */
  private client(file: LoadedFile, call: ValueId): { provider: string; kind: PackageRow["kind"]; name: string } | null {
    const { view } = file;
    let base = view.a(call);
    while (base !== NONE && view.op(base) === Op.Field) base = view.a(base);
    // What is made by a client (`client.chats.create()`) is no client of its own.
    if (base === NONE || (view.op(base) !== Op.Import && view.op(base) !== Op.Global) || this.isModelCall(file, call)) return null;
    const automaton = this.knowledge.automaton(file.language);
    const made = this.pointsTo.states(file, call).filter((state) => automaton.isLive(state));
    if (made.length === 0) return null;
    for (const state of this.pointsTo.states(file, view.a(call))) {
      const row = this.knowledge.packages.find(file.language, automaton.label(state));
      if (row) return { provider: automaton.providerOf(made) ?? row.provider, kind: row.kind, name: automaton.label(state) };
    }
    return null;
  }

  /** A text that is the address of a provider, or of a path that only model APIs have. */
  private address(file: LoadedFile, value: ValueId): { provider: string; host: string } | null {
    const { view } = file;
    const op = view.op(value);
    let text = "";
    if (op === Op.Literal && view.b(value) === LiteralKind.String) text = view.string(view.a(value));
    else if (op === Op.Template) {
      for (const part of view.list(view.a(value))) text += view.op(part) === Op.Literal ? view.string(view.a(part)) : UNKNOWN_PART;
    }
    if (!/^(?:https?|wss?):\/\//.test(text)) return null;
    const { known, endpoint, host } = readAddress(this.knowledge, text);
    if (known?.locality === "local" || host === null) return null;
    const provider = known?.provider ?? (endpoint?.provider === undefined && endpoint ? "unknown" : null);
    return provider === null ? null : { provider, host: host.replaceAll(UNKNOWN_PART, "…") };
  }
}
