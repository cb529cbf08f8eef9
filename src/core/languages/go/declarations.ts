/** Declarations: of the package, whose names are known everywhere in the file, and of blocks. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { defineFunction, defineMethod, receiverOf } from "./functions.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { typeValue } from "./places.js";
import { declareAll, valuesFor } from "./statements.js";
import { localType, openType } from "./types.js";
import { zeroValue } from "./variables.js";

/** Declares every name of the package that the file brings in, before anything that may use it. */
export function declareTopLevel(lowering: Lowering): void {
  const { builder, table } = lowering;
  const declare = (nameNode: NodeId, isDefinition: boolean, type?: string): void => {
    if (nameNode === NO_NODE || table.textOf(nameNode) === "_") return;
    const variable = builder.declare(table.textOf(nameNode), lowering.range(nameNode), type === undefined ? {} : { type });
    if (isDefinition) lowering.definitions.add(variable);
  };
  for (const node of lowering.children(table.root)) {
    switch (table.kind(node)) {
      case "function_declaration":
        declare(table.child(node, "name"), true);
        break;
      case "type_declaration":
        for (const spec of lowering.children(node)) {
          const name = table.child(spec, "name");
          declare(name, true);
          if (table.kind(spec) === "type_spec" && name !== NO_NODE && !lowering.types.has(table.textOf(name)))
            openType(lowering, table.textOf(name), spec);
        }
        break;
      case "var_declaration":
      case "const_declaration":
        for (const spec of specsOf(lowering, node)) {
          const type = table.child(spec, "type");
          for (const name of namesOf(lowering, spec)) declare(name, false, type === NO_NODE ? undefined : table.textOf(type));
        }
        break;
      default:
    }
  }
  // Methods of a type that another file of the package declares.
  for (const node of lowering.children(table.root)) {
    if (table.kind(node) !== "method_declaration") continue;
    const type = receiverOf(lowering, node)?.type ?? "";
    if (type !== "" && !lowering.types.has(type)) openType(lowering, type, NO_NODE);
  }
}

function specsOf(lowering: Lowering, declaration: NodeId): NodeId[] {
  const { table } = lowering;
  return lowering.children(declaration).flatMap((child) => (table.kind(child) === "var_spec_list" ? lowering.children(child) : [child]));
}

function namesOf(lowering: Lowering, spec: NodeId): NodeId[] {
  return lowering.table.childrenOf(spec, "name").filter((name) => lowering.table.kind(name) === "identifier");
}

function isTopLevel(lowering: Lowering, node: NodeId): boolean {
  return lowering.table.parent(node) === lowering.table.root;
}

const variables: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  let repeated: NodeId = NO_NODE;
  for (const spec of specsOf(lowering, node)) {
    const names = namesOf(lowering, spec);
    const type = table.child(spec, "type");
    const value = table.child(spec, "value");
    // `const ( A = iota; B )`: what is left out is the expression before.
    if (value !== NO_NODE) repeated = value;
    const right = value === NO_NODE && table.kind(spec) === "const_spec" ? repeated : value;
    const values =
      right === NO_NODE ? names.map((name) => zeroValue(lowering, type, lowering.range(name))) : valuesFor(lowering, names, right);
    if (!isTopLevel(lowering, node)) {
      for (const name of names) {
        if (table.textOf(name) !== "_")
          builder.declare(table.textOf(name), lowering.range(name), type === NO_NODE ? {} : { type: table.textOf(type) });
      }
    }
    declareAll(lowering, names, values);
  }
};

const types: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  for (const spec of lowering.children(node)) {
    const nameNode = table.child(spec, "name");
    if (nameNode === NO_NODE) continue;
    if (table.kind(spec) === "type_alias") {
      // Another name for the same type.
      const variable = builder.declare(table.textOf(nameNode), lowering.range(nameNode));
      lowering.definitions.add(variable);
      builder.assign(variable, typeValue(lowering, table.child(spec, "type")));
    } else if (!isTopLevel(lowering, node)) localType(lowering, spec);
  }
};

export const declarationStatements: readonly (readonly [string, StatementHandler])[] = [
  ["function_declaration", defineFunction],
  ["method_declaration", defineMethod],
  ["var_declaration", variables],
  ["const_declaration", variables],
  ["type_declaration", types],
  ["package_clause", () => {}],
  ["import_declaration", () => {}],
];
