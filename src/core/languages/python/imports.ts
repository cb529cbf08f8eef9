/** Imports, wherever they stand. */
import { NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { assignName } from "./targets.js";

/** What lowering itself must recognise, by any name a file gives it. */
const WELL_KNOWN = new Map([
  ["typing.cast", "typing.cast"],
  ["typing_extensions.cast", "typing.cast"],
  ["typing.TYPE_CHECKING", "typing.TYPE_CHECKING"],
  ["typing_extensions.TYPE_CHECKING", "typing.TYPE_CHECKING"],
  ["importlib.import_module", "importlib.import_module"],
]);

function importModules(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  for (const name of table.childrenOf(node, "name")) {
    const range = lowering.range(name);
    const kind = lowering.typesOnly ? "type" : "static";
    if (table.kind(name) === "aliased_import") {
      const module = dotted(lowering, table.child(name, "name"));
      const local = table.textOf(table.child(name, "alias"));
      assignName(lowering, local, builder.import({ module, name: "*", local, kind, ...range }));
      know(lowering, module, local);
      continue;
    }
    const module = dotted(lowering, name);
    const [local = module] = module.split(".");
    assignName(lowering, local, builder.import({ module: local, name: "*", local, kind, ...range }));
    // `import a.b` binds `a` alone; the second row says that `a.b` is loaded, and can be reached as a field of `a`.
    if (local !== module) builder.import({ module, name: "*", local: module, kind, ...range });
    know(lowering, module, module);
  }
}

function know(lowering: Lowering, module: string, local: string): void {
  for (const [full, meaning] of WELL_KNOWN) {
    if (full.startsWith(`${module}.`)) lowering.wellKnown.set(local + full.slice(module.length), meaning);
  }
}

function importFrom(lowering: Lowering, node: NodeId): void {
  const { builder, table } = lowering;
  const module = dotted(lowering, table.child(node, "module_name"));
  const kind = lowering.typesOnly ? "type" : "static";
  if (table.childOfKind(node, "wildcard_import") !== NO_NODE) {
    builder.import({ module, name: "*", local: "*", kind, start: table.start(node), end: table.end(node) });
    builder.export({ name: "*", value: NONE, variable: NONE, fromModule: module, fromName: "*" });
    return;
  }
  for (const one of table.childrenOf(node, "name")) {
    const isAliased = table.kind(one) === "aliased_import";
    const name = dotted(lowering, isAliased ? table.child(one, "name") : one);
    const local = isAliased ? table.textOf(table.child(one, "alias")) : name;
    assignName(lowering, local, builder.import({ module, name, local, kind, start: table.start(one), end: table.end(one) }));
    const meaning = WELL_KNOWN.get(`${module}.${name}`);
    if (meaning) lowering.wellKnown.set(local, meaning);
  }
}

/** A dotted or relative module name without the spaces that Python allows inside. */
function dotted(lowering: Lowering, node: NodeId): string {
  return node === NO_NODE ? "" : lowering.table.textOf(node).replace(/[\s\\]+/g, "");
}

export const importStatements: readonly (readonly [string, StatementHandler])[] = [
  ["import_statement", importModules],
  ["import_from_statement", importFrom],
  ["future_import_statement", () => {}],
];
