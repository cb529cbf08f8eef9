/** Fields as names: where they are in scope, and what hides them. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, OpenClass } from "./lowering.js";

/** The name stands for the field, so that locals of the same name hide it and it hides those further out. */
export function declareField(lowering: Lowering, name: NodeId, open: OpenClass): void {
  if (name === NO_NODE) return;
  const variable = lowering.builder.declare(lowering.table.textOf(name), lowering.range(name));
  lowering.definitions.delete(variable);
  lowering.fields.set(variable, open);
}
