/** Exports, of ES modules and of CommonJS. */
import { NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerClass, lowerClassDeclaration } from "./classes.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerDecorator } from "./functions.js";
import { declarationIn, namespaceRoot } from "./declaring.js";
import { moduleExportName } from "./imports.js";
import { propertyKey } from "./keys.js";
import { stringText } from "./strings.js";

export function lowerExport(file: FileLowering, node: NodeId): void {
  const { table } = file;
  const source = table.child(node, "source");
  const clause = table.childOfKind(node, "export_clause");
  const declaration = table.child(node, "declaration");
  const value = table.child(node, "value");
  if (source !== NO_NODE) exportFrom(file, node, clause, stringText(file, source));
  else if (clause !== NO_NODE) exportClause(file, clause);
  else if (declaration !== NO_NODE) exportDeclaration(file, node, declaration);
  else if (value !== NO_NODE) exportDefault(file, value, decoratorsOf(file, node));
  else if (!file.has(node, "namespace")) {
    // `export = value`; `export as namespace X` only names a global.
    const assigned = file.firstNamed(node);
    if (assigned !== NO_NODE) exportDefault(file, assigned, []);
  }
}

function exportFrom(file: FileLowering, node: NodeId, clause: NodeId, fromModule: string): void {
  const { table, builder } = file;
  const one = (name: string, fromName: string) => builder.export({ name, value: NONE, variable: NONE, fromModule, fromName });
  if (clause !== NO_NODE) {
    for (const { name, alias } of specifiers(file, clause)) one(alias, name);
    return;
  }
  const namespace = table.childOfKind(node, "namespace_export");
  const name = namespace === NO_NODE ? NO_NODE : file.firstNamed(namespace);
  one(name === NO_NODE ? "*" : moduleExportName(file, name), "*");
}

function specifiers(file: FileLowering, clause: NodeId): { readonly name: string; readonly alias: string; readonly node: NodeId }[] {
  const { table } = file;
  return table.namedChildren(clause).flatMap((node) => {
    const name = table.child(node, "name");
    if (name === NO_NODE) return [];
    const alias = table.child(node, "alias");
    const text = moduleExportName(file, name);
    return [{ name: text, alias: alias === NO_NODE ? text : moduleExportName(file, alias), node: name }];
  });
}

function exportClause(file: FileLowering, clause: NodeId): void {
  for (const { name, alias, node } of specifiers(file, clause)) exportName(file, alias, name, node);
}

/** Exports what `local` means, once everything in the module has been defined. */
function exportName(file: FileLowering, name: string, local: string, node: NodeId): void {
  const { builder } = file;
  const variable = builder.resolve(local);
  if (file.namespaceExports) {
    if (variable !== null) file.namespaceExports.set(name, variable);
    return;
  }
  const range = file.range(node);
  file.lateExports.push(() => {
    const value = variable === null ? builder.global(local, range) : builder.readVariable(variable, range);
    builder.export({ name, value, variable: variable ?? NONE, fromModule: "", fromName: "" });
  });
}

function decoratorsOf(file: FileLowering, node: NodeId): ValueId[] {
  return file.table.childrenOf(node, "decorator").map((decorator) => lowerDecorator(file, decorator));
}

function exportDeclaration(file: FileLowering, node: NodeId, declaration: NodeId): void {
  const { table } = file;
  const decorators = decoratorsOf(file, node);
  const kind = table.kind(declaration);
  if (decorators.length > 0 && (kind === "class_declaration" || kind === "abstract_class_declaration")) {
    lowerClassDeclaration(file, declaration, decorators);
  } else file.lowerStatement(declaration);
  const isDefault = file.has(node, "default");
  for (const name of declaredNames(file, declarationIn(file, declaration))) {
    const text = table.textOf(name);
    exportName(file, isDefault ? "default" : text, text, name);
  }
}

function declaredNames(file: FileLowering, declaration: NodeId): NodeId[] {
  const { table } = file;
  switch (table.kind(declaration)) {
    case "lexical_declaration":
    case "variable_declaration":
      return table.namedChildren(declaration).flatMap((declarator) => patternNames(file, table.child(declarator, "name")));
    case "interface_declaration":
    case "type_alias_declaration":
      return file.typeVariables.has(declaration) ? [table.child(declaration, "name")] : [];
    case "internal_module":
    case "module":
      return [namespaceRoot(file, declaration)].filter((name) => name !== NO_NODE);
    case "import_alias":
      return [file.firstNamed(declaration)].filter((name) => name !== NO_NODE);
    default:
      return [table.child(declaration, "name")].filter((name) => name !== NO_NODE);
  }
}

