/** Functions that a declaration in code makes a sanitiser or an audit sink. */
import type { FunctionFacts } from "../facts/fileFacts.js";
import { type LoadedFile, nodeOf } from "../link/program.js";
import type { FileDirectives } from "../policy/directive.js";
import type { DeclaredFunctions } from "./sanitizers.js";

export function declaredFunctions(directives: ReadonlyMap<LoadedFile, FileDirectives>): DeclaredFunctions {
  const sanitizers = new Map<number, "removes" | "narrows" | "limits">();
  const audit = new Set<number>();
  for (const [file, { directives: own }] of directives) {
    for (const one of own) {
      if (one.kind !== "sanitizer" && one.kind !== "audit") continue;
      file.facts.functions.forEach((facts, id) => {
        const isWithin = (other: FunctionFacts): boolean => other.start >= one.targetStart && other.end <= one.targetEnd;
        // What stands inside of a function that the declaration is about is no function of its own.
        if (id === 0 || !isWithin(facts) || (facts.parent > 0 && isWithin(file.facts.functions[facts.parent] as FunctionFacts))) return;
        if (one.kind === "sanitizer") sanitizers.set(nodeOf(file.number, id), one.tier);
        else audit.add(nodeOf(file.number, id));
      });
    }
  }
  return { sanitizers, audit };
}
