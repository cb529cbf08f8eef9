/**
 * The protocol thread's side of the engine: sends requests, sees to it that only one is at work, and starts the worker
 * again when it dies. A worker that dies leaves the name of the file it was at; that file is then left out until it changes.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { EngineAnswer, EngineRequest, EngineSetup, ExplainRequest, OpenDocument, PolicyRequest } from "./engineMessages.js";
import type { FixRequest, LocatedFix } from "./locatedFixes.js";
import { SharedState } from "./sharedState.js";

export interface EngineClientOptions {
  readonly cacheFolder: string | null | undefined;
  readonly answered: (answer: EngineAnswer) => void;
  /** The worker died; `file` is "" when it was at none. `restarts`: false once it died too often. */
  readonly died: (file: string, reason: string, restarts: boolean) => void;
  /** Script of the worker; `engine-worker.js` beside the running bundle when absent. */
  readonly workerFile?: string;
  readonly heapMb?: number;
}

/** What the server needs of it. */
export type EngineLink = Pick<EngineClient, "isBusy" | "send" | "fixes" | "explain" | "policy" | "cancel" | "forgive" | "stop">;

export type EngineWork = Omit<EngineRequest, "id" | "leftOut">;

/** More deaths than this, and the engine stays down until somebody asks for a scan. */
const MOST_DEATHS = 5;
const HEAP_MB = 4096;
/** A busy engine that gets on with nothing for so long is caught; budgets in steps end any honest work long before. */
const CAUGHT_MS = 120_000;

export class EngineClient {
  private shared = new SharedState();
  private worker: Worker | null = null;
  private id = 0;
  private busy = false;
  private deaths = 0;
  private readonly leftOut = new Set<string>();
  private watch: NodeJS.Timeout | null = null;
  private fixId = 0;
  private readonly askedFixes = new Map<number, (fixes: readonly LocatedFix[]) => void>();
  private readonly askedExplanations = new Map<number, (markdown: string | null) => void>();
  private readonly askedPolicies = new Map<number, (yaml: string | null) => void>();

  constructor(private readonly options: EngineClientOptions) {}

  get isBusy(): boolean {
    return this.busy;
  }

  /** Only while the engine is not busy. `known`: every open document, for a worker that has just been started. */
  send(work: EngineWork, known: () => readonly OpenDocument[]): void {
    let request = work;
    if (!this.worker) {
      this.worker = this.start();
      request = { ...work, documents: known(), reopen: true };
    }
    for (const { path } of work.documents) this.leftOut.delete(path);
    for (const path of work.changedOnDisk) this.leftOut.delete(path);
    this.busy = true;
    this.id++;
    this.guard();
    this.worker.postMessage({ ...request, id: this.id, leftOut: [...this.leftOut] } satisfies EngineRequest);
  }

  /** Fixes, once the engine is through with what it is at; none when it is not there. */
  fixes(request: Pick<FixRequest, "findings" | "calls">): Promise<readonly LocatedFix[]> {
    const { worker } = this;
    if (!worker) return Promise.resolve([]);
    const id = ++this.fixId;
    return new Promise((resolve) => {
      this.askedFixes.set(id, resolve);
      worker.postMessage({ kind: "fixes", id, ...request } satisfies FixRequest);
    });
  }

  /** What is known about a line, once the engine is through with what it is at; null when nothing is. */
  explain(path: string, line: number): Promise<string | null> {
    const { worker } = this;
    if (!worker) return Promise.resolve(null);
    const id = ++this.fixId;
    return new Promise((resolve) => {
      this.askedExplanations.set(id, resolve);
      worker.postMessage({ kind: "explain", id, path, line } satisfies ExplainRequest);
    });
  }

  /** The policies in force, once the engine is through with what it is at; null when nothing was read. */
  policy(): Promise<string | null> {
    const { worker } = this;
    if (!worker) return Promise.resolve(null);
    const id = ++this.fixId;
    return new Promise((resolve) => {
      this.askedPolicies.set(id, resolve);
      worker.postMessage({ kind: "policy", id } satisfies PolicyRequest);
    });
  }

  /** What is at work stops at the next file; its answer is `cancelled`. */
  cancel(): void {
    if (this.busy) this.shared.cancel(this.id);
  }

  /** Somebody asks for a scan: everything is tried again. */
  forgive(): void {
    this.deaths = 0;
    this.leftOut.clear();
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.finish();
    this.noMoreAnswers();
    await worker?.terminate();
  }

  private start(): Worker {
    this.shared = new SharedState();
    const setup: EngineSetup = { shared: this.shared.memory, cacheFolder: this.options.cacheFolder };
    const worker = new Worker(this.options.workerFile ?? join(__dirname, "engine-worker.js"), {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: this.options.heapMb ?? HEAP_MB },
      execArgv: [],
      // What the engine prints must not get between the messages of the protocol.
      stdout: true,
      stderr: true,
    });
    worker.on("message", (answer: EngineAnswer) => {
      if (answer.kind === "fixes") {
        this.askedFixes.get(answer.id)?.(answer.fixes);
        this.askedFixes.delete(answer.id);
        return;
      }
      if (answer.kind === "explanation") {
        this.askedExplanations.get(answer.id)?.(answer.markdown);
        this.askedExplanations.delete(answer.id);
        return;
      }
      if (answer.kind === "policy") {
        this.askedPolicies.get(answer.id)?.(answer.yaml);
        this.askedPolicies.delete(answer.id);
        return;
      }
      if (answer.kind !== "progress") this.finish();
      if (answer.kind === "results" && answer.focus === null) this.deaths = 0;
      this.options.answered(answer);
    });
    worker.on("error", (error) => this.dead(worker, error.message));
    worker.on("exit", (code) => this.dead(worker, `exit code ${code}`));
    return worker;
  }

  private dead(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.finish();
    this.noMoreAnswers();
    void worker.terminate();
    const { file } = this.shared;
    if (file !== "") this.leftOut.add(file);
    this.deaths++;
    this.options.died(file, reason, this.deaths <= MOST_DEATHS);
  }

  private guard(): void {
    const { worker, shared } = this;
    let beat = -1;
    this.watch = setInterval(() => {
      if (worker && shared.file !== "" && shared.beat === beat) this.dead(worker, `no progress within ${CAUGHT_MS / 1000} seconds`);
      beat = shared.beat;
    }, CAUGHT_MS);
    this.watch.unref();
  }

  private noMoreAnswers(): void {
    for (const resolve of this.askedFixes.values()) resolve([]);
    this.askedFixes.clear();
    for (const resolve of this.askedExplanations.values()) resolve(null);
    this.askedExplanations.clear();
    for (const resolve of this.askedPolicies.values()) resolve(null);
    this.askedPolicies.clear();
  }

  private finish(): void {
    this.busy = false;
    if (this.watch) clearInterval(this.watch);
    this.watch = null;
  }
}
