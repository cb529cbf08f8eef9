/** Object and array literals. */
import { FunctionFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerFunction } from "./functions.js";
import { propertyKey } from "./keys.js";

export function lowerObject(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const entries: { key: string | null | ValueId; value: ValueId }[] = [];
  for (const child of table.namedChildren(node)) {
    switch (table.kind(child)) {
      case "pair": {
        const key = table.child(child, "key");
        const value = table.child(child, "value");
        if (value !== NO_NODE) entries.push({ key: propertyKey(file, key), value: file.lowerExpression(value, key) });
        break;
      }
      case "shorthand_property_identifier":
        entries.push({ key: table.textOf(child), value: file.lowerExpression(child) });
        break;
      case "spread_element": {
        const inner = file.firstNamed(child);
        if (inner !== NO_NODE) entries.push({ key: null, value: file.lowerExpression(inner) });
        break;
      }
      case "method_definition":
        entries.push(objectMethod(file, child));
        break;
      default:
        entries.push({ key: null, value: file.lowerExpression(child) });
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
  const values = file.table.namedChildren(node).map((child) => file.lowerExpression(child));
  return file.builder.array(values, file.range(node));
}
