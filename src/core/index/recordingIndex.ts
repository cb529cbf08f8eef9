/** A name index that notes every question with its answer, empty ones included: as long as all answers stay, so does what was made of them. */
import type { FileKey, NameIndex } from "../host.js";

type Question = "filesWith" | "filesDeclaring" | "filesWithSegment";

export class RecordingIndex implements NameIndex {
  private readonly answers: Readonly<Record<Question, Map<string, readonly FileKey[]>>> = {
    filesWith: new Map(),
    filesDeclaring: new Map(),
    filesWithSegment: new Map(),
  };

  constructor(private readonly index: NameIndex) {}

  filesWith(identifier: string): readonly FileKey[] {
    return this.ask("filesWith", identifier);
  }

  filesDeclaring(identifier: string): readonly FileKey[] {
    return this.ask("filesDeclaring", identifier);
  }

  filesWithSegment(word: string): readonly FileKey[] {
    return this.ask("filesWithSegment", word);
  }

  /** True when the index would give all the same answers. */
  agreesWith(index: NameIndex): boolean {
    for (const [question, answers] of Object.entries(this.answers) as [Question, Map<string, readonly FileKey[]>][])
      for (const [name, answer] of answers) if (!isSame(index[question](name), answer)) return false;
    return true;
  }

  private ask(question: Question, name: string): readonly FileKey[] {
    const answers = this.answers[question];
    let answer = answers.get(name);
    if (!answer) {
      answer = this.index[question](name);
      answers.set(name, answer);
    }
    return answer;
  }
}

function isSame(now: readonly FileKey[], before: readonly FileKey[]): boolean {
  return now === before || (now.length === before.length && now.every((key, at) => key === before[at]));
}
