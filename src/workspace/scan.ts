/** The scan of the node host: paths in, the complete result out. CLI, agent tools and the language server call it. */
import packageJson from "../../package.json";
import type { Analysis, LineQuestion } from "../core/analysis.js";
import { analyse } from "../core/engine.js";
import type { LineExplanation } from "../core/explain/explanation.js";
import type { Cancellation } from "../core/host.js";
import type { KnowledgeBundle } from "../core/knowledge/schema.js";
import type { PolicyOutcome } from "../core/policy/policy.js";
import type { ScanResult } from "../core/report/scanResult.js";
import { builtinKnowledge, builtinProviders } from "./builtinKnowledge.js";
import { makeCacheFolder, openCache } from "./cache.js";
import { commitOf } from "./commit.js";
import { FactsFromFiles } from "./factsFromFiles.js";
import { type FileSystem, nodeFileSystem } from "./fileSystem.js";
import { KeptResults } from "./keptResults.js";
import { ANALYSIS_VERSION, IS_BUNDLE } from "./loweringVersion.js";
import { ObservedFiles } from "./observedFiles.js";
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
  /** Takes the place of every root's own policy file. */
  readonly policyFile?: string;
  /** Told of the policies before anything is analysed; what it throws ends the scan. */
  readonly checkPolicy?: (outcome: PolicyOutcome) => void;
  /** Loads the policies in place of the files of the team; the result is not kept then. */
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

/** A result that was kept, when nothing has changed since that it was made from; else everything is analysed. */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const started = performance.now();
  const files = options.fileSystem ?? nodeFileSystem;
  const kept = await keptResults(options, files);
  const known = await kept?.recall(files);
  if (known && !options.signal?.cancelled) {
    const [root] = known.roots;
    const durationMs = Math.round(performance.now() - started);
    return {
      ...known,
      // Commits come and go without a change of any file.
      commit: root ? await commitOf(root.path, files) : null,
      stats: { ...known.stats, durationMs, phases: { recall: durationMs } },
    };
  }
  if (!kept) return (await analyseWorkspace(options, files)).result;
  const observed = new ObservedFiles(files);
  const { result, isRepeatable } = await analyseWorkspace(options, observed);
  const { observations } = observed;
  if (isRepeatable && observations) kept.keep(observations, result);
  return result;
}

/** null: nothing may be kept, or what the result depends on cannot be named. */
async function keptResults(options: ScanOptions, files: FileSystem): Promise<KeptResults | null> {
  const { cache = IS_BUNDLE, policy, knowledge, paths, policyFile, prefilter, today } = options;
  if (cache === false || policy || knowledge) return null;
  const { roots } = await findRoots(paths, files);
  const folder = makeCacheFolder({ roots: roots.map(({ path }) => path), ...(typeof cache === "string" ? { folder: cache } : {}) });
  const program = [ANALYSIS_VERSION, packageJson.version, builtinKnowledge.version];
  return folder === null ? null : new KeptResults(folder, [program, process.cwd(), paths, policyFile, prefilter, today]);
}

/** What is known about a line; the whole workspace is analysed for it. @param place path relative to the root, line from 1 */
export async function explain(options: ScanOptions, place: LineQuestion): Promise<LineExplanation> {
  const { analysis } = await analyseWorkspace(options, options.fileSystem ?? nodeFileSystem, [place]);
  const [answer] = analysis.answers ?? [];
  if (!answer) throw new Error("The analysis was cancelled before it could answer.");
  return answer.explanation;
}

async function analyseWorkspace(
  options: ScanOptions,
  files: FileSystem,
  questions?: readonly LineQuestion[],
): Promise<{
  readonly result: ScanResult;
  readonly analysis: Analysis;
  /** Another scan of the same files would give the same result. */
  readonly isRepeatable: boolean;
}> {
  const started = performance.now();
  const knowledge = options.knowledge ?? builtinKnowledge;
  const signal = options.signal ?? NEVER;
  const { roots, errors: rootErrors } = await findRoots(options.paths, files);
  const folders = roots.map((root) => root.path);
  const useCache = options.cache ?? IS_BUNDLE;
  const cache = useCache === false ? null : openCache({ roots: folders, ...(typeof useCache === "string" ? { folder: useCache } : {}) });
  const pool = new Pool({ ...options.pool, jobs: options.jobs });
  try {
    const opened = await openWorkspace(roots, {
      policy: async (all, below, from) => {
        const outcome = await (options.policy?.(all, below, from) ??
          loadPolicy(all, below, { explicitFile: options.policyFile, providers: builtinProviders, files: from }));
        options.checkPolicy?.(outcome);
        return outcome;
      },
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
      commit: roots[0] ? await commitOf(roots[0].path, options.fileSystem ?? nodeFileSystem) : null,
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
    return { result, analysis, isRepeatable: !signal.cancelled && pool.deaths === 0 && opened.policy.usable };
  } finally {
    cache?.close();
    await pool.close();
  }
}
