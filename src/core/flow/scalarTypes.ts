/** Parameters through which no text can come: what a framework hands in for them was cast, or refused. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { scalarType } from "../link/plainTypes.js";
import type { LoadedFile } from "../link/program.js";

/** The scalar type that a parameter is declared with, null for any other value. */
export function scalarTypeOf(file: LoadedFile, value: ValueId): string | null {
  const { view, facts } = file;
  if (view.op(value) !== Op.Parameter) return null;
  const parameter = (facts.functions[view.a(value)] as FunctionFacts).parameters[view.b(value)];
  return !parameter || parameter.type === NONE ? null : scalarType(view.string(parameter.type));
}
