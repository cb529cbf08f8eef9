/**
 * Lowers files in worker threads, and in this thread while there are few: starting a worker costs more than twenty files.
 *
 * Each worker holds one file at a time, so that a worker that dies names the file that killed it; the next one takes
 * its place and the file is left out with one error.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { SourceParser } from "../core/syntax/parser.js";
import { type LoweringOutcome, lowerText } from "../core/syntax/parserLowering.js";
import { grammarFiles } from "./grammarFiles.js";

export interface LoweringRequest {
  /** Tells language and grammar. */
  readonly path: string;
  /** Name in problems. */
  readonly file: string;
  readonly text: string;
  /** It is being typed in: what its next text shares with this one is not parsed again, as long as it is lowered in this thread. */
  readonly isEdited?: boolean;
}

/** First message of a worker. */
export const READY = "ready";

export interface WorkerSetup {
  readonly wasmFolder: string | null;
}

export interface PoolOptions {
  /** Most workers; 1 or less lowers everything in this thread. Absent: one for each core, four at most. */
  readonly jobs?: number | undefined;
  /** Script of the worker; `worker.js` beside the running bundle when absent. */
  readonly workerFile?: string | undefined;
  readonly wasmFolder?: string | undefined;
}

const MOST_WORKERS = 4;
const WORTH_A_WORKER = 20;
/** A file that keeps a worker busy for so long has it caught: budgets in steps end any honest file long before. */
const CAUGHT_MS = 120_000;
const HEAP_MB = 2048;

export class Pool {
  private readonly lanes: Lane[] = [];
  private readonly size: number;
  private readonly workerFile: string | null;
  private parser: Promise<SourceParser> | undefined;
  /** Files that ended their worker. Another time they may not. */
  deaths = 0;

  constructor(private readonly options: PoolOptions = {}) {
    const file = options.workerFile ?? join(__dirname, "worker.js");
    this.workerFile = existsSync(file) ? file : null;
    this.size = options.jobs ?? Math.min(availableParallelism(), MOST_WORKERS);
  }

  /** Answers in the order of the requests. `cancelled` is asked before each file; what is left then has no answer. */
  async lower(requests: readonly LoweringRequest[], cancelled: () => boolean = () => false): Promise<(LoweringOutcome | undefined)[]> {
    const inWorkers = this.workerFile !== null && this.size > 1 && (this.lanes.length > 0 || requests.length > WORTH_A_WORKER);
    const answers = new Array<LoweringOutcome | undefined>(requests.length);
    let next = 0;
    const work = async (lower: (request: LoweringRequest) => Promise<LoweringOutcome>): Promise<void> => {
      while (next < requests.length && !cancelled()) {
        const at = next++;
        answers[at] = await lower(requests[at] as LoweringRequest);
      }
    };
    if (inWorkers) await Promise.all(this.startLanes(this.workerFile as string).map((lane) => work((request) => lane.lower(request))));
    else await work((request) => this.lowerHere(request));
    return answers;
  }

  /** The file is typed in no longer: the next time, all of its text is parsed. */
  async forgetEdited(file: string): Promise<void> {
    (await this.parser)?.forget(file);
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.splice(0).map((lane) => lane.stop()));
    const parser = await this.parser?.catch(() => undefined);
    parser?.dispose();
    this.parser = undefined;
  }

  private async lowerHere({ path, file, text, isEdited }: LoweringRequest): Promise<LoweringOutcome> {
    this.parser ??= SourceParser.create(grammarFiles(this.options.wasmFolder));
    return lowerText(await this.parser, path, file, text, isEdited);
  }

  private startLanes(workerFile: string): readonly Lane[] {
    while (this.lanes.length < this.size) this.lanes.push(this.newLane(workerFile));
    return this.lanes;
  }

  private newLane(workerFile: string): Lane {
    return new Lane(
      workerFile,
      this.options,
      (request) => this.lowerHere(request),
      () => this.deaths++,
    );
  }
}

/** One worker at a time, and the queue of files in front of it. A worker that cannot even start is no fault of a file: this thread does its work. */
class Lane {
  private worker: Worker | null = null;
  /** Ends the file that the worker holds now. */
  private finish: ((outcome: LoweringOutcome) => void) | null = null;
  private file = "";
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly workerFile: string,
    private readonly options: PoolOptions,
    private readonly lowerHere: (request: LoweringRequest) => Promise<LoweringOutcome>,
    private readonly noteDeath: () => void,
  ) {}

  lower(request: LoweringRequest): Promise<LoweringOutcome> {
    const answer = this.last.then(() => this.send(request));
    this.last = answer;
    return answer;
  }

  async stop(): Promise<void> {
    await this.last;
    const worker = this.worker;
    this.worker = null;
    await worker?.terminate();
  }

  private async send(request: LoweringRequest): Promise<LoweringOutcome> {
    this.worker ??= await this.start();
    const { worker } = this;
    if (!worker) return this.lowerHere(request);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.died(worker, `no answer within ${CAUGHT_MS / 1000} seconds`), CAUGHT_MS);
      this.file = request.file;
      this.finish = (outcome) => {
        clearTimeout(timer);
        this.finish = null;
        // An idle worker must not keep the process alive.
        worker.unref();
        resolve(outcome);
      };
      worker.ref();
      worker.postMessage(request);
    });
  }

  /** null when the worker dies before it is ready. */
  private start(): Promise<Worker | null> {
    const setup: WorkerSetup = { wasmFolder: this.options.wasmFolder ?? null };
    const worker = new Worker(this.workerFile, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      // What this process was started with (a loader, a debugger) is none of the workers' business.
      execArgv: [],
    });
    return new Promise((resolve) => {
      worker.on("message", (message: LoweringOutcome | typeof READY) => {
        if (message === READY) return resolve(worker);
        if (!message.facts && message.parserBroken) this.retire(worker);
        this.finish?.(message);
      });
      worker.on("error", (error) => {
        resolve(null);
        this.died(worker, error.message);
      });
      worker.on("exit", (code) => {
        resolve(null);
        this.died(worker, `exit code ${code}`);
      });
    });
  }

  private died(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.retire(worker);
    this.noteDeath();
    const message = `The analysis of the file ended its worker (${reason}), so the file was left out`;
    this.finish?.({ facts: null, problem: { file: this.file, message, remedy: "Exclude the file in the policy, and report it" } });
  }

  private retire(worker: Worker): void {
    this.worker = null;
    void worker.terminate();
  }
}
