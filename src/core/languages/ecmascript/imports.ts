/** `import` in all its forms. Imported names are values from the start of the module. */
import type { ImportFacts } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { stringText } from "./strings.js";

interface ImportedName {
  /** Name in the module, "*" for the module itself. */
  readonly name: string;
  /** Identifier that the file uses, NO_NODE for an import that is only run. */
  readonly local: NodeId;
  readonly kind: ImportFacts["kind"];
}

export function importedNames(file: FileLowering, statement: NodeId): ImportedName[] {
  const { table } = file;
  const names: ImportedName[] = [];
  const isType = file.has(statement, "type") || file.has(statement, "typeof");
  const kind = isType ? "type" : "static";
  for (const child of table.namedChildren(statement)) {
    if (table.kind(child) === "import_require_clause") {
      names.push({ name: "*", local: file.firstNamed(child), kind: isType ? "type" : "require" });
    } else if (table.kind(child) === "import_clause") {
      for (const part of table.namedChildren(child)) {
        switch (table.kind(part)) {
          case "identifier":
            names.push({ name: "default", local: part, kind });
            break;
          case "namespace_import":
            names.push({ name: "*", local: file.firstNamed(part), kind });
            break;
          case "named_imports":
            for (const specifier of table.namedChildren(part)) {
              const name = table.child(specifier, "name");
              if (name === NO_NODE) continue;
              const alias = table.child(specifier, "alias");
              const own = file.has(specifier, "type") || file.has(specifier, "typeof") ? "type" : kind;
              names.push({ name: moduleExportName(file, name), local: alias === NO_NODE ? name : alias, kind: own });
            }
        }
      }
    }
  }
  return names;
}

/** Name in an import or export clause, which may be a string. */
export function moduleExportName(file: FileLowering, node: NodeId): string {
  return file.table.kind(node) === "string" ? stringText(file, node) : file.table.textOf(node);
}

export function lowerImport(file: FileLowering, statement: NodeId): void {
  const { table, builder } = file;
  const source = sourceOf(file, statement);
  if (source === null) return;
  const names = importedNames(file, statement);
  if (names.length === 0)
    builder.import({ module: source, name: "*", local: "", kind: "static", start: table.start(statement), end: table.end(statement) });
  for (const { name, local, kind } of names) {
    if (local === NO_NODE) continue;
    const text = table.textOf(local);
    const value = builder.import({ module: source, name, local: text, kind, start: table.start(local), end: table.end(local) });
    const variable = builder.resolve(text);
    if (variable !== null) builder.assign(variable, value);
  }
}

function sourceOf(file: FileLowering, statement: NodeId): string | null {
  let source = file.table.child(statement, "source");
  if (source === NO_NODE) {
    const clause = file.table.childOfKind(statement, "import_require_clause");
    if (clause !== NO_NODE) source = file.table.child(clause, "source");
  }
  return source === NO_NODE ? null : stringText(file, source);
}
