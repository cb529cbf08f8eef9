/** Methods, constructors and their parameters. */
import { FunctionFlag, NONE, type FunctionId, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { annotationsOf } from "./annotations.js";
import type { Lowering, OpenClass } from "./lowering.js";
import { typeText } from "./types.js";

/** A method or constructor of a class; it becomes a member. @param isStatic as its modifiers say, or as its container implies. */
export function lowerMethod(lowering: Lowering, node: NodeId, owner: OpenClass, extraFlags = 0): FunctionId {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  const body = table.child(node, "body");
  const isStatic = hasModifier(lowering, node, "static");
  let flags = extraFlags | (isStatic ? FunctionFlag.Static : 0);
  if (body === NO_NODE) flags |= FunctionFlag.Abstract;
  const decorators = annotationsOf(lowering, node);
  const doc = lowering.docOf(node);
  const returnType = typeText(lowering, table.child(node, "type"), table.child(node, "dimensions"));
  const parameters = prepareParameters(lowering, table.child(node, "parameters"));
  const value = builder.startFunction({
    start: table.start(node),
    end: table.end(node),
    name,
    flags,
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    owner: owner.id,
    decorators,
    returnType,
    doc,
  });
  for (const parameter of parameters) builder.parameter(parameter);
  lowering.statement(body);
  const id = builder.endFunction();
  owner.members.push({
    name,
    function: id,
    value: NONE,
    type: NONE,
    static: isStatic,
    annotations: decorators,
    start: table.start(node),
    end: table.end(node),
    doc: lowering.docId(node),
  });
  if (name === "main" && isStatic) exportEntry(lowering, value);
  return id;
}

/** `main` is what a file hands to whoever starts the program. */
function exportEntry(lowering: Lowering, value: ValueId): void {
  lowering.builder.export({ name: "main", value, variable: NONE, fromModule: "", fromName: "" });
}

export function hasModifier(lowering: Lowering, declaration: NodeId, modifier: string): boolean {
  const modifiers = lowering.table.childOfKind(declaration, "modifiers");
  return modifiers !== NO_NODE && lowering.table.childOfKind(modifiers, modifier) !== NO_NODE;
}

type PreparedParameter = Parameters<Lowering["builder"]["parameter"]>[0];

/** Parameters with their annotations lowered where the method stands; declare them inside of it. */
export function prepareParameters(lowering: Lowering, list: NodeId): PreparedParameter[] {
  const { table } = lowering;
  const prepared: PreparedParameter[] = [];
  for (const node of list === NO_NODE ? [] : lowering.children(list)) {
    const kind = table.kind(node);
    if (kind === "receiver_parameter") continue;
    const isRest = kind === "spread_parameter";
    const declarator = isRest ? table.childOfKind(node, "variable_declarator") : node;
    const name = kind === "identifier" ? node : declarator === NO_NODE ? NO_NODE : table.child(declarator, "name");
    if (name === NO_NODE) continue;
    const typeNode = isRest
      ? (lowering.children(node).find((child) => !/^modifiers$|annotation$|^variable_declarator$/.test(table.kind(child))) ?? NO_NODE)
      : kind === "identifier"
        ? NO_NODE
        : table.child(node, "type");
    const type = typeText(lowering, typeNode, isRest || kind === "identifier" ? NO_NODE : table.child(node, "dimensions"));
    prepared.push({
      start: table.start(name),
      end: table.end(name),
      name: table.textOf(name),
      kind: isRest ? "rest" : "plain",
      annotations: kind === "identifier" ? [] : annotationsOf(lowering, node),
      type: type !== undefined && isRest ? `${type}[]` : type,
    });
  }
  return prepared;
}
