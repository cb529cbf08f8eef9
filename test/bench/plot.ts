/** Growth as a picture: both axes by factors, so that what is linear goes up with the diagonal and what is flat stays below. */
import { writeFileSync } from "node:fs";

export interface GrowthRow {
  /** What grows: "files" or "calls". */
  readonly growing: string;
  readonly files: number;
  readonly calls: number;
  readonly coldMs: number;
}

const SIZE = 420;
const EDGE = 60;
const COLOURS: Readonly<Record<string, string>> = { files: "#1f77b4", calls: "#d62728" };

export function plotGrowth(file: string, rows: readonly GrowthRow[]): void {
  const largest = Math.max(...rows.map((row) => factorOf(row, rows)), 2);
  const at = (factor: number): number => (Math.log(factor) / Math.log(largest)) * (SIZE - 2 * EDGE);
  const x = (factor: number): number => Math.round(EDGE + at(factor));
  const y = (factor: number): number => Math.round(SIZE - EDGE - at(Math.max(factor, 0.5)));
  const lines = [...new Set(rows.map((row) => row.growing))].map((growing, index) => {
    const own = rows.filter((row) => row.growing === growing);
    const points = own.map((row) => `${x(factorOf(row, rows))},${y(row.coldMs / (own[0]?.coldMs ?? 1))}`).join(" ");
    const colour = COLOURS[growing] ?? "#555";
    const label = `${growing}: ${own.map((row) => `${row[growing as "files" | "calls"]} in ${row.coldMs} ms`).join(", ")}`;
    return [
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<text x="${EDGE}" y="${18 + 16 * index}" fill="${colour}">${label}</text>`,
    ].join("\n");
  });
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" font-family="sans-serif" font-size="11">`,
    "<title>Time of a scan as files or model calls grow</title>",
    `<rect width="${SIZE}" height="${SIZE}" fill="#fff"/>`,
    `<path d="M${x(1)} ${y(1)}H${x(largest)}M${x(1)} ${y(1)}V${y(largest)}" stroke="#999" fill="none"/>`,
    `<path d="M${x(1)} ${y(1)}L${x(largest)} ${y(largest)}" stroke="#bbb" stroke-dasharray="4 4"/>`,
    `<text x="${x(largest) - 40}" y="${y(largest) - 6}" fill="#777">linear</text>`,
    ...[1, 4, 16]
      .filter((factor) => factor <= largest)
      .map((factor) => `<text x="${x(factor) - 6}" y="${SIZE - EDGE + 16}">${factor}x</text>`),
    ...[1, 4, 16].filter((factor) => factor <= largest).map((factor) => `<text x="${EDGE - 28}" y="${y(factor) + 4}">${factor}x</text>`),
    ...lines,
    "</svg>",
    "",
  ].join("\n");
  writeFileSync(file, text);
}

/** Against the smallest workspace of its row. */
function factorOf(row: GrowthRow, rows: readonly GrowthRow[]): number {
  const of = (one: GrowthRow): number => (row.growing === "calls" ? one.calls : one.files);
  return of(row) / Math.min(...rows.filter((one) => one.growing === row.growing).map(of));
}
