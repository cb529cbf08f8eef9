/** A name that says enough to link a method by it alone: `generate_reply`, `sendMessage`; not `get` or `run`. */
export function isTellingName(name: string): boolean {
  return name.length >= 7 && /[a-z][A-Z]|[a-z0-9]_[a-z]/.test(name) && !name.startsWith("__");
}
