/**
 * Text of the workspace made safe to print: a file name, a label or a snippet must not move the cursor, hide or reorder
 * what stands beside it, or end a line. Characters that could are shown by their code.
 */

/** C0 and C1 controls, bidirectional controls, zero-width characters, line separators, byte order mark, tags. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** White space becomes one space; what is unsafe becomes `\u{202e}`. */
export function neutralise(text: string): string {
  return text.replace(/\s+/g, " ").replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
