/** Line, from 1, of an offset; `lineStarts` holds the offset of the first character of each line. */
export function lineOf(lineStarts: ArrayLike<number>, offset: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
