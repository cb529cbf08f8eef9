/** Patterns of `is`, `switch` and `case`: which part of the value each name captures. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { declareName } from "./targets.js";
import { simpleName, typeText } from "./typeNames.js";

/** Binds the names of a pattern; gives what the value is compared with. */
export function bindPattern(lowering: Lowering, pattern: NodeId, value: ValueId): ValueId {
  return lowering.deeper(
    () => bind(lowering, pattern, value),
    () => lowering.unknown(pattern),
  );
}

function bind(lowering: Lowering, pattern: NodeId, value: ValueId): ValueId {
  const { builder, table } = lowering;
  const range = lowering.range(pattern);
  const kind = table.kind(pattern);
  switch (kind) {
    case "constant_pattern":
      return lowering.onlyValue(pattern);
    case "relational_pattern":
      return lowering.unknown(pattern, [lowering.onlyValue(pattern)]);
    case "declaration_pattern":
    case "recursive_pattern":
    case "var_pattern": {
      const type = typeText(lowering, table.child(pattern, "type"));
      const narrowed = type === undefined ? value : builder.cast(value, type, range);
      for (const child of lowering.children(pattern)) {
        const part = table.kind(child);
        if (part === "property_pattern_clause" || part === "positional_pattern_clause") bindParts(lowering, child, narrowed);
        else if (part === "parenthesized_variable_designation") designation(lowering, child, narrowed);
        else if (part.endsWith("_pattern")) bindPattern(lowering, child, narrowed);
      }
      const name = table.child(pattern, "name");
      if (name !== NO_NODE) declareName(lowering, name, narrowed, type);
      return builder.literal(type ?? "", LiteralKind.String, range);
    }
    case "list_pattern": {
      let index = 0;
      for (const child of lowering.children(pattern)) {
        if (table.field(child) === "name") declareName(lowering, child, value);
        else if (table.kind(child) === "parenthesized_variable_designation") designation(lowering, child, value);
        else
          bindPattern(
            lowering,
            child,
            builder.element(value, builder.literal(String(index++), LiteralKind.Number, lowering.range(child)), lowering.range(child)),
          );
      }
      return lowering.unknown(pattern);
    }
    case "and_pattern":
    case "or_pattern":
    case "negated_pattern":
    case "parenthesized_pattern": {
      const parts = lowering.children(pattern).map((child) => bindPattern(lowering, child, value));
      if (kind === "or_pattern") return builder.choice(parts, NONE, range);
      return kind === "negated_pattern"
        ? builder.binary(NONE, "not", parts[0] ?? lowering.unknown(pattern), range)
        : (parts[0] ?? lowering.unknown(pattern));
    }
    case "type_pattern":
      return builder.literal(typeText(lowering, table.child(pattern, "type")) ?? "", LiteralKind.String, range);
    case "discard":
      return lowering.unknown(pattern);
    default:
      // `case` followed by an expression.
      return lowering.expression(pattern);
  }
}

/** `{ Name: var n, Address.City: "x" }` and `(var a, var b)`. */
function bindParts(lowering: Lowering, clause: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  const isPositional = table.kind(clause) === "positional_pattern_clause";
  lowering.children(clause).forEach((subpattern, index) => {
    const children = lowering.children(subpattern);
    const pattern = children[children.length - 1];
    if (pattern === undefined) return;
    const range = lowering.range(subpattern);
    const nameNode = children.length > 1 ? (children[0] as NodeId) : NO_NODE;
    let part = value;
    if (nameNode !== NO_NODE) {
      for (const name of table.textOf(nameNode).split(".")) part = builder.field(part, name.trim(), range);
    } else if (isPositional) part = builder.element(value, builder.literal(String(index), LiteralKind.Number, range), range);
    bindPattern(lowering, pattern, part);
  });
}

/** `var (a, b)` */
export function designation(lowering: Lowering, node: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  let index = 0;
  for (const child of lowering.children(node)) {
    const range = lowering.range(child);
    const part = builder.element(value, builder.literal(String(index++), LiteralKind.Number, range), range);
    if (table.kind(child) === "parenthesized_variable_designation")
      lowering.deeper(
        () => designation(lowering, child, part),
        () => undefined,
      );
    else if (table.kind(child) === "identifier" && simpleName(lowering, child) !== "_") declareName(lowering, child, part);
  }
}
