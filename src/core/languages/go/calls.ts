/** Calls: arguments, what the call may change, built-in functions, conversions, and calls that never come back. */
import type { Argument, Place } from "../../facts/places.js";
import { ArgumentKind, LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { fieldName, located, typeValue } from "./places.js";
import { isBasicType, zeroValue } from "./variables.js";

/** Packages whose functions leave their arguments as they are, unless they are given a pointer. */
const PURE_PACKAGES = new Set([
  "bytes",
  "errors",
  "fmt",
  "html",
  "log",
  "log/slog",
  "math",
  "net/url",
  "os",
  "path",
  "path/filepath",
  "regexp",
  "strconv",
  "strings",
  "time",
  "unicode",
  "unicode/utf8",
]);

/** Functions after which nothing of the caller runs. */
const ENDS = new Set(["os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln", "runtime.Goexit"]);

function call(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const callee = withoutParentheses(lowering, table.child(node, "function"));
  const args = lowering.children(table.child(node, "arguments"));
  if (callee === NO_NODE) return lowering.unknown(node);
  const kind = table.kind(callee);
  if (kind === "identifier") {
    const name = table.textOf(callee);
    const variable = builder.resolve(name);
    if (variable === null) {
      const special = builtIn(lowering, node, name, args);
      if (special !== NONE) return special;
    } else if (lowering.types.has(name) && lowering.definitions.has(variable) && args.length === 1)
      return conversion(lowering, node, name, args[0] as NodeId);
  } else if (kind === "pointer_type" || (kind === "unary_expression" && isTypeOperand(lowering, callee))) {
    // `(*T)(x)`
    return args.length === 1
      ? conversion(lowering, node, table.textOf(callee), args[0] as NodeId)
      : lowering.unknown(
          node,
          args.map((one) => lowering.expression(one)),
        );
  }
  return plainCall(lowering, node, callee, args);
}

function withoutParentheses(lowering: Lowering, node: NodeId): NodeId {
  let at = node;
  while (at !== NO_NODE && lowering.table.kind(at) === "parenthesized_expression") at = lowering.firstOf(at);
  return at;
}

function isTypeOperand(lowering: Lowering, node: NodeId): boolean {
  return lowering.table.textOf(node).startsWith("*");
}

function plainCall(lowering: Lowering, node: NodeId, callee: NodeId, argumentNodes: readonly NodeId[]): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  let value: ValueId;
  let receiver: Place | null = null;
  let method = "";
  let qualified = "";
  if (table.kind(callee) === "selector_expression") {
    method = fieldName(lowering, callee);
    const operand = table.child(callee, "operand");
    const path = packageOf(lowering, operand);
    if (path !== null) qualified = `${path}.${method}`;
    const object = located(lowering, operand);
    value = builder.field(object.value, method, lowering.range(callee));
    receiver = object.place;
  } else value = lowering.expression(callee);
  const isPure = qualified !== "" && PURE_PACKAGES.has(qualified.slice(0, qualified.lastIndexOf(".")));
  const args = argumentNodes.map((one) => argument(lowering, one, isPure));
  const result = builder.call(value, args, 0, range, receiver, method);
  if (ENDS.has(qualified)) builder.throw(NONE, range);
  return result;
}

/** Import path of a name that means a package here, null for everything else. */
function packageOf(lowering: Lowering, operand: NodeId): string | null {
  if (operand === NO_NODE || lowering.table.kind(operand) !== "identifier") return null;
  const name = lowering.table.textOf(operand);
  const path = lowering.packages.get(name);
  const variable = lowering.builder.resolve(name);
  return path !== undefined && variable !== null && lowering.definitions.has(variable) ? path : null;
}

function argument(lowering: Lowering, node: NodeId, isPure: boolean): Argument {
  if (lowering.table.kind(node) === "variadic_argument") return { value: lowering.onlyValue(node), kind: ArgumentKind.Spread };
  const { value, place, byReference } = located(lowering, node);
  return { value, place: isPure && !byReference ? null : place, ...(byReference ? { byReference } : {}) };
}

/** Conversion to a named or basic type: the same data under another type. */
function conversion(lowering: Lowering, node: NodeId, type: string, operand: NodeId): ValueId {
  return lowering.builder.cast(lowering.expression(operand), type, lowering.range(node));
}

function typeConversion(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const type = table.child(node, "type");
  const operand = lowering.childValue(node, "operand");
  // `f[int](x)` reads like a conversion to a generic type.
  if (type !== NO_NODE && table.kind(type) === "generic_type")
    return builder.call(typeValue(lowering, type), [{ value: operand }], 0, lowering.range(node));
  return builder.cast(operand, lowering.text(type), lowering.range(node));
}

/** What the language itself provides; NONE for a name that it does not. */
function builtIn(lowering: Lowering, node: NodeId, name: string, args: readonly NodeId[]): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const [first, second] = args;
  if (isBasicType(name)) return first === undefined ? lowering.unknown(node) : conversion(lowering, node, name, first);
  switch (name) {
    case "append":
      return builder.array(
        args.map((one, index) => {
          const spread = index === 0 || table.kind(one) === "variadic_argument";
          const value = table.kind(one) === "variadic_argument" ? lowering.onlyValue(one) : lowering.expression(one);
          return spread ? builder.spread(value, range) : value;
        }),
        range,
      );
    case "make":
      for (const size of args.slice(1)) lowering.expression(size);
      return first === undefined ? lowering.unknown(node) : zeroValue(lowering, first, range);
    case "new":
      return first === undefined ? lowering.unknown(node) : zeroValue(lowering, first, range);
    case "len":
    case "cap":
      return first === undefined ? lowering.unknown(node) : builder.field(lowering.expression(first), "length", range);
    case "copy": {
      if (first === undefined || second === undefined) return lowering.unknown(node);
      const target = located(lowering, first);
      const source = lowering.expression(second);
      if (target.place)
        builder.write(
          { kind: "element", object: target.place, base: target.value, key: NONE },
          builder.element(source, NONE, range),
          range,
        );
      return builder.field(source, "length", range);
    }
    case "min":
    case "max":
      return builder.choice(
        args.map((one) => lowering.expression(one)),
        NONE,
        range,
      );
    case "delete":
    case "close":
    case "clear":
      for (const one of args) lowering.expression(one);
      return builder.literal("nil", LiteralKind.Null, range);
    case "panic": {
      const value = first === undefined ? NONE : lowering.expression(first);
      builder.throw(value, range);
      return builder.unknown([], range);
    }
    default:
      return NONE;
  }
}

export const callExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["call_expression", call],
  ["type_conversion_expression", typeConversion],
];
