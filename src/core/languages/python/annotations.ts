/** Type annotations: their text, and the values that `Annotated[T, …]` attaches to a parameter. */
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

/** The declared type as written, undefined when there is none. */
export function typeText(lowering: Lowering, node: NodeId): string | undefined {
  const type = lowering.table.child(node, "type");
  return type === NO_NODE ? undefined : lowering.table.textOf(type);
}

/** Calls and names after the first argument of `Annotated[…]`, lowered here and now. */
export function annotatedMetadata(lowering: Lowering, node: NodeId): ValueId[] {
  const { table } = lowering;
  const type = table.child(node, "type");
  if (type === NO_NODE || !/^(?:[\w.]+\.)?Annotated\s*\[/.test(table.textOf(type))) return [];
  const generic = lowering.firstOf(type);
  const parts =
    table.kind(generic) === "subscript"
      ? table.childrenOf(generic, "subscript")
      : lowering.children(lowering.children(generic)[1] ?? NO_NODE);
  return parts.slice(1).map((part) => lowering.expression(part));
}
