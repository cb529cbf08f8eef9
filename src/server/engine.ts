/** The engine behind the protocol: keeps the workspace and one session, and answers one request after the other. */
import { dirname } from "node:path";
import type { Analysis, AnalysisInput } from "../core/analysis.js";
import { analyse } from "../core/engine.js";
import { renderExplanation } from "../core/explain/renderExplanation.js";
import { type Cancellation, type FactsProvider, type FileKey, filesByKey } from "../core/host.js";
import { languageOf } from "../core/languages/languages.js";
import { renderPolicies } from "../core/policy/renderPolicy.js";
import { AnalysisSession } from "../core/session.js";
import { builtinKnowledge } from "../workspace/builtinKnowledge.js";
import { type Cache, openCache } from "../workspace/cache.js";
import { FactsFromFiles } from "../workspace/factsFromFiles.js";
import { pause } from "../workspace/fileSystem.js";
import { localDay } from "../workspace/localDay.js";
import { IS_BUNDLE } from "../workspace/loweringVersion.js";
import { Pool } from "../workspace/pool.js";
import { orderedBlindSpots, orderedCalls, orderedErrors, orderedFindings } from "../workspace/resultOrder.js";
import { DocumentFiles } from "./documentFiles.js";
import type {
  EngineAnswer,
  EngineRequest,
  EngineResults,
  ExplainAnswer,
  ExplainRequest,
  PolicyAnswer,
  PolicyRequest,
} from "./engineMessages.js";
import { LiveWorkspace } from "./liveWorkspace.js";
import { type FixAnswer, type FixRequest, locatedFixes } from "./locatedFixes.js";
import { Places } from "./places.js";
import type { SharedState } from "./sharedState.js";

/** So few files are lowered one by one, each under its own name; the pool names those of larger batches. */
const ONE_BY_ONE = 20;
/** Analyses of an open document, after which its language is quick. */
const REHEARSALS = 24;
/** In characters: a larger document would keep the first key waiting. */
const LARGEST_REHEARSED = 200_000;
const NEVER: Cancellation = { cancelled: false };
/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 100;

type Answer = (answer: EngineAnswer) => void;

export class Engine {
  private readonly documents = new DocumentFiles();
  private readonly session = new AnalysisSession();
  private readonly pool = new Pool();
  private live: LiveWorkspace | null = null;
  /** What the last complete results were made from has changed since. */
  private stale = true;
  /** Changed files that the workspace has not read again yet. */
  private readonly unread = new Set<string>();
  private reopen = true;
  /** Many files are to be read: worth a cache and threads, which single edits are not. */
  private bulk = true;
  private folders: readonly string[] = [];
  private leftOut: readonly string[] = [];
  private day = "";
  /** Grammars of the documents that were rehearsed. */
  private readonly rehearsed = new Set<string>();

  constructor(
    private readonly shared: SharedState,
    private readonly cacheFolder: string | null | undefined,
  ) {}