function patternNames(file: FileLowering, pattern: NodeId): NodeId[] {
  const { table } = file;
  const names: NodeId[] = [];
  const open: NodeId[] = [pattern];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === NO_NODE) continue;
    const kind = table.kind(node);
    if (kind === "identifier" || kind === "shorthand_property_identifier_pattern") names.push(node);
    else if (kind === "pair_pattern") open.push(table.child(node, "value"));
    else if (kind === "assignment_pattern" || kind === "object_assignment_pattern") open.push(table.child(node, "left"));
    else open.push(...table.namedChildren(node).reverse());
  }
  return names;
}

function exportDefault(file: FileLowering, expression: NodeId, decorators: readonly ValueId[]): void {
  const { table, builder } = file;
  if (table.kind(expression) === "identifier") {
    exportName(file, "default", table.textOf(expression), expression);
    return;
  }
  const value =
    decorators.length > 0 && table.kind(expression) === "class"
      ? lowerClass(file, expression, NO_NODE, decorators)
      : file.lowerExpression(expression);
  builder.export({ name: "default", value, variable: NONE, fromModule: "", fromName: "" });
}

/** `module.exports = …`, `module.exports.name = …` and `exports.name = …`. @returns whether the assignment was one of them. */
export function recordCommonJsExport(file: FileLowering, target: NodeId, right: NodeId, value: ValueId): boolean {
  const { table, builder } = file;
  if (table.kind(target) !== "member_expression") return false;
  const object = table.child(target, "object");
  const property = table.child(target, "property");
  if (object === NO_NODE || property === NO_NODE) return false;
  const isModuleExports = isFree(file, object, "module") && table.textOf(property) === "exports";
  if (!isModuleExports && !isExportsObject(file, object)) return false;
  const variable = variableOf(file, right);
  const name = isModuleExports ? "default" : table.textOf(property);
  builder.export({ name, value, variable, fromModule: "", fromName: "" });
  if (isModuleExports) exportParts(file, right, value);
  return true;
}

function isFree(file: FileLowering, node: NodeId, name: string): boolean {
  return file.table.kind(node) === "identifier" && file.table.textOf(node) === name && file.builder.resolve(name) === null;
}

function isExportsObject(file: FileLowering, node: NodeId): boolean {
  if (isFree(file, node, "exports")) return true;
  const { table } = file;
  if (table.kind(node) !== "member_expression" || table.textOf(node) !== "module.exports") return false;
  return isFree(file, table.child(node, "object"), "module");
}

function variableOf(file: FileLowering, node: NodeId): number {
  const kind = file.table.kind(node);
  if (kind !== "identifier" && kind !== "shorthand_property_identifier") return NONE;
  return file.builder.resolve(file.table.textOf(node)) ?? NONE;
}

/** The fields of an exported object literal are exports of their own; what is spread or required is re-exported. */
function exportParts(file: FileLowering, right: NodeId, value: ValueId): void {
  const { table, builder } = file;
  reexport(file, right);
  if (table.kind(right) !== "object") return;
  for (const child of table.namedChildren(right)) {
    const kind = table.kind(child);
    if (kind === "spread_element") reexport(file, file.firstNamed(child));
    else if (kind === "shorthand_property_identifier" || kind === "pair" || kind === "method_definition") {
      const key = kind === "pair" ? table.child(child, "key") : kind === "method_definition" ? table.child(child, "name") : NO_NODE;
      const name = key === NO_NODE ? table.textOf(child) : propertyKey(file, key);
      if (typeof name !== "string") continue;
      const variable = variableOf(file, kind === "pair" ? table.child(child, "value") : child);
      builder.export({ name, value: builder.field(value, name, file.range(child)), variable, fromModule: "", fromName: "" });
    }
  }
}

function reexport(file: FileLowering, node: NodeId): void {
  const { table, builder } = file;
  if (node === NO_NODE || table.kind(node) !== "call_expression") return;
  const callee = table.child(node, "function");
  const args = table.child(node, "arguments");
  const first = args === NO_NODE ? NO_NODE : file.firstNamed(args);
  if (callee === NO_NODE || !isFree(file, callee, "require") || first === NO_NODE || table.kind(first) !== "string") return;
  builder.export({ name: "*", value: NONE, variable: NONE, fromModule: stringText(file, first), fromName: "*" });
}
