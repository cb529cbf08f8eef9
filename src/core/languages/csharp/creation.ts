/** New objects and collections, with their initialisers. */
import type { Range } from "../../facts/places.js";
import { CallFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { argumentsOf } from "./calls.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { readName } from "./names.js";
import { plainString } from "./strings.js";
import { elementType, simpleName, typeText } from "./typeNames.js";
import { typeValue } from "./types.js";

/** Collections whose content is all that matters. */
const SEQUENCE =
  /^(?:[\w.]+\.)?(?:List|IList|IReadOnlyList|ICollection|IReadOnlyCollection|IEnumerable|Collection|ObservableCollection|HashSet|ISet|SortedSet|Queue|Stack|LinkedList|ConcurrentBag|ConcurrentQueue|ImmutableList|ImmutableArray|ArrayList)(?:<.*>)?\??$/s;
const MAP =
  /^(?:[\w.]+\.)?(?:Dictionary|IDictionary|IReadOnlyDictionary|SortedDictionary|SortedList|ConcurrentDictionary|ImmutableDictionary|Hashtable|NameValueCollection|AdditionalPropertiesDictionary)(?:<.*>)?\??$/s;

const objectCreation: ExpressionHandler = (lowering, node) => {
  const { table } = lowering;
  const type = table.child(node, "type");
  const initializer = table.child(node, "initializer");
  return create(
    lowering,
    node,
    type,
    type === NO_NODE ? "" : (typeText(lowering, type) ?? ""),
    table.child(node, "arguments"),
    initializer,
  );
};

const implicitCreation: ExpressionHandler = (lowering, node, expected) =>
  create(
    lowering,
    node,
    NO_NODE,
    expected.replace(/\?$/, ""),
    lowering.table.childOfKind(node, "argument_list"),
    lowering.table.childOfKind(node, "initializer_expression"),
  );

function create(lowering: Lowering, node: NodeId, typeNode: NodeId, type: string, list: NodeId, initializer: NodeId): ValueId {
  const { builder } = lowering;
  const range = lowering.range(node);
  const args = argumentsOf(lowering, list, true);
  if (args.length === 0 && SEQUENCE.test(type)) return builder.array(elementsOf(lowering, initializer, elementType(type)), range);
  if (args.length === 0 && MAP.test(type)) return mapOf(lowering, node, initializer);
  const callee = typeNode === NO_NODE ? namedType(lowering, node, type) : typeValue(lowering, typeNode);
  const call = builder.call(callee, args, CallFlag.New, range);
  return initializer === NO_NODE ? call : initialized(lowering, call, initializer);
}

/** The type that `new(…)` leaves out: the name that is expected, as far as there is one. */
function namedType(lowering: Lowering, node: NodeId, type: string): ValueId {
  const { builder } = lowering;
  const range = { start: lowering.table.start(node), end: lowering.table.start(node) + 3 };
  const names = /^[\w.]+/.exec(type)?.[0].split(".") ?? [];
  const [first, ...rest] = names;
  if (first === undefined || /^(?:$|[a-z])/.test(first)) return builder.unknown([], range);
  let value = readName(lowering, first, range, "type");
  for (const name of rest) value = builder.field(value, name, range);
  return value;
}

function elementsOf(lowering: Lowering, initializer: NodeId, expected: string): ValueId[] {
  return lowering.children(initializer).map((child) => lowering.expression(child, expected));
}

/** A dictionary as an object, its keys as far as they are written out. */
function mapOf(lowering: Lowering, node: NodeId, initializer: NodeId): ValueId {
  const { builder, table } = lowering;
  const entries: { key: string | null | ValueId; value: ValueId }[] = [];
  for (const child of lowering.children(initializer)) {
    if (table.kind(child) === "assignment_expression") {
      const index = indexOf(lowering, table.child(child, "left"));
      entries.push({ key: index === NO_NODE ? NONE : keyOf(lowering, index), value: lowering.childValue(child, "right") });
    } else if (table.kind(child) === "initializer_expression") {
      const [key, value] = lowering.children(child);
      entries.push({
        key: key === undefined ? NONE : keyOf(lowering, key),
        value: value === undefined ? lowering.unknown(child) : lowering.expression(value),
      });
    } else entries.push({ key: NONE, value: lowering.expression(child) });
  }
  return builder.object(entries, lowering.range(node));
}

/** The key in `["key"] = value`, NO_NODE when the left side is no index. */
function indexOf(lowering: Lowering, left: NodeId): NodeId {
  const { table } = lowering;
  if (left === NO_NODE || !/^(?:element_binding_expression|bracketed_argument_list|element_access_expression)$/.test(table.kind(left)))
    return NO_NODE;
  const list = table.kind(left) === "element_access_expression" ? table.child(left, "subscript") : left;
  return lowering.firstOf(lowering.firstOf(list));
}

function keyOf(lowering: Lowering, node: NodeId): string | ValueId {
  return plainString(lowering, node) ?? lowering.expression(node);
}

/** `{ A = x, ["k"] = y, z }` after a new object: what is written into it. */
export function initialized(lowering: Lowering, object: ValueId, initializer: NodeId): ValueId {
  const { builder, table } = lowering;
  let value = object;
  for (const child of lowering.children(initializer)) {
    const range = lowering.range(child);
    const kind = table.kind(child);
    if (kind === "assignment_expression" || kind === "with_initializer") {
      const left = kind === "with_initializer" ? lowering.firstOf(child) : table.child(child, "left");
      const index = indexOf(lowering, left);
      if (index !== NO_NODE) {
        const key = lowering.expression(index);
        value = builder.storedElement(value, key, lowering.childValue(child, "right"), range);
        continue;
      }
      const name = simpleName(lowering, left);
      const right = kind === "with_initializer" ? (lowering.children(child)[1] ?? NO_NODE) : table.child(child, "right");
      value = builder.stored(value, name, assigned(lowering, { value, name, range }, right), range);
    } else if (kind === "initializer_expression") {
      const [key, entry] = lowering.children(child);
      const keyValue = key === undefined ? NONE : lowering.expression(key);
      if (entry === undefined) value = builder.storedElement(value, NONE, keyValue === NONE ? lowering.unknown(child) : keyValue, range);
      else value = builder.storedElement(value, keyValue, lowering.expression(entry), range);
    } else value = builder.storedElement(value, NONE, lowering.expression(child), range);
  }
  return value;
}

/** `Options = { A = 1 }` goes on with what is already there; everything else replaces it. */
function assigned(
  lowering: Lowering,
  target: { readonly value: ValueId; readonly name: string; readonly range: Range },
  right: NodeId,
): ValueId {
  if (right === NO_NODE) return lowering.unknown(lowering.table.root);
  if (lowering.table.kind(right) !== "initializer_expression") return lowering.expression(right);
  const isList = lowering
    .children(right)
    .every((child) => !/^(?:assignment_expression|initializer_expression)$/.test(lowering.table.kind(child)));
  if (isList) return lowering.builder.array(elementsOf(lowering, right, ""), lowering.range(right));
  return initialized(lowering, lowering.builder.field(target.value, target.name, target.range), right);
}

const arrayCreation: ExpressionHandler = (lowering, node, expected) => {
  const { builder, table } = lowering;
  const type = table.child(node, "type");
  const text = type === NO_NODE ? expected : (typeText(lowering, type) ?? "");
  return builder.array(elementsOf(lowering, table.childOfKind(node, "initializer_expression"), elementType(text)), lowering.range(node));
};

const initializerAlone: ExpressionHandler = (lowering, node, expected) =>
  lowering.builder.array(elementsOf(lowering, node, elementType(expected)), lowering.range(node));

/** `[a, ..b]` */
const collection: ExpressionHandler = (lowering, node, expected) => {
  const { builder, table } = lowering;
  const inner = elementType(expected);
  const values: ValueId[] = [];
  for (const child of lowering.children(node)) {
    const element = table.kind(child) === "collection_element" ? lowering.firstOf(child) : child;
    if (element === NO_NODE) continue;
    if (table.kind(element) === "spread_element") values.push(builder.spread(lowering.onlyValue(element), lowering.range(element)));
    else
      values.push(table.kind(element) === "expression_element" ? lowering.onlyValue(element, inner) : lowering.expression(element, inner));
  }
  return builder.array(values, lowering.range(node));
};

/** `new { Name = x, y.Size }` */
const anonymousObject: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const entries: { key: string; value: ValueId }[] = [];
  const children = lowering.children(node);
  for (let at = 0; at < children.length; at++) {
    const child = children[at] as NodeId;
    const next = children[at + 1];
    const hasName =
      table.kind(child) === "identifier" &&
      next !== undefined &&
      /^\s*=$/.test(table.text.slice(table.end(child), table.start(next)).trimEnd());
    if (hasName) {
      entries.push({ key: simpleName(lowering, child), value: lowering.expression(next) });
      at++;
    } else {
      const text = table.textOf(child);
      entries.push({ key: /[\w]+$/.exec(text)?.[0] ?? "", value: lowering.expression(child) });
    }
  }
  return builder.object(entries, lowering.range(node));
};

const withExpression: ExpressionHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const [object, ...initializers] = lowering.children(node);
  let value = object === undefined ? lowering.unknown(node) : lowering.expression(object);
  for (const one of initializers) {
    if (table.kind(one) !== "with_initializer") continue;
    const [name, right] = lowering.children(one);
    if (name === undefined || right === undefined) continue;
    value = builder.stored(value, simpleName(lowering, name), lowering.expression(right), lowering.range(one));
  }
  return value;
};

export const creationExpressions: readonly (readonly [string, ExpressionHandler])[] = [
  ["object_creation_expression", objectCreation],
  ["implicit_object_creation_expression", implicitCreation],
  ["array_creation_expression", arrayCreation],
  ["implicit_array_creation_expression", arrayCreation],
  ["stackalloc_expression", arrayCreation],
  ["implicit_stackalloc_expression", arrayCreation],
  ["initializer_expression", initializerAlone],
  ["collection_expression", collection],
  ["anonymous_object_creation_expression", anonymousObject],
  ["with_expression", withExpression],
];