  async answer(request: EngineRequest, answer: Answer): Promise<void> {
    const { id } = request;
    const shared = this.shared;
    const signal: Cancellation = {
      get cancelled() {
        return shared.isCancelled(id);
      },
    };
    try {
      await this.take(request);
      const results = await this.run(request, signal, this.progress(id, answer));
      // Results that are complete are given even when nobody waits for them any more: the next request may find nothing changed since.
      answer(results ?? { kind: "cancelled", id });
    } catch (error) {
      answer({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      shared.visit("");
    }
  }

  /**
   * The first keys in a document would wait for machine code: for parser, lowering and analysis, which a scan leaves to the
   * threads of the pool. So each kind of document that is open is analysed some times over while nobody asks for anything;
   * then nothing more is done.
   */
  async rehearse(isWanted: () => boolean): Promise<void> {
    for (const { path, text } of this.documents.all()) {
      const grammar = languageOf(path)?.grammar.file;
      const { live } = this;
      const key = live?.keyOf(path) ?? null;
      if (!live || this.stale || grammar === undefined || this.rehearsed.has(grammar) || key === null) continue;
      if (text.length > LARGEST_REHEARSED || !filesByKey(live.workspace.files).has(key)) continue;
      for (let round = 0; round < REHEARSALS; round++) {
        await pause();
        if (isWanted()) return;
        this.session.renew(key);
        // By turns as a whole, and as after a key.
        if (round % 2 === 0) await this.pool.forgetEdited(key);
        await this.look(live, null, { focus: [key], signal: NEVER }).catch(() => undefined);
      }
      this.rehearsed.add(grammar);
    }
  }

  /** From what the last answer was made of; no fix is worth a failure. */
  async fixes(request: FixRequest): Promise<FixAnswer> {
    const { live } = this;
    const none: FixAnswer = { kind: "fixes", id: request.id, fixes: [] };
    if (!live) return none;
    const facts = new FactsFromFiles(live.workspace.files, live.workspace.roots, this.documents, this.pool, null);
    try {
      return { ...none, fixes: await locatedFixes(request, live, this.documents, facts, { cancelled: false }) };
    } catch {
      return none;
    }
  }

  /**
   * Everything is looked at again for it, over the facts that are held: nobody asks so often that remembering more would pay.
   * No answer is worth a failure.
   */
  async explain({ id, path, line }: ExplainRequest): Promise<ExplainAnswer> {
    const none: ExplainAnswer = { kind: "explanation", id, markdown: null };
    const { live } = this;
    const key = live?.keyOf(path) ?? null;
    if (!live || key === null || !filesByKey(live.workspace.files).has(key)) return none;
    try {
      const { answers } = await this.look(live, null, { questions: [{ file: key, line }], signal: NEVER });
      return { ...none, markdown: answers?.[0] ? renderExplanation(answers[0].explanation) : null };
    } catch {
      return none;
    }
  }

  policy({ id }: PolicyRequest): PolicyAnswer {
    return { kind: "policy", id, yaml: this.live ? renderPolicies(this.live.policies) : null };
  }

  /** Changes are kept even when the request is cancelled right after. */
  private async take(request: EngineRequest): Promise<void> {
    for (const document of request.documents) if (await this.documents.open(document)) this.unread.add(document.path);
    for (const path of request.closed) if (await this.documents.close(path)) this.unread.add(path);
    for (const path of request.changedOnDisk) if (!this.documents.get(path)) this.unread.add(path);
    if (request.leftOut.join("\0") !== this.leftOut.join("\0")) {
      for (const path of this.leftOut) this.unread.add(path);
      this.leftOut = request.leftOut;
      this.stale = true;
    }
    const otherFolders = request.folders.join("\0") !== this.folders.join("\0");
    // Keys of files are those of their folders: the same key may be another file now.
    if (request.forgetAll || otherFolders) this.session.forgetAll();
    if (request.reopen || request.forgetAll || otherFolders) this.reopen = this.bulk = true;
    this.folders = request.folders;
    const today = localDay(new Date());
    if (this.unread.size > 0 || this.reopen || today !== this.day) this.stale = true;
    this.day = today;
  }

  private async run(
    request: EngineRequest,
    signal: Cancellation,
    progress: (stage: string, done: number, total: number) => void,
  ): Promise<EngineAnswer | null> {
    const { id, focus } = request;
    const versions = this.documents.all().map((document) => [document.uri, document.version] as const);
    if (!this.stale) return { kind: "unchanged", id, versions };
    const cache = this.bulk ? this.openCache(request.folders) : null;
    try {
      const live = await this.upToDate(request, cache, signal, progress);
      if (signal.cancelled) return null;
      const { workspace } = live;
      const keys = (focus ?? []).flatMap((path) => live.keyOf(path) ?? []).filter((key) => filesByKey(workspace.files).has(key));
      const paths = new Map<FileKey, string>();
      const visit = (key: FileKey): void => {
        let path = paths.get(key);
        if (path === undefined) paths.set(key, (path = live.pathOf(key) ?? key));
        this.shared.visit(path);
      };
      const analysis = await this.look(live, cache, { signal, progress, visit, ...(focus ? { focus: keys } : {}) });
      if (signal.cancelled) return null;
      if (!focus) {
        this.stale = false;
        if (this.bulk) await this.pool.close();
        this.bulk = false;
      }
      const places = new Places(workspace, this.documents);
      const errors = orderedErrors([...live.errors, ...workspace.errors, ...analysis.errors]);
      const results: EngineResults = {
        kind: "results",
        id,
        focus: focus === null ? null : focus.map((path) => places.uriOf(path)),
        calls: orderedCalls(analysis.calls).map((call) => places.call(call)),
        findings: orderedFindings(analysis.findings).map((finding) => places.finding(finding)),
        blindSpots: orderedBlindSpots(analysis.blindSpots).map((spot) => places.blindSpot(spot)),
        errors,
        errorUris: errors.map((error) => places.error(error)),
        filesFound: live.filesFound,
        versions,
      };
      return results;
    } finally {
      cache?.close();
    }
  }

  private look(
    { workspace, index, policies }: LiveWorkspace,
    cache: Cache | null,
    asked: Pick<AnalysisInput, "signal" | "progress" | "visit" | "focus" | "questions">,
  ): Promise<Analysis> {
    const { visit } = asked;
    const isOpen = (path: string): boolean => this.documents.get(path) !== undefined;
    const facts = new FactsFromFiles(workspace.files, workspace.roots, this.documents, this.pool, cache, isOpen);
    return analyse(
      {
        workspace,
        index,
        facts: visit ? namingFacts(facts, visit, () => this.shared.visit("")) : facts,
        knowledge: builtinKnowledge,
        policies,
        clock: performance,
        today: this.day,
        prefilter: true,
        ...asked,
      },
      this.session,
    );
  }

  private async upToDate(
    request: EngineRequest,
    cache: Cache | null,
    signal: Cancellation,
    progress: (stage: string, done: number, total: number) => void,
  ): Promise<LiveWorkspace> {
    let { live } = this;
    if (!live || this.reopen) {
      live = await LiveWorkspace.open(request.folders, request.workspaceFile, this.documents, {
        cache,
        cancelled: () => signal.cancelled,
        progress,
      });
      if (signal.cancelled) return live;
      this.live = live;
      this.reopen = false;
    }
    for (const path of this.unread) {
      const key = (await live.refresh(path, cache)) ?? live.keyOf(path);
      if (key === null) continue;
      this.session.forget([key]);
      if (!this.documents.get(path)) await this.pool.forgetEdited(key);
    }
    this.unread.clear();
    for (const path of this.leftOut) live.leaveOut(path);
    return live;
  }

  private openCache(folders: readonly string[]): Cache | null {
    const folder = this.cacheFolder;
    if (folder === null || (folder === undefined && !IS_BUNDLE)) return null;
    return openCache({
      roots: folders.map((path) => (this.documents.get(path) ? dirname(path) : path)),
      ...(folder === undefined ? {} : { folder }),
    });
  }

  private progress(id: number, answer: Answer): (stage: string, done: number, total: number) => void {
    let last = 0;
    return (stage, done, total) => {
      const now = performance.now();
      if (now - last < REPORT_EVERY) return;
      last = now;
      answer({ kind: "progress", id, stage, done, total });
    };
  }
}

function namingFacts(facts: FactsProvider, visit: (key: FileKey) => void, visitMany: () => void): FactsProvider {
  return {
    async lower(keys, signal) {
      if (keys.length > ONE_BY_ONE) {
        visitMany();
        return facts.lower(keys, signal);
      }
      const lowered = [];
      for (const key of keys) {
        visit(key);
        lowered.push(...(await facts.lower([key], signal)));
      }
      return lowered;
    },
  };
}
