/** A name index that notes every question with its answer, empty ones included: as long as all answers stay, so does what was made of them. */
import type { FileKey, NameIndex } from "../host.js";

export class RecordingIndex implements NameIndex {
  private readonly answers = new Map<string, readonly FileKey[]>();

  constructor(private readonly index: NameIndex) {}

  filesWith(identifier: string): readonly FileKey[] {
    let answer = this.answers.get(identifier);
    if (!answer) {
      answer = this.index.filesWith(identifier);
      this.answers.set(identifier, answer);
    }
    return answer;
  }

  /** True when the index would give all the same answers. */
  agreesWith(index: NameIndex): boolean {
    for (const [identifier, answer] of this.answers) {
      const now = index.filesWith(identifier);
      if (now.length !== answer.length || now.some((key, at) => key !== answer[at])) return false;
    }
    return true;
  }
}
