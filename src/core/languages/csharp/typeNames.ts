/** Types and names as text: what is declared, what is inside of `<…>`, what a tuple names its elements. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";

/** The declared type as written, undefined for `var` and where there is none. */
export function typeText(lowering: Lowering, type: NodeId): string | undefined {
  const { table } = lowering;
  if (type === NO_NODE || table.kind(type) === "implicit_type") return undefined;
  const text = table.textOf(type).replace(/\s+/g, " ");
  return text === "var" ? undefined : text;
}

/** Types whose values nobody can change in place. */
const SIMPLE =
  /^(?:string|bool|byte|char|decimal|double|float|int|long|short|uint|ulong|String|Guid|DateTime|DateTimeOffset|TimeSpan|CancellationToken|Uri)\??$/;

export function isSimpleType(text: string | undefined): boolean {
  return text !== undefined && SIMPLE.test(text);
}

/** Identifier of `Name` and of `Name<T>`. */
export function simpleName(lowering: Lowering, node: NodeId): string {
  if (node === NO_NODE) return "";
  const name = lowering.table.kind(node) === "generic_name" ? genericName(lowering, node) : lowering.table.textOf(node);
  return unescaped(name);
}

/** `@class` names `class`. */
export function unescaped(name: string): string {
  return name.startsWith("@") ? name.slice(1) : name;
}

function genericName(lowering: Lowering, node: NodeId): string {
  const identifier = lowering.table.childOfKind(node, "identifier");
  return identifier === NO_NODE ? "" : unescaped(lowering.table.textOf(identifier));
}

/** The types in `<…>` of a name, none when it has no such list. */
export function typeArguments(lowering: Lowering, name: NodeId): NodeId[] {
  if (name === NO_NODE || lowering.table.kind(name) !== "generic_name") return [];
  return lowering.children(lowering.table.childOfKind(name, "type_argument_list"));
}

/** The type of the elements of a collection type, "" when it is not written: `List<Message>` and `Message[]` hold `Message`. */
export function elementType(text: string): string {
  if (text.endsWith("[]")) return text.slice(0, -2);
  const generic = /^[\w.]+<(.*)>\??$/s.exec(text);
  const inner = generic?.[1] ?? "";
  return /^Task|^ValueTask|^Nullable/.test(text) ? elementType(inner) : inner.includes(",") ? "" : inner;
}

/** Names of the elements of a tuple type, "" for those that have none; empty for other types. */
export function tupleNames(text: string): string[] {
  const inner = /^(?:(?:Task|ValueTask)<)?\((.*)\)>?\??$/s.exec(text)?.[1];
  if (inner === undefined) return [];
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= inner.length; at++) {
    const char = inner[at];
    if (char === "<" || char === "(" || char === "[") depth++;
    else if (char === ">" || char === ")" || char === "]") depth--;
    else if (char === undefined || (char === "," && depth === 0)) {
      names.push(/[\w>?\])]\s+(\w+)$/.exec(inner.slice(start, at).trim())?.[1] ?? "");
      start = at + 1;
    }
  }
  return names;
}

export const TYPE_DECLARATIONS: ReadonlySet<string> = new Set([
  "class_declaration",
  "struct_declaration",
  "record_declaration",
  "interface_declaration",
  "enum_declaration",
  "delegate_declaration",
]);

export function isTypeDeclaration(lowering: Lowering, node: NodeId): boolean {
  return TYPE_DECLARATIONS.has(lowering.table.kind(node));
}
