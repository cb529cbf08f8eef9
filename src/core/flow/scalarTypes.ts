/** Declared types through which no text can come: what a framework hands in for them was cast, or refused. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

const SCALAR =
  /^(?:u?int(?:8|16|32|64)?|u?long|u?short|s?byte|float(?:32|64)?|double|decimal|bool|boolean|number|bigint|Integer|Long|Short|Byte|Double|Float|Boolean|BigDecimal|BigInteger|UUID|Guid|Decimal|date|datetime|DateTime(?:Offset)?|DateOnly|LocalDate(?:Time)?|Instant|OffsetDateTime|ZonedDateTime)$/;

/** The scalar type that a parameter is declared with, null for any other value. */
export function scalarTypeOf(file: LoadedFile, value: ValueId): string | null {
  const { view, facts } = file;
  if (view.op(value) !== Op.Parameter) return null;
  const parameter = (facts.functions[view.a(value)] as FunctionFacts).parameters[view.b(value)];
  if (!parameter || parameter.type === NONE) return null;
  const written = view.string(parameter.type).trim();
  const type = /^(?:Optional|Nullable)[[<]([\w.]+)[\]>]$/.exec(written)?.[1] ?? written.replace(/\?$|\s*\|\s*(?:None|null|undefined)$/, "");
  const name = type.slice(type.lastIndexOf(".") + 1);
  return SCALAR.test(name) ? name : null;
}
