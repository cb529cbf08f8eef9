/** Values of variables that are declared without one, and the results of a call that gives several. */
import type { Range } from "../../facts/places.js";
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

/** What a variable holds before anything is assigned: nothing that is known, or an empty object, list or map of its type. */
export function zeroValue(lowering: Lowering, type: NodeId, range: Range): ValueId {
  const { builder, table } = lowering;
  switch (type === NO_NODE ? "" : table.kind(type)) {
    case "slice_type":
    case "array_type":
    case "channel_type":
      return builder.array([], range);
    case "map_type":
    case "struct_type":
      return builder.object([], range);
    case "qualified_type":
    case "generic_type":
      return builder.cast(builder.object([], range), table.textOf(type), range);
    case "type_identifier":
      return isBasicType(table.textOf(type))
        ? builder.unknown([], range)
        : builder.cast(builder.object([], range), table.textOf(type), range);
    default:
      return builder.unknown([], range);
  }
}

const BASIC = /^(?:string|bool|byte|rune|error|any|comparable|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|complex(?:64|128))$/;

export function isBasicType(name: string): boolean {
  return BASIC.test(name);
}

/** Name of a result that says whether the call went well and holds none of its data. */
const OUTCOME = /^(?:err|ok|found|exists?|present|success|more)(?:or|s|\d+)?$|^err[A-Z_]|Err(?:or)?$|(?:^|[a-z])O[kK]$/;

export function isOutcomeName(name: string): boolean {
  return OUTCOME.test(name);
}
