/** Calls: arguments, what the call may change, and the few callees that mean something else than a call. */
import type { Argument, Place } from "../../facts/places.js";
import { ArgumentKind, LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { attributeName, located } from "./places.js";
import { PURE_FUNCTIONS, PURE_METHODS } from "./pureCalls.js";
import { plainString } from "./strings.js";

function call(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const functionNode = table.child(node, "function");
  const argumentNodes = argumentsOf(lowering, table.child(node, "arguments"));
  const special = specialForm(lowering, node, functionNode, argumentNodes);
  if (special !== NONE) return special;

  let callee: ValueId;
  let receiver: Place | null = null;
  let method = "";
  let pure = false;
  if (table.kind(functionNode) === "attribute") {
    method = attributeName(lowering, functionNode);
    pure = PURE_METHODS.has(method);
    const object = located(lowering, table.child(functionNode, "object"));
    callee = builder.field(object.value, method, lowering.range(functionNode));
    receiver = pure ? null : changeable(lowering, object.place);
  } else {
    callee = lowering.childValue(node, "function");
    pure = isPureFunction(lowering, functionNode);
  }
  const args = argumentNodes.map((argument) => lowerArgument(lowering, argument, pure));
  return builder.call(callee, args, 0, lowering.range(node), receiver, method);
}

function isPureFunction(lowering: Lowering, functionNode: NodeId): boolean {
  if (lowering.table.kind(functionNode) !== "identifier") return false;
  const name = lowering.table.textOf(functionNode);
  return PURE_FUNCTIONS.has(name) && lowering.builder.resolve(name) === null;
}

/** The argument nodes; a lone generator stands for the list itself: `f(x for x in xs)`. */
function argumentsOf(lowering: Lowering, list: NodeId): NodeId[] {
  if (list === NO_NODE) return [];
  return lowering.table.kind(list) === "argument_list" ? lowering.children(list) : [list];
}

function lowerArgument(lowering: Lowering, node: NodeId, pure: boolean): Argument {
  const { table } = lowering;
  switch (table.kind(node)) {
    case "keyword_argument": {
      const argument = table.child(node, "value");
      const name = table.textOf(table.child(node, "name"));
      return argument === NO_NODE ? { name, value: lowering.unknown(node) } : { name, ...argumentValue(lowering, argument, pure) };
    }
    case "list_splat":
      return { value: lowering.onlyValue(node), kind: ArgumentKind.Spread };
    case "dictionary_splat":
      return { value: lowering.onlyValue(node), kind: ArgumentKind.KeywordSpread };
    default:
      return argumentValue(lowering, node, pure);
  }
}

function argumentValue(lowering: Lowering, node: NodeId, pure: boolean): { readonly value: ValueId; readonly place: Place | null } {
  if (pure) return { value: lowering.expression(node), place: null };
  const { value, place } = located(lowering, node);
  return { value, place: changeable(lowering, place) };
}

/** The place, unless it is (inside) a module, a function or a class: `json.load(file)` does not change `json`. */
function changeable(lowering: Lowering, place: Place | null): Place | null {
  let root = place;
  while (root && root.kind !== "variable") root = root.object;
  return root && lowering.definitions.has(root.variable) ? null : place;
}

/** `super()`, `cast(T, x)`, `import_module("x")`, `getattr` and `setattr` of a known name; NONE for every other call. */
function specialForm(lowering: Lowering, node: NodeId, functionNode: NodeId, args: readonly NodeId[]): ValueId {
  const { builder, table } = lowering;
  if (functionNode === NO_NODE || args.length > 3) return NONE;
  const kind = table.kind(functionNode);
  if (kind !== "identifier" && kind !== "attribute") return NONE;
  if (table.end(functionNode) - table.start(functionNode) > 40) return NONE;
  const name = table.textOf(functionNode);
  const meaning = lowering.wellKnown.get(name) ?? name;
  const [first, second] = args;
  if (meaning === "super" && builder.resolve("super") === null) {
    return builder.superValue(lowering.owner?.id ?? NONE, lowering.range(node));
  }
  if (meaning === "typing.cast" && first !== undefined && second !== undefined) {
    return builder.cast(lowering.expression(second), table.textOf(first), lowering.range(node));
  }
  if ((meaning === "importlib.import_module" || meaning === "__import__") && first !== undefined) {
    const module = plainString(lowering, first);
    if (module !== null)
      return builder.import({ module, name: "*", local: "", kind: "dynamic", start: table.start(node), end: table.end(node) });
  }
  if (
    (meaning === "getattr" || meaning === "setattr") &&
    first !== undefined &&
    second !== undefined &&
    builder.resolve(meaning) === null
  ) {
    const field = plainString(lowering, second);
    if (field !== null) return fieldByName(lowering, node, args, field);
  }
  return NONE;
}

/** `getattr(x, "name", default)` reads a field, `setattr(x, "name", value)` writes one. */
function fieldByName(lowering: Lowering, node: NodeId, args: readonly NodeId[], name: string): ValueId {
  const { builder, table } = lowering;
  const [object, key, third] = args as [NodeId, NodeId, NodeId | undefined];
  const range = lowering.range(node);
  const { value, place } = located(lowering, object);
  const other = third === undefined ? NONE : lowering.expression(third);
  if (table.text.startsWith("setattr", table.start(node))) {
    builder.write({ kind: "field", object: place, base: value, name }, other === NONE ? lowering.unknown(node) : other, range);
    return builder.literal("None", LiteralKind.Null, range);
  }
  // The range of a field ends with its name: here, before the closing quote.
  const read = builder.field(value, name, { start: table.start(object), end: table.end(key) - 1 });
  return builder.choice([read, other], NONE, range);
}

export const callExpressions: readonly (readonly [string, ExpressionHandler])[] = [["call", call]];
