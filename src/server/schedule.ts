/**
 * When the engine works on what: edits wait for a pause in the typing, then the edited files are looked at first and
 * everything after that. Whatever changes meanwhile cancels the work at hand, and nothing of it is lost.
 */
import type { EngineLink, EngineWork } from "./engineClient.js";
import type { EngineAnswer, OpenDocument } from "./engineMessages.js";

export interface ScheduleOptions {
  readonly engine: EngineLink;
  readonly folders: () => readonly string[];
  readonly workspaceFile: () => string | null;
  readonly document: (path: string) => OpenDocument | null;
  readonly openDocuments: () => readonly OpenDocument[];
  /** Files to look at together with an edited one; null when there are too many for a first look. */
  readonly related: (paths: readonly string[]) => readonly string[] | null;
  /** Work ended, in whatever way, and no more is to be done. */
  readonly settled: () => void;
}

/** Pause after a first look before everything is analysed: most often the next key comes first. */
const PAUSE_MS = 250;
const QUICK_LOOK_MS = 40;

export class Schedule {
  private readonly documents = new Set<string>();
  private readonly closed = new Set<string>();
  private readonly onDisk = new Set<string>();
  private reopen = false;
  private forgetAll = false;
  /** Files to look at first. */
  private readonly first = new Set<string>();
  private everything = false;
  private timer: NodeJS.Timeout | null = null;
  private sent: EngineWork | null = null;
  private sentAt = 0;
  /** Milliseconds that looks at edited files take of late. */
  lookMs = 0;

  constructor(private readonly options: ScheduleOptions) {}

  /** Something is at work, or will be. */
  get isWorking(): boolean {
    return this.timer !== null || this.options.engine.isBusy || this.hasWork;
  }

  documentChanged(path: string, delay: number): void {
    this.documents.add(path);
    this.closed.delete(path);
    this.first.add(path);
    this.everything = true;
    this.after(delay);
  }

  documentClosed(path: string, delay: number): void {
    this.documents.delete(path);
    this.first.delete(path);
    this.closed.add(path);
    this.everything = true;
    this.after(delay);
  }

  changedOnDisk(path: string, cameOrWent: boolean, delay: number): void {
    this.onDisk.add(path);
    if (cameOrWent) this.reopen = true;
    this.everything = true;
    this.after(delay);
  }

  /** Folders, policy or settings changed. */
  foldersChanged(delay: number): void {
    this.reopen = true;
    this.everything = true;
    this.after(delay);
  }

  scan(forgetAll: boolean): void {
    this.reopen = true;
    this.forgetAll ||= forgetAll;
    this.everything = true;
    for (const { path } of this.options.openDocuments()) this.first.add(path);
    this.after(0);
  }

  /** The user wants no more of it. What changed is kept for the next time. */
  stop(): void {
    this.clearTimer();
    this.first.clear();
    this.everything = false;
    this.sent = null;
    this.options.engine.cancel();
  }

  /** To be told of every answer but progress. */
  answered(answer: EngineAnswer): void {
    const sent = this.sent;
    this.sent = null;
    // A single slow one, such as the first, says little.
    if (sent && sent.documents.length > 0 && answer.kind === "results")
      this.lookMs = Math.min(performance.now() - this.sentAt, Math.max(QUICK_LOOK_MS, 2 * this.lookMs));
    if (sent && answer.kind === "cancelled") this.again(sent, false);
    // Earlier results hold: there is nothing to look at a second time.
    if (answer.kind === "unchanged" || answer.kind === "failed") this.everything = this.hasChanges;
    if (this.timer) return;
    if (!this.hasWork) this.options.settled();
    else if (answer.kind === "results" && !this.hasChanges && !sent?.reopen) this.after(PAUSE_MS);
    else this.go();
  }

  /** The worker is gone with everything it knew. */
  died(goesOn: boolean): void {
    const { sent } = this;
    this.sent = null;
    if (sent) this.again(sent, true);
    if (goesOn) this.after(0);
    else {
      this.stop();
      this.options.settled();
    }
  }

  dispose(): void {
    this.clearTimer();
  }

  private get hasChanges(): boolean {
    return this.documents.size > 0 || this.closed.size > 0 || this.onDisk.size > 0 || this.reopen || this.forgetAll;
  }

  private get hasWork(): boolean {
    return this.everything || this.first.size > 0;
  }

  /** The engine keeps changes it was told of even when it is cancelled; a dead one keeps nothing. */
  private again(work: EngineWork, dead: boolean): void {
    for (const path of work.focus ?? []) if (this.options.document(path)) this.first.add(path);
    this.everything = true;
    if (dead) this.reopen = true;
  }

  private after(delay: number): void {
    this.clearTimer();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.go();
    }, delay);
  }

  private clearTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private go(): void {
    const { engine } = this.options;
    // Its answer comes back here.
    if (engine.isBusy) {
      engine.cancel();
      return;
    }
    if (!this.hasWork) {
      this.options.settled();
      return;
    }
    const focus = this.first.size > 0 ? this.options.related([...this.first]) : null;
    const work: EngineWork = {
      folders: this.options.folders(),
      workspaceFile: this.options.workspaceFile(),
      documents: [...this.documents].flatMap((path) => this.options.document(path) ?? []),
      closed: [...this.closed],
      changedOnDisk: [...this.onDisk],
      reopen: this.reopen,
      forgetAll: this.forgetAll,
      focus,
    };
    for (const set of [this.documents, this.closed, this.onDisk, this.first]) set.clear();
    this.reopen = this.forgetAll = false;
    if (focus === null) this.everything = false;
    this.sent = work;
    this.sentAt = performance.now();
    engine.send(work, this.options.openDocuments);
  }
}
