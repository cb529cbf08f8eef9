/** The package of a file and its imports. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";

function packageDeclaration(lowering: Lowering, node: NodeId): void {
  const name = lowering.children(node).find((child) => /identifier$/.test(lowering.table.kind(child)));
  if (name !== undefined) lowering.builder.packages.push(dotted(lowering, name));
}

/**
 * `import a.b.C` binds what package a.b declares as C. By convention the first capital begins a class: what follows it
 * (`a.b.Outer.Inner`, and every static import) is a member of that class.
 */
function importDeclaration(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const named = lowering.children(node).find((child) => /identifier$/.test(table.kind(child)));
  if (named === undefined) return;
  const parts = dotted(lowering, named).split(".");
  const range = lowering.range(named);
  const isStar = table.childOfKind(node, "asterisk") !== NO_NODE;
  const at = parts.findIndex((part) => /^[A-Z]/.test(part));
  if (at < 0 && isStar) {
    builder.import({ module: parts.join("."), name: "*", local: "*", kind: "static", ...range });
    return;
  }
  const first = at >= 0 ? at : parts.length - 1;
  const name = parts[first] as string;
  const members = parts.slice(first + 1);
  const local = isStar ? "" : (parts[parts.length - 1] as string);
  let value = builder.import({
    module: parts.slice(0, first).join("."),
    name,
    local: members.length > 0 ? "" : local,
    kind: "static",
    ...range,
  });
  for (const member of members) value = builder.field(value, member, range);
  if (isStar) {
    lowering.staticStars.push(value);
    return;
  }
  const variable = builder.declare(local, range);
  lowering.definitions.add(variable);
  builder.assign(variable, value);
}

function dotted(lowering: Lowering, node: NodeId): string {
  return lowering.table.textOf(node).replace(/\s+|\/\*[\s\S]*?\*\//g, "");
}

const nothing: StatementHandler = () => {};

export const importStatements: readonly (readonly [string, StatementHandler])[] = [
  ["package_declaration", packageDeclaration],
  ["import_declaration", importDeclaration],
  ["module_declaration", nothing],
];
