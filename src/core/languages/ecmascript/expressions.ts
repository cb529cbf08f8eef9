/** Expressions: which part of the lowering handles which kind, and the kinds that need a line or two. */
import { LiteralKind, NONE } from "../../facts/fileFacts.js";
import { NO_NODE } from "../../syntax/syntaxTable.js";
import { lowerCall, lowerNew } from "./calls.js";
import { lowerClass } from "./classes.js";
import type { LowerExpression } from "./fileLowering.js";
import { lowerFunctionExpression } from "./functions.js";
import { lowerMarkup } from "./markup.js";
import { lowerArray, lowerObject } from "./objects.js";
import { lowerAssignment, lowerAugmentedAssignment, lowerBinary, lowerTernary, lowerUnary, lowerUpdate } from "./operators.js";
import { reference } from "./places.js";
import { lowerNamespace } from "./namespaces.js";
import { lowerTemplate, stringText } from "./strings.js";

type Lower = LowerExpression;

const lowerReference: Lower = (file, node) => reference(file, node).value;

/** Anything not modelled: its data may come from any of its parts. */
export const lowerParts: Lower = (file, node) => {
  const parts = file.table.namedChildren(node).map((part) => file.lowerExpression(part));
  return file.builder.unknown(parts, file.range(node));
};

const nothing: Lower = (file, node) => file.builder.unknown([], file.range(node));

const literal =
  (kind: LiteralKind): Lower =>
  (file, node) =>
    file.builder.literal(file.table.textOf(node), kind, file.range(node));

const lowerCast: Lower = (file, node, name) => {
  const [expression = NO_NODE, type = NO_NODE] = file.table.namedChildren(node);
  if (expression === NO_NODE) return nothing(file, node, name);
  const value = file.lowerExpression(expression, name);
  // `as const` has no type node and says nothing about what the value is.
  return type === NO_NODE ? value : file.builder.cast(value, file.table.textOf(type), file.range(node));
};

const lowerTypeAssertion: Lower = (file, node, name) => {
  const [types = NO_NODE, expression = NO_NODE] = file.table.namedChildren(node);
  if (expression === NO_NODE) return nothing(file, node, name);
  const value = file.lowerExpression(expression);
  const type = file.firstNamed(types);
  return type === NO_NODE ? value : file.builder.cast(value, file.table.textOf(type), file.range(node));
};

const lowerFirst: Lower = (file, node, name) => {
  const inner = file.firstNamed(node);
  return inner === NO_NODE ? nothing(file, node, name) : file.lowerExpression(inner, name);
};

const lowerSequence: Lower = (file, node) => {
  let last = NONE;
  for (const part of file.table.namedChildren(node)) last = file.lowerExpression(part);
  return last === NONE ? file.builder.unknown([], file.range(node)) : last;
};

const lowerYield: Lower = (file, node) => {
  const inner = file.firstNamed(node);
  const { builder, table } = file;
  if (inner === NO_NODE) return builder.yield(builder.literal("undefined", LiteralKind.Null, file.range(node)), file.range(node));
  const value = file.lowerExpression(inner);
  const delegates = /^yield\s*\*/.test(table.text.slice(table.start(node), table.start(inner)));
  return builder.yield(delegates ? builder.element(value, NONE, file.range(inner)) : value, file.range(node));
};

export const EXPRESSIONS: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ["identifier", lowerReference],
  ["shorthand_property_identifier", lowerReference],
  ["this", lowerReference],
  ["super", lowerReference],
  ["member_expression", lowerReference],
  ["subscript_expression", lowerReference],
  ["string", (file, node) => file.builder.string(stringText(file, node), file.range(node))],
  ["template_string", (file, node) => lowerTemplate(file, node)],
  ["number", literal(LiteralKind.Number)],
  ["true", literal(LiteralKind.Boolean)],
  ["false", literal(LiteralKind.Boolean)],
  ["null", literal(LiteralKind.Null)],
  ["undefined", literal(LiteralKind.Null)],
  ["regex", literal(LiteralKind.Regex)],
  ["object", lowerObject],
  ["array", lowerArray],
  ["call_expression", lowerCall],
  ["new_expression", lowerNew],
  ["binary_expression", lowerBinary],
  ["unary_expression", lowerUnary],
  ["update_expression", lowerUpdate],
  ["ternary_expression", lowerTernary],
  ["assignment_expression", lowerAssignment],
  ["augmented_assignment_expression", lowerAugmentedAssignment],
  ["sequence_expression", lowerSequence],
  ["await_expression", (file, node, name) => file.builder.await(lowerFirst(file, node, name), file.range(node))],
  ["yield_expression", lowerYield],
  ["as_expression", lowerCast],
  ["satisfies_expression", lowerCast],
  ["type_assertion", lowerTypeAssertion],
  ["instantiation_expression", lowerFirst],
  ["jsx_expression", lowerFirst],
  ["spread_element", (file, node, name) => file.builder.spread(lowerFirst(file, node, name), file.range(node))],
  ["arrow_function", lowerFunctionExpression],
  ["function_expression", lowerFunctionExpression],
  ["generator_function", lowerFunctionExpression],
  ["class", (file, node, name) => lowerClass(file, node, name)],
  ["meta_property", (file, node) => file.builder.global(file.table.textOf(node), file.range(node))],
  ["import", (file, node) => file.builder.global("import", file.range(node))],
  ["jsx_element", lowerMarkup],
  ["jsx_self_closing_element", lowerMarkup],
  ["internal_module", lowerNamespace],
  ["type_arguments", nothing],
  ["type_annotation", nothing],
]);
