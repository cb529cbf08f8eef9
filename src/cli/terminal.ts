/** What the terminal can do: its width, and whether it shows colours. */
import pc from "picocolors";
import { PLAIN, type Palette } from "../core/report/palette.js";

/** Wider lines than this are hard to read. */
const WIDEST = 120;
const USUAL_WIDTH = 80;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function widthOf(stream: Stream, environment: Environment): number {
  const columns = stream.columns ?? Number(environment["COLUMNS"]);
  return Number.isInteger(columns) && columns > 0 ? Math.min(columns, WIDEST) : USUAL_WIDTH;
}

/** NO_COLOR wins, FORCE_COLOR comes next, else colours are for terminals. */
export function paletteFor(stream: Stream, environment: Environment): Palette {
  const forced = environment["FORCE_COLOR"];
  const wanted = forced === undefined || forced === "" ? stream.isTTY === true && environment["TERM"] !== "dumb" : forced !== "0";
  return wanted && !environment["NO_COLOR"] ? pc.createColors(true) : PLAIN;
}
