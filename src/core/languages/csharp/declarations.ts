/** Namespaces and types. Types of a file see each other whatever their order, so their names are declared first. */
import { type ClassFacts, FunctionFlag, type MemberFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerAttribute, lowerAttributes } from "./attributes.js";
import { argumentsOf } from "./calls.js";
import { lowerFunction } from "./functions.js";
import type { Lowering, MemberKind, OpenType, StatementHandler } from "./lowering.js";
import { documentation, lowerMembers, memberNodes, noteMembers } from "./members.js";
import { isTypeDeclaration, simpleName, TYPE_DECLARATIONS, typeText } from "./typeNames.js";
import { typeValue } from "./types.js";
import { lowerUsing } from "./usings.js";

/** Brings in what the whole file refers to by name: aliases and types, of all its namespaces. */
export function declareTypes(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  for (const child of lowering.children(node)) {
    const kind = table.kind(child);
    if (isTypeDeclaration(lowering, child)) {
      const name = table.child(child, "name");
      if (name !== NO_NODE) lowering.types.add(builder.moduleVariable(simpleName(lowering, name), lowering.range(name)));
    } else if (kind === "using_directive") lowerUsing(lowering, child);
    else if (kind === "namespace_declaration" || kind === "declaration_list" || kind.startsWith("preproc_") || kind === "ERROR")
      lowering.deeper(
        () => declareTypes(lowering, child),
        () => undefined,
      );
  }
}

const namespaceDeclaration: StatementHandler = (lowering, node) => {
  const { table } = lowering;
  const outer = lowering.namespace;
  enterNamespace(lowering, node);
  const body = table.child(node, "body");
  for (const child of lowering.children(body)) lowering.statement(child);
  lowering.namespace = outer;
};

/** `namespace X;` holds for the rest of the file. */
const fileNamespace: StatementHandler = (lowering, node) => {
  lowering.namespace = "";
  enterNamespace(lowering, node);
};

function enterNamespace(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const name = table.child(node, "name");
  const written = name === NO_NODE ? "" : table.textOf(name).replace(/\s+/g, "");
  lowering.namespace = lowering.namespace === "" ? written : `${lowering.namespace}.${written}`;
  if (!builder.packages.includes(lowering.namespace)) builder.packages.push(lowering.namespace);
}

const typeDeclaration: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const outer = lowering.owner;
  const value = lowerType(lowering, node);
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : simpleName(lowering, nameNode);
  if (outer) {
    outer.members.push(nestedType(lowering, node, name, value));
    return;
  }
  if (!builder.packages.includes(lowering.namespace)) builder.packages.push(lowering.namespace);
  if (name === "") return;
  builder.assign(builder.moduleVariable(name, lowering.range(nameNode)), value);
  builder.export({ name, value, variable: NONE, fromModule: "", fromName: "" });
};

/** A type inside of another one is a member of it. */
function nestedType(lowering: Lowering, node: NodeId, name: string, value: ValueId): MemberFacts {
  const doc = documentation(lowering, node);
  return {
    name,
    function: NONE,
    value,
    type: NONE,
    static: true,
    annotations: [],
    start: lowering.table.start(node),
    end: lowering.table.end(node),
    doc: doc === undefined ? NONE : lowering.builder.stringId(doc),
  };
}

function lowerType(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : simpleName(lowering, nameNode);
  const decorators = lowerAttributes(lowering, node);
  const baseList = table.childOfKind(node, "base_list");
  const bases = basesOf(lowering, baseList);
  const modifiers = lowering.modifiers(node);
  const isPartial = modifiers.has("partial");
  const id = builder.startClass();
  const outer = lowering.owner;
  const members: MemberFacts[] = [];
  const names = new Map<string, MemberKind>();
  const types = new Map<string, string>();
  const nodes = memberNodes(lowering, table.child(node, "body"));
  const parameters = table.childOfKind(node, "parameter_list");
  const open: OpenType = { id, name, members, names, types, isOpen: isPartial || baseList !== NO_NODE, outer };
  noteMembers(lowering, nodes, names, types);
  for (const parameter of parameters === NO_NODE ? [] : lowering.children(parameters)) {
    const parameterName = table.child(parameter, "name");
    if (parameterName === NO_NODE) continue;
    names.set(simpleName(lowering, parameterName), "value");
    types.set(simpleName(lowering, parameterName), typeText(lowering, table.child(parameter, "type")) ?? "");
  }
  lowering.owner = open;
  if (parameters !== NO_NODE && table.kind(node) !== "delegate_declaration") primaryConstructor(lowering, node, parameters, baseList, open);
  lowerMembers(lowering, nodes, open);
  lowering.owner = outer;
  const doc = documentation(lowering, node);
  return builder.endClass(id, {
    name,
    bases,
    members,
    decorators,
    kind: kindOf(lowering, node),
    part: isPartial ? qualifiedName(lowering, name, outer) : "",
    start: table.start(node),
    end: table.end(node),
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    doc,
  });
}

