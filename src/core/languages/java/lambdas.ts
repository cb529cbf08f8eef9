/** Lambdas and method references. */
import { FunctionFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { prepareParameters } from "./functions.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { located } from "./places.js";
import { typeValue } from "./types.js";

function lambda(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const start = table.start(node);
  const list = table.child(node, "parameters");
  const isName = list !== NO_NODE && table.kind(list) === "identifier";
  const parameters = isName ? [] : prepareParameters(lowering, list);
  const value = builder.startFunction({
    start: table.start(node),
    end: table.end(node),
    name: "",
    flags: FunctionFlag.Arrow,
    nameStart: start,
    nameEnd: start,
    owner: NONE,
  });
  if (isName) builder.parameter({ start: table.start(list), end: table.end(list), name: table.textOf(list) });
  for (const parameter of parameters) builder.parameter(parameter);
  const body = table.child(node, "body");
  if (body !== NO_NODE && table.kind(body) === "block") lowering.statement(body);
  else builder.addReturn(lowering.childValue(node, "body"));
  builder.endFunction();
  return value;
}

/** `service::ask` is the method as a value, `Message::new` the class. */
function methodReference(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const [object, ...rest] = lowering.children(node);
  if (object === undefined) return lowering.unknown(node);
  const isType = /type|^array_type$/.test(table.kind(object));
  const value = isType ? typeValue(lowering, object) : located(lowering, object).value;
  const name = rest[rest.length - 1];
  if (table.childOfKind(node, "new") !== NO_NODE || name === undefined) return value;
  return builder.field(value, table.textOf(name), lowering.range(node));
}

export const lambdaExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["lambda_expression", lambda],
  ["method_reference", methodReference],
];
