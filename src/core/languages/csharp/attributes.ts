/** Attributes: each is a call of its class, by the name it is written with, without the ending `Attribute`. */
import type { Argument } from "../../facts/places.js";
import { CallFlag, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { lastOf } from "./names.js";
import { simpleName } from "./typeNames.js";
import { typeValue } from "./types.js";

/** The attributes of a declaration or parameter, lowered here and now. */
export function lowerAttributes(lowering: Lowering, node: NodeId): ValueId[] {
  const { table } = lowering;
  const found: ValueId[] = [];
  for (const list of lowering.children(node)) {
    if (table.kind(list) !== "attribute_list") continue;
    for (const attribute of lowering.children(list))
      if (table.kind(attribute) === "attribute") found.push(lowerAttribute(lowering, attribute));
  }
  return found;
}

export function lowerAttribute(lowering: Lowering, attribute: NodeId): ValueId {
  const { builder, table } = lowering;
  const name = table.child(attribute, "name");
  if (name === NO_NODE) return lowering.unknown(attribute);
  const isSimple = table.kind(name) === "identifier" || table.kind(name) === "generic_name";
  const short = simpleName(lowering, isSimple ? name : table.child(name, "name")).replace(/(.)Attribute$/, "$1");
  const qualifier = isSimple ? NO_NODE : table.child(name, "qualifier");
  const range = lowering.range(name);
  const callee = qualifier === NO_NODE ? builder.global(short, range) : builder.field(typeValue(lowering, qualifier), short, range);
  return builder.call(
    callee,
    attributeArguments(lowering, table.childOfKind(attribute, "attribute_argument_list")),
    CallFlag.New,
    lowering.range(attribute),
  );
}

function attributeArguments(lowering: Lowering, list: NodeId): Argument[] {
  const { table } = lowering;
  return lowering.children(list).map((argument) => {
    const name = table.child(argument, "name");
    const expression = lastOf(lowering, argument);
    const value = expression === name || expression === argument ? lowering.unknown(argument) : lowering.expression(expression);
    return name === NO_NODE ? { value } : { name: simpleName(lowering, name), value };
  });
}
