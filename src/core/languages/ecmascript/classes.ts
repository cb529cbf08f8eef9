/** Classes: bases, methods, fields, static blocks, parameter properties and decorators. */
import { type ClassId, FunctionFlag, type MemberFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerDecorator, lowerFunction } from "./functions.js";
import { declareFunctionScope } from "./declaring.js";
import { propertyKey } from "./keys.js";
import { typeValue } from "./types.js";

/** A class declaration: its name gets the class. */
export function lowerClassDeclaration(file: FileLowering, node: NodeId, decorators: readonly ValueId[] = []): void {
  const value = lowerClass(file, node, NO_NODE, decorators);
  const name = file.table.child(node, "name");
  const variable = name === NO_NODE ? null : file.builder.resolve(file.table.textOf(name));
  if (variable !== null) file.builder.assign(variable, value);
}

/** @param assigned name that an anonymous class is assigned to. */
export function lowerClass(
  file: FileLowering,
  node: NodeId,
  assigned: NodeId = NO_NODE,
  outerDecorators: readonly ValueId[] = [],
): ValueId {
  const { table, builder } = file;
  const own = table.child(node, "name");
  const name = own === NO_NODE ? assigned : own;
  const id = builder.startClass();
  const decorators = [...outerDecorators, ...table.childrenOf(node, "decorator").map((decorator) => lowerDecorator(file, decorator))];
  const bases = lowerHeritage(file, table.childOfKind(node, "class_heritage"));
  const outerOwner = file.owner;
  file.owner = id;
  builder.openScope();
  // Inside itself a class expression is known by its own name; a declaration is found in the scope around it.
  const inner = own !== NO_NODE && table.kind(node) === "class" ? builder.declare(table.textOf(own), file.range(own)) : null;
  const body = table.child(node, "body");
  const members = body === NO_NODE ? [] : lowerMembers(file, body, id);
  const start = table.start(node);
  const doc = file.docOf(node);
  const value = builder.endClass(id, {
    name: name === NO_NODE ? "" : table.textOf(name),
    bases,
    members,
    decorators,
    kind: "class",
    start,
    end: table.end(node),
    nameStart: name === NO_NODE ? start : table.start(name),
    nameEnd: name === NO_NODE ? start : table.end(name),
    doc,
  });
  if (inner !== null) builder.assign(inner, value);
  builder.closeScope();
  file.owner = outerOwner;
  return value;
}

function lowerHeritage(file: FileLowering, heritage: NodeId): ValueId[] {
  if (heritage === NO_NODE) return [];
  const { table } = file;
  const bases: ValueId[] = [];
  for (const clause of table.namedChildren(heritage)) {
    if (table.kind(clause) === "extends_clause") {
      for (const value of table.childrenOf(clause, "value")) bases.push(file.lowerExpression(value));
    } else if (table.kind(clause) === "implements_clause") {
      for (const type of table.namedChildren(clause)) {
        const value = typeValue(file, type);
        if (value !== NONE) bases.push(value);
      }
    } else bases.push(file.lowerExpression(clause));
  }
  return bases;
}

function lowerMembers(file: FileLowering, body: NodeId, owner: ClassId): MemberFacts[] {
  const { table } = file;
  const members: MemberFacts[] = [];
  const fields: NodeId[] = [];
  const staticFields: NodeId[] = [];
  const implemented = new Set<string>();
  const nodes = table.namedChildren(body);
  for (const node of nodes) if (table.kind(node) === "method_definition") implemented.add(keyText(file, node));
  let decorators: ValueId[] = [];
  for (const node of nodes) {
    switch (table.kind(node)) {
      case "decorator":
        decorators.push(lowerDecorator(file, node));
        continue;
      case "method_definition":
        lowerMethod(file, node, owner, decorators, members);
        break;
      case "method_signature":
      case "abstract_method_signature":
        if (!implemented.has(keyText(file, node))) lowerMethod(file, node, owner, decorators, members);
        break;
      case "public_field_definition":
      case "field_definition":
        (file.has(node, "static") ? staticFields : fields).push(node);
        break;
      case "class_static_block":
        staticFields.push(node);
        break;
    }
    decorators = [];
  }
  lowerFields(file, fields, owner, false, members);
  lowerFields(file, staticFields, owner, true, members);
  return members;
}

