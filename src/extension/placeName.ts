/** Places as people call them: a line of a file, or in a notebook a line of a cell. */
import type { Finding } from "../core/report/scanResult.js";
import type { Translate } from "./translate.js";

type Place = Pick<Finding, "file" | "line" | "cell">;

/** `src/app.ts:12`; `tell.ipynb, cell 4:2`. */
export function placeName({ file, line, cell }: Place, t: Translate): string {
  return cell ? t("{0}, cell {1}:{2}", file, cell.number, cell.line) : `${file}:${line}`;
}

/** The same without its folder, for where there is little room. */
export function shortPlaceName(place: Place, t: Translate): string {
  return placeName({ ...place, file: place.file.slice(place.file.lastIndexOf("/") + 1) }, t);
}
