/** Positions of a list that are known apart: the last of several is not the first. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

const LAST = /^(?:-1|\^1|len\([^()]*\)\s*-\s*1|[\w.$]+\.(?:length|Length|Count|size\(\))\s*-\s*1)$/;

/** Calls that give a list with as many items, or with one more in front. */
const AS_LONG = /^(?:map|Select|slice|toSorted|sort|reverse|concat|ToList|ToArray)$/;
const PUTS_FIRST = /^(?:unshift|prepend|Prepend|addFirst|appendleft)$/;

const MAXIMUM_DEPTH = 12;

/** True for a write to the last position of a list that something else is known to be the first of. */
export function isBehindFirst(file: LoadedFile, store: ValueId): boolean {
  const { view } = file;
  const key = view.b(store);
  return key !== NONE && LAST.test(file.text.slice(view.start(key), view.end(key))) && hasFirst(file, view.a(store), 0);
}

function hasFirst(file: LoadedFile, list: ValueId, depth: number): boolean {
  const { view } = file;
  if (depth > MAXIMUM_DEPTH) return false;
  switch (view.op(list)) {
    case Op.Array:
      return view.list(view.a(list)).filter((item) => view.op(item) !== Op.Spread).length > 1;
    case Op.Choice: {
      const ways = [...view.list(view.a(list))];
      return ways.length > 0 && ways.every((one) => hasFirst(file, one, depth + 1));
    }
    case Op.AfterCall:
      return PUTS_FIRST.test(file.calleeName(view.b(list))) || hasFirst(file, view.a(list), depth + 1);
    case Op.Store:
    case Op.StoreElement:
    case Op.Cast:
    case Op.Await:
      return hasFirst(file, view.a(list), depth + 1);
    case Op.Call: {
      const callee = view.a(list);
      const keeps = view.op(callee) === Op.Field && AS_LONG.test(view.string(view.b(callee))) && !cuts(file, list);
      return keeps && hasFirst(file, view.a(callee), depth + 1);
    }
    default:
      return false;
  }
}

/** `slice(1)`: what was first is not there any more. */
function cuts(file: LoadedFile, call: ValueId): boolean {
  return file.calleeName(call) === "slice" && file.arguments(call).length > 0;
}
