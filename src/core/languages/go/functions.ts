/** Functions, methods and function literals: parameters, named results, bodies. */
import { FunctionFlag, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { blockStatements } from "./controlFlow.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { zeroValue } from "./variables.js";

export function defineFunction(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = lowering.text(nameNode);
  const value = start(lowering, node, name, NONE);
  finish(lowering, node);
  if (name === "" || name === "_") return;
  const variable = builder.moduleVariable(name, lowering.range(nameNode));
  lowering.definitions.add(variable);
  builder.assign(variable, value);
}

export function defineMethod(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const name = lowering.text(table.child(node, "name"));
  const receiver = receiverOf(lowering, node);
  const open = receiver === null ? undefined : lowering.types.get(receiver.type);
  start(lowering, node, name, open?.id ?? NONE);
  const id = builder.currentFunction;
  const place = builder.thisPlace();
  if (receiver && receiver.name !== "" && receiver.name !== "_" && place.kind === "variable") builder.alias(receiver.name, place.variable);
  finish(lowering, node);
  const doc = lowering.docs.get(node);
  open?.members.push({
    name,
    function: id,
    value: NONE,
    type: NONE,
    static: false,
    annotations: [],
    start: table.start(node),
    end: table.end(node),
    doc: doc === undefined ? NONE : builder.stringId(doc),
  });
}

/** Name and type of the receiver: `s` and `Service` of `(s *Service[T])`. */
export function receiverOf(lowering: Lowering, method: NodeId): { readonly name: string; readonly type: string } | null {
  const { table } = lowering;
  const list = table.child(method, "receiver");
  const declaration = list === NO_NODE ? NO_NODE : lowering.firstOf(list);
  if (declaration === NO_NODE) return null;
  const type = lowering.text(table.child(declaration, "type")).replace(/^[*(\s]+/, "");
  return { name: lowering.text(table.child(declaration, "name")), type: /^[\p{L}_][\p{L}\p{N}_]*/u.exec(type)?.[0] ?? "" };
}

function start(lowering: Lowering, node: NodeId, name: string, owner: number): ValueId {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const result = table.child(node, "result");
  const doc = lowering.docs.get(node);
  return builder.startFunction({
    start: table.start(node),
    end: table.end(node),
    name,
    flags: table.kind(node) === "func_literal" ? FunctionFlag.Arrow : 0,
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    owner,
    returnType: result === NO_NODE ? undefined : table.textOf(result),
    doc,
  });
}

function finish(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  declareParameters(lowering, table.child(node, "parameters"));
  const result = table.child(node, "result");
  lowering.results.push({ names: declareResults(lowering, result), count: countResults(lowering, result) });
  blockStatements(lowering, table.child(node, "body"));
  lowering.results.pop();
  builder.endFunction();
}

export function declareParameters(lowering: Lowering, list: NodeId): void {
  const { builder, table } = lowering;
  for (const declaration of lowering.children(list)) {
    const kind = table.kind(declaration);
    if (kind !== "parameter_declaration" && kind !== "variadic_parameter_declaration") continue;
    const isRest = kind === "variadic_parameter_declaration";
    const type = lowering.text(table.child(declaration, "type"));
    const kindOfParameter = isRest ? "rest" : "plain";
    const written = type === "" ? undefined : isRest ? `[]${type}` : type;
    const names = table.childrenOf(declaration, "name");
    for (const name of names) {
      builder.parameter({
        kind: kindOfParameter,
        type: written,
        start: table.start(name),
        end: table.end(name),
        name: table.textOf(name),
      });
    }
    if (names.length === 0)
      builder.parameter({ kind: kindOfParameter, type: written, start: table.start(declaration), end: table.end(declaration) });
  }
}

/** Variables of results that have names; null when they have none. */
function declareResults(lowering: Lowering, result: NodeId): readonly VariableId[] | null {
  const { builder, table } = lowering;
  if (result === NO_NODE || table.kind(result) !== "parameter_list") return null;
  const variables: VariableId[] = [];
  for (const declaration of lowering.children(result)) {
    const type = table.child(declaration, "type");
    for (const name of table.childrenOf(declaration, "name")) {
      const range = lowering.range(name);
      const variable = builder.declare(table.textOf(name), range, type === NO_NODE ? {} : { type: table.textOf(type) });
      builder.assign(variable, zeroValue(lowering, type, range));
      variables.push(variable);
    }
  }
  return variables.length > 0 ? variables : null;
}

function countResults(lowering: Lowering, result: NodeId): number {
  const { table } = lowering;
  if (result === NO_NODE) return 0;
  if (table.kind(result) !== "parameter_list") return 1;
  return lowering.children(result).reduce((count, one) => count + Math.max(1, table.childrenOf(one, "name").length), 0);
}

function functionLiteral(lowering: Lowering, node: NodeId): ValueId {
  const value = start(lowering, node, "", NONE);
  finish(lowering, node);
  return value;
}

export const functionExpressions: readonly (readonly [string, ExpressionHandler])[] = [["func_literal", functionLiteral]];
