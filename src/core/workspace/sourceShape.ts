/** Which files are no source for people although their name says so: minified, bundled or larger than anybody writes. */

/** Bytes. Larger files are declared skips. */
export const LARGEST_SOURCE = 4 * 1024 * 1024;

const MINIFIED_NAME = /[.-](min|bundle|bundled|umd\.prod|prod\.min)\.(m|c)?js$/i;
/** Smaller files are read whatever their lines look like. */
const SMALLEST_MINIFIED = 20_000;
const LONG_LINE = 5_000;
const LONG_AVERAGE = 500;

/** The reason to skip, or null. Asked before a file is read. */
export function skipByName(path: string, size: number): string | null {
  if (size > LARGEST_SOURCE) return `larger than ${LARGEST_SOURCE / (1024 * 1024)} MB`;
  if (MINIFIED_NAME.test(path)) return "minified or bundled";
  return null;
}

/** The reason to skip, or null. Works on bytes and on UTF-16 units alike: it only counts line feeds. */
export function skipByLines(units: { readonly length: number; indexOf(feed: never, from: number): number }, feed: number | string): string | null {
  if (units.length < SMALLEST_MINIFIED) return null;
  let lines = 0;
  let inLongLines = 0;
  for (let start = 0; start < units.length; lines++) {
    const found = units.indexOf(feed as never, start);
    const end = found < 0 ? units.length : found;
    if (end - start > LONG_LINE) inLongLines += end - start;
    start = end + 1;
  }
  // One long line of data between normal code is no bundle: most of the text must stand in such lines.
  const minified = inLongLines * 2 > units.length || units.length / lines > LONG_AVERAGE;
  return minified ? "minified or bundled" : null;
}
