/** The scan of the node host: paths in, the complete result out. CLI, agent tools and the language server call it. */
import packageJson from "../../package.json";
import { type Analysis, type LineQuestion, analyse } from "../core/engine.js";
import type { LineExplanation } from "../core/explain/explanation.js";
import type { Cancellation } from "../core/host.js";
import type { KnowledgeBundle } from "../core/knowledge/schema.js";
import type { ScanResult } from "../core/report/scanResult.js";
import { builtinKnowledge, builtinProviders } from "./builtinKnowledge.js";
import { openCache } from "./cache.js";
import { commitOf } from "./commit.js";
import { FactsFromFiles } from "./factsFromFiles.js";
import { type FileSystem, nodeFileSystem } from "./fileSystem.js";
import { IS_BUNDLE } from "./loweringVersion.js";
import { openWorkspace } from "./openWorkspace.js";
import { loadPolicy, type PolicyLoader } from "./policyFiles.js";
import { Pool, type PoolOptions } from "./pool.js";
import { orderedBlindSpots, orderedCalls, orderedErrors, orderedFindings, orderedSkips } from "./resultOrder.js";
import { findRoots } from "./roots.js";

export interface ScanOptions {
  /** Folders or single files. */
  readonly paths: readonly string[];
  /** Most worker threads; 1 keeps everything in this one. */
  readonly jobs?: number;
  /** False: no cache. A text: the folder to keep it in. Absent: the user's cache folder. */
  readonly cache?: boolean | string;
  /** False lowers every file; the result is the same. */
  readonly prefilter?: boolean;
  /** Loads the policies of the roots; the files of the team in them when absent. */
  readonly policy?: PolicyLoader;
  readonly knowledge?: KnowledgeBundle;
  /** Day on which acceptances are judged, `YYYY-MM-DD`. */
  readonly today?: string;
  readonly signal?: Cancellation;
  readonly progress?: (stage: string, done: number, total: number) => void;
  readonly fileSystem?: FileSystem;
  readonly pool?: Omit<PoolOptions, "jobs">;
}

const NEVER: Cancellation = { cancelled: false };

export async function scan(options: ScanOptions): Promise<ScanResult> {
  return (await analyseWorkspace(options)).result;
}

/** What is known about a line; the whole workspace is analysed for it. @param place path relative to the root, line from 1 */
export async function explain(options: ScanOptions, place: LineQuestion): Promise<LineExplanation> {
  const { analysis } = await analyseWorkspace(options, [place]);
  const [answer] = analysis.answers ?? [];
  if (!answer) throw new Error("The analysis was cancelled before it could answer.");
  return answer.explanation;
}

async function analyseWorkspace(
  options: ScanOptions,
  questions?: readonly LineQuestion[],
): Promise<{ readonly result: ScanResult; readonly analysis: Analysis }> {
  const started = performance.now();
  const files = options.fileSystem ?? nodeFileSystem;
  const knowledge = options.knowledge ?? builtinKnowledge;
  const signal = options.signal ?? NEVER;
  const { roots, errors: rootErrors } = await findRoots(options.paths, files);
  const folders = roots.map((root) => root.path);
  const useCache = options.cache ?? IS_BUNDLE;
  const cache = useCache === false ? null : openCache({ roots: folders, ...(typeof useCache === "string" ? { folder: useCache } : {}) });
  const pool = new Pool({ ...options.pool, jobs: options.jobs });
  try {
    const opened = await openWorkspace(roots, {
      policy: options.policy ?? ((all, below) => loadPolicy(all, below, { providers: builtinProviders })),
      files,
      cache,
      cancelled: () => signal.cancelled,
      progress: options.progress,
    });
    const openedAt = performance.now();
    const { workspace } = opened;
    const { policies, errors: policyErrors } = opened.policy;
    const analysis = await analyse({
      workspace,
      index: opened.index,
      facts: new FactsFromFiles(workspace.files, workspace.roots, files, pool, cache),
      knowledge,
      policies,
      clock: performance,
      signal,
      prefilter: options.prefilter ?? true,
      ...(options.today === undefined ? {} : { today: options.today }),
      ...(options.progress ? { progress: options.progress } : {}),
      ...(questions ? { questions } : {}),
    });
    const analysedAt = performance.now();
    cache?.close();
    const errors = [...rootErrors, ...policyErrors, ...workspace.errors, ...analysis.errors];
    if (signal.cancelled) errors.push({ file: null, message: "The scan was cancelled before its end", remedy: "Run it again" });
    const phases = {
      discover: Math.round(openedAt - started),
      ...analysis.phases,
      analyse: Math.round(analysedAt - openedAt),
      store: Math.round(performance.now() - analysedAt),
    };
    const result: ScanResult = {
      schemaVersion: 1,
      tool: { name: "parapet", version: packageJson.version, knowledge: knowledge.version },
      policyHash: policies.hash,
      commit: roots[0] ? await commitOf(roots[0].path, files) : null,
      roots: workspace.roots,
      stats: {
        filesFound: opened.filesFound,
        filesRead: opened.filesRead,
        filesParsed: analysis.filesParsed,
        bytesParsed: analysis.bytesParsed,
        durationMs: Math.round(performance.now() - started),
        phases,
        skipped: orderedSkips([...workspace.skipped, ...analysis.skipped]),
      },
      calls: orderedCalls(analysis.calls),
      findings: orderedFindings(analysis.findings),
      blindSpots: orderedBlindSpots(analysis.blindSpots),
      errors: orderedErrors(errors),
    };
    return { result, analysis };
  } finally {
    cache?.close();
    await pool.close();
  }
}
