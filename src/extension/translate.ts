/** How words for people are looked up: `vscode.l10n.t` in the editor; the English text itself where there is no editor. */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, number: string) => String(values[Number(number)] ?? whole));
