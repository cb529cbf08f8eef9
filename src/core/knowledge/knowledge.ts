/** The knowledge base ready for use: automata, member summaries, hosts and endpoints, compiled from the data files. */
import { Automaton } from "./automaton.js";
import { Packages } from "./packages.js";
import { type SummaryFlow, parseMemberChain, parseSummaryFlow } from "./paths.js";
import {
  KNOWLEDGE_LANGUAGES,
  type CallRow,
  type DataTypeRow,
  type EndpointRow,
  type HostRow,
  type KnowledgeBundle,
  type KnowledgeFile,
  type KnowledgeLanguage,
  type MarkerRow,
  type OutputSinkRow,
  type SummaryRow,
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
  private readonly languages: Readonly<Record<KnowledgeLanguage, LanguageKnowledge>>;
  private readonly summaries = new Map<SummaryRow, Summary>();

  constructor(bundle: KnowledgeBundle, extra: readonly KnowledgeFile[] = []) {
    this.version = bundle.version;
    this.files = [...bundle.files, ...extra];
    this.hosts = this.files.flatMap((file) => file.hosts ?? []);
    this.endpoints = this.files.flatMap((file) => file.endpoints ?? []);
    this.packages = new Packages(this.files);
    this.dataTypes = this.files.flatMap((file) => file.dataTypes ?? []);
    this.markers = this.files.flatMap((file) => file.markers ?? []);
    this.languages = forEachLanguage((language) => this.compile(language));
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
    return this.languages[language].automaton;
  }

  get automata(): Readonly<Record<KnowledgeLanguage, Automaton>> {
    return forEachLanguage((language) => this.automaton(language));
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
    return this.languages[language].memberSummaries.get(name) ?? [];
  }

  distinctive(language: KnowledgeLanguage, name: string): readonly DistinctiveCall[] {
    return this.languages[language].distinctive.get(name) ?? [];
  }

  outputMember(language: KnowledgeLanguage, name: string): readonly OutputSinkRow[] {
    return this.languages[language].outputMembers.get(name) ?? [];
  }
}

function forEachLanguage<T>(make: (language: KnowledgeLanguage) => T): Readonly<Record<KnowledgeLanguage, T>> {
  return Object.fromEntries(KNOWLEDGE_LANGUAGES.map((language) => [language, make(language)])) as Record<KnowledgeLanguage, T>;
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