function keyNode(file: FileLowering, member: NodeId): NodeId {
  const name = file.table.child(member, "name");
  return name === NO_NODE ? file.table.child(member, "property") : name;
}

function keyText(file: FileLowering, member: NodeId): string {
  const key = keyNode(file, member);
  return key === NO_NODE ? "" : file.table.textOf(key);
}

function memberName(file: FileLowering, member: NodeId): string {
  const key = propertyKey(file, keyNode(file, member));
  return typeof key === "string" ? key : "";
}

function lowerMethod(file: FileLowering, node: NodeId, owner: ClassId, before: readonly ValueId[], members: MemberFacts[]): void {
  const { table, builder } = file;
  const name = memberName(file, node);
  const isStatic = file.has(node, "static");
  const isConstructor = name === "constructor" && !isStatic;
  let flags = isStatic ? FunctionFlag.Static : 0;
  if (isConstructor) flags |= FunctionFlag.Constructor;
  if (file.has(node, "get")) flags |= FunctionFlag.Getter;
  if (file.has(node, "set")) flags |= FunctionFlag.Setter;
  const decorators = [...before, ...table.childrenOf(node, "decorator").map((decorator) => lowerDecorator(file, decorator))];
  const doc = file.docOf(node);
  const properties: MemberFacts[] = [];
  const { id } = lowerFunction(file, node, {
    name: keyNode(file, node),
    flags,
    owner,
    decorators,
    doc,
    ...(isConstructor
      ? {
          onProperty: (property) =>
            properties.push({
              name: property.name,
              function: NONE,
              value: property.value,
              type: property.type === undefined ? NONE : builder.stringId(property.type),
              static: false,
              annotations: property.annotations,
              start: table.start(property.node),
              end: table.end(property.node),
              doc: NONE,
            }),
        }
      : {}),
  });
  members.push({
    name,
    function: id,
    value: NONE,
    type: NONE,
    static: isStatic,
    annotations: [],
    start: table.start(node),
    end: table.end(node),
    doc: docId(file, doc),
  });
  members.push(...properties);
}

/**
 * Fields are initialised in a function of their own, where `this` is the instance (or the class, for static ones)
 * and the parameters of the constructor are not in scope.
 */
function lowerFields(file: FileLowering, nodes: readonly NodeId[], owner: ClassId, isStatic: boolean, members: MemberFacts[]): void {
  const { table, builder } = file;
  const first = nodes.find((node) => table.kind(node) === "class_static_block" || table.child(node, "value") !== NO_NODE);
  if (first !== undefined) {
    const start = table.start(first);
    builder.startFunction({
      name: "",
      flags: isStatic ? FunctionFlag.Static : 0,
      owner,
      start,
      end: table.end(nodes[nodes.length - 1] as NodeId),
      nameStart: start,
      nameEnd: start,
    });
  }
  for (const node of nodes) {
    if (table.kind(node) === "class_static_block") {
      const body = table.child(node, "body");
      builder.openScope();
      declareFunctionScope(file, body);
      file.lowerStatements(body);
      builder.closeScope();
      continue;
    }
    const annotations = table.childrenOf(node, "decorator").map((decorator) => lowerDecorator(file, decorator));
    const type = file.typeText(table.child(node, "type"));
    const initial = table.child(node, "value");
    members.push({
      name: memberName(file, node),
      function: NONE,
      value: initial === NO_NODE ? NONE : file.lowerExpression(initial, keyNode(file, node)),
      type: type === undefined ? NONE : builder.stringId(type),
      static: isStatic,
      annotations,
      start: table.start(node),
      end: table.end(node),
      doc: docId(file, file.docOf(node)),
    });
  }
  if (first !== undefined) builder.endFunction();
}

function docId(file: FileLowering, doc: string | undefined): number {
  return doc === undefined ? NONE : file.builder.stringId(doc);
}
