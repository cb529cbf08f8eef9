/** Calls, constructions, and what a call may change. */
import type { Argument, Place } from "../../facts/places.js";
import { CallFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { isMutatorName } from "../../facts/mutatorNames.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { annotationExpressions } from "./annotations.js";
import { argumentsOf } from "./arguments.js";
import { lowerAnonymousClass } from "./classes.js";
import type { ExpressionHandler, Located, Lowering } from "./lowering.js";
import { readMethod } from "./names.js";
import { located } from "./places.js";
import { isPureMethod } from "./pureCalls.js";
import { typeValue } from "./types.js";

function invocation(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const objectNode = table.child(node, "object");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  const pure = isPureMethod(name);
  let callee: ValueId;
  let receiver: Place | null;
  if (objectNode === NO_NODE) {
    const method = readMethod(lowering, name, nameNode === NO_NODE ? lowering.range(node) : lowering.range(nameNode));
    callee = method.value;
    // `ask(x)` is `this.ask(x)`: the object may be another one afterwards.
    receiver = method.place?.kind === "field" ? method.place.object : null;
  } else {
    const object: Located = located(lowering, objectNode);
    callee = builder.field(object.value, name, {
      start: table.start(node),
      end: nameNode === NO_NODE ? table.end(node) : table.end(nameNode),
    });
    receiver = object.place;
  }
  const args = argumentsOf(lowering, table.child(node, "arguments"), pure);
  if (name === "of" && args.length > 0 && isMap(lowering, objectNode)) return mapOf(lowering, node, args);
  const changed = pure || (receiver?.kind === "field" && !isMutatorName(name)) ? null : receiver;
  const call = builder.call(callee, args, 0, lowering.range(node), changed, name);
  const [key, entry] = args;
  if (receiver && key && entry && PUTS.has(name)) {
    const base = builder.readPlace(receiver, lowering.range(node));
    builder.write({ kind: "element", object: receiver, base, key: key.value }, entry.value, lowering.range(node));
  }
  return call;
}

/** Methods that write an entry under a key. */
const PUTS = new Set(["put", "putIfAbsent", "addProperty"]);

/** The JDK's `Map`, by its name: nobody declares another one to call `of` on. */
function isMap(lowering: Lowering, object: NodeId): boolean {
  return object !== NO_NODE && lowering.table.kind(object) === "identifier" && lowering.table.textOf(object) === "Map";
}

/** `Map.of("question", text, "language", "en")`. */
function mapOf(lowering: Lowering, node: NodeId, args: readonly Argument[]): ValueId {
  const { table } = lowering;
  const keys = lowering.children(table.child(node, "arguments"));
  const entries: { key: string | ValueId; value: ValueId }[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const key = keys[at] as NodeId;
    entries.push({
      key: table.kind(key) === "string_literal" ? table.textOf(key).slice(1, -1) : (args[at] as Argument).value,
      value: (args[at + 1] as Argument).value,
    });
  }
  return lowering.builder.object(entries, lowering.range(node));
}

function construction(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const type = table.child(node, "type");
  const body = table.childOfKind(node, "class_body");
  const outer = lowering.children(node).find((child) => table.field(child) === "" && !/annotation$|^class_body$/.test(table.kind(child)));
  if (outer !== undefined) lowering.expression(outer);
  const made = typeValue(lowering, type);
  const args = argumentsOf(lowering, table.child(node, "arguments"));
  const callee = body === NO_NODE ? made : lowerAnonymousClass(lowering, node, made, body);
  return builder.call(callee, args, CallFlag.New, lowering.range(node));
}

/** `this(…)` and `super(…)` in a constructor. */
export function explicitConstructor(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const keyword = table.child(node, "constructor");
  const isThis = keyword !== NO_NODE && table.kind(keyword) === "this";
  const args = argumentsOf(lowering, table.child(node, "arguments"));
  const range = keyword === NO_NODE ? lowering.range(node) : lowering.range(keyword);
  const own = lowering.owner?.variable ?? null;
  const callee = isThis && own !== null ? builder.readVariable(own, range) : builder.superValue(lowering.owner?.id ?? NONE, range);
  builder.call(callee, args, 0, lowering.range(node), builder.thisPlace(), "");
}

/** `new String[] { a, b }`, `new String[n]`. */
function arrayCreation(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  for (const child of lowering.children(node)) {
    if (table.kind(child) === "dimensions_expr") lowering.expression(lowering.firstOf(child));
  }
  const initial = table.child(node, "value");
  return initial === NO_NODE ? builder.array([], lowering.range(node)) : lowering.expression(initial);
}

export const callExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["method_invocation", invocation],
  ["object_creation_expression", construction],
  ["array_creation_expression", arrayCreation],
  ["class_literal", (lowering, node) => typeValue(lowering, lowering.firstOf(node))],
  ...annotationExpressions,
];
