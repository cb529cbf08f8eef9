/** Analyses a project that is written down in a test: `{ "src/app.ts": "…" }`. */
import type { Analysis, AnalysisInput } from "../../src/core/analysis.js";
import { analyse } from "../../src/core/engine.js";
import type { KnowledgeBundle } from "../../src/core/knowledge/schema.js";
import { memoryHost } from "../../src/core/memoryHost.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import type { Policy } from "../../src/core/policy/policy.js";
import { AnalysisSession } from "../../src/core/session.js";
import { builtinKnowledge } from "../../src/workspace/builtinKnowledge.js";
import { testParser } from "./testParser.js";

export interface AnalyseTextOptions {
  /** The knowledge that ships with Parapet when absent. */
  readonly knowledge?: KnowledgeBundle;
  readonly policy?: Policy;
  readonly prefilter?: boolean;
  /** Order in which the host hands in the files: by path when absent. */
  readonly order?: "reversed";
  readonly questions?: AnalysisInput["questions"];
  readonly signal?: AnalysisInput["signal"];
  /** False: the name index knows of declared names alone how words are written; the result must be the same. */
  readonly roles?: boolean;
}

export async function analyseText(files: Readonly<Record<string, string>>, options: AnalyseTextOptions = {}): Promise<Analysis> {
  const host = memoryHost(files, await testParser());
  const { workspace } = host;
  const input: AnalysisInput = {
    ...host,
    workspace:
      options.order === "reversed"
        ? { ...workspace, files: [...workspace.files].reverse(), configuration: [...workspace.configuration].reverse() }
        : workspace,
    knowledge: options.knowledge ?? builtinKnowledge,
    policies: Policies.everywhere(options.policy ?? defaultPolicy),
    index:
      options.roles === false
        ? { filesWith: (name, role) => host.index.filesWith(name, role === "declared" ? role : undefined) }
        : host.index,
    clock: { now: () => 0 },
    signal: options.signal ?? { cancelled: false },
    prefilter: options.prefilter ?? true,
    ...(options.questions ? { questions: options.questions } : {}),
  };
  return analyse(input, new ColdSession());
}

/** Remembers nothing of other projects but the compiled knowledge, which is the same for all of them. */
class ColdSession extends AnalysisSession {
  private static readonly compiled = new AnalysisSession();

  override knowledgeOf(...asked: Parameters<AnalysisSession["knowledgeOf"]>): ReturnType<AnalysisSession["knowledgeOf"]> {
    return ColdSession.compiled.knowledgeOf(...asked);
  }
}
