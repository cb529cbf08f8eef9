/** Notebooks for tests, written as Jupyter writes them. */

export interface CellText {
  readonly code: string;
  readonly kind?: "code" | "markdown";
  /** The whole source as one text in place of one for each line. */
  readonly inOne?: true;
}

export function notebook(cells: readonly (string | CellText)[], language = "python"): string {
  const written = cells.map((cell) => {
    const { code, kind = "code", inOne } = typeof cell === "string" ? { code: cell } : cell;
    const source = inOne ? code : (code.match(/[^\n]*\n|[^\n]+$/g) ?? []);
    return kind === "code"
      ? { cell_type: kind, execution_count: null, metadata: {}, outputs: [], source }
      : { cell_type: kind, metadata: {}, source };
  });
  return `${JSON.stringify({ cells: written, metadata: { kernelspec: { language, name: language } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
