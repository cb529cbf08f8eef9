/** Names, member access and indexers: as values, and as places that calls and assignments write back to. */
import type { Range } from "../../facts/places.js";
import { LiteralKind, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Located, Lowering, OpenType } from "./lowering.js";
import { simpleName, unescaped } from "./typeNames.js";

/** Names in the longest path that is written back (`a.b.c`): longer ones cost more than they tell. */
const LONGEST_PATH = 3;

/** How a name is used: what a call calls, a type, or anything else. */
export type NameUse = "callee" | "type" | "value";

/** Local variable, parameter or type of this file that a name means here; null when it is a member or foreign. */
export function variableOf(lowering: Lowering, name: string): VariableId | null {
  const variable = lowering.builder.resolve(name);
  if (variable === null) return null;
  if (lowering.types.has(variable)) return declaringType(lowering, name) ? null : variable;
  // Variables of the statements at the top of the file are not seen by the types beside them.
  return lowering.owner && lowering.builder.functionOf(variable) === 0 ? null : variable;
}

/** The type, from the inside out, that declares a member of that name. */
function declaringType(lowering: Lowering, name: string): OpenType | null {
  for (let type = lowering.owner; type; type = type.outer) if (type.names.has(name)) return type;
  return null;
}

/**
 * Value of a simple name: a local, a member of this type or of one around it, a type, a namespace. What is declared
 * nowhere here may be inherited, or be in another part of the type; conventions tell fields from types.
 */
