/** Types as values that name what they are (`typeof(T)`, bases, type arguments, `new T()`). */
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { fieldRange, readName } from "./names.js";
import { simpleName } from "./typeNames.js";

/** Full names of the types that C# has keywords for. */
const PREDEFINED: Readonly<Record<string, string>> = {
  bool: "Boolean",
  byte: "Byte",
  char: "Char",
  decimal: "Decimal",
  double: "Double",
  float: "Single",
  int: "Int32",
  long: "Int64",
  object: "Object",
  sbyte: "SByte",
  short: "Int16",
  string: "String",
  uint: "UInt32",
  ulong: "UInt64",
  ushort: "UInt16",
};

/** A type as a value: its name without arguments, the type inside of arrays and `?`. */
export function typeValue(lowering: Lowering, type: NodeId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(type);
  switch (table.kind(type)) {
    case "predefined_type":
      return builder.global(PREDEFINED[table.textOf(type)] ?? table.textOf(type), range);
    case "identifier":
      return readName(lowering, table.textOf(type), range, "type");
    case "generic_name":
      return readName(lowering, simpleName(lowering, type), fieldRange(lowering, type, type), "type");
    case "qualified_name": {
      const qualifier = table.child(type, "qualifier");
      const object =
        qualifier === NO_NODE
          ? lowering.unknown(type)
          : lowering.deeper(
              () => typeValue(lowering, qualifier),
              () => lowering.unknown(type),
            );
      const name = table.child(type, "name");
      return builder.field(object, simpleName(lowering, name), fieldRange(lowering, type, name));
    }
    case "alias_qualified_name": {
      const name = table.child(type, "name");
      return name === NO_NODE ? lowering.unknown(type) : builder.global(simpleName(lowering, name), range);
    }
    case "array_type":
    case "nullable_type":
    case "pointer_type":
    case "ref_type":
    case "scoped_type": {
      const inner = table.child(type, "type");
      return inner === NO_NODE
        ? lowering.unknown(type)
        : lowering.deeper(
            () => typeValue(lowering, inner),
            () => lowering.unknown(type),
          );
    }
    case "member_access_expression":
      return lowering.expression(type);
    default:
      return lowering.unknown(type);
  }
}

const typeOf: ExpressionHandler = (lowering, node) => {
  const type = lowering.table.child(node, "type");
  return type === NO_NODE ? lowering.unknown(node) : typeValue(lowering, type);
};

const asValue: ExpressionHandler = (lowering, node) => typeValue(lowering, node);

export const typeExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["typeof_expression", typeOf],
  ["sizeof_expression", (lowering, node) => lowering.unknown(node)],
  ["predefined_type", asValue],
  ["qualified_name", asValue],
  ["alias_qualified_name", asValue],
  ["nullable_type", asValue],
  ["array_type", asValue],
];
