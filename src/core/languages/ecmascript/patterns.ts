/** Destructuring: each name of a pattern is a field or an element of the value, or its default. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { propertyKey } from "./keys.js";
import { writablePlace } from "./places.js";

/** Assigns `value` to what the pattern names. New names must have been declared before. */
export function bindPattern(file: FileLowering, pattern: NodeId, value: ValueId): void {
  if (pattern === NO_NODE || !file.enter()) return;
  switch (file.table.kind(pattern)) {
    case "object_pattern":
      for (const part of file.table.namedChildren(pattern)) bindProperty(file, part, value);
      break;
    case "array_pattern":
      bindElements(file, pattern, value);
      break;
    case "assignment_pattern":
      bindPattern(file, file.table.child(pattern, "left"), withDefault(file, pattern, value));
      break;
    default: {
      const place = writablePlace(file, pattern);
      if (place) file.builder.write(place, value, file.range(pattern));
    }
  }
  file.leave();
}

function withDefault(file: FileLowering, node: NodeId, value: ValueId): ValueId {
  const fallback = file.table.child(node, "right");
  if (fallback === NO_NODE) return value;
  return file.builder.choice([value, file.lowerExpression(fallback, file.table.child(node, "left"))], NONE, file.range(node));
}

function bindProperty(file: FileLowering, part: NodeId, value: ValueId): void {
  const { table, builder } = file;
  switch (table.kind(part)) {
    case "shorthand_property_identifier_pattern":
      bindPattern(file, part, builder.field(value, table.textOf(part), file.range(part)));
      return;
    case "object_assignment_pattern": {
      const name = table.child(part, "left");
      const read =
        table.kind(name) === "shorthand_property_identifier_pattern" ? builder.field(value, table.textOf(name), file.range(name)) : value;
      bindPattern(file, name, withDefault(file, part, read));
      return;
    }
    case "pair_pattern": {
      const key = table.child(part, "key");
      const name = propertyKey(file, key);
      const read = typeof name === "string" ? builder.field(value, name, file.range(key)) : builder.element(value, name, file.range(key));
      bindPattern(file, table.child(part, "value"), read);
      return;
    }
    case "rest_pattern":
      bindPattern(file, file.firstNamed(part), builder.object([{ key: null, value }], file.range(part)));
      return;
    default:
      bindPattern(file, part, value);
  }
}

function bindElements(file: FileLowering, pattern: NodeId, value: ValueId): void {
  const { table, builder } = file;
  let index = 0;
  let at = table.start(pattern) + 1;
  // Holes leave no node behind: positions are counted by the commas between the children.
  for (let part = table.firstChild(pattern); part !== NO_NODE; part = table.nextSibling(part)) {
    for (let offset = at; offset < table.start(part); offset++) if (table.text[offset] === ",") index++;
    at = table.end(part);
    if (!table.isNamed(part) || table.kind(part) === "comment") continue;
    const range = file.range(part);
    if (table.kind(part) === "rest_pattern") bindPattern(file, file.firstNamed(part), builder.array([builder.spread(value, range)], range));
    else bindPattern(file, part, builder.element(value, builder.literal(String(index), LiteralKind.Number, range), range));
  }
}
