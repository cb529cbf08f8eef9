/** Calls, constructions, `require` and dynamic `import`. */
import type { Argument, Place } from "../../facts/places.js";
import { ArgumentKind, CallFlag, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { member, reference } from "./places.js";
import { isPureCall } from "./pureCalls.js";
import { lowerTemplate, stringText } from "./strings.js";

interface Callee {
  readonly value: ValueId;
  readonly receiver: Place | null;
  readonly method: string;
  readonly optional: boolean;
}

export function lowerCall(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const callee = table.child(node, "function");
  const args = table.child(node, "arguments");
  if (callee === NO_NODE || args === NO_NODE) return builder.unknown([], file.range(node));
  const module = importedModule(file, callee, args);
  if (module !== null) {
    const kind = table.kind(callee) === "import" ? "dynamic" : "require";
    return builder.import({ module, name: "*", local: localOf(file, node), kind, start: table.start(node), end: table.end(node) });
  }
  const { value, receiver, method, optional } = lowerCallee(file, callee);
  if (table.kind(args) === "template_string") return lowerTemplate(file, args, value, file.range(node));
  const isOptional = optional || table.text.startsWith("?.", table.end(callee)) || file.has(node, "optional_chain");
  const flags = isOptional ? CallFlag.Optional : 0;
  const isPure = isPureCall(file, file.unwrap(callee), method);
  const given = lowerArguments(file, args);
  return isPure
    ? builder.call(
        value,
        given.map(({ place: _, ...argument }) => argument),
        flags,
        file.range(node),
      )
    : builder.call(value, given, flags, file.range(node), receiver, method);
}

export function lowerNew(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const constructed = table.child(node, "constructor");
  if (constructed === NO_NODE) return builder.unknown([], file.range(node));
  const args = table.child(node, "arguments");
  const value = file.lowerExpression(constructed);
  return builder.call(value, args === NO_NODE ? [] : lowerArguments(file, args), CallFlag.New, file.range(node));
}

function lowerCallee(file: FileLowering, expression: NodeId): Callee {
  const { table } = file;
  let node = file.unwrap(expression);
  if (table.kind(node) === "instantiation_expression") node = file.unwrap(file.firstNamed(node));
  switch (table.kind(node)) {
    case "member_expression":
    case "subscript_expression": {
      const { value, object, name } = member(file, node);
      return { value, receiver: object.place, method: name, optional: file.has(node, "optional_chain") };
    }
    case "super": {
      const { value, place } = reference(file, node);
      return { value, receiver: place, method: "", optional: false };
    }
    default:
      return { value: file.lowerExpression(node), receiver: null, method: "", optional: false };
  }
}

function lowerArguments(file: FileLowering, node: NodeId): Argument[] {
  const { table } = file;
  return table.namedChildren(node).map((child): Argument => {
    if (table.kind(child) === "spread_element") {
      const inner = file.firstNamed(child);
      if (inner !== NO_NODE) return { value: file.lowerExpression(inner), kind: ArgumentKind.Spread };
    }
    // A member has a name of its own, which is no name of the argument.
    const { value, place } = reference(file, child);
    return { value, place };
  });
}

/** Specifier of `require("m")` and `import("m")`, null for any other call. */
function importedModule(file: FileLowering, callee: NodeId, args: NodeId): string | null {
  const { table } = file;
  const kind = table.kind(callee);
  if (kind !== "import" && !(kind === "identifier" && table.textOf(callee) === "require" && file.builder.resolve("require") === null))
    return null;
  const first = file.firstNamed(args);
  if (first === NO_NODE) return null;
  const isPlain =
    table.kind(first) === "string" ||
    (table.kind(first) === "template_string" && table.childOfKind(first, "template_substitution") === NO_NODE);
  return isPlain ? stringText(file, first) : null;
}

/** Name that the imported module gets when the call is all of a variable's initial value. */
function localOf(file: FileLowering, call: NodeId): string {
  const { table } = file;
  let parent = table.parent(call);
  if (table.kind(parent) === "await_expression") parent = table.parent(parent);
  if (table.kind(parent) !== "variable_declarator") return "";
  const name = table.child(parent, "name");
  return name !== NO_NODE && table.kind(name) === "identifier" ? table.textOf(name) : "";
}
