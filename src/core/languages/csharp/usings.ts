/** `using` directives: namespaces whose names are in scope, types whose members are, and aliases. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { GLOBAL_USING } from "../../link/csharpModules.js";
import type { Lowering } from "./lowering.js";
import { simpleName } from "./typeNames.js";

export function lowerUsing(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const range = lowering.range(node);
  const alias = table.child(node, "name");
  const target = lowering.children(node).find((child) => child !== alias);
  if (target === undefined) return;
  const path = dotted(lowering, target);
  const isGlobal = lowering.has(node, "global");
  if (alias === NO_NODE) {
    // A namespace only widens what names may mean; the members of a static type are in scope themselves.
    const local = lowering.has(node, "static") ? "*" : "";
    builder.import({ module: isGlobal ? GLOBAL_USING + path : path, name: "*", local, kind: "static", ...range });
    return;
  }
  const local = simpleName(lowering, alias);
  const dot = path.lastIndexOf(".");
  const value = builder.import({
    module: dot < 0 ? "" : path.slice(0, dot),
    name: dot < 0 ? path : path.slice(dot + 1),
    local,
    kind: "static",
    ...range,
  });
  const variable = builder.moduleVariable(local, lowering.range(alias));
  lowering.types.add(variable);
  builder.assign(variable, value);
}

/** A namespace or type name without blanks and type arguments. */
function dotted(lowering: Lowering, node: NodeId): string {
  return lowering.table
    .textOf(node)
    .replace(/^\s*global::/, "")
    .replace(/<.*>/s, "")
    .replace(/\s+/g, "");
}
