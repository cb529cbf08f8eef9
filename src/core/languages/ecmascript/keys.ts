/** Names of properties, in literals, patterns, classes and types. */
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { stringText } from "./strings.js";

/** Name of a property, or the value of a computed one. */
export function propertyKey(file: FileLowering, key: NodeId): string | ValueId {
  const { table } = file;
  if (key === NO_NODE) return "";
  switch (table.kind(key)) {
    case "string":
      return stringText(file, key);
    case "computed_property_name": {
      const inner = file.firstNamed(key);
      if (inner === NO_NODE) return "";
      return table.kind(inner) === "string" ? stringText(file, inner) : file.lowerExpression(inner);
    }
    default:
      return table.textOf(key);
  }
}
