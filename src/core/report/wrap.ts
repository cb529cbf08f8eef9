/** Breaks text at spaces so that each line fits; a word longer than the line stands alone and is never cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (word === "") continue;
    if (line !== "" && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** Columns that text takes in a terminal, as far as code points tell. */
export function columns(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
