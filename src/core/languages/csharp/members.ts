/** Members of types: fields, properties, events, methods, constructors and operators. */
import { FunctionFlag, type MemberFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerAttributes } from "./attributes.js";
import { argumentsOf } from "./calls.js";
import { lowerFunction } from "./functions.js";
import type { Lowering, MemberKind, OpenType } from "./lowering.js";
import { isTypeDeclaration, simpleName, typeText } from "./typeNames.js";

/** Member declarations of a type's body, those under `#if` included. */
export function memberNodes(lowering: Lowering, body: NodeId): NodeId[] {
  const { table } = lowering;
  return lowering.children(body).flatMap((node) => {
    const kind = table.kind(node);
    if (!kind.startsWith("preproc_") && kind !== "ERROR") return [node];
    return lowering.deeper(
      () => memberNodes(lowering, node),
      () => [],
    );
  });
}

/** Notes what a type declares before any of it is lowered. */
export function noteMembers(
  lowering: Lowering,
  nodes: readonly NodeId[],
  names: Map<string, MemberKind>,
  types: Map<string, string>,
): void {
  const { table } = lowering;
  for (const node of nodes) {
    const kind = table.kind(node);
    if (kind === "field_declaration" || kind === "event_field_declaration") {
      const declaration = table.childOfKind(node, "variable_declaration");
      if (declaration === NO_NODE) continue;
      const type = typeText(lowering, table.child(declaration, "type")) ?? "";
      for (const { name } of declarators(lowering, declaration)) {
        names.set(name, "value");
        types.set(name, type);
      }
      continue;
    }
    const nameNode = table.child(node, "name");
    if (nameNode === NO_NODE || kind === "constructor_declaration" || kind === "destructor_declaration") continue;
    const name = simpleName(lowering, nameNode);
    if (isTypeDeclaration(lowering, node)) names.set(name, "type");
    else if (kind === "method_declaration") names.set(name, "method");
    else {
      names.set(name, "value");
      types.set(name, typeText(lowering, table.child(node, "type")) ?? "");
    }
  }
}

interface Declarator {
  readonly name: string;
  readonly nameNode: NodeId;
  readonly initial: NodeId;
}

function declarators(lowering: Lowering, declaration: NodeId): Declarator[] {
  const { table } = lowering;
  const found: Declarator[] = [];
  for (const node of lowering.children(declaration)) {
    const nameNode = table.kind(node) === "variable_declarator" ? table.child(node, "name") : NO_NODE;
    if (nameNode === NO_NODE) continue;
    const initial = lowering.children(node).find((child) => child !== nameNode && table.kind(child) !== "bracketed_argument_list");
    found.push({ name: simpleName(lowering, nameNode), nameNode, initial: initial ?? NO_NODE });
  }
  return found;
}

export function documentation(lowering: Lowering, node: NodeId): string | undefined {
  return lowering.docOf(node);
}

export function lowerMembers(lowering: Lowering, nodes: readonly NodeId[], type: OpenType): void {
  const { table } = lowering;
  const initialised: { readonly node: NodeId; readonly isStatic: boolean }[] = [];
  for (const node of nodes) {
    switch (table.kind(node)) {
      case "field_declaration":
      case "event_field_declaration":
        initialised.push({ node, isStatic: isStatic(lowering, node) });
        break;
      case "property_declaration":
      case "indexer_declaration":
      case "event_declaration":
        if (!lowerProperty(lowering, node, type)) initialised.push({ node, isStatic: isStatic(lowering, node) });
        break;
      case "method_declaration":
      case "operator_declaration":
      case "conversion_operator_declaration":
      case "destructor_declaration":
        lowerMethod(lowering, node, type);
        break;
      case "constructor_declaration":
        lowerConstructor(lowering, node, type);
        break;
      case "enum_member_declaration":
        lowerEnumMember(lowering, node, type);
        break;
      default:
        if (isTypeDeclaration(lowering, node)) lowering.statement(node);
    }
  }
  for (const isStaticPart of [true, false]) {
    lowerInitialised(
      lowering,
      initialised.filter((one) => one.isStatic === isStaticPart).map((one) => one.node),
      isStaticPart,
      type,
    );
  }
}

