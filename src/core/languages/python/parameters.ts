/** Parameter lists of functions and lambdas. */
import type { ParameterStart } from "../../facts/places.js";
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { annotatedMetadata, typeText } from "./annotations.js";
import type { Lowering } from "./lowering.js";
import { literalIndex } from "./places.js";
import { namesInTarget } from "./scopeNames.js";
import { bind } from "./targets.js";

/** A parameter whose default and metadata are lowered, and whose variable is not declared yet. */
export interface PreparedParameter {
  readonly start: ParameterStart;
  /** Python 2's `def f((a, b))`: what the parameter is unpacked to. */
  readonly pattern: NodeId;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Lowers what Python evaluates where the function stands: defaults and `Annotated` metadata. */
export function prepareParameters(lowering: Lowering, list: NodeId): PreparedParameter[] {
  const { table } = lowering;
  const prepared: PreparedParameter[] = [];
  let keywordOnly = false;
  for (const node of list === NO_NODE ? [] : lowering.children(list)) {
    const kind = table.kind(node);
    if (kind === "positional_separator") continue;
    if (kind === "keyword_separator") {
      keywordOnly = true;
      continue;
    }
    const { name, stars } = nameOf(lowering, node);
    const fallback = table.child(node, "value");
    const type = typeText(lowering, node);
    const isPattern = name !== NO_NODE && table.kind(name) !== "identifier";
    if (stars === "rest") keywordOnly = true;
    const start: Writable<ParameterStart> = {
      start: table.start(node),
      end: table.end(node),
      default: fallback === NO_NODE ? NONE : lowering.expression(fallback),
      kind: stars ?? (keywordOnly ? "keyword-only" : "plain"),
      annotations: type === undefined ? [] : annotatedMetadata(lowering, node),
    };
    if (name !== NO_NODE && !isPattern) start.name = table.textOf(name);
    if (type !== undefined) start.type = type;
    prepared.push({ start, pattern: isPattern ? name : NO_NODE });
  }
  return prepared;
}

function nameOf(lowering: Lowering, node: NodeId): { readonly name: NodeId; readonly stars: "rest" | "keyword-rest" | null } {
  const { table } = lowering;
  switch (table.kind(node)) {
    case "list_splat_pattern":
      return { name: lowering.firstOf(node), stars: "rest" };
    case "dictionary_splat_pattern":
      return { name: lowering.firstOf(node), stars: "keyword-rest" };
    case "typed_parameter":
      return nameOf(lowering, lowering.firstOf(node));
    case "default_parameter":
    case "typed_default_parameter":
      return { name: table.child(node, "name"), stars: null };
    default:
      return { name: node, stars: null };
  }
}

/** Declares the parameters inside the function just started. */
export function declareParameters(lowering: Lowering, prepared: readonly PreparedParameter[]): void {
  const { builder, table } = lowering;
  for (const { start, pattern } of prepared) {
    const value: ValueId = builder.parameter(start);
    if (pattern === NO_NODE) continue;
    for (const name of namesInTarget(table, pattern)) builder.declare(table.textOf(name), lowering.range(name));
    lowering.children(pattern).forEach((part, index) => {
      bind(lowering, part, builder.element(value, literalIndex(lowering, index, part), lowering.range(part)));
    });
  }
}
