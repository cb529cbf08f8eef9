/**
 * Short stable hash of text: 64 bits as 16 hexadecimal digits.
 * For identity (fingerprints, policy hash), not for security. Works on UTF-16 units, so it is the same on every machine.
 */
export function hashText(text: string): string {
  let high = 0xdeadbeef ^ text.length;
  let low = 0x41c6ce57 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return hex(high) + hex(low);
}

/** Hash of a list of texts; the boundaries between them count. */
export function hashParts(parts: readonly string[]): string {
  return hashText(parts.map((part) => `${part.length}:${part}`).join(""));
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
