/** Types: their text, and the class that a type's name denotes, as a value. */
import type { Range } from "../../facts/places.js";
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

/** The type as written, undefined for none and for `var`. */
export function typeText(lowering: Lowering, type: NodeId, dimensions: NodeId = NO_NODE): string | undefined {
  if (type === NO_NODE) return undefined;
  const text = lowering.table.textOf(type);
  if (text === "var") return undefined;
  return dimensions === NO_NODE ? text : text + lowering.table.textOf(dimensions);
}

/** The class named by a type, without its type arguments. */
export function typeValue(lowering: Lowering, type: NodeId): ValueId {
  const { table } = lowering;
  if (type === NO_NODE) return lowering.builder.unknown([], { start: 0, end: 0 });
  switch (table.kind(type)) {
    case "generic_type":
    case "annotated_type":
    case "array_type": {
      const inner = lowering.children(type).find((child) => !/annotation$|^dimensions$|^type_arguments$/.test(table.kind(child)));
      if (inner === undefined) return lowering.unknown(type);
      return lowering.deeper(
        () => typeValue(lowering, inner),
        () => lowering.unknown(type),
      );
    }
    case "type_identifier":
    case "scoped_type_identifier":
    case "identifier":
    case "scoped_identifier":
      return namedType(lowering, table.textOf(type).replace(/<[\s\S]*?>|@\w+\s+|\s+/g, ""), lowering.range(type));
    default:
      return lowering.unknown(type);
  }
}

/** `Outer.Inner` is a member of `Outer`; lower-case names in front of a class are its package. */
export function namedType(lowering: Lowering, name: string, range: Range): ValueId {
  const { builder } = lowering;
  const parts = name.split(".");
  const first = parts.findIndex((part) => /^[A-Z]/.test(part));
  let value: ValueId;
  if (first > 0) {
    const module = parts.slice(0, first).join(".");
    value = builder.import({ module, name: parts[first] as string, local: "", kind: "static", ...range });
  } else value = readTypeName(lowering, parts[0] as string, range);
  for (const part of parts.slice(Math.max(first, 0) + 1)) value = builder.field(value, part, range);
  return value;
}

/** Types and fields live in spaces of their own: a field of the same name is not meant. */
function readTypeName(lowering: Lowering, name: string, range: Range): ValueId {
  const variable = lowering.builder.resolve(name);
  if (variable === null || lowering.fields.has(variable)) return lowering.builder.global(name, range);
  return lowering.builder.readVariable(variable, range);
}
