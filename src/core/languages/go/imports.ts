/** Imports, and the names under which a file knows the packages. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { stringContent } from "./strings.js";

interface Imported {
  readonly node: NodeId;
  readonly path: string;
  /** As written: a name, `.`, `_`, "" for none. */
  readonly name: string;
}

/** Declares every imported package; the names that were bound. */
export function declareImports(lowering: Lowering): ReadonlySet<string> {
  const { builder } = lowering;
  const bound = new Set<string>();
  const specs = importsOf(lowering);
  const assumed = namesOf(lowering, specs);
  specs.forEach((spec, index) => {
    const range = lowering.range(spec.node);
    const local = spec.name === "." ? "*" : spec.name === "" ? (assumed[index] as string) : spec.name;
    const value = builder.import({ module: spec.path, name: "*", local, kind: "static", ...range });
    if (local === "*" || local === "_" || local === "") return;
    const variable = builder.declare(local, range);
    builder.assign(variable, value);
    lowering.definitions.add(variable);
    lowering.packages.set(local, spec.path);
    bound.add(local);
  });
  return bound;
}

function importsOf(lowering: Lowering): Imported[] {
  const { table } = lowering;
  const found: Imported[] = [];
  for (const declaration of lowering.children(table.root)) {
    if (table.kind(declaration) !== "import_declaration") continue;
    for (const child of lowering.children(declaration)) {
      for (const spec of table.kind(child) === "import_spec_list" ? lowering.children(child) : [child]) {
        const path = table.kind(spec) === "import_spec" ? table.child(spec, "path") : NO_NODE;
        if (path !== NO_NODE)
          found.push({ node: spec, path: stringContent(lowering, path), name: lowering.text(table.child(spec, "name")) });
      }
    }
  }
  return found;
}

/**
 * Names of the packages that are imported without one. A package says its own name in its own files, which are not at hand;
 * by convention it is the end of the path. Where nothing in the file goes by that name, it is the name that the file does use.
 */
function namesOf(lowering: Lowering, specs: readonly Imported[]): string[] {
  const assumed = specs.map((spec) => (spec.name === "" ? assumedName(spec.path) : spec.name));
  const used = qualifiers(lowering);
  const free = new Set([...used].filter((name) => !assumed.includes(name)));
  return assumed.map((name, index) => {
    const spec = specs[index] as Imported;
    if (spec.name !== "" || used.has(name)) return name;
    const fitting = [...free].filter((one) => fits(one, spec.path));
    const [only] = fitting;
    if (only === undefined || fitting.length > 1) return name;
    free.delete(only);
    return only;
  });
}

/** What Go's own tools assume: the last part of the path without version, `go-` and whatever is no identifier. */
export function assumedName(path: string): string {
  const parts = path.split("/");
  let last = parts[parts.length - 1] ?? "";
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts[parts.length - 2] as string;
  return /^[\p{L}_][\p{L}\p{N}_]*/u.exec(last.replace(/^go-/, ""))?.[0] ?? "";
}

/** True when the letters of a name stand in that order in one of the last parts of the path: `tgbotapi` in `telegram-bot-api`. */
function fits(name: string, path: string): boolean {
  return path
    .split("/")
    .slice(-3)
    .some((part) => {
      if (name.length < 2 || part.replace(/^go-/, "")[0]?.toLowerCase() !== name[0]?.toLowerCase()) return false;
      let at = 0;
      for (const letter of part.toLowerCase()) if (letter === name[at]?.toLowerCase()) at++;
      return at === name.length;
    });
}

/** Names that something is selected from: `openai` in `openai.NewClient()` and in `*openai.Client`. */
function qualifiers(lowering: Lowering): Set<string> {
  const { table } = lowering;
  const found = new Set<string>();
  for (let node = 0; node < table.nodeCount; node++) {
    const kind = table.kind(node);
    if (kind !== "selector_expression" && kind !== "qualified_type") continue;
    const operand = table.child(node, kind === "qualified_type" ? "package" : "operand");
    if (operand !== NO_NODE && table.firstChild(operand) === NO_NODE) found.add(table.textOf(operand));
  }
  return found;
}
