/** What a bare name means: a local, a field or method of a class around, an import, or something inherited. */
import type { Range } from "../../facts/places.js";
import type { Located, Lowering, OpenClass } from "./lowering.js";

/** A variable, a field, or a class. */
export function readName(lowering: Lowering, name: string, range: Range): Located {
  const { builder } = lowering;
  const variable = builder.resolve(name);
  if (variable !== null) {
    const field = lowering.fields.get(variable);
    if (field) return memberOf(lowering, field, name, range);
    const value = builder.readVariable(variable, range);
    return { value, place: lowering.definitions.has(variable) ? null : { kind: "variable", variable } };
  }
  if (isTypeName(name)) return { value: builder.global(name, range), place: null };
  const heir = heirAround(lowering);
  if (heir) return memberOf(lowering, heir, name, range);
  return inherited(lowering, name, range);
}

/** The callee of `name(…)`. */
export function readMethod(lowering: Lowering, name: string, range: Range): Located {
  const { builder } = lowering;
  for (let open = lowering.owner; open; open = open.outer) if (open.methods.has(name)) return memberOf(lowering, open, name, range);
  const variable = builder.resolve(name);
  // `import static`; a local variable of the same name is not meant.
  if (variable !== null && lowering.definitions.has(variable)) return { value: builder.readVariable(variable, range), place: null };
  const heir = heirAround(lowering);
  return heir ? memberOf(lowering, heir, name, range) : inherited(lowering, name, range);
}

/** Out of `import static a.B.*`, when there is one, else a name that nobody in the file declares. */
function inherited(lowering: Lowering, name: string, range: Range): Located {
  const [only, ...others] = lowering.staticStars;
  const value =
    only !== undefined && others.length === 0 ? lowering.builder.field(only, name, range) : lowering.builder.global(name, range);
  return { value, place: null };
}

function heirAround(lowering: Lowering): OpenClass | null {
  for (let open = lowering.owner; open; open = open.outer) if (open.hasBases) return open;
  return null;
}

/** A member of a class around, by its bare name: of the instance where there is one, else of the class. */
export function memberOf(lowering: Lowering, owner: OpenClass, name: string, range: Range): Located {
  const { builder } = lowering;
  const receiver = receiverOf(lowering, owner, { start: range.start, end: range.start });
  return {
    value: builder.field(receiver.value, name, range),
    place: receiver.place && { kind: "field", object: receiver.place, base: receiver.value, name },
  };
}

/** `this` of a class around. */
export function receiverOf(lowering: Lowering, owner: OpenClass, range: Range): Located {
  const { builder } = lowering;
  const instance = builder.thisOf(owner.id, range);
  if (instance) return instance;
  return { value: owner.variable === null ? builder.unknown([], range) : builder.readVariable(owner.variable, range), place: null };
}

/** `Prompt`, `URL2`; constants (`MAX_SIZE`) are fields. */
function isTypeName(name: string): boolean {
  return /^[A-Z]/.test(name) && (/[a-z]/.test(name) || !name.includes("_"));
}
