/** Calls that ask whether somebody answers, and do not look at what: nothing that is said there is an instruction to anybody. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import { usesOf } from "../flow/uses.js";
import type { LoadedFile } from "../link/program.js";

/** Fields of an answer that say whether there is one. */
const STATUS: ReadonlySet<string> = new Set([
  "status_code",
  "statusCode",
  "StatusCode",
  "IsSuccessStatusCode",
  "is_success",
  "status",
  "ok",
]);

/** True for a call of whose answer the status is read, and nothing else. */
export function isProbe(file: LoadedFile, call: ValueId): boolean {
  const { view } = file;
  const uses = usesOf(file);
  const seen = new Set<ValueId>();
  const work = [call];
  let isAsked = false;
  for (let value = work.pop(); value !== undefined; value = work.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (uses.returns(value).length > 0 || uses.captures(value).length > 0) return false;
    for (const user of uses.of(value)) {
      const op = view.op(user);
      if (op === Op.Await || op === Op.Choice || op === Op.AfterCall) work.push(user);
      else if (op === Op.Field && STATUS.has(view.string(view.b(user)))) isAsked = true;
      else return false;
    }
  }
  return isAsked;
}
