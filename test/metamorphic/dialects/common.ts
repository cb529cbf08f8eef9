/** What several dialects need. */
import type { Code, Stretch } from "../code.js";

/** Path of another file in the same folder. */
export function beside(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) + name;
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Identifiers that are read inside a stretch: no members, no keys, no names of arguments. */
export function namesIn({ table }: Code, { start, end }: Stretch): string[] {
  const names = new Set<string>();
  for (let node = 0; node < table.nodeCount; node++) {
    if (table.start(node) < start || table.end(node) > end) continue;
    const kind = table.kind(node);
    const isName =
      kind === "identifier" || kind === "shorthand_property_identifier" || kind === "type_identifier" || kind === "package_identifier";
    if (isName && !["name", "attribute", "field", "key"].includes(table.field(node))) names.add(table.textOf(node));
  }
  return [...names].sort();
}

/** Names of variables, fields and parameters that a file declares. */
export function declaredNames({ table }: Code): ReadonlySet<string> {
  const names = new Set<string>();
  for (let node = 0; node < table.nodeCount; node++) {
    if (!DECLARING.has(table.kind(node))) continue;
    const name = table.child(node, "name");
    if (name >= 0) names.add(table.textOf(name));
  }
  return names;
}

const DECLARING = new Set(["variable_declarator", "formal_parameter", "parameter", "enhanced_for_statement", "property_declaration"]);
