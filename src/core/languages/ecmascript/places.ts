/** References: expressions that also have a place, where an assignment or a call may leave a new version of the value. */
import type { Place } from "../../facts/places.js";
import { NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";

export interface Reference {
  readonly value: ValueId;
  /** null for temporaries and for what does not change: imports, functions, classes. */
  readonly place: Place | null;
}

/** Fields deeper than this below their variable are read, but changes to them are not followed. */
const MAXIMUM_PLACE_DEPTH = 3;

/** Value of an expression, and where it lives. */
export function reference(file: FileLowering, expression: NodeId): Reference {
  const { table, builder } = file;
  const node = file.unwrap(expression);
  switch (table.kind(node)) {
    case "identifier":
    case "shorthand_property_identifier": {
      const name = table.textOf(node);
      const variable = builder.resolve(name);
      if (variable === null) return { value: builder.global(name, file.range(node)), place: null };
      const value = builder.readVariable(variable, file.range(node));
      return { value, place: isFixed(builder.opOf(value)) ? null : { kind: "variable", variable } };
    }
    case "this":
      return { value: builder.readThis(file.range(node)), place: builder.thisPlace() };
    case "super":
      return { value: builder.superValue(file.owner, file.range(node)), place: builder.thisPlace() };
    case "member_expression":
    case "subscript_expression":
      return member(file, node);
  }
  return { value: file.lowerExpression(node), place: null };
}

function isFixed(op: Op): boolean {
  return op === Op.Import || op === Op.Function || op === Op.Class || op === Op.Literal;
}

/** `a.b`, `a["b"]` (the same thing) and `a[b]`, with its object. */
export interface Member extends Reference {
  readonly object: Reference;
  /** Property name, "" for a computed one. */
  readonly name: string;
  /** Where an assignment to it goes, also when the object lives nowhere. */
  readonly target: Place;
}

/**
 * Reads a member. Its range ends where the property's name ends, also for `a["name"]`: so the place of the last name
 * of a callee is known from the callee alone.
 */
export function member(file: FileLowering, node: NodeId): Member {
  const { object, key, target } = locate(file, node);
  const range = { start: file.table.start(node), end: key.end };
  const name = typeof key.name === "string" ? key.name : "";
  const value =
    typeof key.name === "string" ? file.builder.field(object.value, key.name, range) : file.builder.element(object.value, key.name, range);
  return { value, object, name, target, place: target.kind !== "variable" && target.object ? target : null };
}

interface Location {
  readonly object: Reference;
  readonly key: { readonly name: string | ValueId; readonly end: number };
  readonly target: Place;
}

function locate(file: FileLowering, node: NodeId): Location {
  const objectNode = file.table.child(node, "object");
  let object: Reference;
  if (objectNode !== NO_NODE && file.enter()) {
    try {
      object = reference(file, objectNode);
    } finally {
      file.leave();
    }
  } else object = { value: file.builder.unknown([], file.range(node)), place: null };
  const key = keyOf(file, node);
  const parent = object.place && placeDepth(object.place) < MAXIMUM_PLACE_DEPTH ? object.place : null;
  const target: Place =
    typeof key.name === "string"
      ? { kind: "field", object: parent, base: object.value, name: key.name }
      : { kind: "element", object: parent, base: object.value, key: key.name };
  return { object, key, target };
}

function keyOf(file: FileLowering, node: NodeId): { readonly name: string | ValueId; readonly end: number } {
  const { table } = file;
  if (table.kind(node) === "member_expression") {
    const property = table.child(node, "property");
    return property === NO_NODE ? { name: "", end: table.end(node) } : { name: table.textOf(property), end: table.end(property) };
  }
  const index = table.child(node, "index");
  if (index !== NO_NODE && table.kind(index) === "string") {
    const text = table.text.slice(table.start(index) + 1, table.end(index) - 1);
    if (!text.includes("\\")) return { name: text, end: table.end(index) - 1 };
  }
  return { name: index === NO_NODE ? NONE : file.lowerExpression(index), end: table.end(node) };
}

function placeDepth(place: Place): number {
  let depth = 0;
  for (let at: Place | null = place; at && at.kind !== "variable"; at = at.object) depth++;
  return depth;
}

/** Where an assignment to this expression goes; null when it cannot be assigned to. */
export function writablePlace(file: FileLowering, target: NodeId): Place | null {
  const { table, builder } = file;
  const node = file.unwrap(target);
  switch (table.kind(node)) {
    case "identifier":
    case "shorthand_property_identifier_pattern": {
      const name = table.textOf(node);
      const variable = builder.resolve(name);
      if (variable !== null) return { kind: "variable", variable };
      // Assigned without a declaration: a global of this module, unless it is CommonJS's own.
      return name === "exports" || name === "module"
        ? null
        : { kind: "variable", variable: builder.moduleVariable(name, file.range(node)) };
    }
    case "member_expression":
    case "subscript_expression":
      return locate(file, node).target;
    case "as_expression":
    case "satisfies_expression": {
      const inner = file.firstNamed(node);
      return inner === NO_NODE ? null : writablePlace(file, inner);
    }
    default:
      return null;
  }
}

/** For operators that read and write (`x += 1`, `x++`): the object is evaluated once. */
export function readAndWrite(file: FileLowering, expression: NodeId): Reference {
  const node = file.unwrap(expression);
  const kind = file.table.kind(node);
  if (kind === "member_expression" || kind === "subscript_expression") {
    const { value, target } = member(file, node);
    return { value, place: target };
  }
  return { value: reference(file, node).value, place: writablePlace(file, node) };
}
