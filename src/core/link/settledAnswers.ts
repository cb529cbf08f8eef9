/**
 * Answers to long questions, such as all sources of a model call. One that lacked no file stays, however many files arrive;
 * any other holds until the next file arrives, and says to whoever asks that it lacks one.
 */
import type { Program } from "./program.js";

export class SettledAnswers<Key, Answer> {
  private readonly known = new Map<Key, { readonly answer: Answer; readonly generation: number | null }>();

  constructor(private readonly program: Program) {}

  get(key: Key, find: () => Answer): Answer {
    const { program } = this;
    const known = this.known.get(key);
    if (known && (known.generation === null || known.generation === program.generation)) {
      if (known.generation !== null) program.missing.count++;
      return known.answer;
    }
    const { count } = program.missing;
    const answer = find();
    this.known.set(key, { answer, generation: program.missing.count === count ? null : program.generation });
    return answer;
  }
}
