/** Declared types of values that are neither objects of the workspace nor anything that a library says more of: numbers, dates, text. */

const SCALAR =
  /^(?:u?int(?:8|16|32|64)?|u?long|u?short|s?byte|float(?:32|64)?|double|decimal|bool|boolean|number|bigint|Integer|Long|Short|Byte|Double|Float|Boolean|BigDecimal|BigInteger|UUID|Guid|Decimal|date|datetime|DateTime(?:Offset)?|DateOnly|LocalDate(?:Time)?|Instant|OffsetDateTime|ZonedDateTime)$/;
const TEXT = /^(?:str|string|String|CharSequence|char|rune|error)$/;

/** The name of the scalar type that is written, null for any other. No text can be one. */
export function scalarType(written: string): string | null {
  const name = plainName(written);
  return SCALAR.test(name) ? name : null;
}

/** True for a scalar or a text. */
export function isPlainType(written: string): boolean {
  const name = plainName(written);
  return TEXT.test(name) || SCALAR.test(name);
}

function plainName(written: string): string {
  const text = written.trim();
  const type = /^(?:Optional|Nullable)[[<]([\w.]+)[\]>]$/.exec(text)?.[1] ?? text.replace(/\?$|\s*\|\s*(?:None|null|undefined)$/, "");
  return type.slice(type.lastIndexOf(".") + 1);
}
