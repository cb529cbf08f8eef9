/** Which files are no source for people although their name says so: minified, bundled or larger than anybody writes. */

import { isDocument } from "../documents/document.js";

const MEGABYTE = 1024 * 1024;

/** Bytes. Larger files are declared skips. */
export const LARGEST_SOURCE = 4 * MEGABYTE;
/** Pictures in the outputs of a notebook are many times its code. */
const LARGEST_DOCUMENT = 32 * MEGABYTE;

const MINIFIED_NAME = /[.-](min|bundle|bundled|umd\.prod|prod\.min)\.(m|c)?js$/i;
/** Smaller files are read whatever their lines look like. */
const SMALLEST_MINIFIED = 20_000;
const MINIFIED = "minified or bundled";
const LONG_LINE = 5_000;
const LONG_AVERAGE = 500;

/** The reason to skip, or null. Asked before a file is read. */
export function skipByName(path: string, size: number): string | null {
  const largest = isDocument(path) ? LARGEST_DOCUMENT : LARGEST_SOURCE;
  if (size > largest) return `larger than ${largest / MEGABYTE} MB`;
  if (MINIFIED_NAME.test(path)) return MINIFIED;
  return null;
}

/** The reason to skip, or null. `nextFeed` finds the next line feed at or after an offset, -1 when there is none. */
export function skipByLines(length: number, nextFeed: (from: number) => number): string | null {
  if (length < SMALLEST_MINIFIED) return null;
  let lines = 0;
  let inLongLines = 0;
  for (let start = 0; start < length; lines++) {
    const found = nextFeed(start);
    const end = found < 0 ? length : found;
    if (end - start > LONG_LINE) inLongLines += end - start;
    start = end + 1;
  }
  // One long line of data between normal code is no bundle: most of the text must stand in such lines.
  return inLongLines * 2 > length || length / lines > LONG_AVERAGE ? MINIFIED : null;
}
