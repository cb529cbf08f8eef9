/** A project in memory that is edited and analysed again and again in one session, and from scratch to compare. */
import type { Analysis } from "../../src/core/analysis.js";
import { analyse } from "../../src/core/engine.js";
import type { FactsProvider, LoweredFile } from "../../src/core/host.js";
import { memoryHost } from "../../src/core/memoryHost.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import { AnalysisSession } from "../../src/core/session.js";
import { builtinKnowledge } from "../../src/workspace/builtinKnowledge.js";
import type { Texts } from "./randomEdits.js";
import { testParser } from "./testParser.js";

export type Compared = Pick<Analysis, "calls" | "findings" | "blindSpots" | "errors" | "skipped" | "filesParsed" | "bytesParsed">;

export class IncrementalProject {
  private readonly session = new AnalysisSession();
  /** Keeps compiled knowledge, which cannot change, and forgets everything else before each analysis. */
  private readonly scratch = new AnalysisSession();
  /** Facts that were made from scratch. */
  private readonly lowered = new Map<string, LoweredFile>();

  /** @param reuseFacts lets the analysis from scratch reuse its facts by path and text, which a host's cache does as well: much faster. */
  constructor(private readonly reuseFacts: boolean) {}

  async incremental(texts: Texts, changed: readonly string[]): Promise<Compared> {
    this.session.forget(changed);
    return this.run(texts, this.session, true);
  }

  async fromScratch(texts: Texts): Promise<Compared> {
    this.scratch.forgetAll();
    return this.run(texts, this.scratch, false);
  }

  private async run(texts: Texts, session: AnalysisSession, isEdited: boolean): Promise<Compared> {
    const host = memoryHost(texts, await testParser(), "root", isEdited);
    const facts: FactsProvider =
      this.reuseFacts && !isEdited ? { lower: (keys, signal) => this.lowerOnce(host.facts, texts, keys, signal) } : host.facts;
    const analysis = await analyse(
      {
        ...host,
        facts,
        knowledge: builtinKnowledge,
        policies: Policies.everywhere(defaultPolicy),
        clock: { now: () => 0 },
        signal: { cancelled: false },
        prefilter: true,
      },
      session,
    );
    const { phases: _phases, ...compared } = analysis;
    return compared;
  }

  private async lowerOnce(
    facts: FactsProvider,
    texts: Texts,
    keys: readonly string[],
    signal: { readonly cancelled: boolean },
  ): Promise<readonly LoweredFile[]> {
    const nameOf = (key: string): string => `${key}\0${texts[key]}`;
    const missing = keys.filter((key) => !this.lowered.has(nameOf(key)));
    for (const one of await facts.lower(missing, signal)) this.lowered.set(nameOf(one.key), one);
    return keys.flatMap((key) => this.lowered.get(nameOf(key)) ?? []);
  }
}
