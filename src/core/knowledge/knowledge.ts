/** The knowledge base ready for use: automata, member summaries, hosts and endpoints, compiled from the data files. */
import { Automaton } from "./automaton.js";
import { Packages } from "./packages.js";
import { type SummaryFlow, parseMemberChain, parseSummaryFlow } from "./paths.js";
import type {
  CallRow,
  DataTypeRow,
  EndpointRow,
  HostRow,
  KnowledgeBundle,
  KnowledgeFile,
  KnowledgeLanguage,
  MarkerRow,
  OutputSinkRow,
  SummaryRow,
} from "./schema.js";

export interface Summary {
  readonly row: SummaryRow;
  readonly flows: readonly SummaryFlow[];
}

export interface DistinctiveCall {
  readonly chain: readonly string[];
  readonly row: CallRow;
  readonly provider: string;
}

interface LanguageKnowledge {
  readonly automaton: Automaton;
  readonly memberSummaries: ReadonlyMap<string, readonly Summary[]>;
  /** By last name of the chain. */
  readonly distinctive: ReadonlyMap<string, readonly DistinctiveCall[]>;
  readonly outputMembers: ReadonlyMap<string, readonly OutputSinkRow[]>;
}

export class Knowledge {
  readonly version: string;
  readonly files: readonly KnowledgeFile[];
  readonly hosts: readonly HostRow[];
  readonly endpoints: readonly EndpointRow[];
  readonly dataTypes: readonly DataTypeRow[];
  readonly packages: Packages;
  readonly markers: readonly MarkerRow[];
  private readonly languages = new Map<KnowledgeLanguage, LanguageKnowledge>();
  private readonly summaries = new Map<SummaryRow, Summary>();

  constructor(bundle: KnowledgeBundle, extra: readonly KnowledgeFile[] = []) {
    this.version = bundle.version;
    this.files = [...bundle.files, ...extra];
    this.hosts = this.files.flatMap((file) => file.hosts ?? []);
    this.endpoints = this.files.flatMap((file) => file.endpoints ?? []);
    this.packages = new Packages(this.files);
    this.dataTypes = this.files.flatMap((file) => file.dataTypes ?? []);
    this.markers = this.files.flatMap((file) => file.markers ?? []);
  }

  private compile(language: KnowledgeLanguage): LanguageKnowledge {
    const memberSummaries = new Map<string, Summary[]>();
    const distinctive = new Map<string, DistinctiveCall[]>();
    const outputMembers = new Map<string, OutputSinkRow[]>();
    for (const file of this.files) {
      for (const row of file.summaries ?? []) {
        if (row.language === language) for (const name of row.member ?? []) push(memberSummaries, name, this.summary(row));
      }
      for (const row of file.calls ?? []) {
        if (row.language !== language) continue;
        for (const written of row.distinctive ?? []) {
          const chain = parseMemberChain(written);
          push(distinctive, chain[chain.length - 1] as string, { chain, row, provider: file.provider ?? "unknown" });
        }
      }
      for (const row of file.outputSinks ?? []) if (row.language === language && row.member) push(outputMembers, row.member, row);
    }
    return { automaton: new Automaton(language, this.files), memberSummaries, distinctive, outputMembers };
  }

  automaton(language: KnowledgeLanguage): Automaton {
    return this.of(language).automaton;
  }

  /** Compiled when a language is first met: most workspaces have one or two. */
  private of(language: KnowledgeLanguage): LanguageKnowledge {
    let known = this.languages.get(language);
    if (!known) {
      known = this.compile(language);
      this.languages.set(language, known);
    }
    return known;
  }

  summary(row: SummaryRow): Summary {
    let summary = this.summaries.get(row);
    if (!summary) {
      summary = { row, flows: row.flows.map(parseSummaryFlow) };
      this.summaries.set(row, summary);
    }
    return summary;
  }

  memberSummaries(language: KnowledgeLanguage, name: string): readonly Summary[] {
    return this.of(language).memberSummaries.get(name) ?? [];
  }

  distinctive(language: KnowledgeLanguage, name: string): readonly DistinctiveCall[] {
    return this.of(language).distinctive.get(name) ?? [];
  }

  outputMember(language: KnowledgeLanguage, name: string): readonly OutputSinkRow[] {
    return this.of(language).outputMembers.get(name) ?? [];
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
