/** Lambdas, anonymous methods and local functions, and what all functions share: parameters and bodies. */
import type { FunctionStart, ParameterStart } from "../../facts/places.js";
import { type FunctionId, FunctionFlag, NONE, type ParameterFacts, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerAttributes } from "./attributes.js";
import type { ExpressionHandler, Lowering, StatementHandler } from "./lowering.js";
import { subtreeEnd } from "./syntax.js";
import { isSimpleType, simpleName, typeText } from "./typeNames.js";

export interface LoweredFunction {
  readonly id: FunctionId;
  readonly value: ValueId;
}

export interface FunctionParts {
  readonly node: NodeId;
  readonly name: string;
  readonly nameNode: NodeId;
  readonly flags: number;
  readonly owner: number;
  readonly parameters: NodeId;
  /** A block, an arrow clause or an expression; NO_NODE for declarations without one. */
  readonly body: NodeId;
  readonly returnType?: string | undefined;
  readonly decorators?: readonly ValueId[];
  readonly doc?: string | undefined;
  /** Lowered before the body, with the parameters in scope. */
  readonly before?: (() => void) | undefined;
}

export function lowerFunction(lowering: Lowering, parts: FunctionParts): LoweredFunction {
  const { builder, table } = lowering;
  const { node, nameNode, returnType, doc } = parts;
  const prepared = prepareParameters(lowering, parts.parameters);
  let flags = parts.flags;
  if (parts.body !== NO_NODE && yields(lowering, parts.body)) flags |= FunctionFlag.Generator;
  const start: FunctionStart = {
    start: table.start(node),
    end: table.end(node),
    name: parts.name,
    flags,
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    owner: parts.owner,
    decorators: parts.decorators ?? [],
    returnType,
    doc,
  };
  const value = builder.startFunction(start);
  const id = builder.currentFunction;
  const outerType = lowering.returnType;
  lowering.returnType = returnType === undefined ? "" : taskResult(returnType);
  for (const parameter of prepared) {
    builder.parameter(parameter);
    const variable = parameter.name === undefined ? null : builder.resolve(parameter.name);
    if (variable !== null && isSimpleType(parameter.type)) lowering.simple.add(variable);
  }
  parts.before?.();
  lowerBody(lowering, parts.body);
  builder.endFunction();
  lowering.returnType = outerType;
  return { id, value };
}

/** What an asynchronous function hands to `return`. */
function taskResult(type: string): string {
  return /^(?:[\w.]+\.)?(?:Task|ValueTask)<(.*)>$/s.exec(type)?.[1] ?? type;
}

function lowerBody(lowering: Lowering, body: NodeId): void {
  if (body === NO_NODE) return;
  const { builder, table } = lowering;
  if (table.kind(body) === "block") lowering.statement(body);
  else {
    const expression = table.kind(body) === "arrow_expression_clause" ? lowering.firstOf(body) : body;
    if (expression !== NO_NODE) builder.addReturn(lowering.expression(expression, lowering.returnType));
  }
}

/** True when the body yields, not counting the functions inside of it. */
function yields(lowering: Lowering, body: NodeId): boolean {
  const { table } = lowering;
  if (!table.textOf(body).includes("yield")) return false;
  const end = subtreeEnd(table, body);
  for (let node = body; node < end; node++) {
    const kind = table.kind(node);
    if (kind === "yield_statement") return true;
    if (node !== body && /^(?:local_function_statement|lambda_expression|anonymous_method_expression)$/.test(kind))
      node = subtreeEnd(table, node) - 1;
  }
  return false;
}

/** Parameters with what is evaluated where the function stands: defaults and attributes. */
function prepareParameters(lowering: Lowering, list: NodeId): ParameterStart[] {
  const { table } = lowering;
  if (list === NO_NODE) return [];
  if (table.kind(list) === "implicit_parameter" || table.kind(list) === "identifier")
    return [{ start: table.start(list), end: table.end(list), name: simpleName(lowering, list) }];
  const found: ParameterStart[] = [];
  for (const node of lowering.children(list)) if (table.kind(node) === "parameter") found.push(parameter(lowering, node));
  // `params T[] rest` stands in the list itself.
  const name = table.child(list, "name");
  if (name !== NO_NODE) {
    const type = typeText(lowering, table.child(list, "type"));
    const range = { start: type === undefined ? table.start(name) : table.start(table.child(list, "type")), end: table.end(name) };
    found.push({ ...range, name: simpleName(lowering, name), kind: "rest", type });
  }
  return found;
}

function parameter(lowering: Lowering, node: NodeId): ParameterStart {
  const { table } = lowering;
  const name = table.child(node, "name");
  const type = typeText(lowering, table.child(node, "type"));
  const fallback = lowering
    .children(node)
    .find((child) => table.field(child) === "" && !/^(?:attribute_list|modifier|preproc_if)/.test(table.kind(child)));
  const kind: ParameterFacts["kind"] = "plain";
  return {
    start: table.start(node),
    end: table.end(node),
    name: name === NO_NODE ? undefined : simpleName(lowering, name),
    type,
    kind,
    default: fallback === undefined ? NONE : lowering.expression(fallback, type ?? ""),
    annotations: lowerAttributes(lowering, node),
  };
}

const lambda: ExpressionHandler = (lowering, node) => {
  const { table } = lowering;
  const body = table.kind(node) === "anonymous_method_expression" ? table.childOfKind(node, "block") : table.child(node, "body");
  const returnType = typeText(lowering, table.child(node, "type"));
  return lowerFunction(lowering, {
    node,
    name: "",
    nameNode: NO_NODE,
    flags: FunctionFlag.Arrow | (lowering.modifiers(node).has("async") ? FunctionFlag.Async : 0),
    owner: NONE,
    parameters: table.child(node, "parameters"),
    body,
    returnType,
    decorators: lowerAttributes(lowering, node),
  }).value;
};

const localFunction: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = simpleName(lowering, nameNode);
  const variable = builder.declare(name, nameNode === NO_NODE ? lowering.range(node) : lowering.range(nameNode));
  const { value } = lowerFunction(lowering, {
    node,
    name,
    nameNode,
    flags: FunctionFlag.Arrow | (lowering.modifiers(node).has("async") ? FunctionFlag.Async : 0),
    owner: NONE,
    parameters: table.child(node, "parameters"),
    body: table.child(node, "body"),
    returnType: typeText(lowering, table.child(node, "type")),
    decorators: lowerAttributes(lowering, node),
    doc: lowering.docOf(node),
  });
  builder.assign(variable, value);
};

export const functionExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["lambda_expression", lambda],
  ["anonymous_method_expression", lambda],
];

export const functionStatements: readonly (readonly [string, StatementHandler])[] = [["local_function_statement", localFunction]];
