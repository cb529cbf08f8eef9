/**
 * Which part of a value holds a model's text, as a path of fields; empty: all of it. The forward walk's counterpart of
 * fields.ts: there a path asks for a part, here it says where the part is.
 */
import { ELEMENT, type Fields } from "./fields.js";

/** The model's whole answer: most of it is text, some of it is bookkeeping. */
export const ANSWER = "@answer";

/** Fields of an answer that the model does not write. */
const BOOKKEEPING =
  /^(?:usage|usage_?metadata|response_?metadata|id|_?request_?id|model|model_?version|created|created_?at|finish_?reason|stop_?reason|role|status|status_?code|status_?text|ok|headers|request|method|url|index|type|logprobs|system_?fingerprint|\w*tokens|\w*duration|\w*eval_count|controller|abort\w*|raise_for_status)$/i;

/** Text that lies deeper is not told from its neighbours. */
const MAXIMUM_LENGTH = 5;

export function bounded(fields: Fields): Fields {
  return fields.length > MAXIMUM_LENGTH ? fields.slice(0, MAXIMUM_LENGTH) : fields;
}

/** Where the part is after field `name`, or an element (`[]`), was read; null when it is not in there. */
export function readPart(fields: Fields, name: string): Fields | null {
  const first = fields[0];
  if (name === "length" || name === "size") return null;
  if (first === undefined) return fields;
  if (first === ANSWER) return BOOKKEEPING.test(name) ? null : isToolArgument(name) ? [] : fields;
  if (first === name || name === ELEMENT || (first === ELEMENT && isPosition(name))) return fields.slice(1);
  // A dictionary that is filled under computed keys.
  if (first === ELEMENT) return fields.slice(1);
  return null;
}

/** Where the part is below a path; null when it is elsewhere. */
export function takePart(fields: Fields, path: readonly string[]): Fields | null {
  let rest: Fields | null = fields;
  for (const name of path) {
    rest = readPart(rest, name);
    if (!rest) return null;
  }
  return rest;
}

/** True when the value itself is text of the model, not something that has it inside. */
export function isText(fields: Fields): boolean {
  return fields.length === 0 || fields[0] === ANSWER;
}

/** True when the value is a list of texts of the model. */
export function isTexts(fields: Fields): boolean {
  return isText(fields) || (isText(fields.slice(1)) && (fields[0] === ELEMENT || isPosition(fields[0] as string)));
}

/** Text that was taken out of an answer has no bookkeeping left. */
export function asText(fields: Fields): Fields {
  return fields[fields.length - 1] === ANSWER ? fields.slice(0, -1) : fields;
}

/** What a model writes for a tool may have any field. */
function isToolArgument(name: string): boolean {
  return name === "arguments" || name === "args" || name === "input" || name === "parsed" || name === "object" || name === "output_parsed";
}

function isPosition(name: string): boolean {
  return /^\d+$/.test(name);
}
