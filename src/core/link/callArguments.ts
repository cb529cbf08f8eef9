/** Arguments of a call, as locators ask for them. */
import { ArgumentKind, type ValueId } from "../facts/fileFacts.js";
import type { ArgumentSlot } from "../knowledge/paths.js";
import type { LoadedFile } from "./program.js";

/** A value seen from a call: `fields` lead from it to what was asked for. */
export interface Located {
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly fields: readonly string[];
}

/** Arguments in a slot. A keyword spread may hold a named one; a spread may hold any positional one. */
export function argumentsAt(file: LoadedFile, call: ValueId, slot: ArgumentSlot): readonly Located[] {
  const found: Located[] = [];
  let position = 0;
  for (const argument of file.arguments(call)) {
    const whole = { file, value: argument.value, fields: [] };
    if (slot.all) found.push(argument.kind === ArgumentKind.Spread ? { ...whole, fields: ["[]"] } : whole);
    else if (argument.kind === ArgumentKind.KeywordSpread) {
      if (slot.name !== undefined) found.push({ file, value: argument.value, fields: [slot.name] });
    } else if (argument.name !== null) {
      if (argument.name === slot.name) found.push(whole);
    } else if (argument.kind === ArgumentKind.Spread) {
      if (slot.index !== undefined && slot.index >= position)
        found.push({ file, value: argument.value, fields: [String(slot.index - position)] });
    } else {
      if (position === slot.index) found.push(whole);
      position++;
    }
  }
  return found;
}
