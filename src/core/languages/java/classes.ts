/** Classes, interfaces, enums, records and annotation types. */
import { type ClassFacts, CallFlag, FunctionFlag, NONE, type MemberFacts, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { annotationsOf } from "./annotations.js";
import { argumentsOf } from "./arguments.js";
import { declareField } from "./fields.js";
import { hasModifier, lowerMethod, prepareParameters } from "./functions.js";
import type { Lowering, OpenClass, StatementHandler } from "./lowering.js";
import { lowerRecordComponents } from "./records.js";
import { typeText, typeValue } from "./types.js";

const KINDS: Readonly<Record<string, ClassFacts["kind"]>> = {
  class_declaration: "class",
  record_declaration: "class",
  interface_declaration: "interface",
  annotation_type_declaration: "interface",
  enum_declaration: "enum",
};

/** Names of the types that stand directly in a body: known to all of it, wherever they stand. */
export function declareTypes(lowering: Lowering, body: NodeId): { readonly name: string; readonly variable: VariableId }[] {
  const { builder, table } = lowering;
  const found: { name: string; variable: VariableId }[] = [];
  for (const node of bodyNodes(lowering, body)) {
    const name = table.kind(node) in KINDS ? table.child(node, "name") : NO_NODE;
    if (name === NO_NODE) continue;
    const variable = builder.declare(table.textOf(name), lowering.range(name));
    lowering.definitions.add(variable);
    found.push({ name: table.textOf(name), variable });
  }
  return found;
}

/** Members of a body; those of an enum stand in a list of their own behind its constants. */
function bodyNodes(lowering: Lowering, body: NodeId): NodeId[] {
  if (body === NO_NODE) return [];
  return lowering
    .children(body)
    .flatMap((node) => (lowering.table.kind(node) === "enum_body_declarations" ? lowering.children(node) : [node]));
}

/** A named type, wherever it stands. */
export function lowerType(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  let variable = name === "" ? null : builder.resolve(name);
  if (name !== "" && (variable === null || !lowering.definitions.has(variable))) {
    // Inside of a method.
    variable = builder.declare(name, lowering.range(nameNode));
    lowering.definitions.add(variable);
  }
  const bases = basesOf(lowering, node);
  const value = lowerBody(lowering, node, {
    name,
    nameNode,
    variable,
    bases,
    decorators: annotationsOf(lowering, node),
    kind: KINDS[table.kind(node)] ?? "class",
    body: table.child(node, "body"),
  });
  if (variable !== null) builder.assign(variable, value);
  return value;
}

/** `new Handler() { … }`: a class without a name that derives from what it is made of. */
export function lowerAnonymousClass(lowering: Lowering, node: NodeId, base: ValueId, body: NodeId): ValueId {
  return lowerBody(lowering, node, { name: "", nameNode: NO_NODE, variable: null, bases: [base], decorators: [], kind: "class", body });
}

function basesOf(lowering: Lowering, node: NodeId): ValueId[] {
  const { table } = lowering;
  const bases: ValueId[] = [];
  for (const child of lowering.children(node)) {
    const kind = table.kind(child);
    if (kind === "superclass") bases.push(typeValue(lowering, lowering.firstOf(child)));
    else if (kind === "super_interfaces" || kind === "extends_interfaces") {
      const list = lowering.firstOf(child);
      for (const type of list === NO_NODE ? [] : lowering.children(list)) bases.push(typeValue(lowering, type));
    }
  }
  return bases;
}

interface Start {
  readonly name: string;
  readonly nameNode: NodeId;
  readonly variable: VariableId | null;
  readonly bases: readonly ValueId[];
  readonly decorators: readonly ValueId[];
  readonly kind: ClassFacts["kind"];
  readonly body: NodeId;
}

function lowerBody(lowering: Lowering, node: NodeId, start: Start): ValueId {
  const { builder, table } = lowering;
  const id = builder.startClass();
  const members: MemberFacts[] = [];
  const nodes = bodyNodes(lowering, start.body);
  const methods = new Set(nodes.filter((one) => table.kind(one) === "method_declaration").map((one) => nameOf(lowering, one)));
  const open: OpenClass = { id, members, methods, hasBases: start.bases.length > 0, variable: start.variable, outer: lowering.owner };
  const { owner, yields } = lowering;
  lowering.owner = open;
  builder.openScope();
  declareTypes(lowering, start.body);
  for (const one of nodes) declareFields(lowering, one, open);
  if (table.kind(node) === "record_declaration")
    lowerRecordComponents(lowering, node, open, prepareParameters(lowering, table.child(node, "parameters")), nodes);
  lowerInitial(lowering, node, open, nodes, start);
  for (const one of nodes) {
    switch (table.kind(one)) {
      case "method_declaration":
        lowerMethod(lowering, one, open);
        break;
      case "constructor_declaration":
        lowerMethod(lowering, one, open, FunctionFlag.Constructor);
        break;
    }
  }
  builder.closeScope();
  lowering.owner = owner;
  lowering.yields.length = yields.length;
  const range = lowering.range(node);
  const doc = lowering.docOf(node);
  return builder.endClass(id, {
    name: start.name,
    bases: start.bases,
    members,
    decorators: start.decorators,
    kind: start.kind,
    ...range,
    nameStart: start.nameNode === NO_NODE ? range.start : table.start(start.nameNode),
    nameEnd: start.nameNode === NO_NODE ? range.start : table.end(start.nameNode),
    doc,
  });
}

function nameOf(lowering: Lowering, node: NodeId): string {
  const name = lowering.table.child(node, "name");
  return name === NO_NODE ? "" : lowering.table.textOf(name);
}

const FIELDS = new Set(["field_declaration", "constant_declaration"]);

function declareFields(lowering: Lowering, node: NodeId, open: OpenClass): void {
  const { table } = lowering;
  if (table.kind(node) === "enum_constant") declareField(lowering, table.child(node, "name"), open);
  if (FIELDS.has(table.kind(node)))
    for (const declarator of table.childrenOf(node, "declarator")) declareField(lowering, table.child(declarator, "name"), open);
}

/**
 * What runs when the class or an object of it is made: values of fields, blocks, and the types inside. It is a function
 * of its own, where `this` is the object, and the types inside can refer to it.
 */
function lowerInitial(lowering: Lowering, node: NodeId, open: OpenClass, nodes: readonly NodeId[], start: Start): void {
  const { builder, table } = lowering;
  const initial = nodes.filter((one) => {
    const kind = table.kind(one);
    return FIELDS.has(kind) || kind === "block" || kind === "static_initializer" || kind === "enum_constant" || kind in KINDS;
  });
  if (initial.length === 0) return;
  builder.startFunction({
    name: "",
    flags: 0,
    owner: open.id,
    start: table.start(node),
    end: table.end(node),
    nameStart: table.start(node),
    nameEnd: table.start(node),
  });
  for (const one of initial) {
    const kind = table.kind(one);
    if (FIELDS.has(kind)) lowerFields(lowering, one, open, start.kind === "interface");
    else if (kind === "enum_constant") lowerConstant(lowering, one, open, start);
    else if (kind in KINDS) {
      const value = lowerType(lowering, one);
      open.members.push(member(lowering, one, nameOf(lowering, one), { value, static: true }));
    } else lowering.statement(kind === "block" ? one : lowering.firstOf(one));
  }
  builder.endFunction();
}

function lowerFields(lowering: Lowering, node: NodeId, open: OpenClass, isStatic: boolean): void {
  const { builder, table } = lowering;
  const annotations = annotationsOf(lowering, node);
  for (const declarator of table.childrenOf(node, "declarator")) {
    const text = typeText(lowering, table.child(node, "type"), table.child(declarator, "dimensions"));
    const initial = table.child(declarator, "value");
    open.members.push(
      member(lowering, node, nameOf(lowering, declarator), {
        value: lowering.expression(initial),
        type: text === undefined ? NONE : builder.stringId(text),
        static: isStatic || hasModifier(lowering, node, "static"),
        annotations,
      }),
    );
  }
}

/** `RED("r") { … }`: an object of the enum, made once. */
function lowerConstant(lowering: Lowering, node: NodeId, open: OpenClass, start: Start): void {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const own = open.variable === null ? builder.unknown([], range) : builder.readVariable(open.variable, range);
  const body = table.child(node, "body");
  const made = body === NO_NODE ? own : lowerAnonymousClass(lowering, node, own, body);
  const value = builder.call(made, argumentsOf(lowering, table.child(node, "arguments"), true), CallFlag.New, range);
  open.members.push(
    member(lowering, node, nameOf(lowering, node), {
      value,
      type: builder.stringId(start.name),
      static: true,
      annotations: annotationsOf(lowering, node),
    }),
  );
}

function member(
  lowering: Lowering,
  node: NodeId,
  name: string,
  facts: { value: ValueId; static: boolean; type?: number; annotations?: readonly ValueId[] },
): MemberFacts {
  return {
    name,
    function: NONE,
    type: NONE,
    annotations: [],
    ...facts,
    start: lowering.table.start(node),
    end: lowering.table.end(node),
    doc: lowering.docId(node),
  };
}

const typeDeclaration: StatementHandler = (lowering, node) => {
  lowerType(lowering, node);
};

export const typeStatements: readonly (readonly [string, StatementHandler])[] = Object.keys(KINDS).map((kind) => [kind, typeDeclaration]);
