/** Declares the names of a scope before anything in it is lowered, so that functions capture what is defined below them. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { importedNames } from "./imports.js";

/** Names of a function body or module: its `var`s at any depth of blocks, then what its own statements declare. */
export function declareFunctionScope(file: FileLowering, body: NodeId): void {
  declareVars(file, body);
  declareScope(file, body);
}

/** Names that the direct statements of a block declare. */
export function declareScope(file: FileLowering, block: NodeId): void {
  const types: NodeId[] = [];
  const { table } = file;
  for (let node = table.firstChild(block); node !== NO_NODE; node = table.nextSibling(node)) {
    if (!table.isNamed(node)) continue;
    const declaration = declarationIn(file, node);
    const kind = table.kind(declaration);
    if (kind === "interface_declaration" || kind === "type_alias_declaration") types.push(declaration);
    else declare(file, declaration, kind);
  }
  for (const type of types) {
    const name = table.child(type, "name");
    if (name === NO_NODE) continue;
    const variable = file.builder.declare(table.textOf(name), file.range(name));
    if (!file.valueVariables.has(variable)) file.typeVariables.set(type, variable);
  }
}

/** The declaration inside `export`, `declare` and the expression statement that a namespace parses as. */
export function declarationIn(file: FileLowering, statement: NodeId): NodeId {
  const { table } = file;
  switch (table.kind(statement)) {
    case "export_statement": {
      const declaration = table.child(statement, "declaration");
      return declaration === NO_NODE ? statement : declarationIn(file, declaration);
    }
    case "ambient_declaration": {
      const inner = file.firstNamed(statement);
      return inner === NO_NODE ? statement : inner;
    }
    case "expression_statement": {
      const inner = file.firstNamed(statement);
      return inner !== NO_NODE && table.kind(inner) === "internal_module" ? inner : statement;
    }
    default:
      return statement;
  }
}

function declare(file: FileLowering, node: NodeId, kind: string): void {
  const { table } = file;
  switch (kind) {
    case "lexical_declaration":
    case "using_declaration":
      for (const declarator of table.namedChildren(node)) declareDeclarator(file, declarator, false);
      return;
    case "function_declaration":
    case "generator_function_declaration":
    case "function_signature":
    case "class_declaration":
    case "abstract_class_declaration":
    case "enum_declaration":
      declareName(file, table.child(node, "name"), node);
      return;
    case "internal_module":
    case "module":
      declareName(file, namespaceRoot(file, node), node);
      return;
    case "import_alias":
      declareName(file, file.firstNamed(node), node);
      return;
    case "import_statement":
      for (const one of importedNames(file, node)) if (one.local !== NO_NODE) declareName(file, one.local, node);
      return;
  }
}

/** First identifier of `namespace A.B`, NO_NODE for `declare module "x"`. */
export function namespaceRoot(file: FileLowering, node: NodeId): NodeId {
  let name = file.table.child(node, "name");
  while (name !== NO_NODE && file.table.kind(name) === "nested_identifier") name = file.table.child(name, "object");
  return name !== NO_NODE && file.table.kind(name) === "identifier" ? name : NO_NODE;
}

function declareName(file: FileLowering, name: NodeId, declaration: NodeId): void {
  if (name === NO_NODE) return;
  const doc = file.docOf(declaration);
  file.valueVariables.add(file.builder.declare(file.table.textOf(name), file.range(name), doc === undefined ? {} : { doc }));
}

function declareDeclarator(file: FileLowering, declarator: NodeId, inFunction: boolean): void {
  const { table } = file;
  const name = table.child(declarator, "name");
  if (name === NO_NODE) return;
  const type = file.typeText(table.child(declarator, "type"));
  declarePattern(file, name, { inFunction, type, doc: file.docOf(declarator) });
}

/** Declares every name that a binding pattern introduces. */
export function declarePattern(
  file: FileLowering,
  pattern: NodeId,
  options: { readonly inFunction?: boolean; readonly type?: string | undefined; readonly doc?: string | undefined } = {},
): void {
  const { table } = file;
  const inFunction = options.inFunction ?? false;
  const open: NodeId[] = [pattern];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    switch (table.kind(node)) {
      case "identifier":
      case "shorthand_property_identifier_pattern": {
        // The written type is that of the whole value, so it says nothing about a part of it.
        const own = node === pattern ? options : {};
        file.valueVariables.add(
          file.builder.declare(table.textOf(node), file.range(node), {
            inFunction,
            type: own.type,
            doc: options.doc,
          }),
        );
        break;
      }
      case "pair_pattern":
        open.push(table.child(node, "value"));
        break;
      case "assignment_pattern":
      case "object_assignment_pattern":
        open.push(table.child(node, "left"));
        break;
      case "object_pattern":
      case "array_pattern":
      case "rest_pattern":
        open.push(...table.namedChildren(node).reverse());
        break;
    }
  }
}

/** Statements in which a `var` of the function may stand. */
const HOLDS_STATEMENTS = new Set([
  "statement_block",
  "if_statement",
  "else_clause",
  "for_statement",
  "for_in_statement",
  "while_statement",
  "do_statement",
  "try_statement",
  "catch_clause",
  "finally_clause",
  "switch_statement",
  "switch_body",
  "switch_case",
  "switch_default",
  "labeled_statement",
  "with_statement",
  "export_statement",
  "ambient_declaration",
  "ERROR",
]);

function declareVars(file: FileLowering, body: NodeId): void {
  const { table } = file;
  const open: NodeId[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
      if (!table.isNamed(child)) continue;
      const kind = table.kind(child);
      if (kind === "variable_declaration") {
        for (const declarator of table.namedChildren(child)) declareDeclarator(file, declarator, true);
      } else if (HOLDS_STATEMENTS.has(kind)) {
        open.push(child);
        if (kind === "for_in_statement" && file.has(child, "var")) declarePattern(file, table.child(child, "left"), { inFunction: true });
      }
    }
  }
}
