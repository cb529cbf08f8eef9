/** Outcomes by operator and language. */
import type { Mutant } from "./mutant.js";

export interface Outcome {
  readonly mutant: Mutant;
  readonly language: string;
  readonly problem: string | null;
}

/** `right/all` in each cell. */
export function printTable(outcomes: readonly Outcome[]): void {
  const languages = [...new Set(outcomes.map(({ language }) => language))].sort();
  const operators = [...new Set(outcomes.map(({ mutant }) => mutant.operator))];
  const cell = (some: readonly Outcome[]): string =>
    some.length === 0 ? "-" : `${some.filter(({ problem }) => problem === null).length}/${some.length}`;
  const rows = [
    ["operator", ...languages, "all"],
    ...operators.map((operator) => {
      const row = outcomes.filter(({ mutant }) => mutant.operator === operator);
      return [operator, ...languages.map((language) => cell(row.filter((one) => one.language === language))), cell(row)];
    }),
    ["all", ...languages.map((language) => cell(outcomes.filter((one) => one.language === language))), cell(outcomes)],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length))) ?? [];
  for (const row of rows)
    console.log(
      row.map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join("  "),
    );
}