function qualifiedName(lowering: Lowering, name: string, outer: OpenType | null): string {
  const names = [name];
  for (let type = outer; type; type = type.outer) names.unshift(type.name);
  if (lowering.namespace !== "") names.unshift(lowering.namespace);
  return names.join(".");
}

function kindOf(lowering: Lowering, node: NodeId): ClassFacts["kind"] {
  switch (lowering.table.kind(node)) {
    case "interface_declaration":
      return "interface";
    case "enum_declaration":
      return "enum";
    case "delegate_declaration":
      return "type";
    default:
      return "class";
  }
}

function basesOf(lowering: Lowering, list: NodeId): ValueId[] {
  const { table } = lowering;
  const found: ValueId[] = [];
  for (const base of lowering.children(list)) {
    const kind = table.kind(base);
    if (kind === "argument_list") continue;
    const type = kind === "primary_constructor_base_type" ? table.child(base, "type") : base;
    if (type !== NO_NODE) found.push(typeValue(lowering, type));
  }
  return found;
}

/** `class C(IStore store) : Base(store)`: the parameters are in scope in the whole type, as fields would be. */
function primaryConstructor(lowering: Lowering, node: NodeId, parameters: NodeId, baseList: NodeId, type: OpenType): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const isRecord = table.kind(node) === "record_declaration";
  const list = baseArguments(lowering, baseList);
  const { id } = lowerFunction(lowering, {
    node: parameters,
    name: type.name,
    nameNode,
    flags: FunctionFlag.Constructor,
    owner: type.id,
    parameters,
    body: NO_NODE,
    before: () => {
      for (const parameter of lowering.children(parameters)) {
        const name = table.child(parameter, "name");
        if (name === NO_NODE) continue;
        const variable = builder.resolve(simpleName(lowering, name));
        if (variable === null) continue;
        const range = lowering.range(name);
        builder.write(
          { kind: "field", object: builder.thisPlace(), base: builder.readThis(range), name: simpleName(lowering, name) },
          builder.readVariable(variable, range),
          range,
        );
      }
      if (list !== NO_NODE)
        builder.call(builder.superValue(type.id, lowering.range(list)), argumentsOf(lowering, list), 0, lowering.range(list));
    },
  });
  const range = lowering.range(parameters);
  const shared = { value: NONE, static: false, doc: NONE };
  type.members.push({ ...shared, ...range, name: type.name, function: id, type: NONE, annotations: [] });
  for (const parameter of lowering.children(parameters)) {
    const name = table.child(parameter, "name");
    if (name === NO_NODE || table.kind(parameter) !== "parameter") continue;
    const text = typeText(lowering, table.child(parameter, "type"));
    type.members.push({
      ...shared,
      start: table.start(parameter),
      end: table.end(parameter),
      name: simpleName(lowering, name),
      function: NONE,
      type: text === undefined ? NONE : builder.stringId(text),
      annotations: isRecord ? lowerAttributes(lowering, parameter) : [],
    });
  }
}

function baseArguments(lowering: Lowering, baseList: NodeId): NodeId {
  const { table } = lowering;
  for (const child of lowering.children(baseList)) {
    if (table.kind(child) === "argument_list") return child;
    if (table.kind(child) === "primary_constructor_base_type") return table.childOfKind(child, "argument_list");
  }
  return NO_NODE;
}

export const declarationStatements: readonly (readonly [string, StatementHandler])[] = [
  ["namespace_declaration", namespaceDeclaration],
  ["file_scoped_namespace_declaration", fileNamespace],
  ...[...TYPE_DECLARATIONS].map((kind): readonly [string, StatementHandler] => [kind, typeDeclaration]),
  ["using_directive", () => {}],
  ["extern_alias_directive", () => {}],
  ["shebang_directive", () => {}],
  [
    "global_attribute",
    (lowering, node) => {
      for (const child of lowering.children(node)) if (lowering.table.kind(child) === "attribute") lowerAttribute(lowering, child);
    },
  ],
];
