/**
 * The part of a value that a flow asks for, as a path of fields, outermost first. Empty: all of it.
 *
 * Besides names there are elements (`[]`), results of calling (`()`), and the pseudo-fields of prompts, which say that
 * the role of what is found has still to be read: a list of messages, one message, a list of tools; or an upload behind an id.
 */
export type Fields = readonly string[];

export const ELEMENT = "[]";
export const RESULT = "()";
export const MESSAGES = "@messages";
export const MESSAGE = "@message";
export const TOOLS = "@tools";
/** What was uploaded under an id: the id itself is no data. */
export const UPLOAD = "@upload";

/** True where not the value is asked for, but what stands behind it: what tools bring in, what was uploaded. */
export function asksBehind(fields: Fields): boolean {
  return fields.includes(TOOLS) || fields.includes(UPLOAD);
}

/** True for what a field is called by people: no position, no pseudo-field. */
export function isName(field: string): boolean {
  return field !== "" && field !== ELEMENT && field !== RESULT && !field.startsWith("@") && !/^\d+$/.test(field);
}

/** Doubt of a flow through a list whose items are added one after the other, where the item at one place of it is asked for. */
export const POSITION_GUESSED = 3;

/** True when the item at one place of a list is asked for: `messages[0]`. */
export function asksPosition(fields: Fields): boolean {
  return /^\d+$/.test(fields[0] ?? "");
}

/** Longer paths lose their end: more is asked for, never less. */
const MAXIMUM_LENGTH = 7;

export function bounded(fields: Fields): Fields {
  return fields.length > MAXIMUM_LENGTH ? fields.slice(0, MAXIMUM_LENGTH) : fields;
}

/** What is asked of an item when `fields` is asked of the list; null when no item is asked for. */
export function ofElement(fields: Fields, index: number | null): Fields | null {
  const first = fields[0];
  if (first === undefined) return [];
  if (first === ELEMENT) return fields.slice(1);
  if (first === MESSAGES) return [MESSAGE, ...fields.slice(1)];
  if (first === TOOLS || first === UPLOAD) return fields;
  if (/^\d+$/.test(first)) return index === null || Number(first) === index ? fields.slice(1) : null;
  return null;
}

/** What is asked of entry `key` when `fields` is asked of the object; null when that entry is not asked for. */
export function ofEntry(fields: Fields, key: string | null): Fields | null {
  const first = fields[0];
  if (first === undefined) return [];
  if (first === UPLOAD) return fields;
  if (first === ELEMENT || key === null || sameName(first, key)) return fields.slice(1);
  return null;
}

/** `Messages` of a struct is `messages` of the JSON that is made of it, `max_tokens` is `MaxTokens`. */
export function sameName(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length === b.length) return a.slice(1) === b.slice(1) && a[0]?.toLowerCase() === b[0]?.toLowerCase();
  if (!a.includes("_") && !b.includes("_")) return false;
  return a.replaceAll("_", "").toLowerCase() === b.replaceAll("_", "").toLowerCase();
}