function isStatic(lowering: Lowering, node: NodeId): boolean {
  const modifiers = lowering.modifiers(node);
  return modifiers.has("static") || modifiers.has("const");
}

/** Fields and automatic properties are initialised in a function of their own, where `this` is the instance. */
function lowerInitialised(lowering: Lowering, nodes: readonly NodeId[], isStaticPart: boolean, type: OpenType): void {
  const { builder, table } = lowering;
  const [first] = nodes;
  const last = nodes[nodes.length - 1];
  if (first === undefined || last === undefined) return;
  builder.startFunction({
    name: "",
    flags: isStaticPart ? FunctionFlag.Static : 0,
    owner: type.id,
    start: table.start(first),
    end: table.end(last),
    nameStart: table.start(first),
    nameEnd: table.start(first),
  });
  for (const node of nodes) {
    const annotations = lowerAttributes(lowering, node);
    if (table.kind(node) === "property_declaration") {
      const written = typeText(lowering, table.child(node, "type"));
      const initial = table.child(node, "value");
      const value = initial === NO_NODE ? NONE : lowering.expression(initial, written ?? "");
      type.members.push(field(lowering, node, simpleName(lowering, table.child(node, "name")), written, value, isStaticPart, annotations));
      continue;
    }
    const declaration = table.childOfKind(node, "variable_declaration");
    if (declaration === NO_NODE) continue;
    const written = typeText(lowering, table.child(declaration, "type"));
    for (const { name, initial } of declarators(lowering, declaration)) {
      const value = initial === NO_NODE ? NONE : lowering.expression(initial, written ?? "");
      type.members.push(field(lowering, node, name, written, value, isStaticPart, annotations));
    }
  }
  builder.endFunction();
}

function field(
  lowering: Lowering,
  node: NodeId,
  name: string,
  type: string | undefined,
  value: ValueId,
  isStaticPart: boolean,
  annotations: readonly ValueId[],
): MemberFacts {
  const { builder } = lowering;
  const doc = documentation(lowering, node);
  return {
    name,
    function: NONE,
    value,
    type: type === undefined ? NONE : builder.stringId(type),
    static: isStaticPart,
    annotations,
    start: lowering.table.start(node),
    end: lowering.table.end(node),
    doc: doc === undefined ? NONE : builder.stringId(doc),
  };
}

