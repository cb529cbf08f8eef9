/** `instanceof` and the patterns of `case`: which names they bind to which part of a value. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering } from "./lowering.js";
import { typeText, typeValue } from "./types.js";

function instanceOf(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const left = lowering.childValue(node, "left");
  const type = table.child(node, "right");
  const name = table.child(node, "name");
  const pattern = table.child(node, "pattern");
  if (name !== NO_NODE) bindName(lowering, name, left, type);
  if (pattern !== NO_NODE) bindPattern(lowering, pattern, left);
  const right = type === NO_NODE ? NONE : typeValue(lowering, type);
  return builder.binary(left, "instanceof", right, lowering.range(node));
}

/** Names of a pattern are known to all that follows in the block: where the pattern has failed nobody may read them. */
function bindName(lowering: Lowering, name: NodeId, subject: ValueId, type: NodeId): void {
  const { builder, table } = lowering;
  const text = typeText(lowering, type);
  const range = lowering.range(name);
  const variable = builder.declare(table.textOf(name), range, text === undefined ? {} : { type: text });
  builder.assign(variable, text === undefined ? subject : builder.cast(subject, text, range));
}

/** `Point(int x, var y)`: which component each name is, only the record knows. */
export function bindPattern(lowering: Lowering, pattern: NodeId, subject: ValueId): void {
  const { table } = lowering;
  const children = lowering.children(pattern);
  switch (table.kind(pattern)) {
    case "type_pattern":
    case "record_pattern_component": {
      const name = children[children.length - 1];
      if (name !== undefined && table.kind(name) === "identifier" && children.length > 1)
        bindName(lowering, name, subject, children[children.length - 2] as NodeId);
      else for (const child of children) if (table.kind(child) === "record_pattern") bindInside(lowering, child, subject);
      return;
    }
    case "pattern":
    case "record_pattern":
    case "record_pattern_body":
      for (const child of children)
        bindInside(lowering, child, table.kind(child) === "record_pattern_component" ? lowering.unknown(child, [subject]) : subject);
  }
}

function bindInside(lowering: Lowering, pattern: NodeId, subject: ValueId): void {
  lowering.deeper(
    () => bindPattern(lowering, pattern, subject),
    () => undefined,
  );
}

export const patternExpressions: readonly (readonly [string, ExpressionHandler])[] = [["instanceof_expression", instanceOf]];
