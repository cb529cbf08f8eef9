/** Namespaces and ambient modules. */
import type { ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { namespaceRoot } from "./declaring.js";
import type { FileLowering } from "./fileLowering.js";

/** `namespace A { export const x = 1 }`: an object with the exported names. */
export function lowerNamespace(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const range = file.range(node);
  const body = table.child(node, "body");
  const outer = file.namespaceExports;
  const names = new Map<string, number>();
  file.namespaceExports = names;
  if (body !== NO_NODE) file.lowerStatement(body);
  file.namespaceExports = outer;
  let value = builder.object(
    [...names].map(([key, variable]) => ({ key, value: builder.readVariable(variable, range) })),
    range,
  );
  const root = namespaceRoot(file, node);
  if (root === NO_NODE) return value;
  // `namespace A.B` is B inside A.
  const [first, ...rest] = table.textOf(table.child(node, "name")).split(".");
  for (const key of rest.reverse()) value = builder.object([{ key: key.trim(), value }], range);
  const variable = builder.resolve((first as string).trim());
  if (variable !== null) builder.assign(variable, value);
  return value;
}
