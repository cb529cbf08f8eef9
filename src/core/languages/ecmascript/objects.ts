/** Object and array literals, and the names of properties. */
import { FunctionFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerExpression } from "./expressions.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerFunction } from "./functions.js";
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
      return table.kind(inner) === "string" ? stringText(file, inner) : lowerExpression(file, inner);
    }
    default:
      return table.textOf(key);
  }
}

export function lowerObject(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const entries: { key: string | null | ValueId; value: ValueId }[] = [];
  for (const child of table.namedChildren(node)) {
    switch (table.kind(child)) {
      case "pair": {
        const key = table.child(child, "key");
        const value = table.child(child, "value");
        if (value !== NO_NODE) entries.push({ key: propertyKey(file, key), value: lowerExpression(file, value, key) });
        break;
      }
      case "shorthand_property_identifier":
        entries.push({ key: table.textOf(child), value: lowerExpression(file, child) });
        break;
      case "spread_element": {
        const inner = file.firstNamed(child);
        if (inner !== NO_NODE) entries.push({ key: null, value: lowerExpression(file, inner) });
        break;
      }
      case "method_definition":
        entries.push(objectMethod(file, child));
        break;
      default:
        entries.push({ key: null, value: lowerExpression(file, child) });
    }
  }
  return builder.object(entries, file.range(node));
}

function objectMethod(file: FileLowering, node: NodeId): { key: string | ValueId; value: ValueId } {
  const name = file.table.child(node, "name");
  const key = propertyKey(file, name);
  const flags = file.has(node, "get") ? FunctionFlag.Getter : file.has(node, "set") ? FunctionFlag.Setter : 0;
  const { value } = lowerFunction(file, node, { name, flags, owner: NONE, doc: file.docOf(node) });
  // Reading the property runs the getter.
  return { key, value: flags === FunctionFlag.Getter ? file.builder.call(value, [], 0, file.range(node)) : value };
}

export function lowerArray(file: FileLowering, node: NodeId): ValueId {
  const values = file.table.namedChildren(node).map((child) => lowerExpression(file, child));
  return file.builder.array(values, file.range(node));
}
