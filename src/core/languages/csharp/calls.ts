/** Calls: callee, arguments, type arguments, and what the call may change. */
import type { Argument, Place } from "../../facts/places.js";
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { fieldRange, lastOf, located, readName } from "./names.js";
import { isPureName } from "./pureCalls.js";
import { isSimpleType, simpleName, typeArguments, typeText } from "./typeNames.js";
import { typeValue } from "./types.js";

/** Generic methods that give an instance of their one type argument. */
const GIVES_ITS_TYPE =
  /^(?:Get|Require|Resolve|Create(?!Logger)|Deserialize|Read|Bind|Find|Parse|Build|Locate|Query|Load|To|As|Convert|From|Invoke|Complete|Value|First|Single|Send|Post|Request)/;
/** Generic methods that give a sequence of their one type argument. */
const GIVES_SEQUENCE = /^(?:OfType|Cast|GetServices|ToList|SqlQuery|Set)$/;

function invocation(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const functionNode = table.child(node, "function");
  const list = table.child(node, "arguments");
  if (functionNode === NO_NODE) return lowering.unknown(node);
  const special = nameOf(lowering, node, functionNode, list);
  if (special !== NONE) return special;
  let callee: ValueId;
  let receiver: Place | null = null;
  let method = "";
  let nameNode: NodeId = functionNode;
  switch (table.kind(functionNode)) {
    case "identifier":
    case "generic_name":
      method = simpleName(lowering, functionNode);
      callee = readName(lowering, method, fieldRange(lowering, functionNode, functionNode), "callee");
      break;
    case "member_access_expression":
    case "conditional_access_expression": {
      const isMember = table.kind(functionNode) === "member_access_expression";
      const holder = isMember ? functionNode : (lowering.children(functionNode)[1] ?? NO_NODE);
      nameNode = holder === NO_NODE ? NO_NODE : table.child(holder, "name");
      method = simpleName(lowering, nameNode);
      const object = located(lowering, table.child(functionNode, isMember ? "expression" : "condition"));
      const base = object.value === NONE ? lowering.unknown(functionNode) : object.value;
      callee = builder.field(base, method, fieldRange(lowering, functionNode, nameNode));
      receiver = isPureName(method) ? null : changeable(lowering, object.place);
      break;
    }
    default:
      callee = lowering.expression(functionNode);
  }
  const types = typeArguments(lowering, nameNode);
  const args = [...argumentsOf(lowering, list, isPureName(method)), ...typeArgumentsOf(lowering, types)];
  const call = builder.call(callee, args, 0, lowering.range(node), receiver, method);
  const type = types.length === 1 ? typeText(lowering, types[0] as NodeId) : undefined;
  if (type === undefined) return call;
  if (GIVES_SEQUENCE.test(method)) return builder.cast(call, `IEnumerable<${type}>`, lowering.range(node));
  return GIVES_ITS_TYPE.test(method) ? builder.cast(call, type, lowering.range(node)) : call;
}

/** `nameof(x)` is text. */
function nameOf(lowering: Lowering, node: NodeId, functionNode: NodeId, list: NodeId): ValueId {
  const { builder, table } = lowering;
  if (table.kind(functionNode) !== "identifier" || table.textOf(functionNode) !== "nameof" || list === NO_NODE) return NONE;
  const text = table.textOf(list).slice(1, -1).trim();
  return builder.string(text.slice(text.lastIndexOf(".") + 1), lowering.range(node));
}

/** Type arguments are arguments named `T0`, `T1` …: `AddSingleton<IStore, Store>()`. */
function typeArgumentsOf(lowering: Lowering, types: readonly NodeId[]): Argument[] {
  return types.map((type, index) => ({ name: `T${index}`, value: typeValue(lowering, type) }));
}

/** Lowered arguments of an argument list; with `isPure`, none of them changes. */
export function argumentsOf(lowering: Lowering, list: NodeId, isPure = false): Argument[] {
  const { table } = lowering;
  return lowering
    .children(list)
    .filter((child) => table.kind(child) === "argument")
    .map((argument) => lowerArgument(lowering, argument, isPure));
}

function lowerArgument(lowering: Lowering, node: NodeId, isPure: boolean): Argument {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? {} : { name: simpleName(lowering, nameNode) };
  const expression = lastOf(lowering, node);
  if (expression === nameNode || expression === node) return { ...name, value: lowering.unknown(node) };
  if (table.kind(expression) === "declaration_expression") {
    // `out var x`: the call gives the variable its value.
    const variable = declareOut(lowering, expression);
    const value = lowering.unknown(expression);
    if (variable === null) return { ...name, value };
    builder.assign(variable, value);
    return { ...name, value, place: { kind: "variable", variable } };
  }
  const isReference = lowering.has(node, "ref") || lowering.has(node, "out");
  if (isPure && !isReference) return { ...name, value: lowering.expression(expression) };
  const { value, place } = located(lowering, expression);
  return { ...name, value, place: isReference ? place : changeable(lowering, place) };
}

function declareOut(lowering: Lowering, node: NodeId): number | null {
  const { builder, table } = lowering;
  const name = table.child(node, "name");
  if (name === NO_NODE) return null;
  const type = typeText(lowering, table.child(node, "type"));
  const variable = builder.declare(simpleName(lowering, name), lowering.range(name), type === undefined ? {} : { type });
  if (isSimpleType(type)) lowering.simple.add(variable);
  return variable;
}

/** The place, unless it holds a simple value or hangs on a type: no call changes those. */
function changeable(lowering: Lowering, place: Place | null): Place | null {
  let root = place;
  while (root && root.kind !== "variable") root = root.object;
  return root && !lowering.types.has(root.variable) && !lowering.simple.has(root.variable) ? place : null;
}

export const callExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["invocation_expression", invocation],
  [
    "declaration_expression",
    (lowering, node) => {
      const variable = declareOut(lowering, node);
      const value = lowering.unknown(node);
      if (variable !== null) lowering.builder.assign(variable, value);
      return value;
    },
  ],
];
