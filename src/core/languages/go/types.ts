/** Types: structs and interfaces as classes with their fields, methods and embedded types as bases. */
import { type ClassFacts, FunctionFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { declareParameters } from "./functions.js";
import { stringContent } from "./strings.js";
import type { Lowering, OpenType } from "./lowering.js";
import { typeValue } from "./places.js";

/** The type as written, "" of no node. */
export function typeText(lowering: Lowering, node: NodeId): string {
  return lowering.text(node);
}

/** Begins a type that this file declares; its methods follow until {@link closeTypes}. */
export function openType(lowering: Lowering, name: string, spec: NodeId): OpenType {
  const open: OpenType = { id: lowering.builder.startClass(), name, members: [], spec, kind: kindOf(lowering, spec) };
  lowering.types.set(name, open);
  return open;
}

function kindOf(lowering: Lowering, spec: NodeId): ClassFacts["kind"] {
  const type = spec === NO_NODE ? NO_NODE : lowering.table.child(spec, "type");
  if (type === NO_NODE) return "class";
  switch (lowering.table.kind(type)) {
    case "struct_type":
      return "class";
    case "interface_type":
      return "interface";
    default:
      return "type";
  }
}

/** Ends the types of the package: their members are all known once the file's methods are lowered. */
export function closeTypes(lowering: Lowering): void {
  const { builder, table } = lowering;
  const name = builder.packages[0] ?? "";
  for (const open of lowering.types.values()) {
    if (open.spec !== NO_NODE) {
      endType(lowering, open, `${name}.${open.name}`);
      continue;
    }
    const at = { start: table.start(table.root), end: table.start(table.root) };
    const facts = { name: open.name, bases: [], members: open.members, decorators: [], kind: open.kind, part: `${name}.${open.name}` };
    builder.endClass(open.id, { ...facts, ...at, nameStart: at.start, nameEnd: at.end });
  }
}

/** A type declared inside of a function has no methods: it is whole at once. */
export function localType(lowering: Lowering, spec: NodeId): void {
  const { builder, table } = lowering;
  const nameNode = table.child(spec, "name");
  if (nameNode === NO_NODE) return;
  const open: OpenType = {
    id: builder.startClass(),
    name: table.textOf(nameNode),
    members: [],
    spec,
    kind: kindOf(lowering, spec),
  };
  const variable = builder.declare(open.name, lowering.range(nameNode));
  lowering.definitions.add(variable);
  builder.assign(variable, endType(lowering, open, ""));
}

function endType(lowering: Lowering, open: OpenType, part: string): ValueId {
  const { builder, table } = lowering;
  const { spec } = open;
  const type = table.child(spec, "type");
  const nameNode = table.child(spec, "name");
  const bases: ValueId[] = [];
  const own: OpenType["members"] = [];
  switch (type === NO_NODE ? "" : table.kind(type)) {
    case "struct_type":
      structMembers(lowering, type, own, bases);
      break;
    case "interface_type":
      interfaceMembers(lowering, type, open, bases);
      break;
    case "type_identifier":
    case "qualified_type":
    case "generic_type":
      bases.push(typeValue(lowering, type));
      break;
    default:
  }
  const doc = lowering.docs.get(spec) ?? lowering.docs.get(table.parent(spec));
  const value = builder.endClass(open.id, {
    name: open.name,
    bases,
    members: [...own, ...open.members],
    decorators: [],
    kind: open.kind,
    part,
    start: table.start(spec),
    end: table.end(spec),
    nameStart: nameNode === NO_NODE ? table.start(spec) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(spec) : table.end(nameNode),
    doc,
  });
  if (part !== "") {
    const variable = builder.moduleVariable(open.name, lowering.range(spec));
    builder.assign(variable, value);
  }
  return value;
}

function structMembers(lowering: Lowering, struct: NodeId, members: OpenType["members"], bases: ValueId[]): void {
  const { builder, table } = lowering;
  const list = table.childOfKind(struct, "field_declaration_list");
  for (const field of lowering.children(list)) {
    if (table.kind(field) !== "field_declaration") continue;
    const type = table.child(field, "type");
    const names = table.childrenOf(field, "name");
    const tag = table.child(field, "tag");
    const annotations = tag === NO_NODE ? [] : [tagValue(lowering, tag)];
    const doc = lowering.docs.get(field);
    const member = {
      function: NONE,
      value: NONE,
      type: type === NO_NODE ? NONE : builder.stringId(table.textOf(type)),
      static: false,
      annotations,
      start: table.start(field),
      end: table.end(field),
      doc: doc === undefined ? NONE : builder.stringId(doc),
    };
    for (const name of names) members.push({ ...member, name: table.textOf(name) });
    if (names.length > 0 || type === NO_NODE) continue;
    // Embedded: a field by the name of its type, whose fields and methods are the struct's own.
    bases.push(typeValue(lowering, type));
    members.push({ ...member, name: embeddedName(table.textOf(type)) });
  }
}

function embeddedName(type: string): string {
  const name = type.replace(/^\*/, "").replace(/\[[\s\S]*$/, "");
  return name.slice(name.lastIndexOf(".") + 1);
}

/** `json:"ssn" classify:"restricted"` as an object: what declares something about a field is an annotation of it. */
function tagValue(lowering: Lowering, tag: NodeId): ValueId {
  const { builder } = lowering;
  const range = lowering.range(tag);
  const entries = [...stringContent(lowering, tag).matchAll(/([^\s:"]+):"((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => ({
    key: key as string,
    value: builder.string(text as string, range),
  }));
  return builder.object(entries, range);
}

function interfaceMembers(lowering: Lowering, type: NodeId, open: OpenType, bases: ValueId[]): void {
  const { builder, table } = lowering;
  for (const element of lowering.children(type)) {
    if (table.kind(element) === "type_elem") {
      const embedded = lowering.children(element);
      const [only] = embedded;
      if (only !== undefined && embedded.length === 1) bases.push(typeValue(lowering, only));
      continue;
    }
    const nameNode = table.kind(element) === "method_elem" ? table.child(element, "name") : NO_NODE;
    if (nameNode === NO_NODE) continue;
    const name = table.textOf(nameNode);
    const result = table.child(element, "result");
    const doc = lowering.docs.get(element);
    builder.startFunction({
      start: table.start(element),
      end: table.end(element),
      name,
      flags: FunctionFlag.Abstract,
      nameStart: table.start(nameNode),
      nameEnd: table.end(nameNode),
      owner: open.id,
      returnType: result === NO_NODE ? undefined : table.textOf(result),
      doc,
    });
    declareParameters(lowering, table.child(element, "parameters"));
    const id = builder.endFunction();
    open.members.push({
      name,
      function: id,
      value: NONE,
      type: NONE,
      static: false,
      annotations: [],
      start: table.start(element),
      end: table.end(element),
      doc: doc === undefined ? NONE : builder.stringId(doc),
    });
  }
}

/** Names of the fields of a struct that this file declares, in order; empty for every other type. */
export function fieldNamesOf(lowering: Lowering, open: OpenType): string[] {
  const { table } = lowering;
  const type = open.spec === NO_NODE ? NO_NODE : table.child(open.spec, "type");
  if (type === NO_NODE || table.kind(type) !== "struct_type") return [];
  return lowering.children(table.childOfKind(type, "field_declaration_list")).flatMap((field) => {
    const names = table.childrenOf(field, "name").map((name) => table.textOf(name));
    return names.length > 0 ? names : [embeddedName(lowering.text(table.child(field, "type")))];
  });
}
