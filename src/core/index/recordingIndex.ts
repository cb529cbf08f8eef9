/** A name index that notes every question with its answer, empty ones included: as long as all answers stay, so does what was made of them. */
import type { FileKey, NameIndex } from "../host.js";

export class RecordingIndex implements NameIndex {
  private readonly answers = new Map<string, readonly FileKey[]>();
  private readonly declaring = new Map<string, readonly FileKey[]>();

  constructor(private readonly index: NameIndex) {}

  filesWith(identifier: string): readonly FileKey[] {
    let answer = this.answers.get(identifier);
    if (!answer) {
      answer = this.index.filesWith(identifier);
      this.answers.set(identifier, answer);
    }
    return answer;
  }

  filesDeclaring(identifier: string): readonly FileKey[] {
    let answer = this.declaring.get(identifier);
    if (!answer) {
      answer = this.index.filesDeclaring(identifier);
      this.declaring.set(identifier, answer);
    }
    return answer;
  }

  /** True when the index would give all the same answers. */
  agreesWith(index: NameIndex): boolean {
    for (const [identifier, answer] of this.answers) if (!isSame(index.filesWith(identifier), answer)) return false;
    for (const [identifier, answer] of this.declaring) if (!isSame(index.filesDeclaring(identifier), answer)) return false;
    return true;
  }
}

function isSame(now: readonly FileKey[], before: readonly FileKey[]): boolean {
  return now.length === before.length && now.every((key, at) => key === before[at]);
}
