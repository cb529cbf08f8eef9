/** Methods that read or write one field, by the conventions of beans: `getText()`, `isActive()`, `setText(x)`, `withText(x)`. */

/** Field that a method without arguments reads; null when its name does not say so. */
export function fieldRead(name: string): string | null {
  return decapitalised(/^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1]);
}

/** Field that a method with one argument writes. */
export function fieldWritten(name: string): string | null {
  return decapitalised(/^(?:set|with)([A-Z]\w*)$/.exec(name)?.[1]);
}

function decapitalised(name: string | undefined): string | null {
  if (name === undefined) return null;
  // `getURL()` reads `URL`.
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}