/** A property with code of its own; false for an automatic one, which is a field. */
function lowerProperty(lowering: Lowering, node: NodeId, type: OpenType): boolean {
  const { table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "this[]" : simpleName(lowering, nameNode);
  const value = table.child(node, "value");
  const isArrow = value !== NO_NODE && table.kind(value) === "arrow_expression_clause";
  const accessors = lowering.children(table.child(node, "accessors")).filter((one) => table.child(one, "body") !== NO_NODE);
  if (!isArrow && accessors.length === 0) {
    if (table.kind(node) === "property_declaration") return false;
    const written = typeText(lowering, table.child(node, "type"));
    type.members.push(field(lowering, node, name, written, NONE, isStatic(lowering, node), lowerAttributes(lowering, node)));
    return true;
  }
  const decorators = lowerAttributes(lowering, node);
  if (isArrow) lowerAccessor(lowering, node, node, name, "get", value, type, decorators);
  for (const accessor of accessors) {
    const kind = table.child(accessor, "name");
    lowerAccessor(
      lowering,
      node,
      accessor,
      name,
      kind === NO_NODE ? "get" : table.textOf(kind),
      table.child(accessor, "body"),
      type,
      accessor === accessors[0] ? decorators : [],
    );
  }
  return true;
}

function lowerAccessor(
  lowering: Lowering,
  property: NodeId,
  node: NodeId,
  name: string,
  accessor: string,
  body: NodeId,
  type: OpenType,
  decorators: readonly ValueId[],
): void {
  const { builder, table } = lowering;
  const nameNode = table.child(property, "name");
  const written = typeText(lowering, table.child(property, "type"));
  const isGetter = accessor === "get";
  const parameters = table.kind(property) === "indexer_declaration" ? table.child(property, "parameters") : NO_NODE;
  const doc = documentation(lowering, property);
  const isStaticPart = isStatic(lowering, property);
  const { id } = lowerFunction(lowering, {
    node,
    name,
    nameNode,
    flags: (isGetter ? FunctionFlag.Getter : FunctionFlag.Setter) | (isStaticPart ? FunctionFlag.Static : 0),
    owner: type.id,
    parameters,
    body,
    returnType: isGetter ? written : undefined,
    decorators,
    doc,
    before: isGetter
      ? undefined
      : () => {
          builder.parameter({ start: table.start(node), end: table.end(node), name: "value", type: written });
        },
  });
  type.members.push({ ...field(lowering, property, name, written, NONE, isStaticPart, isGetter ? decorators : []), function: id });
}

function lowerMethod(lowering: Lowering, node: NodeId, type: OpenType): void {
  const { table } = lowering;
  const nameNode = table.child(node, "name");
  const operator = table.child(node, "operator");
  const name =
    nameNode !== NO_NODE ? simpleName(lowering, nameNode) : `operator ${operator === NO_NODE ? "" : table.textOf(operator)}`.trim();
  const modifiers = lowering.modifiers(node);
  const body = table.child(node, "body");
  const parameters = table.child(node, "parameters");
  const returns = table.child(node, "returns");
  let flags = 0;
  if (modifiers.has("static")) flags |= FunctionFlag.Static;
  if (modifiers.has("async")) flags |= FunctionFlag.Async;
  if (modifiers.has("abstract") || body === NO_NODE) flags |= FunctionFlag.Abstract;
  if (isExtension(lowering, parameters)) flags |= FunctionFlag.Extension;
  const { id, value } = lowerFunction(lowering, {
    node,
    name,
    nameNode,
    flags,
    owner: type.id,
    parameters,
    body,
    returnType: typeText(lowering, returns === NO_NODE ? table.child(node, "type") : returns),
    decorators: lowerAttributes(lowering, node),
    doc: documentation(lowering, node),
  });
  // Where a program begins: whoever starts it hands in the arguments.
  if (name === "Main" && modifiers.has("static")) lowering.builder.export({ name, value, variable: NONE, fromModule: "", fromName: "" });
  const isPartialSignature = modifiers.has("partial") && body === NO_NODE;
  if (!isPartialSignature)
    type.members.push({ ...field(lowering, node, name, undefined, NONE, modifiers.has("static"), []), function: id });
}

/** `static Reply Ask(this IChatClient client)` */
function isExtension(lowering: Lowering, parameters: NodeId): boolean {
  const { table } = lowering;
  const first = lowering.firstOf(parameters);
  if (first === NO_NODE) return false;
  for (const child of lowering.children(first)) if (table.kind(child) === "modifier" && table.textOf(child) === "this") return true;
  return lowering.has(first, "this");
}

function lowerConstructor(lowering: Lowering, node: NodeId, type: OpenType): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const isStaticPart = lowering.modifiers(node).has("static");
  const initializer = table.childOfKind(node, "constructor_initializer");
  const { id } = lowerFunction(lowering, {
    node,
    name: type.name,
    nameNode,
    flags: isStaticPart ? FunctionFlag.Static : FunctionFlag.Constructor,
    owner: type.id,
    parameters: table.child(node, "parameters"),
    body: table.child(node, "body"),
    decorators: lowerAttributes(lowering, node),
    doc: documentation(lowering, node),
    before: () => {
      if (initializer === NO_NODE) return;
      const range = lowering.range(initializer);
      const args = argumentsOf(lowering, table.childOfKind(initializer, "argument_list"));
      const callee = lowering.has(initializer, "base") ? builder.superValue(type.id, range) : ownType(lowering, type, range);
      builder.call(callee, args, 0, range);
    },
  });
  type.members.push({ ...field(lowering, node, type.name, undefined, NONE, isStaticPart, []), function: id });
}

function ownType(lowering: Lowering, type: OpenType, range: { start: number; end: number }): ValueId {
  const { builder } = lowering;
  return type.outer ? builder.field(ownType(lowering, type.outer, range), type.name, range) : builder.read(type.name, range);
}

function lowerEnumMember(lowering: Lowering, node: NodeId, type: OpenType): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  if (nameNode === NO_NODE) return;
  const name = simpleName(lowering, nameNode);
  const value = builder.string(name, lowering.range(nameNode));
  type.members.push(field(lowering, node, name, undefined, value, true, lowerAttributes(lowering, node)));
}