export function readName(lowering: Lowering, written: string, range: Range, use: NameUse): ValueId {
  const { builder } = lowering;
  const name = unescaped(written);
  const variable = variableOf(lowering, name);
  if (variable !== null) return builder.readVariable(variable, range);
  const owner = declaringType(lowering, name);
  if (owner) {
    const member = builder.field(owner === lowering.owner ? builder.readThis(range) : typeByName(lowering, owner, range), name, range);
    // `Kernel Kernel { get; }`: the property or its type.
    const isBoth = use === "value" && owner.types.get(name)?.replace(/[<?[].*$/s, "") === name;
    return isBoth
      ? builder.choice([member, builder.global(name, range)], NONE, range)
      : use === "type" && owner.names.get(name) !== "type"
        ? builder.global(name, range)
        : member;
  }
  if (use === "type" || !isOpen(lowering)) return builder.global(name, range);
  const inherited = builder.field(builder.readThis(range), name, range);
  return use === "callee" || /^[a-z_]/.test(name) ? inherited : builder.choice([inherited, builder.global(name, range)], NONE, range);
}

function isOpen(lowering: Lowering): boolean {
  for (let type = lowering.owner; type; type = type.outer) if (type.isOpen) return true;
  return false;
}

/** A type around this one, reached from the top of the file. */
function typeByName(lowering: Lowering, type: OpenType, range: Range): ValueId {
  const { builder } = lowering;
  return type.outer ? builder.field(typeByName(lowering, type.outer, range), type.name, range) : builder.read(type.name, range);
}

/** Lowers an expression once and says where its value lives, when it lives somewhere. */
export function located(lowering: Lowering, node: NodeId, expected = ""): Located {
  return locatedWithin(lowering, node, LONGEST_PATH, expected);
}

function locatedWithin(lowering: Lowering, node: NodeId, names: number, expected = ""): Located {
  const { builder, table } = lowering;
  switch (names > 0 && node !== NO_NODE ? table.kind(node) : "") {
    case "identifier": {
      const name = unescaped(table.textOf(node));
      const variable = variableOf(lowering, name);
      const range = lowering.range(node);
      const value = readName(lowering, name, range, "value");
      if (variable !== null) return { value, place: lowering.types.has(variable) ? null : { kind: "variable", variable } };
      const type = declaringType(lowering, name);
      if (type?.names.get(name) === "method") return { value, place: null };
      const isField = lowering.owner !== null && (type === lowering.owner || (type === null && /^[a-z_]/.test(name) && isOpen(lowering)));
      return { value, place: isField ? { kind: "field", object: builder.thisPlace(), base: builder.readThis(range), name } : null };
    }
    case "this":
      return { value: lowering.expression(node), place: builder.thisPlace() };
    case "parenthesized_expression":
      return locatedWithin(lowering, lowering.firstOf(node), names, expected);
    case "member_access_expression": {
      const object = locatedWithin(lowering, table.child(node, "expression"), names - 1);
      return fieldOf(lowering, node, object, table.child(node, "name"));
    }
    case "conditional_access_expression": {
      const object = locatedWithin(lowering, table.child(node, "condition"), names - 1);
      const binding = lowering.children(node)[1] ?? NO_NODE;
      if (binding === NO_NODE) return object;
      return table.kind(binding) === "member_binding_expression"
        ? fieldOf(lowering, node, object, table.child(binding, "name"))
        : elementOf(lowering, node, object, binding);
    }
    case "element_access_expression":
      return elementOf(lowering, node, locatedWithin(lowering, table.child(node, "expression"), names - 1), table.child(node, "subscript"));
    default:
      return { value: node === NO_NODE ? NONE : lowering.expression(node, expected), place: null };
  }
}

function fieldOf(lowering: Lowering, node: NodeId, object: Located, nameNode: NodeId): Located {
  const base = object.value === NONE ? lowering.unknown(node) : object.value;
  const name = simpleName(lowering, nameNode);
  return {
    value: lowering.builder.field(base, name, fieldRange(lowering, node, nameNode)),
    place: object.place && { kind: "field", object: object.place, base, name },
  };
}

/** `xs[i]`, `map[key]`; `xs[1..]` is a new sequence of elements. */
function elementOf(lowering: Lowering, node: NodeId, object: Located, subscript: NodeId): Located {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const base = object.value === NONE ? lowering.unknown(node) : object.value;
  const indexes = lowering.children(subscript).map((argument) => lastOf(lowering, argument));
  const [first] = indexes;
  if (indexes.length === 1 && first !== undefined && table.kind(first) === "range_expression") {
    for (const bound of lowering.children(first)) lowering.expression(bound);
    return { value: builder.array([builder.spread(base, range)], range), place: object.place };
  }
  const values = indexes.map((index) => key(lowering, index));
  const only = values.length === 1 ? (values[0] as ValueId) : values.length === 0 ? NONE : builder.array(values, lowering.range(subscript));
  return { value: builder.element(base, only, range), place: object.place && { kind: "element", object: object.place, base, key: only } };
}

/** `^1` counts from the end. */
function key(lowering: Lowering, index: NodeId): ValueId {
  const { builder, table } = lowering;
  if (table.kind(index) === "prefix_unary_expression" && table.text[table.start(index)] === "^") {
    const inner = lowering.firstOf(index);
    if (inner !== NO_NODE && table.kind(inner) === "integer_literal")
      return builder.literal(`-${table.textOf(inner)}`, LiteralKind.Number, lowering.range(index));
    lowering.expression(inner);
    return NONE;
  }
  return lowering.expression(index);
}

/** What stands at the end of an argument, after its name and `ref`. */
export function lastOf(lowering: Lowering, argument: NodeId): NodeId {
  const children = lowering.children(argument);
  return children[children.length - 1] ?? argument;
}

const identifier: ExpressionHandler = (lowering, node) => readName(lowering, lowering.table.textOf(node), lowering.range(node), "value");

function memberAccess(lowering: Lowering, node: NodeId): ValueId {
  const object = { value: lowering.childValue(node, "expression"), place: null };
  return fieldOf(lowering, node, object, lowering.table.child(node, "name")).value;
}

/** The range of a field ends with its name, before any type arguments. */
export function fieldRange(lowering: Lowering, node: NodeId, nameNode: NodeId): Range {
  const { table } = lowering;
  const isGeneric = nameNode !== NO_NODE && table.kind(nameNode) === "generic_name";
  const name = isGeneric ? table.childOfKind(nameNode, "identifier") : nameNode;
  return { start: table.start(node), end: name === NO_NODE ? table.end(node) : table.end(name) };
}

function conditionalAccess(lowering: Lowering, node: NodeId): ValueId {
  const object = { value: lowering.childValue(node, "condition"), place: null };
  const binding = lowering.children(node)[1] ?? NO_NODE;
  if (binding === NO_NODE) return object.value;
  return lowering.table.kind(binding) === "member_binding_expression"
    ? fieldOf(lowering, node, object, lowering.table.child(binding, "name")).value
    : elementOf(lowering, node, object, binding).value;
}

function elementAccess(lowering: Lowering, node: NodeId): ValueId {
  const object = { value: lowering.childValue(node, "expression"), place: null };
  return elementOf(lowering, node, object, lowering.table.child(node, "subscript")).value;
}

export const nameExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["identifier", identifier],
  ["generic_name", (lowering, node) => readName(lowering, simpleName(lowering, node), lowering.range(node), "value")],
  ["this", (lowering, node) => lowering.builder.readThis(lowering.range(node))],
  ["base", (lowering, node) => lowering.builder.superValue(lowering.owner?.id ?? NONE, lowering.range(node))],
  ["member_access_expression", memberAccess],
  ["conditional_access_expression", conditionalAccess],
  ["element_access_expression", elementAccess],
  ["discard", (lowering, node) => lowering.unknown(node)],
];
