/** Members of a function, or of what a decorator or a language made of it, that call it. */
import type { LanguageId } from "../facts/fileFacts.js";

/** `handler.call(…)`, a tool's `.invoke(…)`, a task's `.delay(…)`. */
const CALLING = new Set([
  "call",
  "apply",
  "bind",
  "invoke",
  "ainvoke",
  "run",
  "arun",
  "delay",
  "remote",
  "func",
  "fn",
  "execute",
  "coroutine",
]);

/** What every function of Java's standard interfaces can do besides being called. */
const OTHERWISE = /^(?:andThen|compose|negate|or|and|not|identity|reversed|thenComparing\w*|equals|hashCode|toString|getClass)$/;

/** A lambda of Java is an object of any interface with one method: whatever the method is called, it is the lambda. */
export function callsFunction(language: LanguageId, name: string): boolean {
  return language === "java" ? !OTHERWISE.test(name) : CALLING.has(name);
}
