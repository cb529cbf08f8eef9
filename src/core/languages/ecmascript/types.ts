/** Interfaces, type aliases and enums as classes, so that a declared type can be followed to its members. */
import { type ClassFacts, FunctionFlag, type MemberFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerFunction } from "./functions.js";
import { propertyKey } from "./keys.js";

/** Types of the standard library that stand for their first argument as far as members go. */
const TRANSPARENT = new Set(["Partial", "Required", "Readonly", "Pick", "Omit", "NonNullable"]);

/** Value of the class or interface that a type names, NONE for types without a name. */
export function typeValue(file: FileLowering, type: NodeId): ValueId {
  const { table, builder } = file;
  switch (table.kind(type)) {
    case "type_identifier":
    case "identifier":
      return builder.read(table.textOf(type), file.range(type));
    case "nested_type_identifier":
    case "nested_identifier":
    case "member_expression": {
      const parts = table.namedChildren(type);
      const last = parts[parts.length - 1];
      const first = parts[0];
      if (first === undefined || last === undefined || first === last || !file.enter()) return NONE;
      const object = typeValue(file, first);
      file.leave();
      return object === NONE ? NONE : builder.field(object, table.textOf(last), file.range(type));
    }
    case "generic_type": {
      const name = table.child(type, "name");
      if (name === NO_NODE) return NONE;
      if (!TRANSPARENT.has(table.textOf(name))) return typeValue(file, name);
      const argument = file.firstNamed(table.child(type, "type_arguments"));
      return argument === NO_NODE || !file.enter() ? NONE : leaving(file, typeValue(file, argument));
    }
    default:
      return NONE;
  }
}

function leaving<T>(file: FileLowering, result: T): T {
  file.leave();
  return result;
}

export function lowerInterface(file: FileLowering, node: NodeId): void {
  const { table } = file;
  const bases: ValueId[] = [];
  const heritage = table.childOfKind(node, "extends_type_clause");
  if (heritage !== NO_NODE) {
    for (const type of table.namedChildren(heritage)) {
      const value = typeValue(file, type);
      if (value !== NONE) bases.push(value);
    }
  }
  const body = table.child(node, "body");
  finishType(file, node, "interface", (owner) => ({ bases, members: body === NO_NODE ? [] : typeMembers(file, body, owner) }));
}

export function lowerTypeAlias(file: FileLowering, node: NodeId): void {
  const { table } = file;
  finishType(file, node, "type", (owner) => {
    const bases: ValueId[] = [];
    const members: MemberFacts[] = [];
    const open: NodeId[] = [table.child(node, "value")];
    for (let type = open.pop(); type !== undefined; type = open.pop()) {
      if (type === NO_NODE) continue;
      switch (table.kind(type)) {
        case "object_type":
          members.push(...typeMembers(file, type, owner));
          break;
        case "intersection_type":
        case "union_type":
        case "parenthesized_type":
        case "readonly_type":
          open.push(...table.namedChildren(type).reverse());
          break;
        default: {
          const value = typeValue(file, type);
          if (value !== NONE) bases.push(value);
        }
      }
    }
    return { bases, members };
  });
}

export function lowerEnum(file: FileLowering, node: NodeId): void {
  const { table, builder } = file;
  const members: MemberFacts[] = [];
  const body = table.child(node, "body");
  for (const member of body === NO_NODE ? [] : table.namedChildren(body)) {
    const isAssigned = table.kind(member) === "enum_assignment";
    const key = propertyKey(file, isAssigned ? table.child(member, "name") : member);
    const initial = isAssigned ? table.child(member, "value") : NO_NODE;
    members.push({
      name: typeof key === "string" ? key : "",
      function: NONE,
      value: initial === NO_NODE ? NONE : file.lowerExpression(initial),
      type: NONE,
      static: true,
      annotations: [],
      start: table.start(member),
      end: table.end(member),
      doc: docId(file, member),
    });
  }
  const value = finishType(file, node, "enum", () => ({ bases: [], members }));
  const variable = builder.resolve(table.textOf(table.child(node, "name")));
  if (variable !== null) builder.assign(variable, value);
}

function finishType(
  file: FileLowering,
  node: NodeId,
  kind: ClassFacts["kind"],
  contents: (owner: number) => { readonly bases: readonly ValueId[]; readonly members: readonly MemberFacts[] },
): ValueId {
  const { table, builder } = file;
  const name = table.child(node, "name");
  const id = builder.startClass();
  const { bases, members } = contents(id);
  const value = builder.endClass(id, {
    bases,
    members,
    name: name === NO_NODE ? "" : table.textOf(name),
    decorators: [],
    kind,
    start: table.start(node),
    end: table.end(node),
    nameStart: name === NO_NODE ? table.start(node) : table.start(name),
    nameEnd: name === NO_NODE ? table.start(node) : table.end(name),
    doc: file.docOf(node),
  });
  const variable = file.typeVariables.get(node);
  if (variable !== undefined) builder.assign(variable, value);
  return value;
}

function typeMembers(file: FileLowering, body: NodeId, owner: number): MemberFacts[] {
  const { table, builder } = file;
  const members: MemberFacts[] = [];
  for (const node of table.namedChildren(body)) {
    const kind = table.kind(node);
    if (kind !== "property_signature" && kind !== "method_signature") continue;
    const name = table.child(node, "name");
    const key = propertyKey(file, name);
    const type = kind === "property_signature" ? file.typeText(table.child(node, "type")) : undefined;
    members.push({
      name: typeof key === "string" ? key : "",
      function:
        kind === "method_signature"
          ? lowerFunction(file, node, { name, flags: FunctionFlag.Abstract, owner, doc: file.docOf(node) }).id
          : NONE,
      value: NONE,
      type: type === undefined ? NONE : builder.stringId(type),
      static: false,
      annotations: [],
      start: table.start(node),
      end: table.end(node),
      doc: docId(file, node),
    });
  }
  return members;
}

function docId(file: FileLowering, node: NodeId): number {
  const doc = file.docOf(node);
  return doc === undefined ? NONE : file.builder.stringId(doc);
}
