/** Progress on a terminal: one line of standard error that is rewritten, and gone at the end. Elsewhere nothing is said. */

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two changes of the line; more would only flicker. */
const PAUSE = 80;
const CLEAR_LINE = "\r\u001b[K";

export class Progress {
  private shown = false;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stream: ProgressStream,
    private readonly now: () => number,
  ) {}

  report(stage: string, done: number, total: number): void {
    if (this.stream.isTTY !== true || this.now() - this.last < PAUSE) return;
    this.last = this.now();
    this.shown = true;
    this.stream.write(`${CLEAR_LINE}${stage} ${done}/${total}`);
  }

  /** Takes the line away, so that messages and results begin on an empty one. */
  end(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = false;
  }
}
