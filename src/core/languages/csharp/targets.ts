/** What is assigned to: names, members, elements, tuples, and variables that a declaration brings in. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { lastOf, located } from "./names.js";
import { isSimpleType, simpleName, typeText } from "./typeNames.js";

/** Declares a variable in the innermost scope and gives it its value. */
export function declareName(lowering: Lowering, name: NodeId, value: ValueId, type?: string): void {
  const { builder } = lowering;
  const variable = builder.declare(simpleName(lowering, name), lowering.range(name), type === undefined ? {} : { type });
  if (isSimpleType(type)) lowering.simple.add(variable);
  builder.assign(variable, value);
}

export function bindTarget(lowering: Lowering, target: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  switch (table.kind(target)) {
    case "tuple_expression":
    case "tuple_pattern":
      lowering.deeper(
        () => unpack(lowering, target, value),
        () => undefined,
      );
      return;
    case "declaration_expression": {
      const name = table.child(target, "name");
      if (name !== NO_NODE && simpleName(lowering, name) !== "_")
        declareName(lowering, name, value, typeText(lowering, table.child(target, "type")));
      return;
    }
    case "discard":
      return;
    case "parenthesized_expression":
      bindTarget(lowering, lowering.firstOf(target), value);
      return;
    case "member_access_expression": {
      const object = located(lowering, table.child(target, "expression"));
      if (object.value === NONE) return;
      const name = simpleName(lowering, table.child(target, "name"));
      builder.write({ kind: "field", object: object.place, base: object.value, name }, value, lowering.range(target));
      return;
    }
    default: {
      const { place } = located(lowering, target);
      if (place) builder.write(place, value, lowering.range(target));
    }
  }
}

/** `var (a, b) = …`, `(a, b) = …` */
function unpack(lowering: Lowering, target: NodeId, value: ValueId): void {
  const { builder, table } = lowering;
  lowering.children(target).forEach((part, index) => {
    const range = lowering.range(part);
    const element = builder.element(value, builder.literal(String(index), LiteralKind.Number, range), range);
    const inner = table.kind(part) === "argument" ? lastOf(lowering, part) : part;
    if (table.kind(target) === "tuple_pattern" && table.kind(inner) === "identifier") {
      if (simpleName(lowering, inner) !== "_") declareName(lowering, inner, element);
    } else bindTarget(lowering, inner, element);
  });
}
