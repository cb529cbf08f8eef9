/** Memory that both threads see at once: a cancel reaches a busy engine, and a dead one has left the name of its last file. */

const CANCELLED_UP_TO = 0;
const BEAT = 1;
const NAME_LENGTH = 2;
const NUMBERS = 3;
const NAME_BYTES = 4096;

export class SharedState {
  private readonly numbers: Int32Array;
  private readonly name: Uint8Array;

  constructor(readonly memory = new SharedArrayBuffer(NUMBERS * 4 + NAME_BYTES)) {
    this.numbers = new Int32Array(memory, 0, NUMBERS);
    this.name = new Uint8Array(memory, NUMBERS * 4);
  }

  /** Requests up to this one need no answer any more. */
  cancel(upTo: number): void {
    Atomics.store(this.numbers, CANCELLED_UP_TO, upTo);
  }

  isCancelled(id: number): boolean {
    return Atomics.load(this.numbers, CANCELLED_UP_TO) >= id;
  }

  /** The engine begins work on a file; "" when it is between files. */
  visit(file: string): void {
    const bytes = Buffer.from(file).subarray(0, NAME_BYTES);
    this.name.set(bytes);
    Atomics.store(this.numbers, NAME_LENGTH, bytes.length);
    Atomics.add(this.numbers, BEAT, 1);
  }

  /** Changes whenever the engine gets on. */
  get beat(): number {
    return Atomics.load(this.numbers, BEAT);
  }

  get file(): string {
    return Buffer.from(this.name.subarray(0, Atomics.load(this.numbers, NAME_LENGTH))).toString();
  }
}
