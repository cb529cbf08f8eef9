/**
 * What markup does, said as the DOM code that a framework makes of it: a binding is an assignment of what the element
 * holds, a listener is added, raw HTML is written. The rest of the analysis knows DOM code and needs to know no template.
 */
import type { CodeBuilder } from "./codeMap.js";
import type { Attribute } from "./markup.js";

const ELEMENT = 'document.createElement("input")';

/** Something that can be assigned to. */
export const ASSIGNABLE = /^\s*[A-Za-z_$][\w$]*(?:(?:\.|\?\.)[\w$]+|\[[\w$.'"]+\])*\s*$/;
/** A function by name, or written out. */
const FUNCTION = /^\s*(?:[A-Za-z_$][\w$.]*\s*;?\s*$|(?:async\s*)?(?:\([^)]*\)|[A-Za-z_$][\w$]*)\s*=>|(?:async\s+)?function\b)/;

/** `target = element.value`. */
export function writeBinding(builder: CodeBuilder, markup: string, one: Attribute, start: number, end: number): void {
  builder.copy(start, end);
  builder.write(" = ", end, end);
  builder.write(`${ELEMENT}.value`, one.start, one.end, markup.slice(one.start, one.end));
  builder.write(";\n", one.end, one.end);
}

/** `element.addEventListener("click", listener)`; statements become the body of one. */
export function writeListener(builder: CodeBuilder, event: string, one: Attribute): void {
  const end = one.valueStart + one.value.length;
  const wraps = !FUNCTION.test(one.value);
  builder.write(`${ELEMENT}.addEventListener(${JSON.stringify(event)}, ${wraps ? "($event) => { " : ""}`, one.start, one.valueStart);
  builder.copy(one.valueStart, end);
  builder.write(`${wraps ? " }" : ""});\n`, end, end);
}

/** `element.innerHTML = value`. */
export function writeRawHtml(builder: CodeBuilder, from: number, start: number, end: number): void {
  builder.write(`${ELEMENT}.innerHTML = (`, from, start);
  builder.copy(start, end);
  builder.write(");\n", end, end);
}
