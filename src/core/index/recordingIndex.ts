/** A name index that notes every question with its answer, empty ones included: as long as all answers stay, so does what was made of them. */
import type { FileKey, NameIndex, WordRole } from "../host.js";

export class RecordingIndex implements NameIndex {
  private readonly answers = new Map<WordRole | undefined, Map<string, readonly FileKey[]>>();

  constructor(private readonly index: NameIndex) {}

  filesWith(identifier: string, role?: WordRole): readonly FileKey[] {
    let answers = this.answers.get(role);
    if (!answers) this.answers.set(role, (answers = new Map()));
    let answer = answers.get(identifier);
    if (!answer) {
      answer = this.index.filesWith(identifier, role);
      answers.set(identifier, answer);
    }
    return answer;
  }

  /** True when the index would give all the same answers. */
  agreesWith(index: NameIndex): boolean {
    for (const [role, answers] of this.answers)
      for (const [name, answer] of answers) if (!isSame(index.filesWith(name, role), answer)) return false;
    return true;
  }
}

function isSame(now: readonly FileKey[], before: readonly FileKey[]): boolean {
  return now === before || (now.length === before.length && now.every((key, at) => key === before[at]));
}
