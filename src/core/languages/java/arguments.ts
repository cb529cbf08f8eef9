/** Arguments of calls and constructions. */
import type { Argument } from "../../facts/places.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering } from "./lowering.js";
import { located } from "./places.js";

/** @param pure the call changes none of them. */
export function argumentsOf(lowering: Lowering, list: NodeId, pure = false): Argument[] {
  if (list === NO_NODE) return [];
  return lowering.children(list).map((child): Argument => {
    if (pure) return { value: lowering.expression(child) };
    const { value, place } = located(lowering, child);
    return { value, place: place?.kind === "variable" ? place : null };
  });
}
